"""The same files and laboratory words under another knowledge pack: worked out apart, written only if still true."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from mendly.audit.services import enter
from mendly.clock import now
from mendly.genome.models import FileState, GeneCalls, GenomeFile, LabReport, StoredCalls, WantedPlaces
from mendly.genome.reading import read_in_process
from mendly.policy import SYSTEM, Action, Category
from mendly.vault.files import opened_chunks
from mendly_core.genes import GeneResult, LabCallRefused, knowledge_version, lab_result
from mendly_core.stored_calls import results_of, wanted_places

log = logging.getLogger("mendly.genome")
_LAB_WORDS = ("diplotype", "phenotype", "activity_score")


@dataclass(frozen=True, slots=True)
class Recall:
    """What one patient's results are under the pack in use, and the rows that it was worked out from.

    `calls` maps a file to its results, and to the site calls where the file had to be read again; `lab` maps
    a report to its result. `unread`: files that could not be read again, whose old results stay.
    """

    patient: UUID
    seen: frozenset[tuple[UUID, str]]
    calls: dict[UUID, tuple[list[dict[str, Any]], bytes]]
    lab: dict[UUID, dict[str, Any]]
    unread: int


def keep_site_calls(file: GenomeFile, calls: bytes) -> None:
    """Keep what the file shows at the wanted places, in the caller's transaction."""
    wanted = wanted_places()
    WantedPlaces.objects.bulk_create(
        [WantedPlaces(name=wanted.name, identities=sorted(wanted.identities))], ignore_conflicts=True
    )
    known = StoredCalls.objects.filter(patient_id=file.patient_id, source=file, wanted_id=wanted.name)
    if not known.exists():
        StoredCalls.objects.create(
            patient_id=file.patient_id, source=file, wanted_id=wanted.name, calls=calls, kept_at=now()
        )


def patients_with_results(after: UUID | None, count: int) -> list[UUID]:
    """The next patients, in order of id, who have a file's calls or a laboratory's result."""
    later = Q(patient_id__gt=after) if after else Q()
    called = GeneCalls.objects.filter(later).order_by("patient_id").values_list("patient_id", flat=True)
    reported = LabReport.objects.filter(later, withdrawn_at=None).order_by("patient_id")
    found = {*called.distinct()[:count], *reported.values_list("patient_id", flat=True).distinct()[:count]}
    return sorted(found)[:count]


def behind(patient_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the patients whose results rest on another pack than the one in use."""
    patients, version = list(patient_ids), knowledge_version().full
    newest: dict[UUID, tuple[UUID, str]] = {}
    rows = GeneCalls.objects.filter(patient_id__in=patients).order_by("called_at", "id")
    for patient, source, called in rows.values_list("patient_id", "source_id", "knowledge_version"):
        newest[source] = (patient, called)
    reports = LabReport.objects.filter(patient_id__in=patients, withdrawn_at=None)
    other = reports.exclude(knowledge_version=version).values_list("patient_id", flat=True)
    return {patient for patient, called in newest.values() if called != version} | set(other)


def recall(patient_id: UUID) -> Recall:
    """Work out the patient's results under the pack in use. Writes nothing; may read a file again."""
    enter(SYSTEM, Action.CHANGE, patient_id, Category.GENES, "gene calls again")
    version, seen = knowledge_version().full, _rows_of(patient_id)
    called = {row_id for row_id, at in seen if at != version}
    calls: dict[UUID, tuple[list[dict[str, Any]], bytes]] = {}
    unread = 0
    files = GenomeFile.objects.select_related("file").filter(patient_id=patient_id, id__in=called)
    for file in files.order_by("received_at"):
        again = _file_again(file)
        if again is None:
            unread += 1
        else:
            calls[file.id] = again
    reports = LabReport.objects.filter(patient_id=patient_id, id__in=called)
    return Recall(patient_id, seen, calls, {report.id: _lab_again(report) for report in reports}, unread)


def still_true(recalled: Recall) -> bool:
    """Hold the patient's files and reports till the end of the caller's transaction; say if nothing moved on."""
    files = GenomeFile.objects.select_for_update().filter(patient_id=recalled.patient, state=FileState.READY)
    reports = LabReport.objects.select_for_update().filter(patient_id=recalled.patient, withdrawn_at=None)
    list(files.order_by("id").values_list("id"))
    list(reports.order_by("id").values_list("id"))
    return _rows_of(recalled.patient) == recalled.seen


def keep_recall(recalled: Recall) -> None:
    """Write the results in the caller's transaction, which has asked `still_true`."""
    patient_id, version, at = recalled.patient, knowledge_version().full, now()
    for file in GenomeFile.objects.filter(patient_id=patient_id, id__in=recalled.calls).order_by("id"):
        results, site_calls = recalled.calls[file.id]
        GeneCalls.objects.create(
            patient_id=patient_id, source=file, knowledge_version=version, results=results, called_at=at
        )
        if site_calls:
            keep_site_calls(file, site_calls)
    for report in LabReport.objects.filter(patient_id=patient_id, id__in=recalled.lab).order_by("id"):
        report.result, report.knowledge_version = recalled.lab[report.id], version
        report.save(update_fields=["result", "knowledge_version"])


def _rows_of(patient_id: UUID) -> frozenset[tuple[UUID, str]]:
    """Files and reports that count, each with the pack that its result rests on."""
    newest: dict[UUID, str] = {}
    rows = GeneCalls.objects.filter(patient_id=patient_id, source__state=FileState.READY)
    for source, version in rows.order_by("called_at", "id").values_list("source_id", "knowledge_version"):
        newest[source] = version
    reports = LabReport.objects.filter(patient_id=patient_id, withdrawn_at=None)
    return frozenset([*newest.items(), *reports.values_list("id", "knowledge_version")])


def _file_again(file: GenomeFile) -> tuple[list[dict[str, Any]], bytes] | None:
    """Results from what was kept; from the file itself where a place was not looked for before."""
    kept = _kept_calls(file)
    if kept is not None:
        return [result.to_json() for result in results_of(kept)], b""
    outcome = read_in_process(opened_chunks(file.file), file.answer) if file.file else None
    if outcome is None or outcome.refusal:
        log.warning("a file could not be read again for a new knowledge pack")
        return None
    return outcome.results, outcome.calls


def _kept_calls(file: GenomeFile) -> bytes | None:
    """The calls kept for exactly the places of the pack in use, else those for more places, else none."""
    wanted = wanted_places()
    rows = {row.wanted_id: row for row in StoredCalls.objects.filter(patient_id=file.patient_id, source=file)}
    if wanted.name not in rows and rows:
        sets = WantedPlaces.objects.filter(name__in=rows).order_by("name")
        larger = (each.name for each in sets if wanted.identities <= set(each.identities))
        name = next(larger, None)
        return bytes(rows[name].calls) if name else None
    return bytes(rows[wanted.name].calls) if rows else None


def _lab_again(report: LabReport) -> dict[str, Any]:
    """The laboratory's words read anew. Words that this pack does not know keep the result they had."""
    words = GeneResult.from_json(report.result).lab or {}
    try:
        result = lab_result(report.result["gene"], **{name: words.get(name) or None for name in _LAB_WORDS})
    except LabCallRefused:
        log.warning("a laboratory's words are unknown to the new knowledge pack")
        return dict(report.result)
    return result.to_json()
