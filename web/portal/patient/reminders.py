"""How a patient is reminded of doses: quiet hours, once more, by e-mail, and whether helpers hear."""

from __future__ import annotations

from datetime import time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mendly.errors import NotFound
from mendly.medicines.reminder_choices import Reminding, reminder_choice_of
from mendly.medicines.rings import helpers_of
from mendly.medicines.services import choose_reminders
from mendly.policy import Action, Category, may, would_need_proof
from mendly.problems import confirm_url
from mendly_core.doses.rings import RingWishes
from portal.doors import patients_only
from portal.patient.forms import PlainForm
from portal.patient.plans import answer_status
from portal.patient.whose import show, whose

AGAIN: Final = (
    ("0", gettext_lazy("Do not ring again")),
    ("1", gettext_lazy("Once more")),
    ("2", gettext_lazy("Two times more")),
    ("3", gettext_lazy("Three times more")),
)
AGAIN_AFTER: Final = (
    ("10", gettext_lazy("After 10 minutes")),
    ("15", gettext_lazy("After 15 minutes")),
    ("30", gettext_lazy("After half an hour")),
    ("60", gettext_lazy("After one hour")),
)
NEVER: Final = "0"
HELPERS: Final = (
    (NEVER, gettext_lazy("Never")),
    ("30", gettext_lazy("After half an hour")),
    ("60", gettext_lazy("After one hour")),
    ("120", gettext_lazy("After two hours")),
    ("240", gettext_lazy("After four hours")),
)


class RemindersForm(PlainForm):
    """Choices that came from another program are offered beside ours, so that saving here keeps them.

    Without `asks_helpers` the wait of the helpers is not asked and stays as kept; `is_shut` shows it but holds it.
    """

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    quiet_to = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("What falls into quiet hours rings when they end. Leave both empty for none."),
    )
    again = forms.ChoiceField(label=gettext_lazy("If I do not answer"))
    again_after = forms.ChoiceField(label=gettext_lazy("How long to wait before that"))
    by_email = forms.BooleanField(
        label=gettext_lazy("Send me an e-mail too. It says nothing about my health."), required=False
    )
    helpers = forms.ChoiceField(label=gettext_lazy("Tell those who help me, when I have not answered"))

    def __init__(self, *args: Any, kept: Reminding, asks_helpers: bool, is_shut: bool, **kwargs: Any) -> None:
        wishes = kept.wishes
        now = {
            "quiet_from": _clock(wishes.quiet_from),
            "quiet_to": _clock(wishes.quiet_to),
            "again": str(wishes.again_times),
            "again_after": str(wishes.again_after),
            "by_email": kept.by_email,
            "helpers": str(wishes.proxies_after or NEVER),
        }
        super().__init__(*args, initial=now, **kwargs)
        for name, offered in (("again", AGAIN), ("again_after", AGAIN_AFTER), ("helpers", HELPERS)):
            field, value = self.fields[name], str(now[name])
            if isinstance(field, forms.ChoiceField):
                known = value in dict(offered)
                field.choices = [*offered, *([] if known else [(value, _other(name, value))])]
        self.kept_wait = wishes.proxies_after
        self.fields["helpers"].disabled = is_shut
        if not asks_helpers:
            del self.fields["helpers"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, ends = given.get("quiet_from"), given.get("quiet_to")
        if not self.errors and (opens is None) != (ends is None):
            missing = "quiet_from" if opens is None else "quiet_to"
            self.add_error(missing, _("Please give both times, or leave both empty."))
        elif opens is not None and opens == ends:
            self.add_error("quiet_to", _("Please give two different times."))
        return given

    def wished(self) -> Reminding:
        given = self.cleaned_data
        wishes = RingWishes(
            _minute(given["quiet_from"]),
            _minute(given["quiet_to"]),
            int(given["again"]),
            int(given["again_after"]),
            self._wait(),
        )
        return Reminding(wishes, given["by_email"])

    def _wait(self) -> int | None:
        if "helpers" not in self.fields:
            return self.kept_wait
        return int(self.cleaned_data["helpers"]) or None


@require_http_methods(["GET", "POST"])
@patients_only
def reminders(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    if not record.may_hide:
        raise NotFound
    kept = reminder_choice_of(record.actor, patient)
    is_open, has_helpers = kept.wishes.proxies_after is not None, bool(helpers_of(patient))
    decides = may(record.actor, Action.WITHDRAW, patient, Category.SHARING)
    needs_proof = not is_open and would_need_proof(record.actor, Action.SHARE, patient, Category.SHARING)
    asks = has_helpers and decides
    form = RemindersForm(request.POST or None, kept=kept, asks_helpers=asks, is_shut=needs_proof)
    if request.method == "POST" and form.is_valid():
        choose_reminders(record.actor, patient, form.wished())
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("portal:medicines", patient)
    facts = {
        "heading": _("How I am reminded"),
        "form": form,
        "has_helpers": has_helpers,
        "asks_helpers": asks,
        "confirm_url": confirm_url(reverse("portal:reminders", args=[patient]))
        if asks and needs_proof
        else "",
        "back_url": reverse("portal:medicines", args=[patient]),
        "back_words": _("All medicines"),
    }
    return show(request, record, "reminders", facts, status=answer_status(request))


def _clock(minute: int | None) -> time | None:
    return None if minute is None else time(*divmod(minute, 60))


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _other(name: str, value: str) -> str:
    if name == "again":
        return _("%(n)s times more") % {"n": value}
    return _("After %(n)s minutes") % {"n": value}
