"""A patient with a row of every kind, and a look at what is left of a person anywhere in the databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, models

from mendly.accounts.models import Patient, StaffInvitation, User
from mendly.accounts.services import make_pairing_code
from mendly.care.services import invite_patient, name_proxy
from mendly.clock import new_id, now
from mendly.genome.models import GenomeFile
from mendly.insights.models import RefreshToDo
from mendly.leaving.inventory import PATIENT_COLUMNS, USER_COLUMNS, Person, erased_models, rows_of
from mendly.leaving.models import Export
from mendly.notify.models import Delivery, PushSubscription
from mendly.vault.fields import SealedBytes, SealedDate, SealedDecimal, SealedJSON, SealedText
from mendly.vault.files import SealingWriter
from mendly.vault.models import SealedFile
from mendly.vitals.batches import SampleBatch
from mendly.vitals.services import store_samples
from tests.backend.conftest import People, Persona
from tests.backend.matrix.world import make_world

MAY_STAY = {"audit_accessrecord", "audit_chaintip", "audit_listedpatient", "vault_subjectkey"}
"""Bare ids: the chains of the access log, and the empty place of the key."""


def live_fully(people: People) -> Persona:
    """Amara, with something in every room, also as the helper of somebody else."""
    make_world(people)
    amara, at = people.amara, now()
    assert amara.patient is not None
    assert people.bo.patient is not None
    user, patient = amara.user, amara.patient
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email="amara.second@example.test", verified=True, primary=False)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "00"})
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY], session[HASH_SESSION_KEY] = str(user.id), "b", "h"
    session.create()
    UserSession.objects.create(
        user=user, session_key=session.session_key, ip="192.0.2.7", user_agent="Firefox"
    )
    make_pairing_code(amara.actor)
    PushSubscription.objects.create(
        user=user, endpoint="https://push.example", endpoint_digest="d", p256dh="p", auth="a", created_at=at
    )
    Delivery.objects.create(
        user=user, kind="dose", key="k", bundle="b", created_at=at, expires_at=at + timedelta(days=1)
    )
    invite_patient(people.imani.actor, email="Amara.Second@example.test")
    assert people.imani.provider is not None
    StaffInvitation.objects.create(
        clinic=people.clinic,
        email=user.email,
        name="A",
        profession="nurse",
        token_hash="t",
        invited_by=people.imani.provider,
        expires_at=at,
    )
    name_proxy(people.bo.patient.id, user, name="A friend", scopes=["view"], ends_at=at + timedelta(days=9))
    RefreshToDo.objects.update_or_create(patient=patient.id, defaults={"asked_at": at})
    keep_files(patient.id)
    points = ((int(at.timestamp() * 1000), 61.0),)
    store_samples(amara.actor, patient.id, [SampleBatch("heart_rate", "watch", "/min", 0, points)])
    add_what_is_missing(Person(patient.id, user.id, (user.email,)))
    return amara


def traces_of(*names: object) -> dict[str, int]:
    """Rows of any table of any database in which one of the values stands, as text, id or part of JSON."""
    needles = [each for name in names for each in _spellings(name)]
    found: dict[str, int] = {}
    for connection in connections.all():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                hits = sum(any(needle in str(row) for needle in needles) for row in cursor.fetchall())
                if hits:
                    found[table] = hits
    return found


def _spellings(name: object) -> tuple[str, ...]:
    return (str(name), name.hex) if isinstance(name, UUID) else (str(name),)


def keep_files(patient: UUID) -> None:
    """Bytes that nothing names, and bytes behind each kind of row that has a file."""
    sealed_file(patient)
    for model in (GenomeFile, Export):
        for row in model._base_manager.filter(patient_id=patient, file=None):
            model._base_manager.filter(pk=row.pk).update(file=sealed_file(patient))


def sealed_file(patient: UUID) -> SealedFile:
    with SealingWriter(patient) as writer:
        writer.write(b"bytes")
        row = writer.finish()
    row.save(force_insert=True)
    return row


def add_what_is_missing(person: Person) -> None:
    """A row of each kind that nobody made above, of plain values, so that a new table is erased in the test too."""
    for model in reversed(erased_models()):
        if not rows_of(model, person).exists():
            _made(model, person)


def _made(model: type[models.Model], person: Person) -> models.Model:
    row = model(**{f.name: _value(f, person) for f in model._meta.concrete_fields if _is_needed(f)})
    row.save(force_insert=True)
    return row


def _is_needed(field: models.Field[Any, Any]) -> bool:
    names_them = field.related_model in {User, Patient} or field.name in (*PATIENT_COLUMNS, *USER_COLUMNS)
    return names_them or not (field.null or field.has_default() or isinstance(field, models.AutoField))


def _value(field: models.Field[Any, Any], person: Person) -> Any:
    if field.related_model is User:
        return User.objects.get(id=person.user)
    if field.related_model is Patient:
        return Patient.objects.get(id=person.patient)
    if isinstance(field.related_model, type):
        theirs = rows_of(field.related_model, person) if field.related_model in erased_models() else None
        rows = field.related_model._base_manager.all() if theirs is None else theirs
        return rows.first() or _made(field.related_model, person)
    if isinstance(field, models.UUIDField):
        known = {**dict.fromkeys(PATIENT_COLUMNS, person.patient), **dict.fromkeys(USER_COLUMNS, person.user)}
        return known.get(field.name, new_id())
    for kind, value in PLAIN:
        if isinstance(field, kind):
            return value()
    return field.choices[0][0] if field.choices else "x"  # type: ignore[index]


PLAIN: tuple[tuple[type, Callable[[], Any]], ...] = (
    (SealedDate, date.today),
    (SealedDecimal, lambda: Decimal(1)),
    (SealedJSON, dict),
    (SealedBytes, lambda: b"x"),
    (SealedText, lambda: "x"),
    (models.BinaryField, lambda: b"x"),
    (models.JSONField, dict),
    (models.EmailField, lambda: "amara@example.test"),
    (models.DateTimeField, now),
    (models.DateField, date.today),
    (models.BooleanField, lambda: False),
    (models.IntegerField, lambda: 1),
    (models.FloatField, lambda: 1.0),
)
