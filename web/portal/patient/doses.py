"""The doses of a day as rows that a person can answer, and how one of them is found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from mendly.clock import new_id
from mendly.errors import NotFound
from mendly.medicines.kept_plans import revisions_of
from mendly.medicines.selectors import Dose, doses_between, entries_of_medicine, medicines_of
from mendly.policy import Category
from mendly_core.doses import (
    DayRule,
    Occurrence,
    Schedule,
    SlotTime,
    State,
    asks_before_taking,
    last_taken_at,
)
from mendly_core.words import dose_line
from portal.patient.extra_doses import ExtraQuestion, ExtraRow, extra_rows
from portal.patient.forms import LATER, SKIP_REASONS
from portal.patient.phrases import amount_words, until_words
from portal.patient.whose import Whose
from portal.wording import active_language, clock

DAY = timedelta(days=1)
REMEMBERED = timedelta(days=8)
"""How far back a last intake is looked for before one more is logged: a weekly dose is found."""
OPEN = frozenset({State.UPCOMING, State.DUE, State.LATE, State.MISSED})
"""States in which a dose can be logged."""
WAITING = frozenset({State.DUE, State.LATE})


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One dose as Today shows it. `entry` is the id that its next answer will have: sent twice, logged once.

    `line` says what a late or unlogged dose needs, `soon` when a coming one is, `later` when we remind again;
    `asks` that the same medicine was taken a short time ago. `suggested` is the time that the form for another
    time starts with. `is_next` is the first dose to come: it can be logged already. `can_undo`: who looks may
    take the answer back.
    """

    dose: Dose
    name: str
    plan: str
    at: str
    answered: str
    line: str
    soon: str
    later: str
    entry: UUID
    suggested: str
    can_undo: bool
    is_next: bool = False
    asks: bool = False

    @property
    def is_open(self) -> bool:
        return self.dose.state in OPEN

    @property
    def waits(self) -> bool:
        return self.dose.state in WAITING


@dataclass(frozen=True, slots=True)
class DoseDayFacts:
    """Today's doses and those of yesterday still open or just logged; `earlier` are yesterday's unlogged ones."""

    rows: tuple[DoseRow, ...]
    earlier: tuple[DoseRow, ...]
    as_needed: tuple[ExtraRow, ...]
    has_medicines: bool

    @property
    def waiting(self) -> tuple[DoseRow, ...]:
        return tuple(row for row in self.rows if row.waits)

    @property
    def taken(self) -> int:
        return sum(row.dose.state is State.TAKEN for row in self.rows)

    @property
    def later_choices(self) -> tuple[tuple[int, object], ...]:
        return LATER

    @property
    def skip_reasons(self) -> tuple[tuple[str, object], ...]:
        return SKIP_REASONS

    @property
    def all_logged(self) -> bool:
        return bool(self.rows) and not any(row.is_open for row in self.rows)


def dose_day(record: Whose, *, asks: str = "", asks_extra: ExtraQuestion | None = None) -> DoseDayFacts:
    """What Today shows of doses. `asks` is the key of a dose to ask about before it is logged."""
    today = record.today
    medicines = {medicine.id: medicine for medicine in medicines_of(record.actor, record.patient)}
    doses = doses_between(record.actor, record.patient, today - DAY, today + DAY)
    looks = {
        medicine.id: (" ".join([medicine.name, medicine.strength]).strip(), medicine.how)
        for medicine in medicines.values()
    }
    shown = [dose for dose in doses if _belongs_to_today(record, dose)]
    earlier = [dose for dose in doses if dose.local_date < today and dose.state is State.MISSED]
    following = next((dose.key for dose in shown if dose.state is State.UPCOMING), "")
    return DoseDayFacts(
        rows=tuple(
            _row(record, dose, *looks[dose.medicine], is_next=dose.key == following, asks=dose.key == asks)
            for dose in shown
        ),
        earlier=tuple(_row(record, dose, *looks[dose.medicine]) for dose in earlier),
        as_needed=extra_rows(record, asks_extra),
        has_medicines=any(medicine.status == "active" for medicine in medicines.values()),
    )


