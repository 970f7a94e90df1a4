"""What a patient takes along, table by table: found by the shape of the models, so that a new room is not forgotten.

Every table whose rows name the patient is taken, but for those of `NOT_TAKEN`, which hold how Mendly works and nothing
about the person that does not stand elsewhere in the archive. Seals are opened; keys, tokens and digests are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models

from mendly.accounts.models import Patient
from mendly.leaving.inventory import Person, erased_models, rows_of
from mendly.vault.fields import SealedBytes
from mendly.vitals.models import SampleChunk, Series
from mendly_core.signals.chunks import decode_day

NOT_TAKEN = {
    "account.emailconfirmation": "links that were sent",
    "accounts.devicetoken": "how phones sign in",
    "accounts.pairingcode": "how phones sign in",
    "accounts.staffinvitation": "of a clinic",
    "alerts.alertrulestate": "where a rule stands",
    "alerts.evaluationtodo": "what is to be done",
    "care.careinvitation": "links that were sent",
    "genome.storedcalls": "an excerpt of the file, which is there itself",
    "insights.knowledgestep": "where a run over everyone stands",
    "insights.refreshtodo": "what is to be done",
    "leaving.export": "archives such as this one",
    "live.inbox": "where the screen stands",
    "mfa.authenticator": "secrets of signing in",
    "notify.delivery": "that a note was sent; it says nothing",
    "notify.pushsubscription": "where notes are sent",
    "sync.change": "where the phone stands",
    "sync.changetip": "where the phone stands",
    "vitals.importbatch": "digests of uploads",
    "vitals.samplechunk": "as single values in samples.csv",
    "worklist.item": "a clinic's list of what to do",
}
LEFT_OUT = frozenset(
    (
        "fingerprint",
        "token_hash",
        "session_key",
        "lease_until",
        "source_key",
        "hlc",
        "data",
        "version",
        "file",
    )
)
"""Fields with secrets, digests, or numbers that only order things."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its columns and its rows as text, to be read once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


@cache
def taken_models() -> tuple[type[models.Model], ...]:
    wanted = [model for model in erased_models() if model._meta.label_lower not in NOT_TAKEN]
    return (Patient, *sorted(wanted, key=lambda model: model._meta.label_lower))


def person_of(patient_id: UUID) -> Person:
    """By ids alone: what only names their e-mail address are letters of others to them."""
    user = Patient.objects.values_list("user_id", flat=True).get(id=patient_id)
    return Person(patient_id, user, ())


def tables_of(person: Person) -> Iterator[Table]:
    """Every table with at least one row of the person, then the single values of their series."""
    for model in taken_models():
        rows = Patient.objects.filter(id=person.patient) if model is Patient else _own_rows(model, person)
        if rows.exists():
            fields = _fields(model)
            columns = tuple(field.name.removesuffix("_json") for field in fields)
            yield Table(model._meta.label_lower.replace(".", "_"), columns, _lines(rows, fields))
    yield Table("samples", ("type", "source", "unit", "at", "value"), _samples(person))


def _own_rows(model: type[models.Model], person: Person) -> models.QuerySet[models.Model]:
    """In the records of others a helper's rows are the other's: only what lies in their own record is taken."""
    if any(field.related_model is Patient for field in model._meta.concrete_fields):
        return model._base_manager.filter(patient=person.patient)
    return rows_of(model, person)


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in LEFT_OUT
        and not isinstance(field, SealedBytes)
        and (
            field.name == "id"
            or not field.name.endswith(("_hash", "_digest"))
            or field.name == "words_digest"
        )
    ]


def _lines(
    rows: models.QuerySet[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> Iterator[tuple[str, ...]]:
    for row in rows.order_by("pk").iterator(chunk_size=500):
        yield tuple(as_text(getattr(row, field.attname)) for field in fields)


def _samples(person: Person) -> Iterator[tuple[str, ...]]:
    series = {row.id: row for row in Series.objects.filter(patient_id=person.patient)}
    chunks = SampleChunk.objects.filter(patient_id=person.patient).order_by("series_id", "day")
    for chunk in chunks.iterator(chunk_size=50):
        of = series[chunk.series_id]
        midnight = datetime.combine(chunk.day, time(), UTC)
        for offset, value in decode_day(chunk.blob).samples():
            at = midnight + timedelta(milliseconds=int(offset))
            yield of.type, of.source, of.unit, at.isoformat(), as_text(float(value))


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float | Decimal | UUID):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)
