"""Side effects: telling one, telling it anew, saying that it was a mistake. What needs help now is said first."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.errors import BadInput, Conflict, NotFound
from mendly.medicines.selectors import medicines_of
from mendly.medicines.services import report_side_effect, withdraw_side_effect
from mendly.medicines.side_effects import Effect, Report, side_effect_of, side_effects_of
from mendly.policy import Category
from mendly_core.words import say
from portal.doors import patients_only
from portal.patient.effect_forms import SideEffectForm
from portal.patient.forms import refuse
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language, full_day


@dataclass(frozen=True, slots=True)
class EffectCard:
    """One side effect in lines. `may_change`: who looks told it themself, or may change what others told."""

    id: UUID
    title: str
    lines: tuple[str, ...]
    words: str
    urgent: bool
    may_change: bool


@require_safe
@patients_only
def effects(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    found = side_effects_of(record.actor, patient)
    facts = {
        "heading": _("Side effects"),
        "back_url": reverse("portal:medicines", args=[patient]),
        "back_words": _("All medicines"),
        "effects": [_card(record, one) for one in found],
        "urgent": any(one.now.is_urgent and one.now.ended_on is None for one in found),
    }
    return show(request, record, "effects/page", facts)


@require_http_methods(["GET", "POST"])
@patients_only
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    return _tell(request, whose(request, patient), None)


@require_http_methods(["GET", "POST"])
@patients_only
def change(request: HttpRequest, patient: UUID, effect: UUID) -> HttpResponse:
    """Tell it anew; how it was told before stays in the record."""
    record = whose(request, patient)
    known = side_effect_of(record.actor, patient, effect)
    if not record.may_take_back(Category.MEDICINES, known.now.by):
        raise NotFound
    return _tell(request, record, known)


@require_POST
@patients_only
def withdraw(request: HttpRequest, patient: UUID, effect: UUID) -> HttpResponse:
    record = whose(request, patient)
    withdraw_side_effect(record.actor, patient, effect)
    messages.success(request, say("effects.withdrawn", active_language()))
    return redirect("portal:side_effects", patient)


def _tell(request: HttpRequest, record: Whose, known: Effect | None) -> HttpResponse:
    if not record.may_log:
        raise NotFound
    medicines = [(str(row.id), row.name) for row in medicines_of(record.actor, record.patient)]
    asked = request.GET.get("medicine", "")
    form = SideEffectForm(request.POST or None, record=record, medicines=medicines, known=known, asked=asked)
    if request.method == "POST" and form.is_valid() and _kept(record, form, known):
        if not form.is_urgent:
            messages.success(request, say("effects.saved", active_language()))
        return redirect("portal:side_effects", record.patient)
    facts = {
        "heading": _("Tell it anew") if known else _("Tell of a side effect"),
        "form": form,
        "back_url": reverse("portal:side_effects", args=[record.patient]),
        "back_words": _("Side effects"),
    }
    return show(request, record, "effects/tell", facts, status=422 if request.method == "POST" else 200)


def _kept(record: Whose, form: SideEffectForm, known: Effect | None) -> bool:
    """What is refused, the form says."""
    try:
        entry = known.id if known else form.cleaned_data["entry"]
        number = form.cleaned_data["number"]
        report_side_effect(record.actor, record.patient, entry, form.told(), number=number)
    except (BadInput, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _card(record: Whose, effect: Effect) -> EffectCard:
    report = effect.now
    return EffectCard(
        effect.id,
        say(f"effects.what.{report.what}", active_language()),
        tuple(_lines(report)),
        report.words,
        report.is_urgent,
        record.may_take_back(Category.MEDICINES, report.by),
    )


def _lines(report: Report) -> list[str]:
    language = active_language()
    lines = [say(f"effects.severity.{report.severity}", language)]
    lines += [say(f"effects.sign.{sign}", language) for sign in report.signs]
    since = {"since": full_day(report.since)}
    if report.ended_on is None:
        lines.append(_("Since %(since)s") % since)
    else:
        lines.append(_("From %(since)s to %(end)s") % {**since, "end": full_day(report.ended_on)})
    lines.append(report.medicine_name or _("It is not known which medicine it comes from."))
    return lines
