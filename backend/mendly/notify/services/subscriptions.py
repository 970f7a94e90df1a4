"""Browsers that may show notifications."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import User
from mendly.bus import announce
from mendly.clock import now
from mendly.errors import BadInput, Conflict, Unauthenticated
from mendly.notify.models import PushSubscription
from mendly.notify.push import has_usable_endpoint, has_usable_keys
from mendly.policy import Actor

MOST_BROWSERS = 10
"""Beyond this the oldest subscription of an account goes: browsers leave dead ones behind."""


def subscribe(actor: Actor, *, endpoint: str, p256dh: str, auth: str) -> tuple[PushSubscription, bool]:
    """Let this browser show notifications for the actor. The same browser again changes nothing (False).

    A browser that someone else used before moves to the actor, so that nobody's notifications show on a
    screen they left; only the browser itself knows the keys that prove this.
    """
    user_id = _user_of(actor)
    if not has_usable_endpoint(endpoint):
        raise BadInput("This is not the address of a push service.", field="endpoint")
    if not has_usable_keys(p256dh, auth):
        raise BadInput("The keys of this browser are not valid.", field="keys")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(id=user_id)
        subscription, created = PushSubscription.objects.select_for_update().get_or_create(
            endpoint_digest=_digest(endpoint),
            defaults={
                "user_id": user_id,
                "endpoint": endpoint,
                "p256dh": p256dh,
                "auth": auth,
                "created_at": now(),
            },
        )
        if not created and (subscription.p256dh, subscription.auth) != (p256dh, auth):
            raise Conflict(
                "This browser is known with other keys. Please turn notifications off and on again."
            )
        if subscription.user_id != user_id:
            subscription.user_id = user_id
            subscription.save(update_fields=["user"])
        _drop_oldest(user_id)
        announce("push.started", user=user_id)
    return subscription, created


def unsubscribe(actor: Actor, *, endpoint: str) -> None:
    """Stop notifications on this browser. An unknown one is fine: it is silent already."""
    PushSubscription.objects.filter(user_id=_user_of(actor), endpoint_digest=_digest(endpoint)).delete()


def _user_of(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Unauthenticated("Please sign in.")
    return actor.user_id


def _drop_oldest(user_id: UUID) -> None:
    newest_first = PushSubscription.objects.filter(user_id=user_id).order_by("-created_at", "-id")
    surplus = list(newest_first.values_list("id", flat=True)[MOST_BROWSERS:])
    PushSubscription.objects.filter(id__in=surplus).delete()


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
