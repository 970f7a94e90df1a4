"""A provider puts a medicine with its plan on a patient's list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict
from mendly.medicines.services import add_medicine, set_schedule
from mendly.policy import Action, Actor, Category, require
from mendly_core.genes import ingredients
from portal.doors import actor_of, providers_only
from portal.patient.forms import refuse
from portal.patient.medicine_forms import AddMedicineForm
from portal.provider.record import record_of


@require_http_methods(["GET", "POST"])
@providers_only
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Action.ADD, patient, Category.MEDICINES)
    record = record_of(actor, patient)
    form = AddMedicineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(actor, patient, form):
        messages.success(request, _("The medicine is on the list."))
        return redirect("portal:patient", patient)
    context = {
        "record": record,
        "form": form,
        "entry": request.POST.get("entry") or new_id(),
        "known": [drug.ingredient for drug in ingredients()],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/add_medicine.html", context, status=status)


def _kept(actor: Actor, patient_id: UUID, form: AddMedicineForm) -> bool:
    """Medicine and plan together or not at all; a double click keeps one. What is refused, the form says."""
    try:
        with transaction.atomic():
            entry = form.cleaned_data["entry"]
            medicine, is_new = add_medicine(actor, patient_id, form.words(), medicine_id=entry)
            if is_new and form.has_plan:
                set_schedule(actor, patient_id, medicine.id, form.draft())
    except (BadInput, Conflict) as error:
        refuse(form, error)
        return False
    return True
