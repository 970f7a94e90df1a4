"""One alert: the rule, the readings behind it, and the provider's answer to it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy
from django.views.decorators.http import require_http_methods

from mendly.alerts.selectors import alert_of
from mendly.alerts.services import LONGEST_NOTE, acknowledge_alert
from mendly.errors import BadInput, Conflict
from mendly_core.signals.blood_pressure import Category
from mendly_core.signals.thresholds import Comparator, Condition, threshold_rules
from portal.doors import actor_of, providers_only
from portal.patient.forms import PlainForm, refuse
from portal.provider.record import record_of

ANSWERS: Final = MappingProxyType(
    {
        "called": gettext_lazy("I called"),
        "messaged": gettext_lazy("I wrote a message"),
        "changed": gettext_lazy("I changed the treatment"),
        "none": gettext_lazy("Nothing is needed"),
    }
)
STEPS: Final = MappingProxyType(
    {
        "opened": pgettext_lazy("step of an alert", "Opened"),
        "worsened": pgettext_lazy("step of an alert", "Got worse"),
        "acknowledged": pgettext_lazy("step of an alert", "Answered"),
        "resolved": pgettext_lazy("step of an alert", "Settled"),
    }
)
PERSISTENCE: Final = (gettext_noop("mean of at least 2 readings"), gettext_noop("repeat after 5 minutes"))
"""What makes readings count, as the table of thresholds says it for the rules that open alerts."""


class AnswerForm(PlainForm):
    """What was done. A reason is needed where nothing was."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What did you do?"), choices=list(ANSWERS.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Needed if nothing is to be done."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )


@require_http_methods(["GET", "POST"])
@providers_only
def alert(request: HttpRequest, patient: UUID, alert: UUID) -> HttpResponse:
    actor = actor_of(request)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acknowledge_alert(actor, patient, alert, **form.cleaned_data)
            messages.success(request, _("Your answer is kept."))
            return redirect("portal:patient", patient)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    detail = alert_of(actor, patient, alert)
    context = {
        "record": record_of(actor, patient),
        "alert": detail.alert,
        "facts": detail.facts,
        "counts_when": _(detail.facts.persistence),
        "threshold": threshold_words(detail.facts.category),
        "steps": [(line, STEPS[line.step], ANSWERS.get(line.answer, "")) for line in detail.steps],
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/alert.html", context, status=status)


def threshold_words(category: Category) -> str:
    """The limits of the rule, upper number first, with the numbers of the table of thresholds."""
    rule = threshold_rules()[category.rule_name]
    limits = {condition.measure: _limit(condition) for condition in rule.conditions}
    pair = {"upper": limits["systolic"], "lower": limits["diastolic"]}
    if rule.needs_all:
        return _("Upper number %(upper)s, and lower number %(lower)s") % pair
    return _("Upper number %(upper)s, or lower number %(lower)s") % pair


def _limit(condition: Condition) -> str:
    numbers = {"low": condition.low, "high": condition.high}
    words = {
        Comparator.AT_LEAST: _("%(low)s or more"),
        Comparator.ABOVE: _("above %(low)s"),
        Comparator.BELOW: _("below %(low)s"),
        Comparator.BETWEEN: _("%(low)s to %(high)s"),
    }
    return words[condition.comparator] % numbers
