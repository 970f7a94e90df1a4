"""Messages with the care team: the topics, a new one, and one talk that stays up to date by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.care.selectors import providers_of
from mendly.errors import BadInput, Conflict, NotFound
from mendly.insights.selectors import insight_of
from mendly.medicines.selectors import medicine_of
from mendly.messaging.selectors import (
    ConversationLine,
    MessageLine,
    conversation_of,
    conversations_of,
    messages_of,
)
from mendly.messaging.services import mark_read, send_message, start_conversation
from mendly_core.words import say
from portal.doors import is_fragment, patients_only
from portal.patient.forms import refuse
from portal.patient.phrases import ago_words
from portal.patient.whose import Whose, show, whose
from portal.talk import MessageForm, TopicForm, after_of, mark_newest_read
from portal.wording import active_language, clock, short_day

NEWEST = 100
"""How many messages of a talk a page shows at first."""


@dataclass(frozen=True, slots=True)
class Topic:
    line: ConversationLine
    ago: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a page shows it: `key` orders them, `at` is on the patient's clock."""

    line: MessageLine
    at: str

    @property
    def key(self) -> str:
        return f"{self.line.number:08d}"


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a question about a card, a medicine or readings starts with."""

    subject: str = ""
    body: str = ""


@require_safe
@patients_only
def topics(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    lines = conversations_of(record.actor, patient)
    facts = {
        "heading": _("Your messages"),
        "topics": [Topic(line, ago_words(line.last_message_at, record.now)) for line in lines],
        "has_team": bool(providers_of(patient)),
    }
    return show(request, record, "messages/part" if is_fragment(request) else "messages/list", facts)


@require_http_methods(["GET", "POST"])
@patients_only
def new(request: HttpRequest, patient: UUID) -> HttpResponse:
    """A new topic; `?insight=`, `?medicine=` or `?about=readings` fill in what the question is about."""
    record = whose(request, patient)
    if not record.may_write:
        raise NotFound
    form = TopicForm(request.POST) if request.method == "POST" else TopicForm(initial=_start(request, record))
    if request.method == "POST" and form.is_valid():
        try:
            conversation, _first = start_conversation(record.actor, patient, **form.arguments())
            return redirect("portal:thread", patient, conversation.id)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    facts = {"heading": _("New message"), "form": form, "has_team": bool(providers_of(patient))}
    status = 422 if request.method == "POST" else 200
    return show(request, record, "messages/new", facts | _back(record), status=status)


@require_safe
@patients_only
def thread(request: HttpRequest, patient: UUID, conversation: UUID) -> HttpResponse:
    record = whose(request, patient)
    form = MessageForm()
    facts = _talk_facts(record, conversation, form)
    newest = facts["newest"]
    if isinstance(newest, MessageLine):
        mark_newest_read(record.actor, patient, conversation, [newest])
    return show(request, record, "messages/thread", facts)


@require_safe
@patients_only
def thread_news(request: HttpRequest, patient: UUID, conversation: UUID) -> HttpResponse:
    """What was said after `?after=`, and how far the other side has read."""
    record = whose(request, patient)
    facts = _news_facts(record, conversation, after_of(request))
    return show(request, record, "messages/news", facts)


@require_POST
@patients_only
def say_it(request: HttpRequest, patient: UUID, conversation: UUID) -> HttpResponse:
    """Send. The answer carries the message too, so that it shows without the socket."""
    record, form = whose(request, patient), MessageForm(request.POST)
    if form.is_valid() and _sent(record, conversation, form):
        if not is_fragment(request):
            return redirect(f"{reverse('portal:thread', args=[patient, conversation])}#say")
        facts = _news_facts(record, conversation, after_of(request))
        fresh = MessageForm()
        return show(request, record, "messages/news", facts | {"form": fresh})
    if is_fragment(request):
        facts = {"form": form, "conversation": conversation_of(record.actor, patient, conversation)}
        return show(request, record, "messages/composer_again", facts, status=422)
    return show(request, record, "messages/thread", _talk_facts(record, conversation, form), status=422)


@require_POST
@patients_only
def mark(request: HttpRequest, patient: UUID, conversation: UUID) -> HttpResponse:
    """The newest message came into view."""
    record = whose(request, patient)
    try:
        message = UUID(request.POST.get("message", ""))
    except ValueError:
        raise NotFound from None
    mark_read(record.actor, patient, conversation, message)
    return HttpResponse(status=204)


def _sent(record: Whose, conversation: UUID, form: MessageForm) -> bool:
    try:
        send_message(record.actor, record.patient, conversation, **form.arguments())
    except (BadInput, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _talk_facts(record: Whose, conversation: UUID, form: MessageForm) -> dict[str, object]:
    topic = conversation_of(record.actor, record.patient, conversation)
    return {"heading": topic.subject, "form": form} | _news_facts(record, conversation, 0) | _back(record)


def _news_facts(record: Whose, conversation: UUID, after: int) -> dict[str, object]:
    """`newest` is the last message, `seen` whether the other side has read it, if it is one's own."""
    lines = messages_of(record.actor, record.patient, conversation, limit=NEWEST)
    newest = lines[-1] if lines else None
    return {
        "conversation": conversation_of(record.actor, record.patient, conversation),
        "said": [Said(line, _when(record, line)) for line in lines if line.number > after],
        "newest": newest,
        "seen": newest.read_by_other_side if newest and newest.mine else None,
    }


def _when(record: Whose, line: MessageLine) -> str:
    local = record.local(line.sent_at)
    at = clock(local.time())
    return at if local.date() == record.today else f"{short_day(local.date())}, {at}"


def _start(request: HttpRequest, record: Whose) -> dict[str, object]:
    prefill = _prefill(request, record)
    return {"subject": prefill.subject, "body": prefill.body}


def _prefill(request: HttpRequest, record: Whose) -> Prefill:
    language = active_language()
    insight, medicine = _id(request, "insight"), _id(request, "medicine")
    if insight is not None:
        card = insight_of(record.actor, record.patient, insight, language)
        name = medicine_of(record.actor, record.patient, card.medicine).name
        return Prefill(card.text.title, say("messages.ask_about_card", language, medicine=name))
    if medicine is not None:
        name = medicine_of(record.actor, record.patient, medicine).name
        return Prefill(name, say("messages.ask_about_medicine", language, medicine=name))
    if request.GET.get("about") == "readings":
        return Prefill(_("My readings"), say("messages.ask_about_reading", language))
    return Prefill()


def _id(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _back(record: Whose) -> dict[str, object]:
    return {"back_url": reverse("portal:messages", args=[record.patient]), "back_words": _("All messages")}
