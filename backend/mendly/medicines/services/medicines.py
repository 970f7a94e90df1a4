"""The list of medicines: add, change, end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_MEDICINES,
    TAKEN_ID,
    MedicineWords,
    clean_line,
    clean_text,
)
from mendly.medicines.ingredients import ingredient_under, ingredients_named
from mendly.medicines.models import Medicine, Status
from mendly.medicines.plans import day_in
from mendly.medicines.services.schedules import end_plans
from mendly.policy import Action, Actor, Category


def add_medicine(
    actor: Actor,
    patient_id: UUID,
    words: MedicineWords,
    *,
    started_on: date | None = None,
    medicine_id: UUID | None = None,
) -> tuple[Medicine, bool]:
    """Put a medicine on the list. The same id and words again find the one already there, and give False.

    Where no ingredient is given, what the name says is kept as such: a later name may not say it.
    """
    enter(actor, Action.ADD, patient_id, Category.MEDICINES, "medicine")
    at = now()
    today = day_in(zone_of_patient(patient_id), at)
    if started_on is not None and started_on > today:
        raise BadInput("The first day cannot lie in the future.", field="started_on")
    with transaction.atomic():
        first = {"patient_id": patient_id, "started_on": started_on or today, "added_at": at, **asdict(words)}
        first["ingredient"] = words.ingredient or ingredients_named(words.name)
        medicine, created = Medicine.objects.get_or_create(id=medicine_id or new_id(), defaults=first)
        if not created:
            _require_same(medicine, patient_id, words, started_on)
            return medicine, False
        if Medicine.objects.filter(patient_id=patient_id).count() > MOST_MEDICINES:
            raise Conflict(f"There are {MOST_MEDICINES} medicines on the list. More do not fit.")
        announce("medicine.started", patient=patient_id, medicine=medicine.id)
        _tell_changed(medicine)
    return medicine, True


def change_medicine(
    actor: Actor,
    patient_id: UUID,
    medicine_id: UUID,
    *,
    name: str | None = None,
    how: str | None = None,
    notes: str | None = None,
) -> Medicine:
    """Change what the patient calls it, how they take it, or their notes; what is not given stays."""
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "medicine")
    with transaction.atomic():
        medicine = _locked(patient_id, medicine_id)
        if name is not None:
            name = clean_line(name, "name", LONGEST_LINE["name"])
            medicine.ingredient = ingredient_under(name, medicine)
            medicine.name = name
        if how is not None:
            medicine.how = clean_text(how, "how", LONGEST_TEXT["how"])
        if notes is not None:
            medicine.notes = clean_text(notes, "notes", LONGEST_TEXT["notes"])
        if not medicine.name:
            raise BadInput("Please write the name of the medicine.", field="name")
        medicine.save(update_fields=["name", "ingredient", "how", "notes"])
        _tell_changed(medicine)
    return medicine


def end_medicine(actor: Actor, patient_id: UUID, medicine_id: UUID, *, on: date | None = None) -> Medicine:
    """End a medicine now, or say that it ended earlier: no dose is planned from `on` on.

    What was logged stays. Without `on`, today's doses that are behind stay planned too. Ending it again
    changes nothing.
    """
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "medicine")
    at, zone = now(), zone_of_patient(patient_id)
    with transaction.atomic():
        medicine = _locked(patient_id, medicine_id)
        if medicine.status == Status.ENDED:
            return medicine
        today = day_in(zone, at)
        if on is not None and not medicine.started_on <= on <= today:
            raise BadInput("Choose a day between the first day and today.", field="on")
        medicine.status, medicine.ended_on = Status.ENDED, on or today
        medicine.save(update_fields=["status", "ended_on"])
        end_plans(medicine, at, zone, on)
        announce("medicine.ended", patient=patient_id, medicine=medicine.id)
        _tell_changed(medicine)
    return medicine


def _locked(patient_id: UUID, medicine_id: UUID) -> Medicine:
    medicine = (
        Medicine.objects.select_for_update(no_key=True).filter(id=medicine_id, patient_id=patient_id).first()
    )
    if medicine is None:
        raise NotFound
    return medicine


def _require_same(
    medicine: Medicine, patient_id: UUID, words: MedicineWords, started_on: date | None
) -> None:
    """Another patient's row is not even opened: whose id it is stays unsaid.

    Who gives no ingredient says nothing about the one we keep.
    """
    if medicine.patient_id != patient_id or started_on not in {None, medicine.started_on}:
        raise Conflict(TAKEN_ID)
    said = {field: value for field, value in asdict(words).items() if value or field != "ingredient"}
    if any(getattr(medicine, field) != value for field, value in said.items()):
        raise Conflict(TAKEN_ID)


def _tell_changed(medicine: Medicine) -> None:
    patient_id = medicine.patient_id
    announce("medicine.changed", patient=patient_id, medicine=medicine.id)
    emit("medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id, medicine=medicine.id)
