"""The steps by which a person is erased. Each may be killed at any point and done again without harm.

Doors first, so that nobody can look or write any more; then the tombstone, so that from the first irreversible act on
no restored backup brings them back; then the key, after which every sealed value is noise, in old backups too once
the backups of keys have run out; only then files and rows.

The access log keeps its chains. Their links hold ids, fixed words and times, and once the account and the record are
gone nothing tells whose ids those were. Taking links out would need a way around the database's own refusal, and
whoever found it could take out others; so `mendly audit verify` says the same after an erasure as before, and an
outside checkpoint still fits. Links and list members in the chains of providers keep the bare id for the same reason.
In the records of others, a message or an entry that this person made as their helper keeps the bare id of its author.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import OperationalError, connections, models, transaction
from django.db.models import Q

from mendly.accounts.identity import forget_identities
from mendly.accounts.models import Device, DeviceToken, Patient, Provider, User
from mendly.care.models import CareRelationship, Opening, Proxy
from mendly.clock import now
from mendly.leaving.emptied import accounts_here, empty_account
from mendly.leaving.inventory import Person, erased_models, rows_of, ties_of
from mendly.leaving.letters import say_it_is_done
from mendly.leaving.models import ErasureRequest
from mendly.leaving.tombstones import set_tombstone
from mendly.live.models import Event, Inbox
from mendly.live.services import close_sockets_of
from mendly.vault.models import SealedFile, SubjectKey
from mendly.vault.services import destroy_key

BATCH = 500
LEASE = timedelta(minutes=5)
"""How long whoever does a step may be silent before another goes on in their place."""
Step = Callable[[ErasureRequest, Person], None]


def person_behind(request: ErasureRequest) -> Person:
    """By what rows may name them: ids to the end, addresses as long as the account is there."""
    own = User.objects.filter(pk__in=[request.user]).values_list("email", flat=True)
    others = EmailAddress.objects.filter(user=request.user).values_list("email", flat=True)
    return Person(request.patient, request.user, tuple(dict.fromkeys([*own, *others])))


def close_doors(request: ErasureRequest, person: Person) -> None:
    """Nobody signs in, asks, or is let in any more: account, phones, sessions, care, helpers, sockets."""
    at = now()
    with transaction.atomic():
        users = [row.user_id for row in Proxy.objects.filter(patient_id=request.patient, ended_at=None)]
        CareRelationship.objects.filter(patient_id=request.patient, ended_at=None).update(ended_at=at)
        Proxy.objects.filter(patient_id=request.patient, ended_at=None).update(ended_at=at)
        Opening.objects.filter(patient_id=request.patient, ended_at=None).update(ended_at=at)
        if request.user is not None:
            User.objects.filter(id=request.user).update(is_active=False)
            Device.objects.filter(user_id=request.user, revoked_at=None).update(revoked_at=at)
            DeviceToken.objects.filter(device__user_id=request.user).delete()
            users.append(request.user)
        for user in users:
            close_sockets_of(user)
    forget_identities()
    for keys in _session_keys(person):
        with transaction.atomic():
            _count(request, "sessions.session", Session.objects.filter(pk__in=keys).delete()[0])


def say_so(request: ErasureRequest, person: Person) -> None:
    set_tombstone(request.patient)


def shred(request: ErasureRequest, person: Person) -> None:
    """From here on nothing of them can be read by anyone."""
    destroy_key(request.patient)


def remove_files(request: ErasureRequest, person: Person) -> None:
    """The bytes. Their rows go with all others, after those that name them: see `remove_rows`."""
    for number, blob in enumerate(_blobs(request)):
        default_storage.delete(blob)
        if number % BATCH == 0:
            _stay(request)


def _blobs(request: ErasureRequest) -> Iterator[str]:
    rows = SealedFile.objects.filter(subject=request.patient).order_by("pk")
    return rows.values_list("blob", flat=True).iterator(chunk_size=BATCH)


def remove_letters_to_them(request: ErasureRequest, person: Person) -> None:
    """Invitations sent to their addresses, which are known only while the account is there."""
    for model in erased_models():
        for tie in ties_of(model):
            if tie.names == "email" and model._meta.label_lower != "account.emailaddress":
                _delete_all(request, model, model._base_manager.filter(person.rows_by(tie)))


def remove_rows(request: ErasureRequest, person: Person) -> None:
    """Rows that name files before the rows of files, whose bytes are gone by now: the database insists on it."""
    for model in erased_models():
        _delete_all(request, model, rows_of(model, person))
    _delete_all(request, SealedFile, SealedFile.objects.filter(subject=request.patient))
    _delete_all(request, Event, _events(person))


def remove_account(request: ErasureRequest, person: Person) -> None:
    """What was written meanwhile, the record and the account, in one transaction.

    Who had the door open before it closed either commits before this locks the record, and is seen here, or finds
    no record to write to.
    """
    if request.patient == request.user:
        _remove_bare_account(request, person)
        return
    with transaction.atomic():
        locked = Patient.objects.select_for_update().filter(id=request.patient).first()
        if locked is None:
            return
        for model in erased_models():
            _delete_all(request, model, rows_of(model, person))
        user = User.objects.get(id=locked.user_id)
        _delete(request, Patient, [locked.pk])
        _delete(request, User, [user.pk])
        if request.receipt_hash:  # they asked; whom a backup brought back was told long ago
            transaction.on_commit(lambda: say_it_is_done(user.email, user.language), robust=True)


def remove_late_rows(request: ErasureRequest, person: Person) -> None:
    """What a slow task still wrote by a bare id: it finds no record any more, and this is done minutes later."""
    remove_files(request, person)
    remove_rows(request, person)


def scrub(request: ErasureRequest, person: Person) -> None:
    """Take what was deleted out of the databases' own files too, as far as the database does it at our word.

    SQLite overwrites what it deletes; its log of writes still holds the old pages until it is emptied. PostgreSQL
    drops dead rows by VACUUM, but leaves their bytes in the page: tables that hold keys, or addresses in the clear,
    are written anew.
    """
    for alias in ("default", "keys"):
        connection = connections[alias]
        if connection.in_atomic_block:
            continue
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif alias == "keys":
                _vacuum(cursor, f"VACUUM FULL {SubjectKey._meta.db_table}")
            else:
                others: tuple[type[models.Model], ...] = (SealedFile, Patient, User, Session, Event, Inbox)
                for model in (*erased_models(), *others):
                    anew = "FULL " if _holds_addresses(model) else ""
                    _vacuum(cursor, f'VACUUM {anew}"{model._meta.db_table}"')


STEPS: tuple[Step, ...] = (
    close_doors,
    say_so,
    shred,
    remove_files,
    remove_letters_to_them,
    remove_rows,
    remove_account,
    scrub,
    remove_late_rows,
    scrub,
)
LATE_ROWS = STEPS.index(remove_late_rows)
"""Done minutes after the others, when whatever still ran for this person has ended."""


def _remove_bare_account(request: ErasureRequest, person: Person) -> None:
    """Of who has no record. A former colleague's stays as an empty shell: what they wrote for others hangs on it."""
    with transaction.atomic():
        user = accounts_here().select_for_update().filter(id=request.patient).first()
        if user is None:
            return
        for model in erased_models():
            _delete_all(request, model, rows_of(model, person))
        email, language = user.email, user.language
        if Provider.objects.filter(user=user).exists():
            empty_account(user)
            _count(request, User._meta.label_lower, 1)
        else:
            _delete(request, User, [user.pk])
        if request.receipt_hash:
            transaction.on_commit(lambda: say_it_is_done(email, language), robust=True)


