"""Reading: the list, the doses of a span of days with their states, how the course goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Q

from mendly.accounts.models import Device
from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import BadInput, NotFound
from mendly.medicines.ingredients import parts_of
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision, Status
from mendly.medicines.plans import DAY, day_in
from mendly.policy import Action, Actor, Category
from mendly_core.doses import (
    AfterIntakeRule,
    DayCounts,
    DoseCounts,
    DoseState,
    Intake,
    IntakeKind,
    Schedule,
    State,
    count_doses,
    days_fully_taken,
    fold_all,
    plan,
)
from mendly_core.doses.intakes import standing
from mendly_core.doses.planning import moved_to
from mendly_core.doses.reading import FIRST_YEAR, LAST_YEAR

LONGEST_SPAN = 400
"""Days that one question about doses may cover."""
OTHER_ZONES = 2 * DAY
"""An instant has dates this far apart, somewhere on earth."""
EARLIEST_DAY, LATEST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The calendar of a plan has to end somewhere: Python's own ends with the year 9999."""


@dataclass(frozen=True, slots=True)
class Dose:
    """One planned dose, where it stands now, and the medicine it is of.

    `key`, `schedule`, `local_date` and `slot` identify it, a step `key`, `schedule`, `rev` and `step`.
    `local_time` ("HH:MM") is the plan's wall time, of a dose that was `moved` its new one; `due_at` is the
    instant, `rings_at` until when an open dose was snoozed. `amount` and `unit` are planned, `amount_taken` was
    logged. `intake` is the entry that an undo takes back, `by` the account that logged it. `no_data`: not
    logged, and its window closed after the last word from the person's devices, so nothing is known.
    """

    key: str
    schedule: UUID
    rev: int
    medicine: UUID
    medicine_name: str
    local_date: date
    slot: int | None
    step: int | None
    local_time: str
    zone: str
    due_at: datetime
    moved: bool
    rings_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    state: State
    minutes_late: int
    amount: Decimal
    unit: str
    intake: UUID | None
    taken_at: datetime | None
    on_time: bool | None
    amount_taken: Decimal | None
    reason: str | None
    logged_at: datetime | None
    by: UUID | None
    no_data: bool

    @property
    def words(self) -> str:
        """The key of the sentence that says the state, in `mendly_core.words`."""
        return f"doses.{self.state.value}"

    @property
    def is_open(self) -> bool:
        return self.state in {State.UPCOMING, State.DUE, State.LATE}


@dataclass(frozen=True, slots=True)
class MedicineCourse:
    """How one medicine goes. `last_taken_at` looks at the asked days only, doses outside a plan included."""

    medicine: UUID
    name: str
    doses: DoseCounts
    last_taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """How the course goes over the local dates start <= day < end. From a log: never call it PDC."""

    start: date
    end: date
    doses: DoseCounts
    full_days: DayCounts
    medicines: tuple[MedicineCourse, ...]
    heard_until: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """Plans, the states of their doses and the entries of a span of days; `entries` hold those outside a plan too.

    `heard_until`: the last word from the person's phones, None for someone without one.
    """

    plans: tuple[Schedule, ...]
    states: tuple[DoseState, ...]
    entries: tuple[Intake, ...]
    heard_until: datetime | None

    def of_medicine(self, medicine: UUID) -> list[DoseState]:
        return [state for state in self.states if state.occurrence.schedule.medicine == medicine]

    def medicines(self) -> set[UUID]:
        """Those with a planned dose or an intake."""
        taken = {entry.medicine for entry in standing(self.entries) if entry.taken_at is not None}
        return {state.occurrence.schedule.medicine for state in self.states} | taken


@dataclass(frozen=True, slots=True)
class ActiveIngredient:
    """One ingredient of a medicine that is being taken. `rxnorm` is empty where nobody gave a code."""

    medicine: UUID
    medicine_name: str
    ingredient: str
    rxnorm: str


def medicines_of(actor: Actor, patient_id: UUID, *, active_only: bool = False) -> list[Medicine]:
    """The list, active ones first, then by the day they were added."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "medicines")
    rows = Medicine.objects.filter(patient_id=patient_id)
    if active_only:
        rows = rows.filter(status=Status.ACTIVE)
    return list(rows.order_by("status", "id"))


def medicine_of(actor: Actor, patient_id: UUID, medicine_id: UUID) -> Medicine:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "medicine")
    medicine = Medicine.objects.filter(patient_id=patient_id, id=medicine_id).first()
    if medicine is None:
        raise NotFound
    return medicine


def doses_between(actor: Actor, patient_id: UUID, start: date, end: date) -> list[Dose]:
    """Planned doses of the local dates start <= day < end with their states now, as they are due."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "doses")
    _check_span(start, end)
    plans = [row.plan() for row in revisions_within(patient_id, start, end)]
    events = entries_about(patient_id, plans, start, end)
    states = _states(plans, [event.entry() for event in events], patient_id, start, end)
    heard = _heard_until(patient_id)
    names = _names(patient_id)
    by = {event.id: event.by for event in events}
    moves = _moves(events)
    doses = [_dose(state, names, by, heard, moves) for state in states]
    return sorted(doses, key=lambda dose: (dose.due_at, dose.medicine_name, dose.key))


