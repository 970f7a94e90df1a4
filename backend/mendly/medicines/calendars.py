"""The doses to come as an iCalendar file (RFC 5545), for the calendar program that a patient chose.

Each dose is an entry of its own, in UTC, at the instant that the engine gives. There is no RRULE: the rules of
calendar programs step wall time where hours are meant, which doubles and loses doses on the days when clocks change,
and know neither cycles nor a dose that hangs on the one before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Alarm, Calendar, Event

from mendly.accounts.selectors import language_of_patient, zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.medicines.models import CalendarFeed, Medicine, ScheduleRevision
from mendly.medicines.plans import DAY, day_in
from mendly.medicines.selectors import entries_about, revisions_within
from mendly.policy import Action, Actor, Category
from mendly_core.doses import Intake, IntakeKind, Occurrence, State, fold_all, plan
from mendly_core.words import say

BEHIND, AHEAD = 7 * DAY, 60 * DAY
"""The days around today that the file tells of."""
LENGTH: Final = timedelta(minutes=15)
"""How long an entry is drawn: programs hide one without a length."""
ASK_AGAIN: Final = timedelta(hours=1)
ANSWERED: Final = frozenset({State.TAKEN, State.PARTIAL, State.SKIPPED})
SHIFTS: Final = frozenset({IntakeKind.MOVED, IntakeKind.UNDONE})
"""Entries that may put a dose elsewhere."""


@dataclass(frozen=True, slots=True)
class CalendarState:
    """What a patient may know of their address once it was shown: not the address."""

    made_at: datetime
    names_medicines: bool
    rings: bool


def calendar_of(actor: Actor, patient_id: UUID) -> CalendarState | None:
    """Whether there is an address, and what it tells; None without one."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "calendar address")
    feed = CalendarFeed.objects.filter(patient_id=patient_id).first()
    return CalendarState(feed.made_at, feed.names_medicines, feed.rings) if feed else None


def calendar_file(feed: CalendarFeed) -> bytes:
    """The file of an address that `open_calendar` has let in.

    Past doses stay where they were due; a dose ahead that is answered already needs no reminder and is left out.
    Without names no seal is opened.
    """
    patient_id, at = feed.patient_id, now()
    zone, language = zone_of_patient(patient_id), language_of_patient(patient_id)
    today = day_in(zone, at)
    start, end = today - BEHIND, today + AHEAD
    rows = revisions_within(patient_id, start, end)
    plans = [row.outline() for row in rows]
    entries = [event.outline() for event in entries_about(patient_id, plans, start, end)]
    states = fold_all(plan(plans, entries, start, end, zone), entries, at)
    shown = [one.occurrence for one in states if one.state not in ANSWERED or one.occurrence.instant <= at]
    titles = _Titles(patient_id, language, feed.names_medicines)
    return _written(shown, _Versions(rows, entries), titles, rings=feed.rings)


class _Titles:
    """What stands over an entry."""

    def __init__(self, patient_id: UUID, language: str, with_names: bool) -> None:
        medicines = Medicine.objects.filter(patient_id=patient_id) if with_names else ()
        self.neutral = say("calendar.title", language)
        self._named = {
            each.id: say("calendar.named", language, medicine=f"{each.name} {each.strength}".strip())
            for each in medicines
        }

    def of(self, dose: Occurrence) -> str:
        return self._named.get(dose.schedule.medicine, self.neutral)


class _Versions:
    """How often an entry changed place, and when it did last: programs keep the higher number."""

    def __init__(self, rows: Sequence[ScheduleRevision], entries: Iterable[Intake]) -> None:
        self._added = {(row.schedule, row.rev): row.added_at for row in rows}
        self._shifts: Counter[str] = Counter()
        self._last: defaultdict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
        for entry in entries:
            if entry.occurrence is not None and entry.kind in SHIFTS:
                self._shifts[entry.occurrence] += 1
                self._last[entry.occurrence] = max(self._last[entry.occurrence], entry.logged_at)

    def number(self, dose: Occurrence) -> int:
        return dose.rev - 1 + self._shifts[dose.key]

    def changed_at(self, dose: Occurrence) -> datetime:
        return max(self._added[dose.schedule_id, dose.rev], self._last[dose.key]).astimezone(UTC)


def _written(doses: Iterable[Occurrence], versions: _Versions, titles: _Titles, *, rings: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Mendly//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Mendly")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for dose in doses:
        calendar.add_component(_entry(dose, versions, titles.of(dose), rings=rings))
    return calendar.to_ical()


def _entry(dose: Occurrence, versions: _Versions, title: str, *, rings: bool) -> Event:
    entry = Event()
    entry.add("uid", f"{dose.key}@mendly")
    entry.add("dtstamp", versions.changed_at(dose))
    entry.add("sequence", versions.number(dose))
    entry.add("dtstart", dose.instant)
    entry.add("duration", LENGTH)
    entry.add("summary", title)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    if rings:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(0))
        entry.add_component(alarm)
    return entry
