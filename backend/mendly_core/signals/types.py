"""The kinds of series Mendly keeps: code, unit, plausible range and how finely values are stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mendly_core.signals.tables import BrokenTableError, read_table

_CODE_COLUMNS = (
    "measure",
    "loinc",
    "loinc_alt",
    "ucum",
    "plausible_min",
    "plausible_max",
    "health_connect",
    "apple",
    "ble_service_characteristic",
    "verify",
    "note",
)


class UnknownSeriesTypeError(LookupError):
    """There is no series type of that key."""


@dataclass(frozen=True, slots=True)
class SeriesType:
    """One measure. `key` names it in the API ("heart_rate"), `unit` is UCUM, codes are LOINC or None.

    `scale` is how many steps one unit is stored in: a value is kept as a whole number of 1/scale units.
    """

    key: str
    measure: str
    unit: str
    loinc: str | None
    other_loinc: str | None
    codes_verified: bool
    plausible_low: float
    plausible_high: float
    scale: int
    health_connect: str | None
    apple: str | None
    ble: tuple[str, ...]
    note: str

    def is_plausible(self, value: float) -> bool:
        """False means "check the reading". An implausible value is kept and shown as such, never deleted."""
        return self.plausible_low <= value <= self.plausible_high


@lru_cache(maxsize=1)
def series_types() -> Mapping[str, SeriesType]:
    """Every series type by key. Blood pressure as a whole is not a series: its two pressures are."""
    scales = {row["measure"]: row["steps_per_unit"] for row in _scale_rows()}
    rows = [row for row in _code_rows() if row["ucum"]]
    if {row["measure"] for row in rows} != set(scales):
        raise BrokenTableError("codes and scales speak of different measures")
    found = [_series_type(row, scales[row["measure"]]) for row in rows]
    return MappingProxyType({kind.key: kind for kind in found})


def series_type(key: str) -> SeriesType:
    """Find a series type. Raises `UnknownSeriesTypeError`."""
    kind = series_types().get(key)
    if kind is None:
        raise UnknownSeriesTypeError(key)
    return kind


@lru_cache(maxsize=1)
def loinc_codes() -> Mapping[str, str]:
    """The LOINC code by key, of every measure that has one; "blood_pressure_panel" included."""
    return MappingProxyType({key_of(row["measure"]): row["loinc"] for row in _code_rows() if row["loinc"]})


def key_of(measure: str) -> str:
    """The key of a measure: "glucose (CGM)" is glucose_cgm."""
    return re.sub(r"[^a-z0-9]+", "_", measure.lower()).strip("_")


def _code_rows() -> list[dict[str, str]]:
    return read_table("codes", _CODE_COLUMNS)


def _scale_rows() -> list[dict[str, str]]:
    return read_table("scales", ("measure", "steps_per_unit", "reason"))


def _series_type(row: dict[str, str], scale: str) -> SeriesType:
    kind = SeriesType(
        key=key_of(row["measure"]),
        measure=row["measure"],
        unit=row["ucum"],
        loinc=row["loinc"] or None,
        other_loinc=row["loinc_alt"] or None,
        codes_verified=row["verify"] == "0",
        plausible_low=float(row["plausible_min"]),
        plausible_high=float(row["plausible_max"]),
        scale=int(scale),
        health_connect=row["health_connect"] or None,
        apple=row["apple"] or None,
        ble=tuple(row["ble_service_characteristic"].split(", ")) if row["ble_service_characteristic"] else (),
        note=row["note"],
    )
    if kind.plausible_low >= kind.plausible_high or kind.scale < 1:
        raise BrokenTableError(f"{kind.measure}: no range of values")
    return kind
