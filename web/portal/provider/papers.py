"""The wallet card and the clinician's report of a patient who shares the genes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendly.policy import Category
from portal.doors import actor_of, providers_only
from portal.papers.answers import file_answer, paper_named, papers_of
from portal.papers.pdf import Holder
from portal.provider.record import Record, record_of


@require_safe
@providers_only
def paper(request: HttpRequest, patient: UUID, paper: str) -> HttpResponse:
    actor, name = actor_of(request), paper_named(paper)
    found, record = papers_of(actor, patient, name), record_of(actor, patient)
    context = {"record": record, "papers": found, "holder": _holder(record)}
    return render(request, "portal/provider/paper.html", context)


@require_safe
@providers_only
def paper_file(request: HttpRequest, patient: UUID, paper: str) -> HttpResponse:
    actor = actor_of(request)
    return file_answer(actor, patient, paper_named(paper), _holder(record_of(actor, patient)))


def _holder(record: Record) -> Holder:
    """Without the profile nobody's name stands on the paper."""
    return Holder(record.name if Category.PROFILE in record.shared else "", record.birth_date)
