"""Telling patients in their browser that a dose is due. A phone with the app rings by itself.

Each tick looks at the plans of those who asked to be told, and puts the doses of the last minutes into the
ledger of deliveries, which knows each dose only once.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from mendly.accounts.selectors import patient_of_user
from mendly.clock import now
from mendly.medicines.models import IntakeEvent, ScheduleRevision
from mendly.medicines.plans import DAY, day_in
from mendly.notify.kinds import LIFE, Kind
from mendly.notify.selectors import users_with_push
from mendly.notify.services import Wanted, queue_deliveries
from mendly_core.doses import IntakeKind, Occurrence, Schedule, UnknownZone, occurrences
from mendly_core.doses.intakes import standing

LOOK_BACK = timedelta(minutes=10)
"""A tick that comes late by less than this loses no reminder."""
PATIENTS_AT_ONCE = 500
_ACTED = frozenset({IntakeKind.TAKEN, IntakeKind.SKIPPED})

log = logging.getLogger("mendly.medicines")

Due = dict[UUID, list[tuple[UUID, Occurrence]]]
"""By patient: the account to tell, and the dose."""


def remind_due_doses() -> int:
    """Sweep: queue a reminder for each dose that became due and is not logged; gives how many it looked at.

    Reads only what is not sealed, so no patient's key is opened. However many sweeps run at once, each dose
    is queued once; the doses of one patient and minute go out as one notification.
    """
    at = now()
    looked_at = 0
    due: Due = defaultdict(list)
    for patient_id, user_id, dose in _doses_due(at):
        due[patient_id].append((user_id, dose))
        looked_at += 1
        if len(due) > PATIENTS_AT_ONCE:
            _queue(due)
            due.clear()
    _queue(due)
    return looked_at


def still_open(user_id: UUID, keys: Collection[str]) -> Collection[str]:
    """Which of these doses of an account nobody has logged: asked right before a reminder leaves."""
    patient_id = patient_of_user(user_id)
    if patient_id is None:
        return ()
    acted = _acted({patient_id: keys})
    return [key for key in keys if (patient_id, key) not in acted]


def _doses_due(at: datetime) -> Iterator[tuple[UUID, UUID, Occurrence]]:
    """Patient, account and dose, for every dose that became due in the last minutes."""
    rows = (
        ScheduleRevision.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=(at - 2 * DAY).date()),
            valid_from__lte=(at + 2 * DAY).date(),
            patient__user__in=users_with_push(),
            patient__user__is_active=True,
        )
        .annotate(user=F("patient__user"), zone=F("patient__user__zone"))
        .defer("amount", "unit")
    )
    for row in rows.iterator(chunk_size=2000):
        try:
            doses = _doses_about(row.outline(), row.zone, at)
        except UnknownZone:
            log.warning("a plan was passed over: its time zone is not known here")
            continue
        for dose in doses:
            if at - LOOK_BACK < dose.instant <= at:
                yield row.patient_id, row.user, dose


def _doses_about(plan: Schedule, zone: str, at: datetime) -> Sequence[Occurrence]:
    """A skipped day or a gap at midnight moves a dose to the day before or after its own: two days each way."""
    today = day_in(zone, at)
    return occurrences(plan, today - 2 * DAY, today + 2 * DAY, zone)


def _queue(due: Due) -> None:
    acted = _acted({patient: [dose.key for _, dose in doses] for patient, doses in due.items()})
    queue_deliveries(
        Wanted(
            user=user_id,
            kind=Kind.DOSE,
            key=dose.key,
            bundle=f"{patient_id}:{int(dose.instant.timestamp()) // 60}",
            expires_at=min(dose.closes_at, dose.instant + LIFE[Kind.DOSE]),
        )
        for patient_id, doses in due.items()
        for user_id, dose in doses
        if (patient_id, dose.key) not in acted
    )


def _acted(keys: dict[UUID, Collection[str]]) -> set[tuple[UUID, str]]:
    """Doses whose standing entry says taken or skipped, as (patient, key)."""
    events = IntakeEvent.objects.filter(
        patient_id__in=keys, occurrence__in={key for several in keys.values() for key in several}
    ).defer("amount", "reason")
    by_dose: defaultdict[tuple[UUID, str], list[IntakeEvent]] = defaultdict(list)
    for event in events:
        by_dose[event.patient_id, event.occurrence or ""].append(event)
    return {dose for dose, entries in by_dose.items() if _says_acted(entries)}


def _says_acted(entries: Iterable[IntakeEvent]) -> bool:
    last = standing(entry.outline() for entry in entries)[-1:]
    return bool(last) and last[0].kind in _ACTED
