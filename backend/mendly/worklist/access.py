"""Who may see an item: a provider of its clinic who may see what it is about, now."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.models import Provider
from mendly.accounts.selectors import provider_of_user
from mendly.errors import Denied
from mendly.policy import Action, Actor, Category, may
from mendly.worklist.models import Item, Kind

CATEGORIES = {Kind.ALERT: Category.READINGS, Kind.MESSAGE: Category.MESSAGES}


def category_of(item: Item) -> Category:
    return CATEGORIES[Kind(item.kind)]


def provider_of(actor: Actor) -> Provider:
    """The provider behind the actor. Raises `Denied` for anyone else."""
    provider = provider_of_user(actor.user_id) if actor.user_id else None
    if provider is None:
        raise Denied
    return provider


def may_see(actor: Actor, ids: dict[str, str]) -> bool:
    """For a frame on a socket: the item as it is now, to this person as they are now."""
    item = Item.objects.filter(id=UUID(ids["item"])).first()
    provider = provider_of_user(actor.user_id) if actor.user_id else None
    if item is None or provider is None or provider.clinic_id != item.clinic_id:
        return False
    return may(actor, Action.VIEW, item.patient_id, category_of(item))
