"""The readings a person takes one by one, checked at the door: blood pressure with its pulse, and weight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import ClassVar, Self

from mendly.errors import BadInput
from mendly_core.signals.blood_pressure import BloodPressureReading
from mendly_core.signals.types import series_type

BLOOD_PRESSURE = "blood_pressure"
WEIGHT = "weight"
_LONGEST_NUMBER = 12
_KILOGRAMS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BloodPressure:
    """One reading: pressures in mm[Hg], and the pulse (/min) that the cuff counted with it."""

    type: ClassVar[str] = BLOOD_PRESSURE
    unit: ClassVar[str] = "mm[Hg]"

    systolic: int
    diastolic: int
    pulse: int | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> Self:
        """Read `{"systolic": 128, "diastolic": 82, "pulse": 70}`, the pulse if given. Raises `BadInput`."""
        pulse = values.get("pulse")
        return cls(
            _whole_number(values.get("systolic"), "systolic"),
            _whole_number(values.get("diastolic"), "diastolic"),
            None if pulse is None else _whole_number(pulse, "pulse"),
        )

    def to_json(self) -> dict[str, int | str]:
        pressures: dict[str, int | str] = {"systolic": self.systolic, "diastolic": self.diastolic}
        return pressures if self.pulse is None else pressures | {"pulse": self.pulse}

    @property
    def is_doubtful(self) -> bool:
        """Whether the numbers can hardly be right (plausible ranges of the vitals fact table)."""
        pressures = BloodPressureReading("", _SOME_MOMENT, self.systolic, self.diastolic)
        pulse_is_plausible = self.pulse is None or series_type("heart_rate").is_plausible(self.pulse)
        return pressures.needs_check or not pulse_is_plausible


@dataclass(frozen=True, slots=True)
class Weight:
    """A body weight in kg, to the gram."""

    type: ClassVar[str] = WEIGHT
    unit: ClassVar[str] = "kg"

    weight: Decimal

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> Self:
        """Read `{"weight": "81.4"}`. Raises `BadInput`."""
        return cls(_decimal_number(values.get("weight"), "weight"))

    def to_json(self) -> dict[str, int | str]:
        return {"weight": f"{self.weight:f}"}

    @property
    def is_doubtful(self) -> bool:
        return not series_type("body_weight").is_plausible(float(self.weight))


Values = BloodPressure | Weight
KINDS: Mapping[str, type[BloodPressure] | type[Weight]] = {BLOOD_PRESSURE: BloodPressure, WEIGHT: Weight}


def values_of(kind: str, values: object, unit: str | None = None) -> Values:
    """Read the values of an observation as clients send them. Raises `BadInput` with one clear sentence."""
    shape = KINDS.get(kind)
    if shape is None:
        raise BadInput("We can take blood pressure and weight here.", field="type")
    if not isinstance(values, Mapping):
        raise BadInput("Please give the numbers of the reading.", field="values")
    if unit is not None and unit != shape.unit:
        raise BadInput(f"Please give this reading in {shape.unit}.", field="unit")
    return shape.from_json(values)


def _whole_number(value: object, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 999:
        raise BadInput("Please give a whole number from 1 to 999.", field=field)
    return value


def _decimal_number(value: object, field: str) -> Decimal:
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        text = str(value).strip()
        if len(text) <= _LONGEST_NUMBER and _KILOGRAMS.fullmatch(text) and Decimal(text) > 0:
            return Decimal(text).normalize()
    raise BadInput("Please give a weight in kg, such as 81.4, with at most three decimals.", field=field)
