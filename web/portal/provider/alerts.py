"""One alert: the rule, the readings behind it, and the provider's answer to it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mendly.accounts.selectors import profile_of
from mendly.alerts.documents import alert_detail
from mendly.alerts.selectors import alert_of
from mendly.alerts.services import acknowledge_alert
from portal.doors import actor_of, providers_only


class AnswerForm(forms.Form):
    """What was done. A reason is needed where nothing was."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What did you do?"),
        choices=[
            ("called", gettext_lazy("I called")),
            ("messaged", gettext_lazy("I wrote a message")),
            ("changed", gettext_lazy("I changed the treatment")),
            ("none", gettext_lazy("Nothing is needed")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Needed if nothing is to be done."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("answer") == "none" and not str(given.get("note", "")).strip():
            self.add_error("note", _("Please write why nothing is needed."))
        return given


@require_http_methods(["GET", "POST"])
@providers_only
def alert(request: HttpRequest, patient: UUID, alert: UUID) -> HttpResponse:
    actor = actor_of(request)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acknowledge_alert(actor, patient, alert, **form.cleaned_data)
        messages.success(request, _("Your answer is kept."))
        return redirect("portal:patient", patient)
    context = {
        "profile": profile_of(actor, patient),
        "alert": alert_detail(alert_of(actor, patient, alert), get_language() or "en"),
        "form": form,
    }
    return render(
        request, "portal/provider/alert.html", context, status=422 if request.method == "POST" else 200
    )