def _belongs_to_today(record: Whose, dose: Dose) -> bool:
    """A dose of yesterday that is logged after midnight stays in sight for the day, so that it can be undone.

    So does one that was moved to today.
    """
    if dose.local_date == record.today or dose.state in WAITING:
        return True
    if dose.moved and record.local(dose.due_at).date() == record.today:
        return True
    just_logged = dose.logged_at is not None and record.local(dose.logged_at).date() == record.today
    return just_logged and record.local(dose.closes_at).date() >= record.today


def _row(
    record: Whose, dose: Dose, name: str, how: str, *, is_next: bool = False, asks: bool = False
) -> DoseRow:
    due = time.fromisoformat(dose.local_time)
    unlogged = dose.state in {State.LATE, State.MISSED}
    amount = amount_words(dose.amount, dose.unit)
    answered = _answered(record, dose)
    return DoseRow(
        dose=dose,
        name=name,
        plan=f"{amount}, {how}" if how else amount,
        at=clock(due),
        answered=answered,
        line=dose_line(
            dose.state.value, medicine_name=dose.medicine_name, due=due, language=active_language()
        )
        if unlogged
        else "",
        soon=until_words(dose.due_at, record.now) if dose.state is State.UPCOMING else "",
        later=_later(record, dose),
        entry=new_id(),
        suggested=dose.local_time if dose.due_at <= record.now else f"{record.local(record.now):%H:%M}",
        can_undo=bool(answered) and record.may_take_back(Category.MEDICINES, dose.by),
        is_next=is_next,
        asks=asks,
    )


def _later(record: Whose, dose: Dose) -> str:
    """When a dose that was put off rings again."""
    if dose.state not in OPEN or dose.rings_at is None or dose.rings_at <= record.now:
        return ""
    return _("We remind you %(until)s.") % {"until": until_words(dose.rings_at, record.now)}


def _answered(record: Whose, dose: Dose) -> str:
    if dose.state is State.TAKEN and dose.taken_at is not None:
        return _("Taken %(at)s") % {"at": clock(record.local(dose.taken_at).time())}
    if dose.state is State.PARTIAL and dose.taken_at is not None:
        return _("Part of it taken %(at)s") % {"at": clock(record.local(dose.taken_at).time())}
    return _("Skipped") if dose.state is State.SKIPPED else ""


def dose_at(
    record: Whose, schedule: UUID, day: date, *, slot: int | None, rev: int | None, step: int | None
) -> Dose:
    """The planned dose of that name. Raises `NotFound` when the plan has none."""
    doses = (
        dose
        for dose in doses_between(record.actor, record.patient, day, day + DAY)
        if dose.schedule == schedule
    )
    if step is None:
        found = next((dose for dose in doses if slot is not None and dose.slot == slot), None)
    else:
        found = next((dose for dose in doses if (dose.rev, dose.step) == (rev, step)), None)
    if found is None:
        raise NotFound
    return found


def doses_named(record: Whose, keys: Sequence[str]) -> list[Dose]:
    """Of the doses that a page showed, those that still wait for an answer."""
    today = record.today
    doses = doses_between(record.actor, record.patient, today - DAY, today + DAY)
    return [dose for dose in doses if dose.key in keys and dose.state in WAITING]


def taken_lately(record: Whose, dose: Dose, at: datetime) -> bool:
    """Whether the same medicine was taken so short a time before that we ask first.

    The dose may be of a revision that a change of plan has closed since. In doubt it asks.
    """
    entries = entries_of_medicine(record.actor, record.patient, dose.medicine, since=at - REMEMBERED)
    last = last_taken_at(dose.medicine, entries)
    rows = revisions_of(record.actor, record.patient, medicine_id=dose.medicine)
    plans = [row.plan() for row in rows]
    own = next((plan for plan in plans if (plan.id, plan.rev) == (dose.schedule, dose.rev)), None)
    if own is None:
        return last is not None
    return asks_before_taking(_by_its_rule(dose, own), last, at, plans)


def _by_its_rule(dose: Dose, plan: Schedule) -> Occurrence:
    """The dose at the wall time of its rule, wherever it was moved to: the usual gap comes from the rule."""
    times = plan.rule.times if isinstance(plan.rule, DayRule) else ()
    shown = SlotTime(dose.slot or 1, dose.local_time)
    time_of_rule = next((time for time in times if time.slot == dose.slot), shown)
    return Occurrence(plan, dose.local_date, time_of_rule, dose.due_at, dose.zone, dose.step)
