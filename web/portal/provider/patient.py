"""The panel of patients, and one patient on one page: thirty days, why they are in the queue, what to do."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mendly.accounts.selectors import Profile, profile_of
from mendly.alerts.documents import alert_line
from mendly.alerts.selectors import alerts_of
from mendly.audit.services import enter
from mendly.clock import now
from mendly.genome.selectors import findings_of
from mendly.insights.selectors import insights_of
from mendly.medicines.selectors import adherence_of, doses_between, medicines_of
from mendly.messaging.selectors import conversations_of
from mendly.policy import Action, Actor, Category, may
from mendly.vitals.selectors import blood_pressure_summary, observations_of
from mendly.worklist.selectors import panel_for
from portal.doors import actor_of, is_fragment, providers_only
from portal.provider.thirty_days import DAYS, thirty_days

PARTS = ("doses", "readings", "talk", "genes", "alerts", "chart")


@require_safe
@providers_only
def panel(request: HttpRequest) -> HttpResponse:
    """Everyone in one's care; the search looks at the names shown, nowhere else."""
    wanted = request.GET.get("q", "").strip().casefold()
    lines = [line for line in panel_for(actor_of(request)) if wanted in (line.name or "").casefold()]
    return render(request, "portal/provider/panel.html", {"lines": lines, "wanted": request.GET.get("q", "")})


@require_safe
@providers_only
def overview(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The whole page, or one of its live parts (`?part=doses`). Each part asks the policy by itself."""
    actor = actor_of(request)
    profile = profile_of(actor, patient)
    part = request.GET.get("part", "")
    if is_fragment(request) and part in PARTS:
        return render(request, f"portal/provider/parts/{part}.html", facts_of(actor, profile, part))
    context = {name: value for part in PARTS for name, value in facts_of(actor, profile, part).items()}
    return render(request, "portal/provider/patient.html", {**context, "age": age_of(profile)})


def facts_of(actor: Actor, profile: Profile, part: str) -> dict[str, object]:
    """What one part shows; `shared_…` is False where the patient does not share it with this provider."""
    facts = {"profile": profile, "patient_id": profile.patient}
    return facts | FACTS[part](actor, profile)


def _doses(actor: Actor, profile: Profile) -> dict[str, object]:
    if not may(actor, Action.VIEW, profile.patient, Category.MEDICINES):
        return {"shared_medicines": False}
    today = now().astimezone(ZoneInfo(profile.zone)).date()
    return {
        "shared_medicines": True,
        "medicines": medicines_of(actor, profile.patient, active_only=True),
        "doses": doses_between(actor, profile.patient, today, today + timedelta(days=1)),
        "adherence": adherence_of(actor, profile.patient, DAYS),
    }


def _readings(actor: Actor, profile: Profile) -> dict[str, object]:
    if not may(actor, Action.VIEW, profile.patient, Category.READINGS):
        return {"shared_readings": False}
    return {
        "shared_readings": True,
        "readings": observations_of(actor, profile.patient, limit=8),
        "pressure": blood_pressure_summary(actor, profile.patient, now()),
    }


def _talk(actor: Actor, profile: Profile) -> dict[str, object]:
    if not may(actor, Action.VIEW, profile.patient, Category.MESSAGES):
        return {"shared_messages": False}
    return {"shared_messages": True, "conversations": conversations_of(actor, profile.patient)[:3]}


def _genes(actor: Actor, profile: Profile) -> dict[str, object]:
    if not may(actor, Action.VIEW, profile.patient, Category.GENES):
        return {"shared_genes": False}
    findings = findings_of(actor, profile.patient)
    with_medicines = may(actor, Action.VIEW, profile.patient, Category.MEDICINES)
    cards = insights_of(actor, profile.patient, get_language() or "en") if with_medicines else []
    return {"shared_genes": True, "findings": findings, "cards": [c for c in cards if c.text.level != "info"]}


def _alerts(actor: Actor, profile: Profile) -> dict[str, object]:
    if not may(actor, Action.VIEW, profile.patient, Category.READINGS):
        return {"alerts": []}
    language = get_language() or "en"
    alerts = alerts_of(actor, profile.patient, open_only=True)
    return {"alerts": [alert_line(alert, language) for alert in alerts]}


def _chart(actor: Actor, profile: Profile) -> dict[str, object]:
    enter(actor, Action.VIEW, profile.patient, Category.PROFILE, "timeline")
    return {"chart": thirty_days(actor, profile)}


FACTS = {
    "doses": _doses,
    "readings": _readings,
    "talk": _talk,
    "genes": _genes,
    "alerts": _alerts,
    "chart": _chart,
}


def age_of(profile: Profile) -> int | None:
    if profile.birth_date is None:
        return None
    today, born = now().astimezone(ZoneInfo(profile.zone)).date(), profile.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
