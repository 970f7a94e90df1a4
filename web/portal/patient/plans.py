"""When a medicine is taken: make a plan of any kind, change it, let it rest, go on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.medicines.kept_plans import plans_of, resting_plans_of
from mendly.medicines.plans import DAY
from mendly.medicines.proposals import open_proposals_of
from mendly.medicines.selectors import medicine_of, medicines_of
from mendly.medicines.services import answer_proposal, pause_plan, resume_plan, set_schedule, set_taper
from mendly.policy import Actor
from mendly_core.doses import DayRule, Schedule
from portal.doors import patients_only
from portal.forms import number_of
from portal.patient.forms import refuse
from portal.patient.phrases import amount_words, long_day, plan_words, rule_words
from portal.patient.plan_forms import PlanForm
from portal.patient.plan_kinds import (
    KINDS,
    USUAL,
    FollowingForm,
    LeadingDoses,
    PauseForm,
    StepForm,
    TaperForm,
    kind_of,
)
from portal.patient.whose import Whose, show, whose
from portal.wording import clock

if TYPE_CHECKING:
    from mendly.medicines.models import Medicine


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in words. `schedule` names it; `when` says from when to when, where it is not always.

    `rests`: no dose comes from it until somebody goes on with it.
    """

    schedule: UUID
    amount: str
    when: str
    span: str
    is_last: bool
    rests: bool = False


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A plan that a provider proposes, in words. `start` and `last_day` are days in words, or empty."""

    id: UUID
    by: str
    amount: str
    when: str
    start: str
    last_day: str
    words: str
    is_change: bool


def plan_lines(record: Whose, medicine: UUID | None = None) -> dict[UUID, list[PlanLine]]:
    """The plans of each medicine: what holds and what comes after it, then those that rest."""
    lines: dict[UUID, list[PlanLine]] = {}
    plans = plans_of(record.actor, record.patient, medicine)
    last = {plan.id: plan.rev for plan in plans}
    for plan in plans:
        line = _line(record, plan, is_last=last[plan.id] == plan.rev)
        lines.setdefault(plan.medicine, []).append(line)
    for plan in resting_plans_of(record.actor, record.patient, medicine):
        line = PlanLine(plan.id, amount_words(plan.amount, plan.unit), plan_words(plan), "", True, rests=True)
        lines.setdefault(plan.medicine, []).append(line)
    return lines


def _line(record: Whose, plan: Schedule, *, is_last: bool) -> PlanLine:
    span = ""
    if plan.valid_from > record.today:
        span = _("From %(day)s") % {"day": long_day(plan.valid_from)}
    elif plan.valid_to is not None and plan.steps is None:
        span = _("Last day: %(day)s") % {"day": long_day(plan.valid_to - DAY)}
    return PlanLine(plan.id, amount_words(plan.amount, plan.unit), plan_words(plan), span, is_last)


@require_safe
@patients_only
def new_plan(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    """Choose the kind of plan. It gets its name before it is filled in: a form sent twice makes one plan."""
    record = whose(request, patient)
    row = open_medicine(record, medicine)
    facts = {
        "heading": _("When do you take %(medicine)s?") % {"medicine": row.name},
        "medicine": row,
        "schedule": new_id(),
        "kinds": [(code, words) for code, (_form_type, words) in KINDS.items()],
    }
    return show(request, record, "medicines/kinds", facts | back_to(record, row))


@require_http_methods(["GET", "POST"])
@patients_only
def plan(request: HttpRequest, patient: UUID, medicine: UUID, schedule: UUID) -> HttpResponse:
    """Change a plan, or make one under a new id. `rev` keeps two people from overwriting each other."""
    record = whose(request, patient)
    row = open_medicine(record, medicine)
    known = known_plan(record.actor, patient, medicine, schedule)
    kind = request.GET.get("kind", kind_of(known.rule) if known else USUAL)
    if kind not in KINDS:
        raise NotFound
    form = plan_form(record.actor, patient, record.zone, kind, known, request.POST or None)
    rev = known.rev + 1 if known else 1
    if request.method == "POST" and form.is_valid():
        try:
            _keep(record, medicine, schedule, form, number_of(request.POST.get("rev"), rev))
            return _saved(request, record, medicine)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    facts = {
        "heading": _("When do you take %(medicine)s?") % {"medicine": row.name},
        "form": form,
        "rev": rev,
        "is_change": known is not None,
        "kind_words": KINDS[kind][1],
        "kind": kind,
        "kinds": [(code, words) for code, (_form_type, words) in KINDS.items()],
    }
    return show(
        request, record, "medicines/plan", facts | back_to(record, row), status=answer_status(request)
    )


@require_http_methods(["GET", "POST"])
@patients_only
def pause(request: HttpRequest, patient: UUID, medicine: UUID, schedule: UUID) -> HttpResponse:
    record = whose(request, patient)
    row = open_medicine(record, medicine)
    if known_plan(record.actor, patient, medicine, schedule) is None:
        raise NotFound
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pause_plan(record.actor, patient, schedule, until=form.cleaned_data["until"])
            return _saved(request, record, medicine)
        except BadInput as error:
            refuse(form, error)
    facts = {"heading": _("Let the plan for %(medicine)s rest") % {"medicine": row.name}, "form": form}
    return show(
        request, record, "medicines/pause", facts | back_to(record, row), status=answer_status(request)
    )


@require_POST
@patients_only
def resume(request: HttpRequest, patient: UUID, medicine: UUID, schedule: UUID) -> HttpResponse:
    record = whose(request, patient)
    open_medicine(record, medicine)
    resume_plan(record.actor, patient, schedule)
    return _saved(request, record, medicine)


@require_POST
@patients_only
def answer(request: HttpRequest, patient: UUID, proposal: UUID) -> HttpResponse:
    """Accept what the care team proposes, or not."""
    record = whose(request, patient)
    require_may_plan(record)
    accept = request.POST.get("answer") == "accept"
    try:
        answer_proposal(record.actor, patient, proposal, accept=accept)
    except Conflict as error:
        messages.error(request, _(error.sentence))
    else:
        messages.success(
            request, _("The plan holds from now on.") if accept else _("Your plan stays as it was.")
        )
    return redirect("portal:medicines", patient)


def proposal_lines(record: Whose) -> dict[UUID, list[ProposalLine]]:
    """What waits for an answer, by medicine."""
    lines: dict[UUID, list[ProposalLine]] = {}
    for one in open_proposals_of(record.actor, record.patient):
        line = ProposalLine(
            id=one.id,
            by=one.by_name or _("Your care team"),
            amount=amount_words(one.draft.amount, one.draft.unit),
            when=rule_words(one.draft.rule, one.draft.unit),
            start=long_day(one.draft.valid_from) if one.draft.valid_from else "",
            last_day=long_day(one.draft.valid_to - DAY) if one.draft.valid_to else "",
            words=one.words,
            is_change=one.is_change,
        )
        lines.setdefault(one.medicine, []).append(line)
    return lines


def open_medicine(record: Whose, medicine_id: UUID) -> Medicine:
    """A medicine that can still be changed."""
    require_may_plan(record)
    row = medicine_of(record.actor, record.patient, medicine_id)
    if row.status != "active":
        raise Conflict("This medicine has ended. Add it again to take it again.")
    return row


def require_may_plan(record: Whose) -> None:
    if not record.may_plan:
        raise NotFound


def back_to(record: Whose, row: Medicine) -> dict[str, object]:
    return {"back_url": reverse("portal:medicine", args=[record.patient, row.id]), "back_words": row.name}


def answer_status(request: HttpRequest) -> int:
    """A form that is shown again after it was sent was refused."""
    return 422 if request.method == "POST" else 200


def plan_form(
    actor: Actor, patient: UUID, zone: ZoneInfo, kind: str, known: Schedule | None, given: Any
) -> PlanForm:
    """The form of a kind of plan, for a person whose wall clock follows `zone`."""
    form_type = KINDS[kind][0]
    more: dict[str, object] = {}
    if issubclass(form_type, StepForm):
        more = {"zone": zone, "now": now()}
    if issubclass(form_type, FollowingForm):
        more = {"leaders": _leading_doses(actor, patient, known)}
    return form_type(given, plan=known, **more)


def _keep(record: Whose, medicine: UUID, schedule: UUID, form: PlanForm, rev: int) -> None:
    actor, patient = record.actor, record.patient
    if isinstance(form, TaperForm):
        set_taper(actor, patient, medicine, form.draft(), form.phases, schedule_id=schedule)
    else:
        set_schedule(actor, patient, medicine, form.draft(), schedule_id=schedule, rev=rev)


def known_plan(actor: Actor, patient: UUID, medicine_id: UUID, schedule_id: UUID) -> Schedule | None:
    """The last revision of a plan: a change replaces what was to come, too."""
    plans = plans_of(actor, patient, medicine_id)
    return next((one for one in reversed(plans) if one.id == schedule_id), None)


def _leading_doses(actor: Actor, patient: UUID, own: Schedule | None) -> LeadingDoses:
    names = {row.id: row.name for row in medicines_of(actor, patient, active_only=True)}
    return [
        (f"{plan.id}:{slot.slot}", f"{names[plan.medicine]}, {clock(time.fromisoformat(slot.at))}")
        for plan in plans_of(actor, patient)
        if isinstance(plan.rule, DayRule) and plan.medicine in names and (own is None or plan.id != own.id)
        for slot in plan.rule.times
    ]


def _saved(request: HttpRequest, record: Whose, medicine_id: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("portal:medicine", record.patient, medicine_id)
