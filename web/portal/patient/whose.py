"""Whose record a page shows, on whose clock, and what the person looking at it may do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mendly.accounts.selectors import own_name, patient_of_user, profile_of, zone_of_patient
from mendly.clock import now
from mendly.policy import Action, Actor, Category, may
from portal.doors import actor_of, user_of


@dataclass(frozen=True, slots=True)
class Whose:
    """The record of `patient`, called `first_name`; `own` when that is the person looking.

    `zone` is the patient's: medicine times and days follow it, wherever a proxy may be.
    """

    patient: UUID
    actor: Actor
    own: bool
    first_name: str
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def local(self, moment: datetime) -> datetime:
        """The moment on the patient's wall clock."""
        return moment.astimezone(self.zone)

    def may_see(self, category: Category) -> bool:
        return may(self.actor, Action.VIEW, self.patient, category)

    def may_take_back(self, category: Category, logged_by: UUID | None) -> bool:
        """Who may only log takes back only what they logged."""
        own = self.actor.user_id == logged_by
        action = Action.RECORD if own else Action.CHANGE
        return may(self.actor, action, self.patient, category)

    @property
    def may_log(self) -> bool:
        """Log doses."""
        return may(self.actor, Action.RECORD, self.patient, Category.MEDICINES)

    @property
    def may_hide(self) -> bool:
        """Hide a warning about medicines, and show it again."""
        return may(self.actor, Action.CHANGE, self.patient, Category.MEDICINES)

    @property
    def may_plan(self) -> bool:
        """Add, change and end medicines and their plans."""
        return may(self.actor, Action.ADD, self.patient, Category.MEDICINES)

    @property
    def may_measure(self) -> bool:
        return may(self.actor, Action.RECORD, self.patient, Category.READINGS)

    @property
    def may_write(self) -> bool:
        return may(self.actor, Action.ADD, self.patient, Category.MESSAGES)


def whose(request: HttpRequest, patient: UUID) -> Whose:
    """For views behind `patients_only`. A proxy who may not see the profile gets no name."""
    actor, user = actor_of(request), user_of(request)
    own = patient_of_user(user.pk) == patient
    name = ""
    if own:
        name = own_name(user)
    elif may(actor, Action.VIEW, patient, Category.PROFILE):
        name = profile_of(actor, patient).name
    first_name = name.split()[0] if name else ""
    return Whose(patient, actor, own, first_name, ZoneInfo(zone_of_patient(patient)), now())


def show(
    request: HttpRequest, record: Whose, page: str, facts: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page or fragment of the record: `page` is its template under `portal/patient/`."""
    return render(request, f"portal/patient/{page}.html", {"whose": record, **facts}, status=status)
