"""Reading the queue and the panel of a provider: only what each patient shares with them now."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from mendly.accounts.selectors import Profile, profiles_for_list
from mendly.alerts.selectors import open_alert_counts, pressures_shown
from mendly.audit.services import enter, enter_list
from mendly.care.selectors import patients_in_care_of
from mendly.clock import now
from mendly.errors import NotFound
from mendly.insights.knowledge import changes_for_list, run_of
from mendly.medicines.selectors import dose_counts_for_list
from mendly.messaging.selectors import last_message_times, subjects_shown
from mendly.policy import Action, Actor, Category, may, may_each, require
from mendly.vitals.models import Observation
from mendly.vitals.selectors import latest_blood_pressures
from mendly.worklist.access import category_of, provider_of, seen_through
from mendly.worklist.models import Item, Kind, State, Urgency
from mendly_core.doses import DoseCounts, UnknownZone

SHOWN_AFTER_DONE = timedelta(days=1)
"""So long an item that is done can still be brought back."""
MOST_ITEMS = 500
MOST_DONE = 100
PANEL_SPANS = (7, 30)
PANEL_CATEGORIES = (Category.PROFILE, Category.READINGS, Category.MESSAGES, Category.MEDICINES)
log = logging.getLogger("mendly.worklist")


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One item as one provider sees it. `lane`: needs_me, team (a colleague's too), waiting or done.

    `patient_name` is None where the patient does not share who they are. The reason: `pressure` is what an
    alert is about (upper and lower, mm[Hg]), `subject` what a message is about, `patients` how many of those whom
    this provider may see have another answer by new knowledge; each None for the other kinds.
    """

    id: UUID
    kind: str
    source: UUID
    patient: UUID | None
    patient_name: str | None
    urgency: int
    lane: str
    assigned_to: UUID | None
    assigned_name: str | None
    snoozed_until: datetime | None
    opened_at: datetime
    version: int
    pressure: tuple[int, int] | None
    subject: str | None
    patients: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One patient whose answer new knowledge changed: the genes and the ingredients it is about."""

    patient: UUID
    name: str | None
    genes: tuple[str, ...]
    ingredients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedAnswers:
    version: str
    started_at: datetime
    lines: list[ChangedAnswer]


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One patient of a provider. What the patient does not share with them, or nobody can count, is None.

    `doses_7` and `doses_30` count the doses of the last 7 and 30 whole days and today so far.
    """

    patient: UUID
    name: str | None
    birth_date: date | None
    age: int | None
    last_pressure: Observation | None
    open_alerts: int | None
    last_message_at: datetime | None
    doses_7: DoseCounts | None
    doses_30: DoseCounts | None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Numbers for the menu. `urgent`: of those in the first two lanes, the ones that cannot wait."""

    needs_me: int
    team: int
    waiting: int
    urgent: int


def queue_for(actor: Actor) -> list[QueueLine]:
    """The queue of the actor's clinic, most urgent first, then the longest waiting; what is done last."""
    items = _visible_items(actor)
    enter_list(actor, Category.CLINIC, _named(items), "queue")
    return _lines(actor, items)


def open_lines_of(actor: Actor, patient_id: UUID) -> list[QueueLine]:
    """What waits about one patient, as the queue would show it; empty where nothing may be seen."""
    rows = Item.objects.select_related("assigned_to").exclude(state=State.DONE)
    rows = rows.filter(clinic=provider_of(actor).clinic, patient_id=patient_id)
    items = [item for item in rows if may(actor, Action.VIEW, patient_id, category_of(item))]
    for category in sorted(set(map(category_of, items))):
        enter(actor, Action.VIEW, patient_id, category, "queue item")
    return _lines(actor, items)


def changed_answers(actor: Actor, item_id: UUID) -> ChangedAnswers:
    """The page behind an item about new knowledge: whose answer changed, of those whom the provider may see."""
    require(actor, Action.VIEW, None, Category.CLINIC)
    provider = provider_of(actor)
    item = Item.objects.filter(id=item_id, clinic=provider.clinic, kind=Kind.KNOWLEDGE).first()
    shown = seen_through(actor, provider, item) if item else frozenset()
    run = run_of(item.source) if item else None
    if item is None or run is None or not shown:
        raise NotFound
    enter_list(actor, Category.CLINIC, shown, "changed answers")
    names, with_medicines = names_of(actor, shown), may_each(actor, Action.VIEW, shown, Category.MEDICINES)
    lines = [
        ChangedAnswer(
            change.patient,
            names.get(change.patient),
            change.genes,
            change.ingredients if change.patient in with_medicines else (),
        )
        for change in changes_for_list(item.source, shown)
    ]
    return ChangedAnswers(
        run.version,
        run.started_at,
        sorted(lines, key=lambda line: (line.name is None, (line.name or "").casefold(), line.patient)),
    )


def counts_for(actor: Actor) -> QueueCounts:
    items = [item for item in _visible_items(actor) if item.state != State.DONE]
    me, at = provider_of(actor).id, now()
    lanes = [(lane_of(item, me, at), item.urgency) for item in items]
    by_lane = Counter(lane for lane, _ in lanes)
    urgent = sum(urgency == Urgency.NOW and lane != State.WAITING for lane, urgency in lanes)
    return QueueCounts(by_lane[State.NEEDS_ME], by_lane[State.TEAM], by_lane[State.WAITING], urgent)


