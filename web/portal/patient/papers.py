"""The wallet card and the report for a doctor: to print, to take along as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mendly.accounts.selectors import profile_of
from portal.doors import actor_of, patients_only
from portal.papers.answers import file_answer, paper_named, papers_of
from portal.papers.pdf import Holder
from portal.patient.whose import show, whose


@require_safe
@patients_only
def paper(request: HttpRequest, patient: UUID, paper: str) -> HttpResponse:
    record, name = whose(request, patient), paper_named(paper)
    found = papers_of(record.actor, patient, name)
    facts = {
        "heading": found.title,
        "papers": found,
        "holder": _holder(request, patient),
        "back_url": reverse("portal:genes", args=[patient]),
        "back_words": _("Your genes"),
    }
    return show(request, record, "papers/page", facts)


@require_safe
@patients_only
def paper_file(request: HttpRequest, patient: UUID, paper: str) -> HttpResponse:
    return file_answer(actor_of(request), patient, paper_named(paper), _holder(request, patient))


def _holder(request: HttpRequest, patient: UUID) -> Holder:
    profile = profile_of(actor_of(request), patient)
    return Holder(profile.name, profile.birth_date)
