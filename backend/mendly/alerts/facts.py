"""What an alert rests on: the category, the numbers and the very readings, so that it can be explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from mendly.alerts.models import Urgency
from mendly_core.signals.blood_pressure import BloodPressureReading, Category, RuleState
from mendly_core.signals.thresholds import threshold_rules


@dataclass(frozen=True, slots=True)
class PressureFacts:
    """A blood-pressure alert, in whole mm[Hg]. `readings` are those of the last 24 hours, oldest first."""

    category: Category
    mean_systolic: int
    mean_diastolic: int
    readings: tuple[BloodPressureReading, ...]

    @classmethod
    def of(cls, state: RuleState) -> Self:
        """The facts of a conclusion that holds an alert open. Raises ValueError for one that has no mean."""
        if state.category is None or state.mean_systolic is None or state.mean_diastolic is None:
            raise ValueError("nothing has been concluded")
        return cls(state.category, state.mean_systolic, state.mean_diastolic, state.seen)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        readings: Sequence[Any] = data["readings"]
        return cls(
            Category[data["category"]],
            data["mean_systolic"],
            data["mean_diastolic"],
            tuple(map(BloodPressureReading.from_json, readings)),
        )

    def to_json(self) -> dict[str, object]:
        return {
            "category": self.category.name,
            "mean_systolic": self.mean_systolic,
            "mean_diastolic": self.mean_diastolic,
            "readings": [reading.to_json() for reading in self.readings],
        }

    @property
    def urgency(self) -> Urgency:
        return Urgency.NOW if self.category is Category.SEVERE else Urgency.SOON

    @property
    def shown(self) -> tuple[int, int]:
        """The pair of numbers to show: the newest very high reading, or else the mean."""
        severe = [reading for reading in self.readings if reading.is_severe]
        if self.category is Category.SEVERE and severe:
            return round(severe[-1].systolic), round(severe[-1].diastolic)
        return self.mean_systolic, self.mean_diastolic

    @property
    def severe(self) -> frozenset[tuple[datetime, float, float]]:
        """Its very high readings, as they are known however often they were delivered."""
        return frozenset(reading.facts for reading in self.readings if reading.is_severe)

    @property
    def last_taken_at(self) -> datetime:
        return self.readings[-1].taken_at

    @property
    def source(self) -> str:
        """Whose threshold decided, as the fact table names it."""
        return threshold_rules()[self.category.rule_name].source

    @property
    def persistence(self) -> str:
        """What makes readings count, in the words of the fact table."""
        return threshold_rules()[self.category.rule_name].persistence