def _holds_addresses(model: type[models.Model]) -> bool:
    return any(isinstance(field, models.EmailField) for field in model._meta.concrete_fields)


def _vacuum(cursor: Any, statement: str) -> None:
    try:
        cursor.execute(statement)
    except OperationalError:  # another VACUUM holds the table: the database's own comes by later
        return


def _session_keys(person: Person) -> Iterator[list[str]]:
    """Keys of sessions that name this person anywhere, in batches. A session tells that only when it is opened.

    Also of who stopped half way through signing in: such a session holds the address and no account yet.
    """
    found: list[str] = []
    ids = [str(person.user), person.user.hex] if person.user else []
    names = [f'"{name}"'.casefold() for name in (*ids, *person.addresses)]
    for session in Session.objects.order_by("pk").iterator(chunk_size=BATCH):
        held = json.dumps(session.get_decoded(), default=str, ensure_ascii=False).casefold()
        if any(name in held for name in names):
            found.append(session.pk)
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def _events(person: Person) -> models.QuerySet[Event]:
    return Event.objects.filter(Q(user=person.user) | Q(ids__patient=str(person.patient)))


def _delete_all(
    request: ErasureRequest, model: type[models.Model], rows: models.QuerySet[models.Model]
) -> None:
    while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
        _delete(request, model, ids)


def _delete(request: ErasureRequest, model: type[models.Model], ids: Iterable[object]) -> None:
    """A batch and its count in one transaction, so that a receipt counts each row once."""
    with transaction.atomic():
        rows = model._base_manager.filter(pk__in=ids)
        _count(request, model._meta.label_lower, rows._raw_delete(rows.db))
        _stay(request)


def _stay(request: ErasureRequest) -> None:
    """Whoever is at it says that they still are."""
    held = ErasureRequest.objects.filter(id=request.id, lease_until__isnull=False)
    held.update(lease_until=now() + LEASE)


def _count(request: ErasureRequest, label: str, deleted: int) -> None:
    if deleted:
        request.counts[label] = request.counts.get(label, 0) + deleted
        ErasureRequest.objects.filter(id=request.id).update(counts=request.counts)
