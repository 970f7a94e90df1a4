"""Beyond medicines: what the person wants to know, topic by topic, and what their file shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.accounts.selectors import profile_of
from mendly.accounts.services import change_profile
from mendly.predisposition.selectors import (
    CategoryLine,
    ChoicesMade,
    FindingsShown,
    ShownCategory,
    choices_of,
    findings_shown,
    letters_of,
    look_once,
)
from mendly.predisposition.services import choose
from mendly_core.predisposition import Choice
from mendly_core.words import CardText, category_page, say
from portal.doors import is_fragment, patients_only
from portal.patient.beyond_forms import BirthDateForm, ChoiceForm
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic of the list. `news`: what the file shows, only where the person chose to see it."""

    place: UUID
    name: str
    about: str
    news: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One card of a topic. `finding` names it for a letter; `letter` is the draft that there is."""

    text: CardText
    finding: UUID | None
    letter: UUID | None


@dataclass(frozen=True, slots=True)
class TopicCards:
    """What a shown topic says: its cards, then the lines about what was not found or not read."""

    cards: tuple[FindingCard, ...]
    silence: tuple[str, ...]
    english: tuple[str, ...]


@require_safe
@patients_only
def beyond(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Every topic that may be offered, by what the person chose."""
    record = whose(request, patient)
    return show(
        request, record, "beyond/list" if is_fragment(request) else "beyond/page", _list_facts(record)
    )


def _list_facts(record: Whose, birth_form: BirthDateForm | None = None) -> Facts:
    made, language = choices_of(record.actor, record.patient), active_language()
    shown = findings_shown(record.actor, record.patient)
    news = {each.place: category_page(each.answer, language).cards for each in shown.categories}
    return {
        "heading": say("choices.beyond", language),
        "back_url": reverse("portal:genes", args=[record.patient]),
        "back_words": _("Your genes"),
        "groups": _groups(made, news),
        "hidden": _rows(made, Choice.HIDE, {}),
        "minor": made.minor and made.born,
        "birth_form": None if made.born else birth_form or BirthDateForm(today=record.today),
        "file": _file_key(shown),
    }


def _groups(made: ChoicesMade, news: Mapping[UUID, Iterable[CardText]]) -> list[tuple[str, list[TopicRow]]]:
    wanted = (("choices.shown", Choice.SHOW), ("choices.asked", Choice.ASK), ("choices.open", None))
    groups = [(say(key, active_language()), _rows(made, choice, news)) for key, choice in wanted]
    return [(title, rows) for title, rows in groups if rows]


def _rows(
    made: ChoicesMade, choice: Choice | None, news: Mapping[UUID, Iterable[CardText]]
) -> list[TopicRow]:
    return [_row(line, news.get(line.place, ())) for line in made.categories if line.choice is choice]


def _row(line: CategoryLine, cards: Iterable[CardText]) -> TopicRow:
    language = active_language()
    return TopicRow(
        line.place,
        say(f"choices.name.{line.key}", language),
        say(f"choices.about.{line.key}", language),
        " ".join(dict.fromkeys(card.headline for card in cards)),
    )


def _file_key(shown: FindingsShown) -> str:
    """The sentence to say where there is nothing that could be looked at."""
    return {"none": "choices.no_file", "unread": "choices.unread"}.get(shown.file, "")


@require_http_methods(["GET", "POST"])
@patients_only
def topic(request: HttpRequest, patient: UUID, category: UUID) -> HttpResponse:
    """One topic: what it is about, what the file shows if the person chose to see it, and the choice."""
    record = whose(request, patient)
    line = choices_of(record.actor, patient).line(category)
    if is_fragment(request) and request.method == "GET":
        return show(request, record, "beyond/seen", _topic_facts(record, line))
    sent = request.POST if request.method == "POST" else None
    form = ChoiceForm(sent, initial={"choice": line.choice})
    if request.method == "POST" and form.is_valid():
        choice = Choice(form.cleaned_data["choice"])
        choose(record.actor, patient, {line.key: choice}, language=active_language())
        messages.success(request, say("choices.kept", active_language()))
        return (
            redirect("portal:topic", patient, category)
            if choice is Choice.SHOW
            else redirect("portal:beyond", patient)
        )
    facts = _topic_facts(record, line) | {"form": form}
    return show(request, record, "beyond/topic", facts, status=422 if request.method == "POST" else 200)


@require_POST
@patients_only
def look(request: HttpRequest, patient: UUID, category: UUID) -> HttpResponse:
    """The yes to a topic that asks first: shown in this answer and kept nowhere."""
    record = whose(request, patient)
    line = choices_of(record.actor, patient).line(category)
    shown = look_once(record.actor, patient, category)
    facts = _page_facts(record, line) | _seen_facts(shown, category, {}) | {"looked": True}
    return show(request, record, "beyond/topic", facts)


@require_POST
@patients_only
def tell_birth_date(request: HttpRequest, patient: UUID) -> HttpResponse:
    """For a person whose age we do not know: it decides which topics may be offered."""
    record = whose(request, patient)
    if choices_of(record.actor, patient).born:
        return redirect("portal:beyond", patient)
    form = BirthDateForm(request.POST, today=record.today)
    if not form.is_valid():
        return show(request, record, "beyond/page", _list_facts(record, form), status=422)
    name = profile_of(record.actor, patient).name
    change_profile(record.actor, patient, name=name, birth_date=form.cleaned_data["birth_date"])
    return redirect("portal:beyond", patient)


def _topic_facts(record: Whose, line: CategoryLine) -> Facts:
    facts = _page_facts(record, line)
    if line.choice is not Choice.SHOW:
        return facts | {"asks": line.choice is Choice.ASK}
    letters = {letter.place: letter.id for letter in letters_of(record.actor, record.patient)}
    return facts | _seen_facts(findings_shown(record.actor, record.patient), line.place, letters)


def _page_facts(record: Whose, line: CategoryLine) -> Facts:
    language = active_language()
    return {
        "heading": say(f"choices.name.{line.key}", language),
        "about": say(f"choices.about.{line.key}", language),
        "opt_in": line.opt_in,
        "place": line.place,
        "chosen": line.choice,
        "back_url": reverse("portal:beyond", args=[record.patient]),
        "back_words": say("choices.beyond", language),
    }


def _seen_facts(shown: FindingsShown, place: UUID, letters: Mapping[UUID, UUID]) -> Facts:
    found = next((each for each in shown.categories if each.place == place), None)
    return {"file": _file_key(shown), "seen": found and _cards(found, letters)}


def _cards(shown: ShownCategory, letters: Mapping[UUID, UUID]) -> TopicCards:
    page = category_page(shown.answer, active_language())
    places = [found.place for found in shown.findings] or [None]
    cards = (
        FindingCard(text, place, letters.get(place) if place else None)
        for text, place in zip(page.cards, places, strict=True)
    )
    return TopicCards(tuple(cards), page.silence, page.english)
