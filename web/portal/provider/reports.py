"""Tumour reports of a patient: evidence for and against with level, disease and fit, and the form for a new one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mendly.genome.tumours.selectors import TumourReportLine, tumour_reports_of
from mendly.genome.tumours.services import withdraw_tumour_report
from mendly_core.tumour import TumourMatch
from mendly_core.words import disease_name, say
from portal.doors import actor_of, providers_only
from portal.provider.record import record_of
from portal.tumour_forms import TumourReportForm, kept
from portal.wording import active_language

JOINED = {"alone": "", "together": " + ", "any_one": " / "}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row of the table. `against`: medicines of it that another fitting row speaks against."""

    lines: str
    therapies: str
    meaning: str
    level: str
    disease: str
    fit: str
    against: str
    basis: str
    note: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One report: its rows, and what became of findings without a row (finding, why)."""

    report: TumourReportLine
    disease: str
    rows: tuple[EvidenceRow, ...]
    without: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@providers_only
def reports(request: HttpRequest, patient: UUID) -> HttpResponse:
    actor = actor_of(request)
    form = TumourReportForm(request.POST or None)
    cards = [_card(line) for line in tumour_reports_of(actor, patient)]
    if request.method == "POST" and kept(form, actor, patient) is not None:
        messages.success(request, _("The report is kept."))
        return redirect("portal:patient_reports", patient)
    context = {"record": record_of(actor, patient), "cards": cards, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/reports.html", context, status=status)


@require_POST
@providers_only
def withdraw(request: HttpRequest, patient: UUID, report: UUID) -> HttpResponse:
    withdraw_tumour_report(actor_of(request), patient, report)
    messages.success(request, _("The report no longer shows."))
    return redirect("portal:patient_reports", patient)


def _card(line: TumourReportLine) -> ReportCard:
    language, answer = active_language(), line.answer
    disease = disease_name(line.disease, language) if line.disease else ""
    if answer is None:
        return ReportCard(line, disease, (), ())
    others = (*answer.without_row, *answer.not_in_list, *answer.other_lines)
    return ReportCard(
        line,
        disease,
        tuple(_row(match) for match in answer.matches),
        tuple((one.text, say(f"tumours.doctor.line.{one.status}", language)) for one in others),
    )


def _row(match: TumourMatch) -> EvidenceRow:
    language, row = active_language(), match.evidence
    return EvidenceRow(
        lines="; ".join(match.lines),
        therapies=JOINED[row.given].join(row.therapies),
        meaning=say(f"tumours.doctor.{row.meaning}", language),
        level=row.level,
        disease=disease_name(row.disease, language),
        fit=say(f"tumours.doctor.fit.{match.fit}", language),
        against=", ".join(match.against),
        basis=row.basis,
        note=row.note,
        reviewed=row.reviewed,
    )
