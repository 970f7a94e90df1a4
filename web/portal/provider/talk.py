"""Talking with a patient: the topics, and one thread that follows live."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mendly.errors import BadInput, Conflict
from mendly.messaging import services
from mendly.messaging.selectors import conversation_of, conversations_of, messages_of
from portal.doors import actor_of, is_fragment, providers_only
from portal.patient.forms import refuse
from portal.provider.record import record_of
from portal.talk import MessageForm, TopicForm, after_of, mark_newest_read


@require_http_methods(["GET", "POST"])
@providers_only
def conversations(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Every topic with this patient, and a form for a new one."""
    actor = actor_of(request)
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            started, _ = services.start_conversation(actor, patient, **form.arguments())
            return redirect("portal:patient_thread", patient, started.id)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    context = {
        "record": record_of(actor, patient),
        "conversations": conversations_of(actor, patient),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/conversations.html", context, status=status)


@require_http_methods(["GET", "POST"])
@providers_only
def thread(request: HttpRequest, patient: UUID, conversation: UUID) -> HttpResponse:
    """One thread. A live event fetches only what came after the last message shown."""
    actor = actor_of(request)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_message(actor, patient, conversation, **form.arguments())
            return redirect("portal:patient_thread", patient, conversation)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    lines = messages_of(actor, patient, conversation, after=after_of(request))
    mark_newest_read(actor, patient, conversation, lines)
    context = {"lines": lines, "patient_id": patient, "form": form}
    if is_fragment(request) and request.method == "GET":
        return render(request, "portal/parts/thread_lines.html", context)
    context |= {
        "record": record_of(actor, patient),
        "conversation": conversation_of(actor, patient, conversation),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/thread.html", context, status=status)
