"""Which rows name a person: found by looking at the shape of every model, so that a new room is not forgotten.

A model names a patient by a key to the record or the account, by a bare id in a column called so, by an e-mail
address, or by a row of another model that does. A model without any of these must stand in `NAMES_NOBODY`, or in
`HANDLED_APART` where the steps of an erasure see to it themselves; `undecided` lists those that stand nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from mendly.accounts.models import Patient, User

NAMES_NOBODY = {
    "accounts.clinic": "a clinic",
    "accounts.provider": "a professional; what they wrote keeps their name, also when their account is emptied",
    "auth.group": "of the framework, unused",
    "auth.permission": "of the framework, unused",
    "care.openingattempt": "how often providers tried to open records in an emergency, not whose",
    "contenttypes.contenttype": "of the framework",
    "genome.wantedplaces": "places that a knowledge pack looks for",
    "insights.clinicrule": "what a clinic asks for",
    "insights.knowledgerun": "a run over everyone",
    "insights.rowsignature": "a clinician's signature under a guideline row",
    "leaving.erasurereceipt": "counts of what is gone",
    "leaving.winddown": "the end of the house",
    "notify.duebucket": "a minute in which something is to be told, not to whom",
    "ops.heartbeat": "parts of the server",
    "vault.tombstone": "a digest that only finds them again in a restored backup",
}
HANDLED_APART = {
    "accounts.patient": "the last rows to go, in one transaction with the account",
    "accounts.user": "the last rows to go",
    "audit.accessrecord": "the chains stay whole; see `steps`",
    "audit.chaintip": "the chains stay whole",
    "audit.listedpatient": "a list in a provider's chain commits to its members",
    "leaving.erasurerequest": "drives the erasure, and goes when all is done",
    "live.event": "also events of others that name the patient in their ids",
    "sessions.session": "packed; found by opening each",
    "vault.subjectkey": "emptied for ever, so that the id never gets a key again",
    "vault.sealedfile": "with its bytes",
}
PATIENT_COLUMNS, USER_COLUMNS = ("patient", "subject"), ("user",)


@dataclass(frozen=True, slots=True)
class Tie:
    """How rows of a model name a person: `lookup` leads to the patient's id, the account's id, or an address."""

    lookup: str
    names: str


@dataclass(frozen=True, slots=True)
class Person:
    """All by which rows may name one person. Without a record, `patient` is the account's id, which names no record."""

    patient: UUID
    user: UUID | None
    addresses: tuple[str, ...]

    def rows_by(self, tie: Tie) -> Q:
        if tie.names == "user" and self.user is None:
            return Q(pk__in=[])  # a column that names nobody names nobody of ours
        if tie.names == "email":
            either = Q(pk__in=[])
            for address in self.addresses:
                either |= Q(**{f"{tie.lookup}__iexact": address})
            return either
        return Q(**{tie.lookup: self.patient if tie.names == "patient" else self.user})


def undecided() -> list[str]:
    """Models that neither name a person as far as their shape tells, nor are known to name nobody."""
    return sorted(
        label
        for model in apps.get_models()
        if (label := model._meta.label_lower) not in NAMES_NOBODY | HANDLED_APART and not ties_of(model)
    )


@cache
def erased_models() -> tuple[type[models.Model], ...]:
    """Every model whose rows go with a person, in an order in which no row loses what it points at."""
    wanted = {
        model
        for model in apps.get_models()
        if model._meta.label_lower not in NAMES_NOBODY | HANDLED_APART and ties_of(model)
    }
    order = TopologicalSorter({model: set() for model in wanted})
    for model in wanted:
        for target in _targets(model):
            if target in wanted and target is not model:
                order.add(target, model)
    return tuple(order.static_order())


@cache
def ties_of(model: type[models.Model]) -> tuple[Tie, ...]:
    return tuple(dict.fromkeys(_ties(model, ())))


def rows_of(model: type[models.Model], person: Person) -> models.QuerySet[models.Model]:
    """Every row of the model that names this person in any way."""
    wanted = Q(pk__in=[])
    for tie in ties_of(model):
        wanted |= person.rows_by(tie)
    ids = model._base_manager.filter(wanted).values("pk")
    return model._base_manager.filter(pk__in=ids)


def _ties(model: type[models.Model], seen: tuple[type[models.Model], ...]) -> Iterator[Tie]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is Patient:
            yield Tie(field.name, "patient")
        elif target is User:
            yield Tie(field.name, "user")
        elif isinstance(target, type) and issubclass(target, models.Model):
            if target in seen or target._meta.label_lower in NAMES_NOBODY | HANDLED_APART:
                continue
            for tie in _ties(target, (*seen, model)):
                yield Tie(f"{field.name}__{tie.lookup}", tie.names)
        elif isinstance(field, models.EmailField):
            yield Tie(field.name, "email")
        elif isinstance(field, models.UUIDField) and field.name in PATIENT_COLUMNS:
            yield Tie(field.name, "patient")
        elif isinstance(field, models.UUIDField) and field.name in USER_COLUMNS:
            yield Tie(field.name, "user")


def _targets(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type):
            yield field.related_model
