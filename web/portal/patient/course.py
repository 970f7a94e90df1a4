"""How one medicine goes: the last thirty days as a strip of doses, in words, and dose by dose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mendly.clock import new_id
from mendly.medicines.selectors import Dose, doses_between
from mendly_core.doses import State
from portal.charts import DoseDay, DoseState, dose_week
from portal.patient.doses import DAY, OPEN
from portal.patient.phrases import amount_words
from portal.patient.whose import Whose
from portal.wording import clock, short_day

if TYPE_CHECKING:
    from mendly.medicines.models import Medicine

DAYS = 30
SETTLED = frozenset({State.TAKEN, State.PARTIAL, State.SKIPPED, State.MISSED})
MARKS: dict[State, DoseState] = {
    State.TAKEN: "taken",
    State.PARTIAL: "partial",
    State.SKIPPED: "skipped",
    State.MISSED: "open",
    State.LATE: "open",
    State.DUE: "ahead",
    State.UPCOMING: "ahead",
}


@dataclass(frozen=True, slots=True)
class PastDose:
    """One dose of the history, newest first. `can_add`: it is not logged and its time has come."""

    dose: Dose
    day: str
    at: str
    words: str
    amount: str
    can_add: bool
    entry: object
    suggested: str


@dataclass(frozen=True, slots=True)
class Course:
    """`strip` is the drawing, `taken` of `settled` doses are logged as taken, `history` tells each."""

    strip: SafeString | None
    taken: int
    settled: int
    history: tuple[PastDose, ...]


def course_of(record: Whose, medicine: Medicine) -> Course:
    today = record.today
    start = max(today - (DAYS - 1) * DAY, medicine.started_on)
    if start > today:
        return Course(None, 0, 0, ())
    doses = [
        dose
        for dose in doses_between(record.actor, record.patient, start, today + DAY)
        if dose.medicine == medicine.id
    ]
    settled = [dose for dose in doses if dose.state in SETTLED and not dose.no_data]
    past = [dose for dose in doses if dose.state is not State.UPCOMING]
    return Course(
        strip=dose_week(_days(doses, start, today), today) if doses else None,
        taken=sum(dose.state is State.TAKEN for dose in settled),
        settled=len(settled),
        history=tuple(_past(record, dose) for dose in reversed(past)),
    )


def _days(doses: list[Dose], start: date, today: date) -> list[DoseDay]:
    by_day: defaultdict[date, list[DoseState]] = defaultdict(list)
    for dose in doses:
        by_day[dose.local_date].append(MARKS[dose.state])
    return [DoseDay(start + n * DAY, tuple(by_day[start + n * DAY])) for n in range((today - start).days + 1)]


def _past(record: Whose, dose: Dose) -> PastDose:
    return PastDose(
        dose=dose,
        day=short_day(dose.local_date),
        at=clock(time.fromisoformat(dose.local_time)),
        words=_words(record, dose),
        amount=amount_words(dose.amount_taken or dose.amount, dose.unit),
        can_add=dose.state in OPEN and dose.due_at <= record.now,
        entry=new_id(),
        suggested=dose.local_time,
    )


def _words(record: Whose, dose: Dose) -> str:
    if dose.state is State.TAKEN and dose.taken_at is not None:
        return _("Taken %(at)s") % {"at": clock(record.local(dose.taken_at).time())}
    if dose.state is State.PARTIAL and dose.taken_at is not None:
        return _("Part of it taken %(at)s") % {"at": clock(record.local(dose.taken_at).time())}
    if dose.state is State.SKIPPED:
        return _("Skipped")
    return _("No word from your phone") if dose.no_data else _("Not logged")
