"""The kinds of events, and who may still see one at the moment it is delivered or replayed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from mendly.policy import Action, Actor, Category, may

MaySee = Callable[[Actor, dict[str, str]], bool]
_kinds: dict[str, MaySee] = {}


def register_kind(kind: str, may_see: MaySee) -> None:
    """Called by the room that owns the kind, at start. An event of an unknown kind is never sent."""
    if kind in _kinds:
        raise ValueError(f"event kind {kind} is registered twice")
    _kinds[kind] = may_see


def register_patient_kind(kind: str, category: Category) -> None:
    """The common case: the ids name a patient, and whoever may view that category may see the hint."""
    register_kind(kind, lambda actor, ids: may(actor, Action.VIEW, UUID(ids["patient"]), category))


def registered_kinds() -> frozenset[str]:
    return frozenset(_kinds)


def may_see(actor: Actor, kind: str, ids: dict[str, str]) -> bool:
    check = _kinds.get(kind)
    return check is not None and check(actor, ids)
