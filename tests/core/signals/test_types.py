"""Every series type has a code, a unit, a plausible range and a scale, as the fact tables say."""

from __future__ import annotations

import pytest

from mendly_core.signals.tables import BrokenTableError, read_table
from mendly_core.signals.types import UnknownSeriesTypeError, loinc_codes, series_type, series_types


def test_heart_rate_is_as_the_table_says() -> None:
    kind = series_type("heart_rate")
    assert (kind.loinc, kind.unit, kind.plausible_low, kind.plausible_high) == ("8867-4", "/min", 20, 300)
    assert kind.codes_verified
    assert kind.ble == ("180D/2A37",)


def test_the_two_kinds_of_heart_rate_variability_stay_apart() -> None:
    assert series_type("heart_rate_variability_sdnn") != series_type("heart_rate_variability_rmssd")
    assert series_type("heart_rate_variability_rmssd").loinc is None


def test_all_measures_but_the_blood_pressure_panel_are_series() -> None:
    assert len(series_types()) == 22
    assert "blood_pressure_panel" not in series_types()
    assert loinc_codes()["blood_pressure_panel"] == "85354-9"


def test_every_plausible_value_fits_the_storage_of_its_scale() -> None:
    for kind in series_types().values():
        assert kind.plausible_high * kind.scale < 1 << 31
        assert kind.key.isidentifier()


@pytest.mark.parametrize(
    ("key", "value", "plausible"),
    [
        ("spo2", 50, True),
        ("spo2", 49.9, False),
        ("spo2", 0.97, False),
        ("body_temperature", 45, True),
        ("body_temperature", 45.1, False),
        ("heart_rate", float("nan"), False),
    ],
)
def test_outside_the_range_means_check_the_reading(key: str, value: float, plausible: bool) -> None:
    assert series_type(key).is_plausible(value) is plausible


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownSeriesTypeError):
        series_type("mood")


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(BrokenTableError):
        read_table("scales", ("measure", "steps_per_unit"))
