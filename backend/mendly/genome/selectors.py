"""Reading files and results. Which result counts for a gene is decided here, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mendly.accounts.selectors import providers_by_user
from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.genome.models import FileState, GeneCalls, GenomeFile, LabReport, StoredCalls
from mendly.genome.questions import question_of
from mendly.policy import Action, Actor, Category
from mendly_core.genes import GeneResult, GenomeReading, State
from mendly_core.stored_calls import unpacked, wanted_places

MOST_SHOWN_FIRST: tuple[State, ...] = (
    "called",
    "called_with_limits",
    "ambiguous",
    "not_callable",
    "not_tested",
)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in the list. `refusal` is a code with a sentence in `mendly_core.words`; with `choices`, a question."""

    id: UUID
    name: str
    state: str
    refusal: str
    refusal_facts: Mapping[str, Any]
    facts: Mapping[str, Any]
    received_at: datetime
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabLine:
    id: UUID
    result: GeneResult
    laboratory: str
    method: str
    reported_on: date
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class GeneFinding:
    """What counts for one gene: the laboratory's result if there is one, else that of the file which shows most of it.

    `other` is the best answer that does not agree with it: a file's against a laboratory, or another file's.
    """

    result: GeneResult
    from_lab: bool
    other: GeneResult | None = None


@dataclass(frozen=True, slots=True)
class KeptReadings:
    """What was kept of the files that could be read, the newest first; `files` counts those without kept places too."""

    files: int
    readings: tuple[GenomeReading, ...]


def files_of(actor: Actor, patient_id: UUID) -> list[FileLine]:
    enter(actor, Action.VIEW, patient_id, Category.GENES, "dna files")
    rows = GenomeFile.objects.filter(patient_id=patient_id).exclude(state=FileState.REMOVED)
    return [_file_line(row) for row in rows.order_by("-received_at")]


def file_of(actor: Actor, patient_id: UUID, file_id: UUID) -> FileLine:
    line = next((line for line in files_of(actor, patient_id) if line.id == file_id), None)
    if line is None:
        raise NotFound
    return line


def findings_of(actor: Actor, patient_id: UUID) -> dict[str, GeneFinding]:
    """Every gene that a file or a laboratory speaks of, by name."""
    enter(actor, Action.VIEW, patient_id, Category.DRUG_RESPONSE, "gene results")
    called = _called_by_gene(patient_id)
    reported = {line.gene: line for line in reversed(_reported(patient_id))}
    findings = {gene: _finding(best, rest, from_lab=False) for gene, (best, *rest) in called.items()}
    for gene, result in reported.items():
        findings[gene] = _finding(result, called.get(gene, ()), from_lab=True)
    return findings


def lab_reports_of(actor: Actor, patient_id: UUID) -> list[LabLine]:
    enter(actor, Action.VIEW, patient_id, Category.GENES, "laboratory results")
    rows = list(LabReport.objects.filter(patient_id=patient_id, withdrawn_at=None).order_by("-entered_at"))
    providers = providers_by_user(row.entered_by for row in rows)
    return [
        LabLine(
            row.id,
            GeneResult.from_json(row.result),
            row.laboratory,
            row.method,
            row.reported_on,
            providers[row.entered_by].name if row.entered_by in providers else "",
            row.entered_at,
        )
        for row in rows
    ]


def newest_file_facts(actor: Actor, patient_id: UUID) -> FileLine | None:
    return next((line for line in files_of(actor, patient_id) if line.state == FileState.READY), None)


def _called_by_gene(patient_id: UUID) -> dict[str, list[GeneResult]]:
    """Every gene's results, one a file, what counts most first: a new file never hides what an older one showed."""
    rows = GeneCalls.objects.filter(patient_id=patient_id).order_by("called_at", "id")
    newest = {row.source_id: row for row in rows.select_related("source")}
    by_gene: defaultdict[str, list[GeneResult]] = defaultdict(list)
    for row in sorted(newest.values(), key=lambda row: row.source.received_at, reverse=True):
        for result in row.results:
            by_gene[result["gene"]].append(GeneResult.from_json(result))
    return {gene: sorted(results, key=_how_little_it_shows) for gene, results in by_gene.items()}


def _how_little_it_shows(result: GeneResult) -> int:
    return MOST_SHOWN_FIRST.index(result.state)


def _finding(result: GeneResult, rest: Iterable[GeneResult], *, from_lab: bool) -> GeneFinding:
    differing = (each for each in rest if each.phenotypes and each.phenotypes != result.phenotypes)
    return GeneFinding(result, from_lab, next(differing, None) if result.phenotypes else None)


def kept_readings(actor: Actor, patient_id: UUID, about: str) -> KeptReadings:
    """The places kept of each file. `about`: what they are read for.

    Calls kept for another set of places serve too: a place that was not looked for then counts as not tested.
    """
    enter(actor, Action.VIEW, patient_id, Category.GENES, about)
    ready = GenomeFile.objects.filter(patient_id=patient_id, state=FileState.READY)
    files = list(ready.order_by("-received_at").values_list("id", flat=True))
    kept: dict[UUID, StoredCalls] = {}
    for row in StoredCalls.objects.filter(patient_id=patient_id, source__in=files).order_by("kept_at"):
        known = kept.get(row.source_id)
        if known is None or known.wanted_id != wanted_places().name or row.wanted_id == known.wanted_id:
            kept[row.source_id] = row
    calls = (unpacked(bytes(kept[file].calls)) for file in files if file in kept)
    return KeptReadings(len(files), tuple(calls))


def _reported(patient_id: UUID) -> list[GeneResult]:
    rows = LabReport.objects.filter(patient_id=patient_id, withdrawn_at=None).order_by(
        "-reported_on", "-entered_at"
    )
    return [GeneResult.from_json(row.result) for row in rows]


def _file_line(row: GenomeFile) -> FileLine:
    told = row.refusal_facts or {}
    question = question_of(row.refusal, told) if row.state == FileState.ASKING else None
    choices = question.choices if question else ()
    return FileLine(row.id, row.name, row.state, row.refusal, told, row.facts or {}, row.received_at, choices)
