"""A person who is in another zone than their plan: what the two clocks mean for their next doses."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import BadInput
from mendly.medicines.plans import DAY, day_in
from mendly.medicines.selectors import entries_about, revisions_within
from mendly.policy import Action, Actor, Category
from mendly_core.doses import UnknownZone
from mendly_core.doses.travel import LOOK_AHEAD, Crossing, crossing
from mendly_core.doses.zones import zone_named

LOOK_BACK = timedelta(days=32)
"""The last dose of a medicine taken once a month is found."""


def crossing_of(actor: Actor, patient_id: UUID, here: str) -> Crossing | None:
    """What to ask the patient when they are in the zone `here`; None when their doses lie the same by both clocks.

    No seal is opened. Raises `BadInput` for a zone that nobody knows.
    """
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "doses")
    try:
        zone_named(here)
    except UnknownZone:
        raise BadInput("Please choose a time zone from the list.", field="zone") from None
    home, at = zone_of_patient(patient_id), now()
    if home == here:
        return None
    today = day_in(home, at)
    start, end = today - LOOK_BACK, today + LOOK_AHEAD + DAY
    plans = [row.outline() for row in revisions_within(patient_id, start, end)]
    events = [event.outline() for event in entries_about(patient_id, plans, start, end)]
    return crossing(plans, events, home, here, at)
