"""What the threads of both sides share: the forms, the place to continue from, the read mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mendly.clock import new_id
from mendly.messaging.selectors import MessageLine
from mendly.messaging.services import LONGEST_BODY, LONGEST_SUBJECT, mark_read
from mendly.policy import Actor
from portal.forms import number_of
from portal.patient.forms import PlainForm


class MessageForm(PlainForm):
    """One message. `entry` is its id, made with the page: sent twice, it is there once."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST_BODY, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )

    def arguments(self) -> dict[str, Any]:
        return {"message_id": self.cleaned_data["entry"], "body": self.cleaned_data["body"]}


class TopicForm(MessageForm):
    """A new topic with its first message."""

    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput({"dir": "auto"}),
    )
    field_order = ("subject", "body")

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"conversation_id": given["entry"], "subject": given["subject"], "body": given["body"]}


def after_of(request: HttpRequest) -> int:
    """The number of the last message that the page shows already."""
    return number_of(request.POST.get("after") or request.GET.get("after"))


def mark_newest_read(
    actor: Actor, patient_id: UUID, conversation_id: UUID, lines: Sequence[MessageLine]
) -> None:
    """Showing a message is reading it."""
    if lines and not lines[-1].mine:
        mark_read(actor, patient_id, conversation_id, lines[-1].id)
