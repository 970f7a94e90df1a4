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


class MessageForm(forms.Form):
    """One message. The hidden id is made with the page, so a double click sends once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST_BODY, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )

    def arguments(self) -> dict[str, Any]:
        return {"message_id": self.cleaned_data["id"], "body": self.cleaned_data["body"]}


class TopicForm(forms.Form):
    """A new topic with its first message."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    subject = forms.CharField(label=_("What is it about?"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST_BODY, widget=forms.Textarea({"rows": 5, "dir": "auto"})
    )

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"conversation_id": given["id"], "subject": given["subject"], "body": given["body"]}


def after_of(request: HttpRequest) -> int:
    """The number of the last message that the page shows already."""
    return number_of(request.POST.get("after") or request.GET.get("after"))


def mark_newest_read(
    actor: Actor, patient_id: UUID, conversation_id: UUID, lines: Sequence[MessageLine]
) -> None:
    """Showing a message is reading it."""
    if lines and not lines[-1].mine:
        mark_read(actor, patient_id, conversation_id, lines[-1].id)
