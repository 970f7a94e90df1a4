"""What to ask about in a list of medicines: worked out from the list and the fact tables whenever it is read.

Only what a person hid, and why, is kept. No warning never means that a list is safe.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from mendly.accounts.selectors import birth_date_of_patient, zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.medicines.ingredients import reading_of
from mendly.medicines.kept_plans import revisions_of
from mendly.medicines.models import Medicine, WarningAnswer
from mendly.medicines.planned import planned_amounts, units_of
from mendly.medicines.plans import day_in
from mendly.medicines.selectors import medicines_of
from mendly.policy import Action, Actor, Category
from mendly.vault.crypto import subkey
from mendly.vault.services import key_of
from mendly_core.interactions import (
    SEVERITIES,
    DayTotal,
    DuplicateWarning,
    Listed,
    PairWarning,
    PlannedMedicine,
    Reading,
    Severity,
    Standing,
    day_totals,
    duplicate_warnings,
    interaction_facts,
    pair_warnings,
    substance_warnings,
)
from mendly_core.words import WarningText, duplicate_text, interaction_text, maximum_text

WarningKind = Literal["drug", "food", "alcohol", "supplement", "duplicate", "maximum"]
HIDING_REASONS: Final = ("asked_pharmacist", "asked_care_team", "not_together", "other")
UPPER: Final[frozenset[Severity]] = frozenset({"contraindicated", "serious"})
"""The levels that are shown without being asked for."""
_SAID_ANYWAY: Final = frozenset({"drug", "food", "alcohol", "duplicate", "maximum"})
"""A supplement that is not on the list may not be used at all: its warnings wait until somebody looks."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Who hid a warning (an account), when, and why: one of `HIDING_REASONS` and perhaps own words."""

    reason: str
    note: str
    at: datetime
    by: UUID | None


@dataclass(frozen=True, slots=True)
class SafetyWarning:
    """One warning. `id` is the same for the same medicines, ingredients and severity, and tells nothing by itself."""

    id: UUID
    kind: WarningKind
    severity: Severity
    medicines: tuple[UUID, ...]
    text: WarningText
    hidden: Hidden | None

    @property
    def said_anyway(self) -> bool:
        """Whether it is shown without being asked for."""
        return self.severity in UPPER and (self.kind in _SAID_ANYWAY or len(self.medicines) > 1)


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A medicine, or a part of it, that no table knows."""

    medicine: UUID
    part: str


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    """`shown` are the two upper levels, `more` the rest; `amounts` could not be compared. Most severe first."""

    shown: tuple[SafetyWarning, ...]
    more: tuple[SafetyWarning, ...]
    hidden: tuple[SafetyWarning, ...]
    amounts: tuple[WarningText, ...]
    not_checked: tuple[NotChecked, ...]

    def about(self, medicine: UUID) -> SafetyCheck:
        """The part of the check that one medicine is in; amounts are said of the list as a whole."""
        shown, more, hidden = (
            tuple(each for each in some if medicine in each.medicines)
            for some in (self.shown, self.more, self.hidden)
        )
        not_checked = tuple(each for each in self.not_checked if each.medicine == medicine)
        return SafetyCheck(shown, more, hidden, (), not_checked)


def warnings_of(actor: Actor, patient_id: UUID, language: str) -> SafetyCheck:
    """Check the medicines that are being taken, against each other and with food, alcohol and supplements."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "warnings")
    rows = medicines_of(actor, patient_id, active_only=True)
    return _Check.of(actor, patient_id, rows, language).answer()


