"""Sharing: the care team and what each may see, helpers, who looked, and every decision that was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.care.access_log import looks_of_others
from mendly.care.emergencies import emergency_number_of
from mendly.care.selectors import is_young, proxies_of, proxy_invitations_of, relationships_of
from mendly.care.services import (
    end_care,
    end_proxy,
    invite_guardian,
    invite_proxy,
    withdraw_proxy_invitation,
)
from mendly.consent.selectors import consents_of, sharing_with
from mendly.consent.services import share_only
from mendly.errors import BadInput, Conflict, NotFound
from mendly.policy import SHAREABLE, Category
from mendly.problems import confirm_url
from mendly_core.words import say
from portal.doors import confirm_first, is_fragment, patients_only
from portal.patient.forms import refuse
from portal.patient.looks import look_words
from portal.patient.research import research_of
from portal.patient.sharing_forms import GuardianForm, HelperForm
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

if TYPE_CHECKING:
    from mendly.care.models import CareRelationship, Proxy
    from mendly.consent.models import ConsentRecord

SHOWN_LOOKS: Final = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of data with the sentence that a yes puts on record."""

    category: str
    words: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One provider of the care team and what they may see now."""

    relationship: CareRelationship
    choices: tuple[Choice, ...]

    @property
    def sees_anything(self) -> bool:
        return any(choice.shared for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Helper:
    """A proxy with what they can do, in sentences."""

    proxy: Proxy
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the history of consents: the sentence of that time, in today's language."""

    at: datetime
    words: str
    until: str


