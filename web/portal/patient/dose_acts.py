"""Take, skip, undo, add later, take all: each answers with Today's doses, or goes back to the page."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mendly.errors import BadInput
from mendly.medicines.selectors import Dose
from mendly.medicines.services import log_dose, undo_intake
from mendly_core.doses import IntakeKind
from portal.doors import is_fragment, patients_only
from portal.patient.doses import OPEN, dose_at, dose_day, doses_named, taken_lately
from portal.patient.extra_doses import ExtraQuestion, question_before
from portal.patient.forms import (
    BackdateForm,
    DoseForm,
    ExtraForm,
    LaterForm,
    MoveForm,
    PartForm,
    SkipForm,
    UndoForm,
    refuse,
)
from portal.patient.today import today_facts
from portal.patient.whose import Whose, show, whose


@require_POST
@patients_only
def take(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Log a dose as taken now. Soon after another of the same medicine, ask first."""
    record, form = whose(request, patient), _checked(DoseForm(request.POST))
    dose = _named(record, form)
    if dose.state in OPEN:
        if not form.cleaned_data["sure"] and taken_lately(record, dose, record.now):
            return _answer(request, record, form, asks=dose.key)
        _log(record, dose, IntakeKind.TAKEN, form)
    return _answer(request, record, form)


@require_POST
@patients_only
def skip(request: HttpRequest, patient: UUID) -> HttpResponse:
    record, form = whose(request, patient), _checked(SkipForm(request.POST))
    dose = _named(record, form)
    if dose.state in OPEN:
        _log(record, dose, IntakeKind.SKIPPED, form)
    return _answer(request, record, form)


@require_POST
@patients_only
def backdate(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Log a dose that was taken at another time."""
    record = whose(request, patient)
    form = BackdateForm(request.POST, record=record)
    if not form.is_valid():
        return _answer(request, record, form, problem=form)
    dose = _named(record, form)
    if dose.state in OPEN:
        _log(record, dose, IntakeKind.TAKEN, form)
    return _answer(request, record, form)


@require_POST
@patients_only
def take_part(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Log that only a part of a dose was taken."""
    record, form = whose(request, patient), PartForm(request.POST)
    if not form.is_valid():
        return _answer(request, record, form, problem=form)
    dose = _named(record, form)
    if dose.state in OPEN:
        _log(record, dose, IntakeKind.PARTIAL, form)
    return _answer(request, record, form)


@require_POST
@patients_only
def remind_later(request: HttpRequest, patient: UUID) -> HttpResponse:
    record, form = whose(request, patient), _checked(LaterForm(request.POST))
    dose = _named(record, form)
    if dose.state in OPEN:
        form.cleaned_data["put_to"] = record.now + timedelta(minutes=form.cleaned_data["minutes"])
        _log(record, dose, IntakeKind.SNOOZED, form)
    return _answer(request, record, form)


@require_POST
@patients_only
def move(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Move one dose to another time; the plan stays."""
    record = whose(request, patient)
    form = MoveForm(request.POST, record=record)
    if not form.is_valid():
        return _answer(request, record, form, problem=form)
    dose = _named(record, form)
    if dose.state in OPEN:
        try:
            _log(record, dose, IntakeKind.MOVED, form)
        except BadInput as error:
            refuse(form, error)
            return _answer(request, record, form, problem=form)
    return _answer(request, record, form)


@require_POST
@patients_only
def take_extra(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Log a dose outside any plan, as taken now. Soon after another, or above a limit, ask first."""
    record, form = whose(request, patient), ExtraForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("We could not find this medicine. Please load the page again."))
    given = form.cleaned_data
    asked = None if given["sure"] else question_before(record, given["medicine"], given["amount"])
    if asked:
        return _answer(request, record, None, asks_extra=asked)
    log_dose(
        record.actor,
        patient,
        kind=IntakeKind.TAKEN,
        medicine_id=given["medicine"],
        amount=given["amount"],
        intake_id=given["entry"],
    )
    return _answer(request, record, None)


@require_POST
@patients_only
def undo(request: HttpRequest, patient: UUID) -> HttpResponse:
    record, form = whose(request, patient), _checked(UndoForm(request.POST))
    undo_intake(record.actor, patient, form.cleaned_data["intake"])
    return _answer(request, record, form)


@require_POST
@patients_only
def take_all(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Log as taken what the page showed as waiting. A dose that needs a question first stays open."""
    record = whose(request, patient)
    for dose in doses_named(record, request.POST.getlist("dose")):
        if not taken_lately(record, dose, record.now):
            _log(record, dose, IntakeKind.TAKEN, None)
    return _answer(request, record, None)


def _checked(form: DoseForm | UndoForm) -> DoseForm | UndoForm:
    """Hidden fields that do not fit were not filled in by our page."""
    if not form.is_valid():
        raise BadInput(_("We could not find this dose. Please load the page again."))
    return form


def _named(record: Whose, form: DoseForm | UndoForm) -> Dose:
    given = form.cleaned_data
    return dose_at(
        record, given["schedule"], given["day"], slot=given["slot"], rev=given["rev"], step=given["step"]
    )


def _log(record: Whose, dose: Dose, kind: IntakeKind, form: DoseForm | UndoForm | None) -> None:
    given = form.cleaned_data if form else {}
    log_dose(
        record.actor,
        record.patient,
        kind=kind,
        medicine_id=dose.medicine,
        schedule_id=dose.schedule,
        local_date=dose.local_date,
        slot=dose.slot,
        rev=dose.rev if dose.step is not None else None,
        step=dose.step,
        taken_at=given.get("taken_at"),
        put_to=given.get("put_to"),
        amount=given.get("amount"),
        reason=given.get("reason") or None,
        intake_id=given.get("entry"),
    )


def _answer(
    request: HttpRequest,
    record: Whose,
    form: DoseForm | UndoForm | None,
    *,
    asks: str = "",
    asks_extra: ExtraQuestion | None = None,
    problem: DoseForm | None = None,
) -> HttpResponse:
    is_refused = bool(asks or asks_extra or problem)
    status = 422 if is_refused else 200
    facts: dict[str, object] = {"problem": problem}
    if is_fragment(request):
        facts["doses"] = dose_day(record, asks=asks, asks_extra=asks_extra)
        return show(request, record, "today/doses", facts, status=status)
    if is_refused:
        facts |= today_facts(record) | {"doses": dose_day(record, asks=asks, asks_extra=asks_extra)}
        return show(request, record, "today", facts, status=status)
    medicine = form.cleaned_data.get("medicine") if form else None
    return (
        redirect("portal:medicine", record.patient, medicine)
        if medicine
        else redirect("portal:today", record.patient)
    )
