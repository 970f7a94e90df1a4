"""What every page knows: tabs, account, live number, banner, colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mendly.accounts.actors import is_demo_person
from mendly.accounts.selectors import own_name, patient_of_user, provider_of_user
from mendly.care.emergencies import waiting_for_judgement
from mendly.care.selectors import patients_helped_by
from mendly.messaging.selectors import unread_count
from mendly.policy import Action, Category, may
from mendly.worklist.selectors import open_count
from portal.doors import actor_of, user_of
from portal.patient.opened import RedLine, red_lines
from portal.provider.emergency import OpenRecord, open_records

if TYPE_CHECKING:
    from mendly.accounts.models import User


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of a navigation or a menu."""

    url: str
    label: str
    icon: str
    current: bool = False
    count: int = 0


def page(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"theme": "", "foot_items": _foot_items()}
    user = user_of(request)
    patient_id = _patient_of_page(request)
    provider = provider_of_user(user.pk)
    name = own_name(user)
    return {
        "theme": "" if user.theme == "auto" else user.theme,
        "live_seq": getattr(request, "live_seq", None),
        "demo_banner": _demo_banner(user),
        "red_lines": [] if provider else _red_lines(request, patient_id),
        "open_records": _open_records(request, patient_id) if provider else [],
        "account": {"name": name, "initials": "".join(word[0] for word in name.split()[:2]).upper()},
        "account_items": _clinic_items(request)
        if provider
        else _account_items(user, patient_of_user(user.pk)),
        "nav_items": _clinic_tabs(request) if provider else _patient_tabs(request, patient_id),
        "home_url": reverse("portal:home"),
        "foot_items": _foot_items(),
    }


def _patient_of_page(request: HttpRequest) -> UUID | None:
    """The patient whose page this is; on pages of the account, the person's own record."""
    match = request.resolver_match
    found = match.kwargs.get("patient") if match else None
    return found if isinstance(found, UUID) else patient_of_user(user_of(request).pk)


def _demo_banner(user: User) -> str:
    if not settings.SECOND_FACTOR_EXEMPT_DEMO or not is_demo_person(user):
        return ""
    return _("This is a demonstration with invented people. It asks for no second sign-in step.")


def _patient_tabs(request: HttpRequest, patient_id: UUID | None) -> list[Tab]:
    actor = actor_of(request)
    if patient_id is None:
        return []
    own = patient_of_user(user_of(request).pk) == patient_id
    tabs = []
    if may(actor, Action.VIEW, patient_id, Category.PROFILE):
        tabs = [
            _tab(request, "today", pgettext("tab", "Today"), "home", patient_id),
            _tab(request, "medicines", pgettext("tab", "Medicines"), "pill", patient_id),
            _tab(request, "health", pgettext("tab", "Health"), "pulse", patient_id),
        ]
    if own:
        tabs.append(_tab(request, "genes", pgettext("tab", "Genes"), "gene", patient_id))
    if may(actor, Action.VIEW, patient_id, Category.MESSAGES):
        unread = unread_count(actor, [patient_id])
        tabs.append(_tab(request, "messages", pgettext("tab", "Messages"), "message", patient_id, unread))
    return tabs


def _tab(request: HttpRequest, name: str, label: str, icon: str, patient_id: UUID, count: int = 0) -> Tab:
    url = reverse(f"portal:{name}", args=[patient_id])
    return Tab(url, label, icon, current=request.path.startswith(url), count=count)


def _clinic_tabs(request: HttpRequest) -> list[Tab]:
    actor = actor_of(request)
    if not actor.second_factor:
        return []
    queue, panel = reverse("portal:queue"), reverse("portal:panel")
    return [
        Tab(queue, pgettext("tab", "Work queue"), "queue", request.path.startswith(queue), open_count(actor)),
        Tab(panel, pgettext("tab", "Patients"), "people", request.path.startswith((panel, "/patients/"))),
    ]


def _red_lines(request: HttpRequest, patient_id: UUID | None) -> list[RedLine]:
    return red_lines(actor_of(request), patient_id) if patient_id else []


def _open_records(request: HttpRequest, shown: UUID | None) -> list[OpenRecord]:
    actor = actor_of(request)
    return open_records(actor, shown) if actor.second_factor else []


def _clinic_items(request: HttpRequest) -> list[Tab]:
    """The menu of a provider: their account, and what a clinic needs seldom."""
    actor = actor_of(request)
    items = _account_items(user_of(request), None)
    if not actor.second_factor:
        return items
    if may(actor, Action.JUDGE, None, Category.CLINIC):
        waiting = waiting_for_judgement(actor)
        items.append(
            Tab(reverse("portal:review_emergencies"), _("Emergencies to judge"), "check", count=waiting)
        )
    emergency = Tab(reverse("portal:open_in_emergency"), _("Open a record in an emergency"), "alert")
    return [*items, emergency]


def _account_items(user: User, own_record: UUID | None) -> list[Tab]:
    items = [
        Tab(reverse("portal:settings"), _("Language, time and colours"), "settings"),
        Tab(reverse("portal:devices"), _("Phones"), "phone"),
        Tab(reverse("mfa_index"), _("Second sign-in step"), "lock"),
    ]
    if own_record is not None:
        items.append(Tab(reverse("portal:leaving", args=[own_record]), _("Take your data, or leave"), "file"))
    else:
        items.append(Tab(reverse("portal:find_leaving"), _("Erase my account"), "file"))
    helped = len(patients_helped_by(user.pk))
    if own_record is not None or helped:
        items.insert(0, Tab(reverse("portal:helping"), _("People I help"), "people"))
    if own_record is not None:
        items.insert(0, Tab(reverse("portal:sharing", args=[own_record]), _("Sharing and privacy"), "share"))
    if helped and own_record is not None:
        items.insert(0, Tab(reverse("portal:today", args=[own_record]), _("My own record"), "home"))
    return items


def _foot_items() -> list[Tab]:
    return [
        Tab(reverse("portal:transparency"), pgettext("link in the foot", "Who sees your data"), "lock"),
        Tab(reverse("portal:safety"), pgettext("link in the foot", "Safety"), "info"),
        Tab(reverse("portal:accessibility"), pgettext("link in the foot", "Mendly for everyone"), "people"),
    ]
