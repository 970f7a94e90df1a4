"""Adding a medicine: its name, when it is taken, how much. One question on the screen at a time."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.patient.adding import WITH_TIMES, BadMedicine, Kind, NewMedicine, checked_name
from mendly_app.patient.names import suggested
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import language_of, wall_time
from mendly_core.doses.times import MINUTES_PER_DAY, clock_text, minute_of
from mendly_core.words import format_number

STEPS = ("name", "when", "amount")
PARTS_OF_DAY = {"morning": "08:00", "noon": "13:00", "evening": "18:00", "bedtime": "22:00"}
UNITS = ("tablet", "capsule", "drop", "ml", "puff", "unit")
AMOUNTS = ("0.5", "1", "2", "3")
TIME_STEP = 30
LIMITS = {"every_days": (2, 90), "hours": (2, 72), "on": (1, 90), "off": (1, 90), "amount": (1, 50)}
MOST_OF_DAY, LONGEST_GAP = 50, 48


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a group."""

    group: str
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """A number, a time or a count of hours that goes up and down by a press."""

    name: str
    label: str
    text: str


class AddMedicineModel(Model):
    """What was chosen so far. `problem` says what is missing."""

    step = StringProperty("name")
    title = StringProperty("")
    typed = StringProperty("")
    problem = StringProperty("")
    names = ListProperty()
    times = ListProperty()
    kinds = ListProperty()
    days = ListProperty()
    amounts = ListProperty()
    units = ListProperty()
    counters = ListProperty()
    shows_all_kinds = BooleanProperty(False)
    __events__ = ("on_saved",)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self._new = NewMedicine("")
        self._own_time = "20:00"
        self._has_own_time = False

    def on_saved(self) -> None:
        """The medicine is on the phone."""

    def open(self, **about: Any) -> None:
        self._new, self.shows_all_kinds, self._has_own_time = NewMedicine(""), False, False
        self.step, self.typed, self.problem = STEPS[0], "", ""

    def refresh(self) -> None:
        words = self.words
        self.title = words("add_medicine.title") if self.step == "name" else self._new.name
        self.names = [Option("name", name, name, chosen=False) for name in suggested(self.typed)]
        self.times = self._time_options()
        chosen = [] if self._new.kind is Kind.DAILY else [self._new.kind]
        kinds = list(Kind) if self.shows_all_kinds else chosen
        self.kinds = [
            Option("kind", kind, words(f"add_medicine.kind.{kind}"), kind is self._new.kind) for kind in kinds
        ]
        self.days = self._day_options()
        language = language_of(words)
        self.amounts = [
            Option(
                "amount", value, format_number(Decimal(value), language), Decimal(value) == self._new.amount
            )
            for value in AMOUNTS
        ]
        self.units = [
            Option("unit", unit, words(f"add_medicine.unit.{unit}", n=1), unit == self._new.unit)
            for unit in UNITS
        ]
        self.counters = self._counters()

    def type(self, text: str) -> None:
        """Letters were typed; only what is suggested changes."""
        self.typed = text
        self.names = [Option("name", name, name, chosen=False) for name in suggested(text)]

    def choose(self, group: str, value: str) -> None:
        """A choice was pressed; times and days go on and off."""
        new = self._new
        self.problem = ""
        if group == "name":
            self.typed = value
            self.go_on()
        elif group == "time" and value == "own":
            self._has_own_time = not self._has_own_time
        elif group == "time":
            times = set(new.times) ^ {value}
            self._new = replace(new, times=tuple(sorted(times)))
        elif group == "kind":
            self._new = replace(new, kind=Kind(value), days=())
            self.shows_all_kinds = False
        elif group == "day":
            self._new = replace(new, days=tuple(sorted(set(new.days) ^ {int(value)})))
        elif group == "amount":
            self._new = replace(new, amount=Decimal(value))
        elif group == "unit":
            self._new = replace(new, unit=value)
        self.refresh()

    def show_kinds(self) -> None:
        """Plans other than every day."""
        self.shows_all_kinds = True
        self.refresh()

    def count(self, name: str, by: int) -> None:
        """A counter was pressed; `by` is 1 or -1."""
        new = self._new
        if name == "own_time":
            minute = (minute_of(self._own_time) + by * TIME_STEP) % MINUTES_PER_DAY
            self._own_time = clock_text(minute)
        elif name in {"every_days", "hours"}:
            self._new = replace(new, every=_within(name, new.every + by))
        elif name in {"on", "off"}:
            self._new = replace(new, **{name: _within(name, getattr(new, name) + by)})
        elif name == "most":
            most = min(MOST_OF_DAY, max(0, int(new.most or 0) + by))
            self._new = replace(new, most=Decimal(most) if most else None)
        elif name == "gap":
            hours = min(LONGEST_GAP, max(0, (new.gap or 0) // 60 + by))
            self._new = replace(new, gap=hours * 60 or None)
        self.refresh()

    def go_on(self) -> None:
        """To the next question; after the last, save."""
        self.problem = ""
        try:
            if self.step == "name":
                self._new = replace(self._new, name=checked_name(self.typed))
                self.step = "when"
            elif self.step == "when":
                self._check_plan()
                self.step = "amount"
            else:
                self._save()
                return
        except BadMedicine as bad:
            self.problem = self.words(f"add_medicine.problem.{bad.field}")
        self.refresh()

    def go_back(self) -> bool:
        """To the question before. False at the first."""
        if self.step == STEPS[0]:
            return False
        self.step, self.problem = STEPS[STEPS.index(self.step) - 1], ""
        self.refresh()
        return True

    def _check_plan(self) -> None:
        new = self._chosen()
        if new.kind in WITH_TIMES | {Kind.HOURS} and not new.times:
            raise BadMedicine("times")
        if new.kind in {Kind.WEEKDAYS, Kind.MONTH_DAYS} and not new.days:
            raise BadMedicine("days")

    def _chosen(self) -> NewMedicine:
        own = {self._own_time} if self._has_own_time else set()
        return replace(self._new, times=tuple(sorted({*self._new.times, *own})))

    def _save(self) -> None:
        new = self._chosen()
        count = 2 if new.amount > 1 else 1
        unit = self.words(f"add_medicine.unit.{new.unit}", n=count)
        self.companion.adding.add(replace(new, unit=unit))
        self.dispatch("on_saved")

    def _time_options(self) -> list[Option]:
        new, words = self._new, self.words
        if new.kind is Kind.AS_NEEDED:
            return []
        parts = [
            Option(
                "time",
                at,
                words("add_medicine.at", part=words(f"add_medicine.part.{part}"), time=wall_time(at, words)),
                at in new.times,
            )
            for part, at in PARTS_OF_DAY.items()
        ]
        return [*parts, Option("time", "own", words("add_medicine.own_time"), self._has_own_time)]

    def _day_options(self) -> list[Option]:
        new, words = self._new, self.words
        if new.kind is Kind.WEEKDAYS:
            texts = {day: words(f"weekday.{day}") for day in range(7)}
        elif new.kind is Kind.MONTH_DAYS:
            texts = {day: str(day) for day in range(1, 32)}
        else:
            return []
        return [
            Option("day", str(day), text[:1].upper() + text[1:], day in new.days)
            for day, text in texts.items()
        ]

    def _counters(self) -> list[Counter]:
        new, words = self._new, self.words
        found: list[Counter] = []
        if new.kind is Kind.EVERY_DAYS:
            found = [self._counter("every_days", words("plan.days", n=new.every))]
        elif new.kind is Kind.HOURS:
            found = [self._counter("hours", words("plan.span_hours", n=new.every))]
        elif new.kind is Kind.CYCLE:
            found = [
                self._counter("on", words("plan.days", n=new.on)),
                self._counter("off", words("plan.days", n=new.off)),
            ]
        elif new.kind is Kind.AS_NEEDED:
            most = str(new.most) if new.most else words("add_medicine.not_set")
            gap = words("plan.span_hours", n=new.gap // 60) if new.gap else words("add_medicine.not_set")
            found = [self._counter("most", most), self._counter("gap", gap)]
        if self._has_own_time and new.kind is not Kind.AS_NEEDED:
            found.append(self._counter("own_time", wall_time(self._own_time, words)))
        return found

    def _counter(self, name: str, text: str) -> Counter:
        return Counter(name, self.words(f"add_medicine.count.{name}"), text)


def _within(name: str, number: int) -> int:
    lowest, highest = LIMITS[name]
    return min(highest, max(lowest, number))
