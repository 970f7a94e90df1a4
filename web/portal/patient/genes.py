"""Genes: files and what became of them, cards about medicines, one line for each gene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from mendly.errors import BadInput, Conflict, NotFound, TooLarge
from mendly.genome.selectors import FileLine, GeneFinding, files_of, findings_of
from mendly.genome.services import answer_question, remove_file
from mendly.genome.upload_handler import SealedUpload, SealingUploadHandler
from mendly.insights.selectors import InsightCard, insight_of, insights_of
from mendly.insights.services import dismiss
from mendly.predisposition.places import gene_place
from mendly.predisposition.selectors import letters_of
from mendly.predisposition.services import LETTER_STATES
from mendly_core.genes import standing
from mendly_core.words import coverage_text, gene_line, gene_role, say, upload_refused
from portal.doors import actor_of, patients_only
from portal.patient.insurance import insurance_choice
from portal.patient.medicines import cards_by_medicine
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

Facts = dict[str, object]
LOOKS: Final = MappingProxyType({"ready": "ok", "refused": "urgent", "asking": "gene"})
ROOMS_OF_STANDING: Final = MappingProxyType({"normal": "ok", "no_change_seen": "ok", "change_found": "gene"})
SEEN: Final = frozenset({"called", "called_with_limits"})


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: `words` say where it stands, `room` colours its tag."""

    file: FileLine
    state: str
    words: str
    room: str


@dataclass(frozen=True, slots=True)
class GeneRow:
    """One gene: what it is for, what was seen in it, what that stands on, and what a medicine changes right now."""

    gene: str
    role: str
    line: str
    from_lab: bool
    stands_on: str
    room: str
    place: UUID
    differs: str
    right_now: tuple[str, ...] = ()


def _files(record: Whose) -> Facts:
    return {"files": [_file_row(line) for line in files_of(record.actor, record.patient)]}


def _cards(record: Whose) -> Facts:
    cards = insights_of(record.actor, record.patient, active_language())
    return {"groups": list(cards_by_medicine(cards).values())}


def _lines(record: Whose) -> Facts:
    """First the genes that speak to this person's medicines; then all others, and those without an answer."""
    cards = insights_of(record.actor, record.patient, active_language())
    for_medicines = {use.gene for card in cards for use in card.guidance.genes}
    findings = sorted(findings_of(record.actor, record.patient).items())
    now = _now_by_gene(cards)
    rows = [(_gene_row(record, gene, found, now), found.result.state in SEEN) for gene, found in findings]
    seen = [row for row, has_answer in rows if has_answer]
    return {
        "near": [row for row in seen if row.gene in for_medicines],
        "others": [row for row in seen if row.gene not in for_medicines],
        "unseen": [row for row, has_answer in rows if not has_answer],
    }


def _now_by_gene(cards: list[InsightCard]) -> dict[str, tuple[str, ...]]:
    """What acts on a gene at this moment, told once however many medicines depend on it."""
    told: dict[str, dict[str, None]] = {}
    for card in cards:
        for gene, lines in card.now_by_gene.items():
            told.setdefault(gene, {}).update(dict.fromkeys(lines))
    return {gene: tuple(lines) for gene, lines in told.items()}


PARTS: Final[Mapping[str, Callable[[Whose], Facts]]] = MappingProxyType(
    {"files": _files, "cards": _cards, "lines": _lines}
)


def _file_row(file: FileLine) -> FileRow:
    language = active_language()
    states = {
        "received": pgettext("state of a file", "Waiting"),
        "reading": pgettext("state of a file", "Being read"),
        "ready": pgettext("state of a file", "Read"),
        "asking": pgettext("state of a file", "We need to ask you"),
        "refused": pgettext("state of a file", "Could not be read"),
    }
    if file.state == "refused":
        words = upload_refused(file.refusal, language, **file.refusal_facts)
    elif file.choices:
        words = f"{say(f'uploads.{file.refusal}', language)} {say('uploads.waits', language)}"
    else:
        words = say("uploads.ready" if file.state == "ready" else "uploads.received", language)
    return FileRow(file, states[file.state], words, LOOKS.get(file.state, "message"))


def _gene_row(
    record: Whose, gene: str, found: GeneFinding, right_now: Mapping[str, tuple[str, ...]]
) -> GeneRow:
    language, stands_on = active_language(), standing(found.result)
    return GeneRow(
        gene,
        gene_role(gene, language),
        gene_line(found.result, language),
        found.from_lab,
        say(f"genes.standing.{stands_on}", language),
        ROOMS_OF_STANDING.get(stands_on, "general"),
        gene_place(record.patient, gene),
        _how_results_differ(gene, found),
        right_now.get(gene, ()),
    )


