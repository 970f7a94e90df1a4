"""Acts on the queue. Each names the version it saw: of two people at once one wins, the other is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from mendly.accounts.models import Provider
from mendly.audit.services import enter, enter_list
from mendly.care.selectors import carers_among, providers_of
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.insights.knowledge import patients_told
from mendly.live.services import emit
from mendly.policy import Action, Actor, Category, Purpose, require
from mendly.worklist.access import category_of, provider_of, seen_through
from mendly.worklist.arrivals import enqueue_telling
from mendly.worklist.models import Item, State

LONGEST_SNOOZE = timedelta(days=30)
_OPEN = ~Q(state=State.DONE)
_TAKEN = "Someone else has taken this."
_MOVED_ON = "This has changed meanwhile. Please look again."


def claim(actor: Actor, item_id: UUID, *, version: int) -> Item:
    """Take an item that nobody has. Of two at once one gets it; taking one's own again changes nothing."""
    item, me = _entered(actor, item_id), provider_of(actor)
    if item.assigned_to_id == me.id and item.state == State.NEEDS_ME:
        return item
    free = _OPEN & Q(assigned_to=None)
    return _change(item, version, free, _TAKEN, assigned_to=me, state=State.NEEDS_ME)


def assign(actor: Actor, item_id: UUID, *, to: UUID, version: int) -> Item:
    """Hand an item to a colleague of the same clinic who may see what it is about; oneself included."""
    item = _entered(actor, item_id)
    colleague = next((member for member in _team_of(item) if member.id == to), None)
    if colleague is None:
        raise BadInput("Please choose a colleague who cares for this patient.", field="to")
    seen_by = Actor(colleague.user_id, Purpose.TREATMENT, second_factor=True)
    if not seen_through(seen_by, colleague, item):
        raise BadInput("The patient does not share this with that colleague.", field="to")
    return _change(item, version, _OPEN, assigned_to=colleague, state=State.NEEDS_ME, snoozed_until=None)


def snooze(actor: Actor, item_id: UUID, *, until: datetime, version: int) -> Item:
    """Put it aside until a time: it comes back then, or when the patient writes or it gets worse."""
    item, me = _entered(actor, item_id), provider_of(actor)
    if until.tzinfo is None or not now() < until <= now() + LONGEST_SNOOZE:
        raise BadInput("Please choose a time within the next 30 days.", field="until")
    mine = _OPEN & (Q(assigned_to=None) | Q(assigned_to=me))
    return _change(
        item,
        version,
        mine,
        _TAKEN,
        assigned_to=me,
        state=State.WAITING,
        snoozed_until=until,
    )


def finish(actor: Actor, item_id: UUID, *, version: int) -> Item:
    """Nothing is left to do here. Repeating it changes nothing."""
    item = _entered(actor, item_id)
    if item.state == State.DONE:
        return item
    return _change(
        item, version, _OPEN, state=State.DONE, closed_at=now(), closed_by=actor.user_id, snoozed_until=None
    )


def reopen(actor: Actor, item_id: UUID, *, version: int) -> Item:
    """Undo `finish`: back to whoever had it, or to the team."""
    item = _entered(actor, item_id)
    state = State.NEEDS_ME if item.assigned_to_id else State.TEAM
    try:
        with transaction.atomic():
            return _change(item, version, Q(state=State.DONE), state=state, closed_at=None, closed_by=None)
    except IntegrityError:
        raise Conflict("A newer item is open for this.") from None


def tell_team(item_id: UUID) -> None:
    """Tell the screens of the team about an item that came, came back or was closed by itself."""
    with transaction.atomic():
        if not Item.objects.filter(id=item_id, told=False).update(told=True):
            return
        _emit(Item.objects.get(id=item_id))


def sweep_untold_items() -> int:
    """Find items whose hint got lost with its process."""
    ids = list(Item.objects.filter(told=False).order_by("id").values_list("id", flat=True)[:200])
    for item_id in ids:
        enqueue_telling(item_id)
    return len(ids)


def _entered(actor: Actor, item_id: UUID) -> Item:
    """The item, if it lies in the queue of the actor's clinic and they may change what it is about."""
    item = Item.objects.filter(id=item_id, clinic=provider_of(actor).clinic).first()
    if item is None:
        raise NotFound
    if item.patient_id is not None:
        enter(actor, Action.CHANGE, item.patient_id, category_of(item), "queue item")
        return item
    require(actor, Action.CHANGE, None, Category.CLINIC)
    shown = seen_through(actor, provider_of(actor), item)
    if not shown:
        raise NotFound
    enter_list(actor, Category.CLINIC, shown, "queue item")
    return item


def _change(item: Item, version: int, condition: Q, refusal: str = _MOVED_ON, **values: Any) -> Item:
    """Change the item if it still is what the actor saw and the condition holds, or raise `Conflict`."""
    with transaction.atomic():
        rows = Item.objects.filter(condition, id=item.id, version=version)
        if not rows.update(version=F("version") + 1, **values):
            free_but_newer = Item.objects.filter(condition, id=item.id).exists()
            raise Conflict(_MOVED_ON if free_but_newer else refusal)
        item = Item.objects.get(id=item.id)
        _emit(item)
    return item


def _emit(item: Item) -> None:
    emit("worklist", [member.user_id for member in _team_of(item)], item=item.id)


def _team_of(item: Item) -> list[Provider]:
    """The providers of the item's clinic who care for its patient, or for one of its patients."""
    if item.patient_id is None:
        return carers_among(item.clinic_id, patients_told(item.source))
    return [p for p in providers_of(item.patient_id) if p.clinic_id == item.clinic_id]
