"""From an upload to gene calls: received sealed, read in a limited process, kept with the version of knowledge."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from mendly.accounts.selectors import user_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound, TooLarge
from mendly.genome.models import FileState, GeneCalls, GenomeFile, LabReport, StoredCalls
from mendly.genome.questions import question_of
from mendly.genome.reading import Outcome, read_in_process
from mendly.genome.recalling import keep_site_calls
from mendly.live.services import emit
from mendly.policy import SYSTEM, Action, Actor, Category, person_of
from mendly.vault.crypto import subkey
from mendly.vault.files import SealingWriter, opened_chunks, remove
from mendly.vault.models import SealedFile
from mendly.vault.services import key_of
from mendly_core.genes import LabCallRefused, lab_result
from mendly_core.genes.knowledge import genes

LARGEST_FILE = 100 << 20
LEASE = timedelta(minutes=4)
FORGOTTEN = timedelta(seconds=20)
log = logging.getLogger("mendly.genome")


def lab_genes() -> tuple[str, ...]:
    """Genes whose laboratory results the fact tables can read."""
    return tuple(sorted(genes().rules))


class FileReceiver:
    """Seals a DNA file while it arrives. Use as a context manager; `finish` keeps it, leaving without drops it."""

    def __init__(self, actor: Actor, patient_id: UUID, *, file_name: str) -> None:
        enter(actor, Action.ADD, patient_id, Category.GENES, "dna file")
        self._patient_id = patient_id
        self._name = _safe_name(file_name)
        self._writer = SealingWriter(patient_id)
        self._digest = hashlib.sha256()

    def __enter__(self) -> FileReceiver:
        return self

    def __exit__(self, *error: Any) -> None:
        self._writer.__exit__(*error)

    def write(self, data: bytes) -> None:
        if self._writer.size + len(data) > LARGEST_FILE:
            raise TooLarge(
                "This file is larger than 100 MiB. Please send the packed file that your test maker gave you."
            )
        self._digest.update(data)
        self._writer.write(data)

    def finish(self) -> GenomeFile:
        if self._writer.size == 0:
            raise BadInput("This file is empty. Please choose the file that your test maker gave you.")
        fingerprint = hmac.digest(
            subkey(key_of(self._patient_id), "fingerprints of dna files"), self._digest.digest(), "sha256"
        )
        refused_again = Conflict("You gave us this very file before. You find it in the list.")
        known = GenomeFile.objects.filter(patient_id=self._patient_id, fingerprint=fingerprint)
        if known.exclude(state__in=[FileState.REFUSED, FileState.REMOVED]).exists():
            raise refused_again
        sealed = self._writer.finish()
        try:
            return self._keep(sealed, fingerprint)
        except IntegrityError:
            raise refused_again from None

    def _keep(self, sealed: SealedFile, fingerprint: bytes) -> GenomeFile:
        with transaction.atomic():
            sealed.save(force_insert=True)
            file = GenomeFile.objects.create(
                patient_id=self._patient_id,
                name=self._name,
                file=sealed,
                fingerprint=fingerprint,
                received_at=now(),
            )
            transaction.on_commit(lambda: _enqueue(file.id), robust=True)
            emit("genome", [user_of_patient(self._patient_id)], patient=self._patient_id, file=file.id)
        return file


def receive_file(actor: Actor, patient_id: UUID, chunks: Iterable[bytes], *, file_name: str) -> GenomeFile:
    with FileReceiver(actor, patient_id, file_name=file_name) as receiver:
        for chunk in chunks:
            receiver.write(chunk)
        return receiver.finish()


def read_file(file_id: UUID) -> None:
    """Read one received file. Claimed by UPDATE, so two workers never both do it; a lost lease is taken again."""
    at = now()
    due = Q(state=FileState.RECEIVED) | Q(state=FileState.READING, lease_until__lt=at)
    if not GenomeFile.objects.filter(due, id=file_id).update(state=FileState.READING, lease_until=at + LEASE):
        return
    claimed = GenomeFile.objects.select_related("file").filter(
        state=FileState.READING, lease_until=at + LEASE
    )
    file = claimed.filter(id=file_id).first()
    if file is None or file.file is None:
        return
    enter(SYSTEM, Action.ADD, file.patient_id, Category.GENES, "gene calls")
    outcome = read_in_process(opened_chunks(file.file), file.answer)
    with transaction.atomic():
        file = claimed.select_for_update(of=("self",)).filter(id=file_id).first()
        if file is None:
            log.info("a file was taken back, or by another worker, while it was read")
        elif question_of(outcome.refusal, outcome.facts) is not None:
            _ask(file, outcome)
        elif outcome.refusal:
            _refuse(file, outcome)
        else:
            _keep_calls(file, outcome)


def _refuse(file: GenomeFile, outcome: Outcome) -> None:
    """Nothing of a file that we cannot use is kept but the reason."""
    file.refusal_facts = outcome.facts
    file.refusal, file.state, sealed, file.file = outcome.refusal, FileState.REFUSED, file.file, None
    file.save(update_fields=["refusal", "refusal_facts", "state", "file"])
    assert sealed is not None
    remove(sealed)
    emit("genome", [user_of_patient(file.patient_id)], patient=file.patient_id, file=file.id)


def _ask(file: GenomeFile, outcome: Outcome) -> None:
    """The file stays sealed; the patient is asked what it cannot tell."""
    file.refusal, file.refusal_facts, file.state = outcome.refusal, outcome.facts, FileState.ASKING
    file.save(update_fields=["refusal", "refusal_facts", "state"])
    emit("genome", [user_of_patient(file.patient_id)], patient=file.patient_id, file=file.id)


def answer_question(actor: Actor, patient_id: UUID, file_id: UUID, said: str) -> None:
    """The patient says which person of the file they are, or which DNA map it uses; it is read again with that."""
    enter(actor, Action.CHANGE, patient_id, Category.GENES, "dna file")
    with transaction.atomic():
        waiting = GenomeFile.objects.select_for_update().filter(
            id=file_id, patient_id=patient_id, state=FileState.ASKING
        )
        file = waiting.first()
        question = question_of(file.refusal, file.refusal_facts or {}) if file else None
        if file is None or question is None:
            raise NotFound
        if said not in question.choices:
            raise BadInput("Please choose one of the answers.", field="answer")
        file.answer = {**(file.answer or {}), question.about: said}
        file.refusal, file.refusal_facts, file.state = "", None, FileState.RECEIVED
        file.save(update_fields=["answer", "refusal", "refusal_facts", "state"])
        transaction.on_commit(lambda: _enqueue(file.id), robust=True)
        emit("genome", [user_of_patient(patient_id)], patient=patient_id, file=file.id)


def _keep_calls(file: GenomeFile, outcome: Outcome) -> None:
    calls = GeneCalls.objects.create(
        patient_id=file.patient_id,
        source=file,
        knowledge_version=outcome.results[0]["knowledge_version"],
        results=outcome.results,
        called_at=now(),
    )
    keep_site_calls(file, outcome.calls)
    file.facts, file.state = outcome.facts, FileState.READY
    file.save(update_fields=["facts", "state"])
    announce("genes.changed", patient=file.patient_id, calls=calls.id)
    emit("genome", [user_of_patient(file.patient_id)], patient=file.patient_id, file=file.id)


def remove_file(actor: Actor, patient_id: UUID, file_id: UUID) -> None:
    """The patient takes a file back: its bytes and its calls stop counting at once."""
    enter(actor, Action.CHANGE, patient_id, Category.GENES, "dna file")
    with transaction.atomic():
        file = (
            GenomeFile.objects.select_for_update(of=("self",))
            .select_related("file")
            .filter(id=file_id, patient_id=patient_id)
            .exclude(state=FileState.REMOVED)
            .first()
        )
        if file is None:
            raise NotFound
        sealed, file.file, file.state, file.facts = file.file, None, FileState.REMOVED, None
        file.refusal_facts = file.answer = None
        file.save(update_fields=["file", "state", "facts", "refusal_facts", "answer"])
        GeneCalls.objects.filter(source=file).delete()
        StoredCalls.objects.filter(source=file).delete()
        if sealed is not None:
            remove(sealed)
        announce("genes.removed", patient=patient_id)
        announce("genes.changed", patient=patient_id, calls=file.id)
        emit("genome", [user_of_patient(patient_id)], patient=patient_id, file=file.id)


def enter_lab_result(
    actor: Actor,
    patient_id: UUID,
    *,
    gene: str,
    diplotype: str | None,
    phenotype: str | None,
    activity_score: str | None,
    laboratory: str,
    method: str,
    reported_on: date,
) -> LabReport:
    """A laboratory's call for one gene, in the laboratory's words; it outranks what a file shows."""
    enter(actor, Action.ADD, patient_id, Category.GENES, "laboratory result")
    if reported_on > now().date() + timedelta(days=1):
        raise BadInput("The date of the report lies in the future. Please check it.", field="reported_on")
    try:
        result = lab_result(gene, diplotype=diplotype, phenotype=phenotype, activity_score=activity_score)
    except LabCallRefused as error:
        raise BadInput(str(error), code=f"lab-{error.code}".replace("_", "-")) from None
    with transaction.atomic():
        report = LabReport.objects.create(
            patient_id=patient_id,
            result=result.to_json(),
            knowledge_version=result.knowledge_version,
            laboratory=laboratory,
            method=method,
            reported_on=reported_on,
            entered_by=person_of(actor),
            entered_at=now(),
        )
        announce("genes.changed", patient=patient_id, calls=report.id)
        emit("genome", [user_of_patient(patient_id)], patient=patient_id, file=report.id)
    return report


def withdraw_lab_result(actor: Actor, patient_id: UUID, report_id: UUID) -> None:
    """It was wrong: what a file shows counts again. The row stays, with who withdrew it and when."""
    enter(actor, Action.ADD, patient_id, Category.GENES, "laboratory result")
    with transaction.atomic():
        found = LabReport.objects.filter(id=report_id, patient_id=patient_id, withdrawn_at=None)
        if not found.update(withdrawn_by=person_of(actor), withdrawn_at=now()):
            raise NotFound
        announce("genes.changed", patient=patient_id, calls=report_id)
        emit("genome", [user_of_patient(patient_id)], patient=patient_id, file=report_id)


def sweep_unread_files() -> int:
    """Find files whose task got lost or whose reader died, and enqueue them again."""
    at = now()
    lost = Q(state=FileState.RECEIVED, received_at__lt=at - FORGOTTEN) | Q(
        state=FileState.READING, lease_until__lt=at
    )
    ids = list(GenomeFile.objects.filter(lost).values_list("id", flat=True)[:100])
    for file_id in ids:
        _enqueue(file_id)
    return len(ids)


def _enqueue(file_id: UUID) -> None:
    from mendly.genome.tasks import read_genome_file

    try:
        read_genome_file.delay(str(file_id))
    except OperationalError:
        log.warning("the broker is away; the sweep will find the file")


def _safe_name(file_name: str) -> str:
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in name if character.isprintable())[:120] or "DNA file"