@require_safe
@patients_only
def sharing(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    relationships = relationships_of(record.actor, patient)
    looks = list(dict.fromkeys(look_words(record, look) for look in looks_of_others(record.actor, patient)))
    facts = {
        "heading": _("Sharing and privacy"),
        "confirm_url": _confirm_url(request, record),
        "team": [_member(record, row) for row in relationships if row.ended_at is None],
        "past": [row for row in relationships if row.ended_at is not None],
        "helpers": [_helper(proxy) for proxy in proxies_of(record.actor, patient)],
        "asked": proxy_invitations_of(record.actor, patient),
        "young": is_young(patient),
        "looks": looks[:SHOWN_LOOKS],
        "research": research_of(record),
        "emergency_number": emergency_number_of(record.actor, patient),
        "decisions": _decisions(record, relationships),
    }
    return show(request, record, "sharing/part" if is_fragment(request) else "sharing/page", facts)


@require_POST
@patients_only
def decide(request: HttpRequest, patient: UUID, relationship: UUID) -> HttpResponse:
    """Keep what this provider may see from now on."""
    record = whose(request, patient)
    provider = _provider_of(record, relationship)
    ticked = request.POST.getlist("category")
    shared = [category for category in SHAREABLE if category in ticked]
    share_only(record.actor, patient, provider, shared, language=active_language())
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("portal:sharing", patient)


@require_POST
@patients_only
def end_relationship(request: HttpRequest, patient: UUID, relationship: UUID) -> HttpResponse:
    record = whose(request, patient)
    _provider_of(record, relationship)
    end_care(record.actor, patient, relationship)
    messages.success(request, _("It has ended. They can no longer see your data."))
    return redirect("portal:sharing", patient)


@require_http_methods(["GET", "POST"])
@patients_only
def invite(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Ask someone close to help."""
    record = whose(request, patient)
    if not record.own:
        raise NotFound
    form = HelperForm(request.POST or None, record=record)
    if request.method == "POST" and form.is_valid() and _invited(record, form):
        messages.success(request, _("We sent them an e-mail. It works for 7 days."))
        return redirect("portal:sharing", patient)
    facts = {
        "heading": _("Ask someone close for help"),
        "form": form,
        "confirm_url": confirm_first(request),
        "back_url": reverse("portal:sharing", args=[patient]),
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "sharing/invite", facts, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@patients_only
def ask_guardian(request: HttpRequest, patient: UUID) -> HttpResponse:
    """A young person, or a guardian of theirs, asks a (second) guardian."""
    record = whose(request, patient)
    if not record.may_see(Category.SHARING) or not is_young(patient):
        raise NotFound
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_guardian(record.actor, patient, **form.cleaned_data)
            messages.success(request, _("We sent them an e-mail. It works for 7 days."))
            return redirect("portal:sharing", patient)
        except (BadInput, Conflict) as error:
            refuse(form, error)
    facts = {
        "heading": _("Ask a guardian"),
        "form": form,
        "confirm_url": confirm_first(request),
        "back_url": reverse("portal:sharing", args=[patient]),
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "sharing/guardian", facts, status=422 if request.method == "POST" else 200)


@require_POST
@patients_only
def end_help(request: HttpRequest, patient: UUID, proxy: UUID) -> HttpResponse:
    record = whose(request, patient)
    end_proxy(record.actor, patient, proxy)
    messages.success(request, _("It has ended. We do not tell them."))
    return redirect("portal:sharing", patient)


@require_POST
@patients_only
def withdraw_invitation(request: HttpRequest, patient: UUID, invitation: UUID) -> HttpResponse:
    record = whose(request, patient)
    withdraw_proxy_invitation(record.actor, patient, invitation)
    messages.success(request, _("The link does not work any more."))
    return redirect("portal:sharing", patient)


def _confirm_url(request: HttpRequest, record: Whose) -> str:
    """The way to show that it is them, for who opens more; a part that is fetched again leads to its page."""
    page = reverse("portal:sharing", args=[record.patient])
    return "" if record.actor.fresh else confirm_url(page)


def _invited(record: Whose, form: HelperForm) -> bool:
    given = form.cleaned_data
    try:
        invite_proxy(
            record.actor,
            record.patient,
            email=given["email"],
            name=given["name"],
            scopes=given["scopes"],
            ends_at=form.ends_at,
        )
    except (BadInput, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _provider_of(record: Whose, relationship_id: UUID) -> UUID:
    rows = relationships_of(record.actor, record.patient)
    found = next((row for row in rows if row.id == relationship_id and row.ended_at is None), None)
    if found is None:
        raise NotFound
    return found.provider_id


def _member(record: Whose, relationship: CareRelationship) -> Member:
    shared = sharing_with(record.actor, record.patient, relationship.provider_id)
    name, language = relationship.provider.name, active_language()
    choices = (
        Choice(category, say(f"consent.permit.{category}", language, provider=name), shared[category])
        for category in SHAREABLE
    )
    return Member(relationship, tuple(choices))


def _helper(proxy: Proxy) -> Helper:
    language, who = active_language(), proxy.name
    if proxy.is_guardian:
        until = say("sharing.guardian_until", language, day=proxy.ends_at.date())
        return Helper(proxy, (say("sharing.guardian_can", language, proxy=who), until))
    scopes = {"view": "can_view", "record": "can_record", "message": "can_message"}
    keys = [f"sharing.proxy_{key}" for scope, key in scopes.items() if scope in proxy.scopes]
    sentences = [say(key, language, proxy=who) for key in (*keys, "sharing.proxy_no_genes")]
    until = say("sharing.proxy_until", language, proxy=who, day=proxy.ends_at.date())
    return Helper(proxy, (*sentences, until))


def _decisions(record: Whose, relationships: list[CareRelationship]) -> list[Decision]:
    names = {row.provider_id: row.provider.name for row in relationships}
    return [_decision(record, row, names) for row in consents_of(record.actor, record.patient)]


def _decision(record: Whose, row: ConsentRecord, names: dict[UUID, str]) -> Decision:
    language = active_language()
    about = {"provider": names.get(row.recipient) or _("Someone of a clinic")} if row.recipient else {}
    words = say(row.words, language, **about)
    until = say("consent.until", language, day=record.local(row.ends_at).date())
    return Decision(record.local(row.created_at), words, until if row.answer == "permit" else "")
