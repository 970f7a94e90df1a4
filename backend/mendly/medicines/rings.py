"""Reading whom to remind of which doses, and when: what the plans, the entries and the wishes of patients come to.

No seal is opened here.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from mendly.accounts.models import Patient
from mendly.care.selectors import audience_of, providers_of
from mendly.medicines.models import IntakeEvent, ReminderChoice, ScheduleRevision
from mendly.medicines.plans import DAY, day_in
from mendly.notify.selectors import users_with_push
from mendly.policy import Category
from mendly_core.doses import (
    AfterIntakeRule,
    Intake,
    IntakeKind,
    Occurrence,
    RuleRefused,
    Schedule,
    UnknownZone,
    plan,
)
from mendly_core.doses.intakes import PUT_OFF, answer_among, standing
from mendly_core.doses.rings import PlannedRing, RingWishes, rings_for

AROUND = 2 * DAY
"""A skipped day or a gap at midnight moves a dose to the day before or after its own."""

log = logging.getLogger("mendly.medicines")

Entries = dict[str, list[Intake]]
"""What was logged, by the key of its dose."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """One patient whom somebody is to be told of: where they are, their plans of these days, and how to tell whom.

    `helpers` are the accounts of the proxies who may see the medicines.
    """

    patient: UUID
    user: UUID
    zone: str
    today: date
    plans: tuple[Schedule, ...]
    wishes: RingWishes
    has_push: bool
    by_email: bool
    helpers: tuple[UUID, ...]

    def rings(self, entries: Entries) -> Iterator[tuple[Occurrence, str, PlannedRing]]:
        """Every ring of the open doses around today, with the dose and the ring's name."""
        logged = [entry for of_dose in entries.values() for entry in of_dose]
        for dose in plan(self.plans, logged, self.today - AROUND, self.today + AROUND + DAY, self.zone):
            about = entries.get(dose.key, [])
            if is_answered(about):
                continue
            snoozed = _snoozed_to(about)
            due = snoozed or dose.instant
            asked = snoozed is not None
            name = ring_name(dose.key, about)
            for ring in rings_for(due, dose.closes_at, self.wishes, self.zone, was_asked=asked):
                yield dose, name, ring


def reminded_among(patients: Collection[UUID], at: datetime) -> Iterator[Reminded]:
    """Those of these patients of whom anyone is to be told."""
    plans = _plans_of(patients, at)
    choices = {row.patient_id: row for row in ReminderChoice.objects.filter(patient__in=patients)}
    with_push = set(users_with_push().filter(user__patient__in=patients))
    rows = Patient.objects.filter(id__in=plans.keys(), user__is_active=True)
    for patient, user, zone in rows.values_list("id", "user", "user__zone"):
        choice = choices.get(patient)
        wishes = choice.wishes() if choice else RingWishes()
        by_email = choice is not None and choice.by_email
        is_silent = user not in with_push and not by_email
        if is_silent and wishes.proxies_after is None and wishes.team_after is None:
            continue
        try:
            today = day_in(zone, at)
        except UnknownZone:
            log.warning("the plans of an account were passed over: its time zone is not known here")
            continue
        helpers = helpers_of(patient) if wishes.proxies_after is not None else ()
        own = tuple(plans[patient])
        yield Reminded(patient, user, zone, today, own, wishes, user in with_push, by_email, helpers)


def entries_of(patients: Iterable[Reminded], at: datetime) -> defaultdict[UUID, Entries]:
    """What was logged about the doses of these days, and about those that others hang on."""
    some = list(patients)
    chains = {each.id for one in some for each in one.plans if isinstance(each.rule, AfterIntakeRule)}
    lately = at - 2 * AROUND
    asked = Q(local_date__gte=lately.date()) | Q(step__isnull=False, received_at__gte=lately)
    asked |= Q(put_to__gt=lately)
    if chains:
        asked |= Q(schedule__in=chains, step__isnull=False)
    return entries_about(asked & Q(patient_id__in=[one.patient for one in some]))


def entries_about(asked: Q) -> defaultdict[UUID, Entries]:
    found: defaultdict[UUID, Entries] = defaultdict(lambda: defaultdict(list))
    for row in IntakeEvent.objects.filter(asked).defer("amount", "reason"):
        if row.occurrence is not None:
            found[row.patient_id][row.occurrence].append(row.outline())
    return found


def helpers_of(patient_id: UUID) -> tuple[UUID, ...]:
    """Accounts of proxies, not of the care team, who may see the medicines now."""
    patient_and_team = {provider.user_id for provider in providers_of(patient_id)}
    audience = audience_of(patient_id, Category.MEDICINES)
    return tuple(user for user in audience[1:] if user not in patient_and_team)


def ring_name(dose: str, entries: Iterable[Intake]) -> str:
    """A dose rings where its rule puts it, and once for each minute that it was put off to: each has a name."""
    last = _last_put_off(entries)
    return dose if last is None or last.put_to is None else f"{dose}:{int(last.put_to.timestamp()) // 60}"


def dose_of(ring: str) -> str:
    return ring.partition(":")[0]


def is_wanted(ring: str, entries: list[Intake]) -> bool:
    """Whether a dose still rings under this name."""
    return ring == ring_name(dose_of(ring), entries) and not is_answered(entries)


def is_answered(entries: Iterable[Intake]) -> bool:
    answer = answer_among(entries)
    return answer is not None and answer.kind is not IntakeKind.UNDONE


def _plans_of(patients: Collection[UUID], at: datetime) -> dict[UUID, list[Schedule]]:
    rows = ScheduleRevision.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=(at - AROUND).date()),
        patient__in=patients,
        valid_from__lte=(at + AROUND).date(),
    )
    found: defaultdict[UUID, list[Schedule]] = defaultdict(list)
    for row in rows.defer("amount", "unit", "most"):
        try:
            found[row.patient_id].append(row.outline())
        except RuleRefused:
            log.warning("a plan was passed over: it cannot be read here")
    return found


def _last_put_off(entries: Iterable[Intake]) -> Intake | None:
    return next((entry for entry in reversed(standing(entries)) if entry.kind in PUT_OFF), None)


def _snoozed_to(entries: Iterable[Intake]) -> datetime | None:
    last = _last_put_off(entries)
    return last.put_to if last is not None and last.kind is IntakeKind.SNOOZED else None
