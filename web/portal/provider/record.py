"""Whose record a clinic's page shows, as far as this provider may know who that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mendly.accounts.selectors import profile_of, zone_of_patient
from mendly.clock import now
from mendly.errors import NotFound
from mendly.policy import SHAREABLE, Action, Actor, Category, may


@dataclass(frozen=True, slots=True)
class Record:
    """The patient of a page. `shared` are the categories that this provider may see at this moment."""

    patient: UUID
    name: str
    birth_date: date | None
    zone: str
    shared: frozenset[Category]

    @property
    def today(self) -> date:
        """The date where the patient is."""
        return now().astimezone(ZoneInfo(self.zone)).date()

    @property
    def age(self) -> int | None:
        """Whole years; the birthday itself counts."""
        if self.birth_date is None:
            return None
        today, born = self.today, self.birth_date
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def record_of(actor: Actor, patient_id: UUID) -> Record:
    """Opens with any one category; only with the profile does it know a name. Raises `NotFound` without any."""
    shared = frozenset(c for c in SHAREABLE if may(actor, Action.VIEW, patient_id, c))
    if not shared:
        raise NotFound
    if Category.PROFILE not in shared:
        nameless = _("A patient who does not share the name")
        return Record(patient_id, nameless, None, zone_of_patient(patient_id), shared)
    profile = profile_of(actor, patient_id)
    return Record(patient_id, profile.name, profile.birth_date, profile.zone, shared)
