"""Reading tumour reports: what was typed, and what the list says to it today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mendly.accounts.models import Provider
from mendly.accounts.selectors import providers_by_user
from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.genome.tumours.models import TumourReport
from mendly.policy import Action, Actor, Category
from mendly_core.tumour import TumourAnswer, TumourReportRefused, match_report, read_report
from mendly_core.words import tumour_page


@dataclass(frozen=True, slots=True)
class TumourReportLine:
    """One report. `entered_by` is a provider's name, empty for the patient.

    `answer` is None if today's tables can no longer read what was kept: then it must be entered again.
    """

    id: UUID
    findings: str
    disease: str
    laboratory: str
    reported_on: date | None
    entered_by: str
    entered_at: datetime
    answer: TumourAnswer | None


def tumour_reports_of(actor: Actor, patient_id: UUID) -> list[TumourReportLine]:
    """Those that count, newest first."""
    enter(actor, Action.VIEW, patient_id, Category.TUMOURS, "tumour reports")
    rows = list(TumourReport.objects.filter(patient_id=patient_id, withdrawn_at=None).order_by("-entered_at"))
    providers = providers_by_user(row.entered_by for row in rows)
    return [_line(row, providers) for row in rows]


def tumour_report_of(actor: Actor, patient_id: UUID, report_id: UUID) -> TumourReportLine:
    line = next((one for one in tumour_reports_of(actor, patient_id) if one.id == report_id), None)
    if line is None:
        raise NotFound
    return line


def report_json(line: TumourReportLine, language: str) -> dict[str, Any]:
    """A report as programs read it: the words of its page, and the rows behind them."""
    answer = line.answer
    page = tumour_page(answer, language) if answer else None
    return {
        "id": line.id,
        "findings": line.findings.splitlines(),
        "disease": line.disease,
        "laboratory": line.laboratory,
        "reported_on": line.reported_on,
        "entered_by": line.entered_by,
        "entered_at": line.entered_at,
        "readable": answer is not None,
        "knowledge_version": answer.knowledge_version if answer else "",
        "intro": list(page.intro) if page else [],
        "cards": [_card_json(card) for card in page.cards] if page else [],
        "lines": list(page.lines) if page else [],
        "todo": list(page.todo) if page else [],
        "evidence": [_row_json(match) for match in answer.matches] if answer else [],
    }


def _card_json(card: Any) -> dict[str, Any]:
    lists = ("saw", "means", "todo", "sure", "sources", "for_your_doctor", "english_safety")
    return {"title": card.title, "headline": card.headline} | {
        name: list(getattr(card, name)) for name in lists
    }


def _row_json(match: Any) -> dict[str, Any]:
    row = match.evidence
    return {
        "profile": row.profile,
        "disease": row.disease,
        "therapies": list(row.therapies),
        "given": row.given,
        "meaning": row.meaning,
        "level": row.level,
        "fit": match.fit,
        "against": list(match.against),
        "basis": row.basis,
    }


def _line(row: TumourReport, providers: Mapping[UUID, Provider]) -> TumourReportLine:
    provider = providers.get(row.entered_by)
    return TumourReportLine(
        row.id,
        row.findings,
        row.disease,
        row.laboratory,
        row.reported_on,
        provider.name if provider else "",
        row.entered_at,
        _answer(row),
    )


def _answer(row: TumourReport) -> TumourAnswer | None:
    try:
        return match_report(read_report(row.findings), row.disease or None)
    except TumourReportRefused:
        return None