def open_count(actor: Actor) -> int:
    """A number for the menu: what needs this provider, or anyone of the team."""
    counts = counts_for(actor)
    return counts.needs_me + counts.team


def lane_of(item: Item, me: UUID, at: datetime) -> State:
    """Where the item lies for this provider now; a snooze ends by itself."""
    if item.state == State.DONE:
        return State.DONE
    if item.is_aside(at):
        return State.WAITING
    return State.NEEDS_ME if item.assigned_to_id == me else State.TEAM


def names_of(actor: Actor, patient_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of those who share them; the caller has recorded the list."""
    shared = may_each(actor, Action.VIEW, patient_ids, Category.PROFILE)
    return {patient_id: profile.name for patient_id, profile in profiles_for_list(shared).items()}


def panel_for(actor: Actor) -> list[PanelLine]:
    """Everyone in the actor's care, those with open alerts first, then by name; nameless ones last."""
    require(actor, Action.VIEW, None, Category.CLINIC)
    patients = patients_in_care_of(provider_of(actor))
    enter_list(actor, Category.CLINIC, patients, "panel")
    sharing = {category: may_each(actor, Action.VIEW, patients, category) for category in PANEL_CATEGORIES}
    profiles, readings = profiles_for_list(sharing[Category.PROFILE]), sharing[Category.READINGS]
    pressures, alerts = latest_blood_pressures(readings), open_alert_counts(readings)
    messages, medicines = last_message_times(sharing[Category.MESSAGES]), sharing[Category.MEDICINES]
    doses = {patient: counts for patient in medicines if (counts := _dose_counts(patient))}
    today = now().date()
    lines = [
        PanelLine(
            patient=patient,
            name=profiles[patient].name if patient in profiles else None,
            birth_date=profiles[patient].birth_date if patient in profiles else None,
            age=_age(profiles.get(patient), today),
            last_pressure=pressures.get(patient),
            open_alerts=alerts.get(patient, 0) if patient in readings else None,
            last_message_at=messages.get(patient),
            doses_7=doses[patient][0] if patient in doses else None,
            doses_30=doses[patient][1] if patient in doses else None,
        )
        for patient in patients
    ]
    return sorted(lines, key=_panel_order)


def _dose_counts(patient_id: UUID) -> tuple[DoseCounts, ...]:
    """None at all for someone whose time zone is not known here: that must not cost the others their lines."""
    try:
        return dose_counts_for_list(patient_id, PANEL_SPANS)
    except UnknownZone:
        log.warning("doses were not counted: a time zone is not known here")
        return ()


def _panel_order(line: PanelLine) -> tuple[int, bool, str]:
    return -(line.open_alerts or 0), line.name is None, (line.name or "").casefold()


def _age(profile: Profile | None, today: date) -> int | None:
    """Whole years; the birthday itself counts."""
    if profile is None or profile.birth_date is None:
        return None
    born = profile.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _visible_items(actor: Actor) -> list[Item]:
    require(actor, Action.VIEW, None, Category.CLINIC)
    provider = provider_of(actor)
    about_mine = Q(patient_id__in=patients_in_care_of(provider)) | Q(patient=None)
    rows = Item.objects.select_related("assigned_to").filter(about_mine, clinic=provider.clinic)
    waiting = rows.exclude(state=State.DONE).order_by("-urgency", "opened_at")[:MOST_ITEMS]
    done = rows.filter(state=State.DONE, closed_at__gte=now() - SHOWN_AFTER_DONE).order_by("-closed_at")
    items = [*waiting, *done[:MOST_DONE]]
    patients = _named(items)
    shared = {c: may_each(actor, Action.VIEW, patients, c) for c in set(map(category_of, items))}
    return [
        item
        for item in items
        if (item.patient_id in shared[category_of(item)])
        or (item.patient_id is None and seen_through(actor, provider, item))
    ]


def _named(items: Iterable[Item]) -> set[UUID]:
    return {item.patient_id for item in items if item.patient_id is not None}


def _lines(actor: Actor, items: Sequence[Item]) -> list[QueueLine]:
    names = names_of(actor, _named(items))
    pressures = pressures_shown(item.source for item in items if item.kind == Kind.ALERT)
    subjects = subjects_shown(item.source for item in items if item.kind == Kind.MESSAGE)
    provider, at = provider_of(actor), now()
    lines = [
        QueueLine(
            id=item.id,
            kind=item.kind,
            source=item.source,
            patient=item.patient_id,
            patient_name=names.get(item.patient_id) if item.patient_id else None,
            urgency=item.urgency,
            lane=lane_of(item, provider.id, at),
            assigned_to=item.assigned_to_id,
            assigned_name=item.assigned_to.name if item.assigned_to else None,
            snoozed_until=item.snoozed_until,
            opened_at=item.opened_at,
            version=item.version,
            pressure=pressures.get(item.source),
            subject=subjects.get(item.source),
            patients=None if item.patient_id else len(seen_through(actor, provider, item)),
        )
        for item in items
    ]
    return sorted(lines, key=lambda line: (line.lane == State.DONE, -line.urgency, line.opened_at, line.id))
