"""Taking everything along: asked for by the patient, built by a task, fetched once within a day.

The archive is a ZIP encrypted with AES-256, because 7-Zip, Keka and the like open it on any computer without a command
line. Its passphrase is made here, shown once, and kept under the patient's key only until the archive is built.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Q
from kombu.exceptions import OperationalError as BrokerAway

from mendly.accounts.models import Patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import Conflict, Gone, NotFound, SecondFactorNeeded
from mendly.leaving.archive import write_archive
from mendly.leaving.models import ErasureRequest, Export, ExportState
from mendly.policy import Action, Actor, Category, may
from mendly.vault.crypto import SealBroken
from mendly.vault.files import SealingWriter, opened_chunks, remove

log = logging.getLogger("mendly.leaving")
READY_FOR = timedelta(hours=24)
FETCHING = timedelta(hours=1)
"""Longer than any download that has begun."""
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
UNDER_WAY = (ExportState.ASKED, ExportState.BUILDING, ExportState.READY)
ABOUT = "export"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that look alike."""
GROUPS, GROUP_LENGTH = 6, 4


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """`passphrase` is known to the person only now: six groups of four letters, 118 bits."""

    export: Export
    passphrase: str


class Stopped(Exception):
    """Whoever asked may not take it along any more, or took the asking back."""