def adherence_of(actor: Actor, patient_id: UUID, days: int) -> Adherence:
    """Counts over the last `days` whole local days and today so far, in all and for each medicine."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "adherence")
    today = day_in(zone_of_patient(patient_id), now())
    start, end = today - days * DAY, today + DAY
    found = followed(patient_id, start, end)
    names, taken, heard = _names(patient_id), _last_taken(found.entries), found.heard_until
    medicines = sorted(found.medicines(), key=lambda medicine: (names[medicine], medicine))
    courses = tuple(
        MedicineCourse(one, names[one], count_doses(found.of_medicine(one), heard), taken.get(one))
        for one in medicines
    )
    days_full = days_fully_taken(found.states, heard)
    return Adherence(start, end, count_doses(found.states, heard), days_full, courses, heard)


def dose_counts_for_list(patient_id: UUID, spans: Sequence[int]) -> tuple[DoseCounts, ...]:
    """Counts over the last whole days and today so far, one per span, for a list whose caller has decided and
    recorded who is on it. No seal is opened.
    """
    today = day_in(zone_of_patient(patient_id), now())
    found = followed(patient_id, today - max(spans) * DAY, today + DAY)
    within = ([s for s in found.states if s.occurrence.local_date >= today - days * DAY] for days in spans)
    return tuple(count_doses(chosen, found.heard_until) for chosen in within)


def followed(patient_id: UUID, start: date, end: date, *, opened: bool = False) -> Followed:
    """What was planned and logged on the local dates start <= day < end, for a caller who has entered.

    Without `opened` no seal is: amounts, units and reasons then only fill the form.
    """
    _check_span(start, end)
    rows = revisions_within(patient_id, start, end)
    plans = [row.plan() if opened else row.outline() for row in rows]
    events = entries_about(patient_id, plans, start, end)
    entries = {event.id: event.entry() if opened else event.outline() for event in events}
    states = _states(plans, list(entries.values()), patient_id, start, end)
    inside = tuple(entries[event.id] for event in _within(events, start, end))
    return Followed(tuple(plans), tuple(states), inside, _heard_until(patient_id))


def intakes_of(actor: Actor, patient_id: UUID, start: date, end: date) -> list[IntakeEvent]:
    """Entries about the days start <= day < end, oldest first; outside a plan the UTC day logged counts."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "intakes")
    _check_span(start, end)
    events = _within(entries_about(patient_id, (), start, end), start, end)
    return sorted(events, key=lambda event: (event.hlc, event.id))


