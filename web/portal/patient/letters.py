"""Letters to the family: a draft made from one result, the person's own words, a page that prints. Never sent by us."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.errors import BadInput, NotFound
from mendly.genome.selectors import findings_of
from mendly.predisposition.places import gene_place
from mendly.predisposition.selectors import LetterOut, letter_of, letters_of
from mendly.predisposition.services import delete_letter, keep_letter, write_letter
from mendly_core.words import phrase, say
from portal.doors import actor_of, is_fragment, patients_only
from portal.patient.beyond_forms import LetterForm, NewLetterForm
from portal.patient.forms import refuse
from portal.patient.whose import show, whose
from portal.wording import active_language

TOLD_BEFORE = ("family.yours", "family.one_result", "family.your_choice")


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One draft of the list, and what it is about."""

    letter: LetterOut
    about: str


@require_safe
@patients_only
def letters(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    facts = {
        "heading": say("family.list", active_language()),
        "letters": [LetterRow(letter, about(letter)) for letter in letters_of(record.actor, patient)],
        "back_url": reverse("portal:genes", args=[patient]),
        "back_words": _("Your genes"),
    }
    return show(request, record, "letters/rows" if is_fragment(request) else "letters/list", facts)


def about(letter: LetterOut) -> str:
    language = active_language()
    name = letter.gene or phrase(f"findings.name.{letter.condition}", language)
    return say("family.about", language, about=name)


@require_POST
@patients_only
def write(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Make the draft, or open the one that there is."""
    actor, form = actor_of(request), NewLetterForm(request.POST)
    if not form.is_valid():
        raise NotFound
    given = form.cleaned_data
    gene = next((g for g in findings_of(actor, patient) if gene_place(patient, g) == given["gene"]), None)
    letter = write_letter(
        actor,
        patient,
        finding=given["finding"],
        gene=gene,
        confirmed=given["confirmed"],
        language=active_language(),
    )
    return redirect("portal:letter", patient, letter.id)


@require_http_methods(["GET", "POST"])
@patients_only
def letter(request: HttpRequest, patient: UUID, letter: UUID) -> HttpResponse:
    """The draft to edit."""
    record = whose(request, patient)
    draft = letter_of(record.actor, patient, letter)
    sent = request.POST if request.method == "POST" else None
    form = LetterForm(sent, initial={"text": draft.text})
    if request.method == "POST" and form.is_valid():
        try:
            keep_letter(record.actor, patient, letter, text=form.cleaned_data["text"])
            messages.success(request, say("family.kept", active_language()))
            return redirect("portal:letter", patient, letter)
        except BadInput as error:
            refuse(form, error)
    facts = {
        "heading": say("family.title", active_language()),
        "letter": draft,
        "about": about(draft),
        "before": [say(key, active_language()) for key in TOLD_BEFORE],
        "form": form,
        "back_url": reverse("portal:letters", args=[patient]),
        "back_words": say("family.list", active_language()),
    }
    return show(request, record, "letters/one", facts, status=422 if request.method == "POST" else 200)


@require_safe
@patients_only
def printed(request: HttpRequest, patient: UUID, letter: UUID) -> HttpResponse:
    """The letter alone, as it comes out of a printer."""
    record = whose(request, patient)
    facts = {
        "heading": say("family.title", active_language()),
        "letter": letter_of(record.actor, patient, letter),
        "back_url": reverse("portal:letter", args=[patient, letter]),
        "back_words": say("family.text", active_language()),
    }
    return show(request, record, "letters/printed", facts)


@require_POST
@patients_only
def delete(request: HttpRequest, patient: UUID, letter: UUID) -> HttpResponse:
    delete_letter(actor_of(request), patient, letter)
    messages.success(request, say("family.deleted", active_language()))
    return redirect("portal:letters", patient)
