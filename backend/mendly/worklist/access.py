"""Who may see an item: a provider of its clinic who may see what it is about, now."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.models import Provider
from mendly.accounts.selectors import provider_of_user
from mendly.care.selectors import patients_in_care_of
from mendly.errors import Denied
from mendly.insights.knowledge import patients_told
from mendly.policy import Action, Actor, Category, may_each
from mendly.worklist.models import Item, Kind

CATEGORIES = {
    Kind.ALERT: Category.READINGS,
    Kind.MESSAGE: Category.MESSAGES,
    Kind.KNOWLEDGE: Category.GENES,
    Kind.SIDE_EFFECT: Category.MEDICINES,
}


def category_of(item: Item) -> Category:
    return CATEGORIES[Kind(item.kind)]


def provider_of(actor: Actor) -> Provider:
    """The provider behind the actor. Raises `Denied` for anyone else."""
    provider = provider_of_user(actor.user_id) if actor.user_id else None
    if provider is None:
        raise Denied
    return provider


def seen_through(actor: Actor, provider: Provider, item: Item) -> frozenset[UUID]:
    """The patients of the item whom this provider may see it about; nobody means that it is not theirs to see.

    News that touch many patients are seen by whoever cares for one of them.
    """
    if item.patient_id is not None:
        return may_each(actor, Action.VIEW, [item.patient_id], category_of(item))
    mine = patients_told(item.source) & set(patients_in_care_of(provider))
    return may_each(actor, Action.VIEW, mine, category_of(item))


def may_see(actor: Actor, ids: dict[str, str]) -> bool:
    """For a frame on a socket: the item as it is now, to this person as they are now."""
    item = Item.objects.filter(id=UUID(ids["item"])).first()
    provider = provider_of_user(actor.user_id) if actor.user_id else None
    if item is None or provider is None or provider.clinic_id != item.clinic_id:
        return False
    return bool(seen_through(actor, provider, item))