@dataclass(frozen=True, slots=True)
class _Check:
    """One list being checked. `readings` and `names` are keyed by the medicines' ids as text."""

    patient: UUID
    key: bytes
    language: str
    readings: Mapping[str, Reading]
    names: Mapping[str, str]
    planned: tuple[PlannedMedicine, ...]
    age: int | None

    @classmethod
    def of(cls, actor: Actor, patient_id: UUID, rows: Sequence[Medicine], language: str) -> _Check:
        readings = {str(row.id): reading_of(row) for row in rows}
        return cls(
            patient=patient_id,
            key=subkey(key_of(patient_id), "safety warnings"),
            language=language,
            readings=readings,
            names=_names(rows),
            planned=_planned(actor, patient_id, rows, readings),
            age=_age(patient_id),
        )

    def answer(self) -> SafetyCheck:
        listed = [Listed(key, frozenset(reading.canonical)) for key, reading in self.readings.items()]
        totals = day_totals(self.planned, self.age)
        pairs = (*pair_warnings(listed), *substance_warnings(listed))
        found = [
            *(self._met(each) for each in pairs),
            *(self._doubled(each) for each in duplicate_warnings(listed)),
            *(self._over(each) for each in totals if each.standing is Standing.OVER),
        ]
        warnings = sorted(self._with_answers(found), key=lambda each: SEVERITIES.index(each.severity))
        open_ones = [each for each in warnings if each.hidden is None]
        return SafetyCheck(
            shown=tuple(each for each in open_ones if each.said_anyway),
            more=tuple(each for each in open_ones if not each.said_anyway),
            hidden=tuple(each for each in warnings if each.hidden is not None),
            amounts=tuple(
                maximum_text(each, self.names, self.language)
                for each in totals
                if each.standing in {Standing.NOT_KNOWN, Standing.NOT_COMPARED}
            ),
            not_checked=tuple(
                NotChecked(UUID(key), part)
                for key, reading in self.readings.items()
                for part in reading.not_checked
            ),
        )

    def _met(self, warning: PairWarning) -> SafetyWarning:
        keys = [warning.first] if warning.second is None else [warning.first, warning.second]
        text = interaction_text(warning, self.names, self.language)
        return self._warning(warning.kind, warning.severity, keys, warning.substance, text)

    def _doubled(self, warning: DuplicateWarning) -> SafetyWarning:
        text = duplicate_text(warning, self.names, self.language)
        return self._warning("duplicate", warning.severity, [warning.first, warning.second], "", text)

    def _over(self, total: DayTotal) -> SafetyWarning:
        text = maximum_text(total, self.names, self.language)
        about = f"{total.ingredient} {total.most}"
        return self._warning("maximum", "serious", total.keys, about, text)

    def _warning(
        self, kind: WarningKind, severity: Severity, keys: Iterable[str], about: str, text: WarningText
    ) -> SafetyWarning:
        ordered = sorted(keys)
        held = (f"{key}={'+'.join(self.readings[key].canonical)}" for key in ordered)
        digest = hmac.digest(self.key, "|".join((kind, severity, about, *held)).encode(), "sha256")
        medicines = tuple(UUID(key) for key in ordered)
        return SafetyWarning(UUID(bytes=digest[:16], version=4), kind, severity, medicines, text, None)

    def _with_answers(self, warnings: Sequence[SafetyWarning]) -> Iterator[SafetyWarning]:
        hidden = _hidden(self.patient)
        yield from (replace(each, hidden=hidden.get(each.id)) for each in warnings)


def _hidden(patient_id: UUID) -> dict[UUID, Hidden]:
    """What is hidden now: the last answer to each warning holds."""
    newest = {
        row.warning: row for row in WarningAnswer.objects.filter(patient_id=patient_id).order_by("number")
    }
    return {
        warning: Hidden(row.reason or "", row.note or "", row.at, row.by)
        for warning, row in newest.items()
        if row.hidden
    }


def _names(rows: Sequence[Medicine]) -> dict[str, str]:
    """What the person calls each medicine; the strength tells two of one name apart."""
    often = Counter(row.name.casefold() for row in rows)
    return {
        str(row.id): f"{row.name} {row.strength}".strip() if often[row.name.casefold()] > 1 else row.name
        for row in rows
    }


def _planned(
    actor: Actor, patient_id: UUID, rows: Sequence[Medicine], readings: Mapping[str, Reading]
) -> tuple[PlannedMedicine, ...]:
    """The medicines with what their plans say for the next days; none is opened where nothing has a maximum."""
    maxima = interaction_facts().maxima
    if not any(name in maxima for reading in readings.values() for name in reading.canonical):
        return ()
    plans = [row.plan() for row in revisions_of(actor, patient_id)]
    zone = zone_of_patient(patient_id)
    amounts = planned_amounts(plans, day_in(zone, now()), zone)
    return tuple(
        PlannedMedicine(
            key=str(row.id),
            name=f"{row.name} {row.ingredient}",
            strength=row.strength,
            ingredients=readings[str(row.id)].canonical,
            unit=min(units_of(plans, row.id), default=""),
            days=amounts.get(row.id),
        )
        for row in rows
    )


def _age(patient_id: UUID) -> int | None:
    """In whole years where the person lives; None without a birth date."""
    born = birth_date_of_patient(patient_id)
    return None if born is None else _years(born, day_in(zone_of_patient(patient_id), now()))


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
