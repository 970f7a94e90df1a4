"""Tumour reports, apart from inherited genes. Addresses and titles do not tell what kind of report it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.genome.tumours.selectors import TumourReportLine, tumour_report_of, tumour_reports_of
from mendly.genome.tumours.services import withdraw_tumour_report
from mendly.policy import Action, Category, require
from mendly_core.words import TumourText, disease_name, say, tumour_page
from portal.doors import actor_of, is_fragment, patients_only
from portal.patient.whose import show, whose
from portal.tumour_forms import TumourReportForm, kept
from portal.wording import active_language


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in the list: what was typed, in short, and for which kind of cancer."""

    report: TumourReportLine
    disease: str
    first: str
    more: int


@require_safe
@patients_only
def reports(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    lines = tumour_reports_of(record.actor, patient)
    facts = {
        "heading": _("Tumor reports"),
        "rows": [_row(line) for line in lines],
        "back_url": reverse("portal:genes", args=[patient]),
        "back_words": _("Your genes"),
    }
    return show(request, record, "reports/part" if is_fragment(request) else "reports/list", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@patients_only
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    require(record.actor, Action.ADD, patient, Category.TUMOURS)
    form = TumourReportForm(request.POST or None)
    if request.method == "POST" and (report := kept(form, record.actor, patient)) is not None:
        messages.success(request, _("The report is kept."))
        return redirect("portal:report", patient, report)
    facts = {
        "heading": _("Add a tumor report"),
        "form": form,
        "back_url": reverse("portal:reports", args=[patient]),
        "back_words": _("Tumor reports"),
    }
    return show(request, record, "reports/add", facts, status=422 if request.method == "POST" else 200)


@require_safe
@patients_only
def report(request: HttpRequest, patient: UUID, report: UUID) -> HttpResponse:
    record = whose(request, patient)
    line = tumour_report_of(record.actor, patient, report)
    text: TumourText | None = tumour_page(line.answer, active_language()) if line.answer else None
    facts = {
        "heading": say("tumours.title", active_language()),
        "row": _row(line),
        "text": text,
        "back_url": reverse("portal:reports", args=[patient]),
        "back_words": _("Tumor reports"),
    }
    return show(request, record, "reports/one", facts)


@require_POST
@patients_only
def withdraw(request: HttpRequest, patient: UUID, report: UUID) -> HttpResponse:
    withdraw_tumour_report(actor_of(request), patient, report)
    messages.success(request, _("The report no longer shows."))
    return redirect("portal:reports", patient)


def _row(line: TumourReportLine) -> ReportRow:
    typed = [row.strip() for row in line.findings.splitlines() if row.strip()]
    disease = disease_name(line.disease, active_language()) if line.disease else ""
    return ReportRow(line, disease, typed[0], len(typed) - 1)
