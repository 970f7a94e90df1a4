"""A colleague leaves the clinic: an administrator ends what they may see and do, everywhere and at once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mendly.accounts.models import Provider
from mendly.accounts.selectors import user_of_patient
from mendly.accounts.signing_out import sign_out
from mendly.audit.services import enter_by
from mendly.bus import announce
from mendly.care.models import CareRelationship, Opening
from mendly.care.services.glass import CLOSED, told_of_openings
from mendly.clock import now
from mendly.errors import Conflict, NotFound
from mendly.live.services import emit
from mendly.policy import Action, Actor, Category, person_of, require


def end_colleague(actor: Actor, provider_id: UUID) -> None:
    """End the place of a provider in the actor's clinic, all their care, and every sign-in of theirs.

    What they wrote stays. Raises `NotFound` for somebody of another clinic or who has left already, `Conflict` for
    the only administrator, without whom nobody could answer for the clinic.
    """
    role = require(actor, Action.CHANGE, None, Category.STAFF).rule or ""
    with transaction.atomic():
        clinic = Provider.objects.values_list("clinic_id", flat=True).get(user_id=person_of(actor))
        team = (
            Provider.objects.select_for_update(no_key=True)
            .filter(clinic_id=clinic, ended_at=None)
            .order_by("id")
        )
        leaving = next((one for one in team if one.id == provider_id), None)
        if leaving is None:
            raise NotFound
        if leaving.is_admin and not any(one.is_admin for one in team if one.id != leaving.id):
            raise Conflict("This is the only administrator of the clinic. Their access cannot be ended here.")
        _end_all_care(actor, leaving, role)
        leaving.ended_at = now()
        leaving.save(update_fields=["ended_at"])
        sign_out(leaving.user)


def _end_all_care(actor: Actor, leaving: Provider, role: str) -> None:
    """All links of all chains first, then all events: everyone else takes these locks in that order too."""
    at = now()
    mine = Q(provider=leaving, ended_at=None)
    openings = list(Opening.objects.select_for_update().filter(mine, ends_at__gt=at).order_by("patient_id"))
    rows = CareRelationship.objects.select_for_update(no_key=True).filter(mine)
    care = list(rows.order_by("patient_id"))
    for opening in openings:
        enter_by(actor, Action.LEAVE, opening.patient_id, Category.PROFILE, CLOSED, role)
    for row in care:
        enter_by(actor, Action.LEAVE, row.patient_id, Category.SHARING, "care relationship", role)
    Opening.objects.filter(id__in=[row.id for row in openings]).update(ended_at=at)
    ended = CareRelationship.objects.filter(id__in=[row.id for row in care])
    ended.update(ended_at=at, ended_by=actor.user_id)
    for row in care:
        announce("care.ended", patient=row.patient_id, provider=leaving.id)
    for patient in sorted({row.patient_id for row in care}, key=user_of_patient):
        emit("relationship", [user_of_patient(patient)], patient=patient)
    for patient in sorted({row.patient_id for row in openings}):
        emit("emergency", told_of_openings(patient), patient=patient)