def _how_results_differ(gene: str, found: GeneFinding) -> str:
    if found.other is None:
        return ""
    kind = "lab_and_file_differ" if found.from_lab else "files_differ"
    return say(f"genes.state.{kind}", active_language(), gene=gene)


def _all_parts(record: Whose, country: str = "") -> Facts:
    facts: Facts = {"heading": _("Your genes"), "insurance": insurance_choice(record, country)}
    for part in PARTS.values():
        facts |= part(record)
    return facts


@require_safe
@patients_only
def genes(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    return show(request, record, "genes", _all_parts(record, request.GET.get("country", "")))


@require_safe
@patients_only
def genes_part(request: HttpRequest, patient: UUID, part: str) -> HttpResponse:
    """One section of the page again."""
    if part not in PARTS:
        raise NotFound
    record = whose(request, patient)
    return show(request, record, f"genes/{part}", PARTS[part](record))


# The inner view checks the token, after the handler that seals the file is in place.
@csrf_exempt  # nosemgrep: forms-are-guarded
@require_POST
@patients_only
def upload(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Take a file from the plain form, without any script."""
    try:
        with SealingUploadHandler(request, actor_of(request), patient) as handler:
            request.upload_handlers = [handler]
            return _received(request, patient)
    except (BadInput, Conflict, TooLarge) as error:
        record = whose(request, patient)
        facts = _all_parts(record) | {"refused": _(error.sentence)}
        return show(request, record, "genes", facts, status=422)


@csrf_protect
def _received(request: HttpRequest, patient: UUID) -> HttpResponse:
    sealed = request.FILES.get("file")
    if not isinstance(sealed, SealedUpload):
        raise BadInput("Please choose your DNA file first.")
    sealed.receiver.finish()
    messages.success(request, say("uploads.received", active_language()))
    return redirect("portal:genes", patient)


@require_POST
@patients_only
def remove(request: HttpRequest, patient: UUID, file: UUID) -> HttpResponse:
    remove_file(actor_of(request), patient, file)
    messages.success(request, say("uploads.deleted", active_language()))
    return redirect("portal:genes", patient)


@require_POST
@patients_only
def answer(request: HttpRequest, patient: UUID, asking: UUID) -> HttpResponse:
    """Which person of the file, or which DNA map: said by the one who knows."""
    try:
        answer_question(actor_of(request), patient, asking, request.POST.get("answer", ""))
    except BadInput as error:
        record = whose(request, patient)
        facts = _all_parts(record) | {"refused": _(error.sentence)}
        return show(request, record, "genes", facts, status=422)
    messages.success(request, say("uploads.received", active_language()))
    return redirect("portal:genes", patient)


@require_safe
@patients_only
def insight(request: HttpRequest, patient: UUID, insight: UUID) -> HttpResponse:
    record = whose(request, patient)
    card: InsightCard = insight_of(record.actor, patient, insight, active_language())
    names = (use.gene for use in card.guidance.genes)
    facts = {
        "heading": card.text.title,
        "genes": [(name, gene_place(patient, name)) for name in names],
        "card": card,
        "back_url": reverse("portal:genes", args=[patient]),
        "back_words": _("Your genes"),
    }
    return show(request, record, "genes/insight", facts)


@require_safe
@patients_only
def gene(request: HttpRequest, patient: UUID, gene: UUID) -> HttpResponse:
    """One gene: what was seen, and which well-known changes the file could show at all."""
    record = whose(request, patient)
    findings = findings_of(record.actor, patient)
    name = next((name for name in findings if gene_place(patient, name) == gene), None)
    if name is None:
        raise NotFound
    found = findings[name]
    letters = {letter.place: letter.id for letter in letters_of(record.actor, patient)}
    cards = insights_of(record.actor, patient, active_language())
    facts = {
        "heading": name,
        "row": _gene_row(record, name, found, _now_by_gene(cards)),
        "coverage": coverage_text(found.result, active_language()),
        "may_write": found.result.state in LETTER_STATES,
        "letter": letters.get(gene),
        "back_url": reverse("portal:genes", args=[patient]),
        "back_words": _("Your genes"),
    }
    return show(request, record, "genes/gene", facts)


@require_POST
@patients_only
def put_away(request: HttpRequest, patient: UUID, insight: UUID) -> HttpResponse:
    """The card leaves Today and stays here."""
    dismiss(actor_of(request), patient, insight)
    messages.success(request, _("This card no longer shows on Today. You find it here."))
    return redirect("portal:genes", patient)
