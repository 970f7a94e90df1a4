"""Telling patients in their browser that a dose is due. A phone with the app rings by itself.

Each tick looks at the plans of those who asked to be told, and puts the rings of the last minutes into the
ledger of deliveries, which knows each only once. A dose rings when it is due, where it lies now, and again when
a snooze is over.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import F, Q

from mendly.accounts.selectors import patient_of_user
from mendly.clock import now
from mendly.medicines.models import IntakeEvent, ScheduleRevision
from mendly.medicines.plans import DAY, day_in
from mendly.notify.kinds import LIFE, Kind
from mendly.notify.selectors import users_with_push
from mendly.notify.services import Wanted, queue_deliveries
from mendly_core.doses import (
    AfterIntakeRule,
    FollowingRule,
    Intake,
    IntakeKind,
    Occurrence,
    RuleRefused,
    Schedule,
    UnknownZone,
    plan,
)
from mendly_core.doses.intakes import PUT_OFF, answer_among, standing
from mendly_core.doses.planning import FARTHEST_MOVE

LOOK_BACK = timedelta(minutes=10)
"""A tick that comes late by less than this loses no reminder."""
PATIENTS_AT_ONCE = 500
AROUND = 2 * DAY
"""A skipped day or a gap at midnight moves a dose to the day before or after its own."""

log = logging.getLogger("mendly.medicines")

Entries = dict[str, list[Intake]]
"""What was logged, by the key of its dose."""


@dataclass(frozen=True, slots=True)
class Told:
    """One patient who asked to be told: the account, where they are, and the plans of these days."""

    patient: UUID
    user: UUID
    zone: str
    today: date
    plans: tuple[Schedule, ...]

    def doses(self, entries: Iterable[Intake] = ()) -> list[Occurrence]:
        return plan(self.plans, entries, self.today - AROUND, self.today + AROUND, self.zone)


def remind_due_doses() -> int:
    """Sweep: queue each ring whose moment has come, of doses that are not logged; gives how many there were.

    Reads only what is not sealed, so no patient's key is opened. However many sweeps run at once, each ring is
    queued once; those of one patient and minute go out as one notification.
    """
    at = now()
    queued = 0
    some: list[Told] = []
    for told in _all_told(at):
        some.append(told)
        if len(some) > PATIENTS_AT_ONCE:
            queued += _queue(some, at)
            some.clear()
    return queued + _queue(some, at)


def still_open(user_id: UUID, keys: Collection[str]) -> Collection[str]:
    """Which of these rings of an account are still wanted: asked right before a reminder leaves.

    Not those of a dose that was logged meanwhile, or put off to another moment.
    """
    patient_id = patient_of_user(user_id)
    if patient_id is None:
        return ()
    about = Q(patient_id=patient_id, occurrence__in={_dose_of(ring) for ring in keys})
    entries = _by_patient(about)[patient_id]
    return [ring for ring in keys if _is_wanted(ring, entries.get(_dose_of(ring), []))]


def _all_told(at: datetime) -> Iterator[Told]:
    rows = (
        ScheduleRevision.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=(at - AROUND).date()),
            valid_from__lte=(at + AROUND).date(),
            patient__user__in=users_with_push(),
            patient__user__is_active=True,
        )
        .annotate(user=F("patient__user"), zone=F("patient__user__zone"))
        .defer("amount", "unit", "most")
        .order_by("patient_id")
    )
    for patient_id, group in groupby(rows.iterator(chunk_size=2000), key=lambda row: row.patient_id):
        own = list(group)
        try:
            today = day_in(own[0].zone, at)
        except UnknownZone:
            log.warning("the plans of an account were passed over: its time zone is not known here")
            continue
        yield Told(patient_id, own[0].user, own[0].zone, today, tuple(_readable(own)))


def _readable(rows: Iterable[ScheduleRevision]) -> Iterator[Schedule]:
    for row in rows:
        try:
            yield row.outline()
        except RuleRefused:
            log.warning("a plan was passed over: it cannot be read here")


def _queue(some: Sequence[Told], at: datetime) -> int:
    entries = _entries_for(some, at)
    rings = [ring for told in some for ring in _rings(told, entries[told.patient], at)]
    queue_deliveries(rings)
    return len(rings)


def _entries_for(some: Sequence[Told], at: datetime) -> defaultdict[UUID, Entries]:
    """The entries about doses that are due or were put off, and about those that others hang on."""
    patients = [told.patient for told in some]
    keys = {dose.key for told in some for dose in told.doses() if _has_come(dose.instant, at)}
    put_off = IntakeEvent.objects.filter(
        patient_id__in=patients, put_to__gt=at - LOOK_BACK - FARTHEST_MOVE, kind__in=PUT_OFF
    )
    keys.update(key for key in put_off.values_list("occurrence", flat=True) if key is not None)
    asked = Q(occurrence__in=keys)
    plans = [each for told in some for each in told.plans]
    if chains := {each.id for each in plans if isinstance(each.rule, AfterIntakeRule)}:
        asked |= Q(schedule__in=chains, step__isnull=False)
    if pairs := {
        one for each in plans if isinstance(each.rule, FollowingRule) for one in (each.id, each.rule.schedule)
    }:
        asked |= Q(schedule__in=pairs, local_date__gte=(at - 2 * AROUND).date())
    return _by_patient(asked & Q(patient_id__in=patients))


def _by_patient(asked: Q) -> defaultdict[UUID, Entries]:
    found: defaultdict[UUID, Entries] = defaultdict(lambda: defaultdict(list))
    for row in IntakeEvent.objects.filter(asked).defer("amount", "reason"):
        if row.occurrence is not None:
            found[row.patient_id][row.occurrence].append(row.outline())
    return found


def _rings(told: Told, entries: Entries, at: datetime) -> Iterator[Wanted]:
    logged = [entry for of_dose in entries.values() for entry in of_dose]
    for dose in told.doses(logged):
        about = entries.get(dose.key, []) if entries else []
        moment = _snoozed_to(about) or dose.instant
        if not _has_come(moment, at) or _is_answered(about):
            continue
        yield Wanted(
            user=told.user,
            kind=Kind.DOSE,
            key=_ring_key(dose.key, about),
            bundle=f"{told.patient}:{int(moment.timestamp()) // 60}",
            expires_at=min(max(dose.closes_at, moment + LOOK_BACK), moment + LIFE[Kind.DOSE]),
        )


def _has_come(moment: datetime, at: datetime) -> bool:
    return at - LOOK_BACK < moment <= at


def _last_put_off(entries: Iterable[Intake]) -> Intake | None:
    return next((entry for entry in reversed(standing(entries)) if entry.kind in PUT_OFF), None)


def _snoozed_to(entries: Iterable[Intake]) -> datetime | None:
    last = _last_put_off(entries)
    return last.put_to if last is not None and last.kind is IntakeKind.SNOOZED else None


def _is_answered(entries: Iterable[Intake]) -> bool:
    answer = answer_among(entries)
    return answer is not None and answer.kind is not IntakeKind.UNDONE


def _ring_key(dose: str, entries: Iterable[Intake]) -> str:
    """A dose has one ring where its rule puts it, and one for each minute that it was put off to."""
    last = _last_put_off(entries)
    return dose if last is None or last.put_to is None else f"{dose}:{int(last.put_to.timestamp()) // 60}"


def _dose_of(ring: str) -> str:
    return ring.partition(":")[0]


def _is_wanted(ring: str, entries: list[Intake]) -> bool:
    return ring == _ring_key(_dose_of(ring), entries) and not _is_answered(entries)
