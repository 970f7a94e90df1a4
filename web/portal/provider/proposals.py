"""A provider proposes a plan, or the change of one, and takes it back; the patient answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict, NotFound
from mendly.medicines.checks import LONGEST_TEXT
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.proposals import open_proposals_of
from mendly.medicines.selectors import medicine_of
from mendly.medicines.services import propose_plan, withdraw_proposal
from mendly.policy import Action, Actor, Category, require
from portal.doors import actor_of, providers_only
from portal.patient.forms import PlainForm, refuse
from portal.patient.phrases import amount_words, plan_words, rule_words
from portal.patient.plan_kinds import KINDS, USUAL, TaperForm, kind_of
from portal.patient.plans import known_plan, plan_form
from portal.provider.record import record_of

if TYPE_CHECKING:
    from mendly.medicines.models import Medicine

OFFERED = {code: words for code, (form, words) in KINDS.items() if form is not TaperForm}


class WordsForm(PlainForm):
    """Why, for the patient to read; `entry` is the id of the proposal: sent twice, proposed once."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("What do you want to tell the patient?"),
        max_length=LONGEST_TEXT["words"],
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


@require_safe
@providers_only
def proposals(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    """The plans of a medicine, what is proposed for them, and the kinds of a new one."""
    actor = actor_of(request)
    row = _medicine(actor, patient, medicine)
    context = {
        "record": record_of(actor, patient),
        "medicine": row,
        "schedule": new_id(),
        "plans": [
            (plan.id, amount_words(plan.amount, plan.unit), plan_words(plan))
            for plan in plans_of(actor, patient, medicine)
        ],
        "waiting": [
            (one, amount_words(one.draft.amount, one.draft.unit), rule_words(one.draft.rule, one.draft.unit))
            for one in open_proposals_of(actor, patient, medicine_id=medicine)
        ],
        "own": actor.user_id,
        "kinds": OFFERED.items(),
    }
    return render(request, "portal/provider/proposals.html", context)


@require_http_methods(["GET", "POST"])
@providers_only
def propose(request: HttpRequest, patient: UUID, medicine: UUID, schedule: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = _medicine(actor, patient, medicine)
    record = record_of(actor, patient)
    known = known_plan(actor, patient, medicine, schedule)
    kind = request.GET.get("kind", kind_of(known.rule) if known else USUAL)
    if kind not in OFFERED:
        raise NotFound
    form = plan_form(actor, patient, ZoneInfo(record.zone), kind, known, request.POST or None)
    words = WordsForm(request.POST or None, initial={"entry": new_id()})
    if request.method == "POST" and form.is_valid() and words.is_valid():
        try:
            _propose(actor, patient, medicine, schedule, form, words)
            messages.success(request, _("The patient will see it and can say yes."))
            return redirect("portal:proposals", patient, medicine)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    context = {"record": record, "medicine": row, "form": form, "words": words, "kind_words": OFFERED[kind]}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/propose.html", context, status=status)


@require_POST
@providers_only
def withdraw(request: HttpRequest, patient: UUID, medicine: UUID, proposal: UUID) -> HttpResponse:
    try:
        withdraw_proposal(actor_of(request), patient, proposal)
    except Conflict as error:
        messages.error(request, _(error.sentence))
    return redirect("portal:proposals", patient, medicine)


def _propose(
    actor: Actor, patient: UUID, medicine: UUID, schedule: UUID, form: Any, words: WordsForm
) -> None:
    given = words.cleaned_data
    propose_plan(
        actor,
        patient,
        medicine,
        form.draft(),
        schedule_id=schedule,
        words=given["words"],
        proposal_id=given["entry"],
    )


def _medicine(actor: Actor, patient: UUID, medicine: UUID) -> Medicine:
    require(actor, Action.CHANGE, patient, Category.MEDICINES)
    row = medicine_of(actor, patient, medicine)
    if row.status != "active":
        raise NotFound
    return row