def entries_of_medicine(
    actor: Actor, patient_id: UUID, medicine_id: UUID, *, since: datetime
) -> list[Intake]:
    """A medicine's entries logged since then, as the engine knows them: for the double-dose guard."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "intakes")
    rows = IntakeEvent.objects.filter(patient_id=patient_id, medicine_id=medicine_id, logged_at__gte=since)
    return [row.entry() for row in rows.order_by("logged_at", "id")]


def active_ingredients_of(actor: Actor, patient_id: UUID) -> list[ActiveIngredient]:
    """What the patient takes now, one line per ingredient. The name stands in where nothing in it is known.

    A code belongs to one ingredient, so the parts of a combination carry none.
    """
    found: list[ActiveIngredient] = []
    for medicine in medicines_of(actor, patient_id, active_only=True):
        parts = parts_of(medicine)
        code = medicine.rxnorm if len(parts) == 1 else ""
        found += [ActiveIngredient(medicine.id, medicine.name, part, code) for part in parts]
    return found


def _check_span(start: date, end: date) -> None:
    if end <= start:
        raise BadInput("The last day must lie after the first day.", field="to")
    if (end - start).days > LONGEST_SPAN:
        raise BadInput(f"Please ask for at most {LONGEST_SPAN} days at once.", field="to")
    if end > LATEST_DAY:
        raise BadInput("Please ask for days before the year 2200.", field="to")


def revisions_within(patient_id: UUID, start: date, end: date) -> list[ScheduleRevision]:
    """All that may plan a dose on these days; the days of steps are those of another zone, perhaps."""
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, valid_from__lt=end + OTHER_ZONES)
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gt=max(start, EARLIEST_DAY) - OTHER_ZONES)))


def entries_about(patient_id: UUID, plans: Sequence[Schedule], start: date, end: date) -> list[IntakeEvent]:
    """All that decides about the doses of these days, and what was logged on them outside any plan.

    For a caller whom a door let in.
    A chain hangs on everything since its first step.
    """
    first, last = (datetime.combine(day, time(), UTC) for day in (start, end))
    planned = Q(local_date__gte=max(start, EARLIEST_DAY) - OTHER_ZONES, local_date__lt=end + OTHER_ZONES)
    unplanned = Q(local_date=None, logged_at__gte=first, logged_at__lt=last)
    asked = planned | unplanned
    chains = {each.id for each in plans if isinstance(each.rule, AfterIntakeRule)}
    if chains:
        asked |= Q(schedule__in=chains, step__isnull=False)
    return list(IntakeEvent.objects.filter(asked, patient_id=patient_id))


def _within(events: Iterable[IntakeEvent], start: date, end: date) -> list[IntakeEvent]:
    """Those about these very days."""
    return [event for event in events if event.local_date is None or start <= event.local_date < end]


def _states(
    plans: Sequence[Schedule], entries: Sequence[Intake], patient_id: UUID, start: date, end: date
) -> list[DoseState]:
    planned = plan(plans, entries, max(start, EARLIEST_DAY), end, zone_of_patient(patient_id))
    return fold_all(planned, entries, now())


def _moves(events: Sequence[IntakeEvent]) -> dict[str, datetime]:
    """Where doses were moved to, by their keys."""
    by_dose: defaultdict[str, list[Intake]] = defaultdict(list)
    moved = {event.occurrence for event in events if event.kind == IntakeKind.MOVED}
    for event in events:
        if event.occurrence is not None and event.occurrence in moved:
            by_dose[event.occurrence].append(event.outline())
    targets = ((key, moved_to(entries)) for key, entries in by_dose.items())
    return {key: target for key, target in targets if target is not None}


def _heard_until(patient_id: UUID) -> datetime | None:
    """The last word from the person's phones, or from any entry; None for someone without a phone."""
    phones = Device.objects.filter(user__patient__id=patient_id, revoked_at=None)
    heard: datetime | None = phones.aggregate(last=Max("last_seen_at"))["last"]
    if heard is None:
        return None
    entries = IntakeEvent.objects.filter(patient_id=patient_id)
    logged: datetime | None = entries.aggregate(last=Max("received_at"))["last"]
    return max(heard, logged) if logged else heard


def _names(patient_id: UUID) -> dict[UUID, str]:
    return {medicine.id: medicine.name for medicine in Medicine.objects.filter(patient_id=patient_id)}


def _last_taken(entries: Iterable[Intake]) -> dict[UUID, datetime]:
    last: dict[UUID, datetime] = {}
    for entry in standing(entries):
        if entry.taken_at is not None:
            last[entry.medicine] = max(entry.taken_at, last.get(entry.medicine, entry.taken_at))
    return last


def _dose(
    state: DoseState,
    names: dict[UUID, str],
    by: dict[UUID, UUID | None],
    heard: datetime | None,
    moves: dict[str, datetime],
) -> Dose:
    occurrence, schedule = state.occurrence, state.occurrence.schedule
    moved = moves.get(occurrence.key) == occurrence.instant
    return Dose(
        key=occurrence.key,
        schedule=schedule.id,
        rev=schedule.rev,
        medicine=schedule.medicine,
        medicine_name=names[schedule.medicine],
        local_date=occurrence.local_date,
        slot=occurrence.slot,
        step=occurrence.step,
        local_time=occurrence.due_time if moved else occurrence.local_time,
        zone=occurrence.zone,
        due_at=occurrence.instant,
        moved=moved,
        rings_at=state.rings_at,
        opens_at=occurrence.opens_at,
        closes_at=occurrence.closes_at,
        state=state.state,
        minutes_late=state.minutes_late,
        amount=schedule.amount,
        unit=schedule.unit,
        intake=state.intake_id,
        taken_at=state.taken_at,
        on_time=state.on_time,
        amount_taken=state.amount,
        reason=state.reason,
        logged_at=state.logged_at,
        by=by.get(state.intake_id) if state.intake_id else None,
        no_data=state.state is State.MISSED and heard is not None and occurrence.closes_at > heard,
    )
