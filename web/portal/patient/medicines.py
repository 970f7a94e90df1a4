"""The list of medicines and the page of one: how to take it, its plan, how it goes, its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict, NotFound
from mendly.insights.selectors import InsightCard, insights_of
from mendly.medicines.safety import warnings_of
from mendly.medicines.selectors import medicines_of
from mendly.medicines.services import add_medicine, change_medicine, end_medicine, set_schedule
from mendly.policy import Category
from mendly_core.genes import ingredients
from portal.doors import patients_only
from portal.patient.course import course_of
from portal.patient.forms import refuse
from portal.patient.medicine_forms import AddMedicineForm, EndForm, MedicineForm
from portal.patient.plans import (
    PlanLine,
    ProposalLine,
    answer_status,
    back_to,
    open_medicine,
    plan_lines,
    proposal_lines,
    require_may_plan,
)
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

if TYPE_CHECKING:
    from mendly.medicines.models import Medicine


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One medicine of the list with its plans and the cards that its genes gave it, most urgent first."""

    medicine: Medicine
    plans: tuple[PlanLine, ...]
    proposals: tuple[ProposalLine, ...]
    cards: tuple[InsightCard, ...]


@require_safe
@patients_only
def medicines(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    lines = medicine_lines(record)
    facts = {
        "heading": _("Medicines"),
        "active": [line for line in lines if line.medicine.status == "active"],
        "ended": [line for line in lines if line.medicine.status != "active"],
        "check": warnings_of(record.actor, record.patient, active_language()),
    }
    return show(request, record, "medicines/list", facts)


@require_safe
@patients_only
def medicine(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    record = whose(request, patient)
    line = next((line for line in medicine_lines(record) if line.medicine.id == medicine), None)
    if line is None:
        raise NotFound
    facts = {
        "heading": f"{line.medicine.name} {line.medicine.strength}".strip(),
        "line": line,
        "course": course_of(record, line.medicine),
        "check": warnings_of(record.actor, record.patient, active_language()).about(medicine),
    }
    return show(request, record, "medicines/one", facts | _back_to_list(record))


@require_http_methods(["GET", "POST"])
@patients_only
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    require_may_plan(record)
    form = AddMedicineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (added := _add(record, form)):
        messages.success(request, _("The medicine is on the list."))
        if form.is_planned_next:
            return redirect("portal:new_plan", patient, added.id)
        return redirect("portal:medicine", patient, added.id)
    facts = {
        "heading": _("Add a medicine"),
        "form": form,
        "entry": request.POST.get("entry") or new_id(),
        "known": [drug.ingredient for drug in ingredients()],
    }
    return show(
        request, record, "medicines/add", facts | _back_to_list(record), status=answer_status(request)
    )


@require_http_methods(["GET", "POST"])
@patients_only
def change(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    record = whose(request, patient)
    row = open_medicine(record, medicine)
    start = {"name": row.name, "how": row.how, "notes": row.notes}
    form = MedicineForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        change_medicine(record.actor, patient, medicine, **form.cleaned_data)
        return _saved(request, record, medicine)
    facts = {"heading": _("Change %(medicine)s") % {"medicine": row.name}, "form": form}
    return show(
        request, record, "medicines/change", facts | back_to(record, row), status=answer_status(request)
    )


@require_http_methods(["GET", "POST"])
@patients_only
def end(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    record = whose(request, patient)
    row = open_medicine(record, medicine)
    form = EndForm(request.POST or None, today=record.today, started_on=row.started_on)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        end_medicine(record.actor, patient, medicine, on=None if on == record.today else on)
        return _saved(request, record, medicine)
    facts = {"heading": _("Has %(medicine)s ended?") % {"medicine": row.name}, "form": form, "medicine": row}
    return show(request, record, "medicines/end", facts | back_to(record, row), status=answer_status(request))


def medicine_lines(record: Whose) -> list[MedicineLine]:
    plans, proposals = plan_lines(record), proposal_lines(record)
    cards = cards_by_medicine(_cards(record))
    return [
        MedicineLine(
            row, tuple(plans.get(row.id, ())), tuple(proposals.get(row.id, ())), tuple(cards[row.id])
        )
        for row in medicines_of(record.actor, record.patient)
    ]


def cards_by_medicine(cards: Iterable[InsightCard]) -> defaultdict[UUID, list[InsightCard]]:
    """The cards of each medicine, in the order in which they come: the most urgent first."""
    found: defaultdict[UUID, list[InsightCard]] = defaultdict(list)
    for card in cards:
        found[card.medicine].append(card)
    return found


def _cards(record: Whose) -> list[InsightCard]:
    if not record.may_see(Category.DRUG_RESPONSE):
        return []
    return insights_of(record.actor, record.patient, active_language())


def _add(record: Whose, form: AddMedicineForm) -> Medicine | None:
    """The medicine and its plan, both or none; None when something was refused, which the form then says."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            added, is_new = add_medicine(
                record.actor, record.patient, form.words(), medicine_id=given["entry"]
            )
            if is_new and form.has_plan:
                set_schedule(record.actor, record.patient, added.id, form.draft())
    except (BadInput, Conflict) as error:
        refuse(form, error)
        return None
    return added


def _saved(request: HttpRequest, record: Whose, medicine_id: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("portal:medicine", record.patient, medicine_id)


def _back_to_list(record: Whose) -> dict[str, object]:
    return {"back_url": reverse("portal:medicines", args=[record.patient]), "back_words": _("All medicines")}