def ask_export(actor: Actor, patient_id: UUID) -> ExportAsked:
    """Start an archive. Raises `Conflict` while another one is under way or waits to be fetched."""
    enter(actor, Action.EXPORT, patient_id, Category.EVERYTHING, ABOUT)
    _ask_second_factor(actor)
    passphrase = "-".join(
        "".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
    with transaction.atomic():
        Patient.objects.select_for_update(of=("self",), no_key=True).get(id=patient_id)
        if Export.objects.filter(patient_id=patient_id, state__in=UNDER_WAY).exists():
            raise Conflict("We are making an archive for you already, or it waits for you.")
        export = Export(patient_id=patient_id, asked_at=now(), passphrase=passphrase)
        export.save(force_insert=True)
        transaction.on_commit(lambda: _enqueue(export.id), robust=True)
    return ExportAsked(export, passphrase)


def stop_export(actor: Actor, patient_id: UUID, export_id: UUID) -> None:
    """Take the asking back: what is being built stops, what is built goes. Again changes nothing."""
    enter(actor, Action.WITHDRAW, patient_id, Category.EVERYTHING, ABOUT)
    with transaction.atomic():
        export = Export.objects.select_for_update().filter(id=export_id, patient_id=patient_id).first()
        if export is None:
            raise NotFound
        _end(export, ExportState.STOPPED, Q(state__in=UNDER_WAY))


def fetch_export(actor: Actor, patient_id: UUID, export_id: UUID) -> Iterator[bytes]:
    """The archive, once. Raises `Gone` when it was fetched or its day is over, `Conflict` while it is being built."""
    enter(actor, Action.EXPORT, patient_id, Category.EVERYTHING, "export file")
    _ask_second_factor(actor)
    at = now()
    with transaction.atomic():
        export = Export.objects.select_for_update().filter(id=export_id, patient_id=patient_id).first()
        if export is None:
            raise NotFound
        if export.state in {ExportState.ASKED, ExportState.BUILDING}:
            raise Conflict("We are still making this. Please come back in a few minutes.")
        if export.state != ExportState.READY or export.ready_at is None or export.ready_at < at - READY_FOR:
            raise Gone(
                "This archive is gone: it can be saved once, within 24 hours. You can ask for a new one."
            )
        Export.objects.filter(id=export.id).update(state=ExportState.FETCHED, ended_at=at)
    return _then_removed(export)


def build_export(export_id: UUID) -> None:
    """Task: make the archive. Killed anywhere, the sweep starts it anew; nothing half-made is ever given out."""
    export = _claimed(export_id)
    if export is None:
        return
    try:
        with SealingWriter(export.patient_id) as writer:
            write_archive(writer, export.patient_id, export.passphrase, lambda: _go_on(export))
            file = writer.finish()
        with transaction.atomic():
            _locked_on(export)
            file.save(force_insert=True)
            Export.objects.filter(id=export.id).update(
                state=ExportState.READY, file=file, ready_at=now(), lease_until=None, passphrase=None
            )
    except (Stopped, SealBroken):
        _end(export, ExportState.STOPPED, _is_mine(export))


def sweep_exports() -> int:
    """Start lost builds anew, give up those that fail each time, and remove what was fetched or waited for a day."""
    at = now()
    lost = Q(state=ExportState.ASKED, asked_at__lt=at - timedelta(minutes=1)) | Q(
        state=ExportState.BUILDING, lease_until__lt=at
    )
    given_up = lost & Q(attempts__gte=MOST_ATTEMPTS)
    for export in Export.objects.filter(given_up):
        _end(export, ExportState.FAILED, given_up)
    ids = list(Export.objects.filter(lost, attempts__lt=MOST_ATTEMPTS).values_list("id", flat=True)[:20])
    for export_id in ids:
        _enqueue(export_id)
    waited = Q(state=ExportState.READY, ready_at__lt=at - READY_FOR)
    saved = Q(state=ExportState.FETCHED, file__isnull=False, ended_at__lt=at - FETCHING)
    for over, state in ((waited, ExportState.STOPPED), (saved, ExportState.FETCHED)):
        for export in Export.objects.filter(over):
            _end(export, state, over)
    return len(ids)


def _then_removed(export: Export) -> Iterator[bytes]:
    assert export.file is not None
    try:
        yield from opened_chunks(export.file)
    finally:
        _end(export, ExportState.FETCHED, Q())


def _go_on(export: Export) -> None:
    """Asked between the parts of an archive: may they still, and is it still wanted? Moves the lease too."""
    if not Export.objects.filter(_is_mine(export), id=export.id).update(lease_until=now() + LEASE):
        raise Stopped
    user = Patient.objects.filter(id=export.patient_id).values_list("user_id", flat=True).first()
    actor = Actor(user, second_factor=True, fresh=True, via="task")
    begun = ErasureRequest.objects.filter(patient=export.patient_id, started_at__isnull=False).exists()
    if begun or not may(actor, Action.EXPORT, export.patient_id, Category.EVERYTHING):
        raise Stopped


def _locked_on(export: Export) -> None:
    """The last look, with the rows locked: nothing is handed over that was stopped a moment before."""
    list(Export.objects.select_for_update().filter(id=export.id))
    _go_on(export)


def _is_mine(export: Export) -> Q:
    """Still built, and by the one who claimed it at this attempt: a later one is another's, who was told to go on."""
    return Q(state=ExportState.BUILDING, attempts=export.attempts)


def _claimed(export_id: UUID) -> Export | None:
    at = now()
    free = Q(state=ExportState.ASKED) | Q(state=ExportState.BUILDING, lease_until__lt=at)
    with transaction.atomic():
        export = Export.objects.select_for_update().filter(free, id=export_id).first()
        if export is None or export.attempts >= MOST_ATTEMPTS:
            return None
        export.attempts += 1
        Export.objects.filter(id=export_id).update(
            state=ExportState.BUILDING, lease_until=at + LEASE, attempts=export.attempts
        )
    return export


@transaction.atomic
def _end(export: Export, state: ExportState, still: Q) -> None:
    """Where that is still so once the row is locked, the file goes, and the passphrase with it."""
    rows = Export.objects.select_for_update(of=("self",)).select_related("file")
    row = rows.filter(still, id=export.id).first()
    if row is None:
        return
    file = row.file
    Export.objects.filter(id=export.id).update(
        state=state, ended_at=now(), file=None, lease_until=None, passphrase=None
    )
    if file is not None:
        remove(file)


def _ask_second_factor(actor: Actor) -> None:
    """The archive holds the genes too."""
    if not actor.second_factor:
        raise SecondFactorNeeded


def _enqueue(export_id: UUID) -> None:
    from mendly.leaving.tasks import make_export

    try:
        make_export.delay(str(export_id))
    except (BrokerAway, OperationalError):
        log.warning("the broker is away; the sweep will find the export")
