"""Care relationships: invited, accepted, ended by either side."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import Patient, Provider, User
from mendly.accounts.selectors import user_of_patient
from mendly.accounts.services import INVITATION_LIFE, send_invitation
from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter, enter_by
from mendly.bus import announce
from mendly.care.models import CareInvitation, CareRelationship
from mendly.care.services.letters import not_too_many
from mendly.clock import now
from mendly.errors import Conflict, NotFound
from mendly.live.services import emit
from mendly.policy import Action, Actor, Category, person_of, require

MOST_PATIENTS_A_DAY = 50


def invite_patient(actor: Actor, *, email: str) -> CareInvitation:
    """A provider invites a person into care. The answer to the provider is the same whether the account exists."""
    require(actor, Action.INVITE, None, Category.PROFILE)
    provider = Provider.objects.get(user_id=person_of(actor))
    not_too_many(CareInvitation.objects.filter(provider=provider), MOST_PATIENTS_A_DAY)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = CareInvitation.objects.create(
            provider=provider, email=email, token_hash=hash_of(token), expires_at=now() + INVITATION_LIFE
        )
        transaction.on_commit(lambda: send_invitation(email, f"/invitation/{token}/"), robust=True)
    return invitation


def accept_care(actor: Actor, token: str) -> CareRelationship:
    """The patient says yes. This opens the relationship only; what the provider may see is the patient's consent."""
    patient = Patient.objects.select_related("user").filter(user_id=person_of(actor)).first()
    if patient is None:
        raise Conflict("Please fill in your patient record first.")
    with transaction.atomic():
        invitation = open_invitation(token, patient.user, lock=True)
        CareInvitation.objects.filter(id=invitation.id).update(answered_at=now())
        return start_care(actor, patient.id, invitation.provider)


def start_care(actor: Actor, patient_id: UUID, provider: Provider) -> CareRelationship:
    enter(actor, Action.SHARE, patient_id, Category.SHARING, "care relationship")
    with transaction.atomic():
        relationship, created = CareRelationship.objects.get_or_create(
            patient_id=patient_id,
            provider=provider,
            ended_at=None,
            defaults={"clinic": provider.clinic, "started_at": now()},
        )
        if created:
            announce("care.started", patient=patient_id, provider=provider.id)
            emit("relationship", [user_of_patient(patient_id)], patient=patient_id)
    return relationship


def open_invitation(token: str, user: User, *, lock: bool = False) -> CareInvitation:
    """The unanswered invitation behind a link, if it was sent to this person's address."""
    rows = CareInvitation.objects.select_related("provider__clinic")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    invitation = rows.filter(
        token_hash=hash_of(token), answered_at=None, expires_at__gt=now(), provider__ended_at=None
    ).first()
    if invitation is None or invitation.email.lower() != user.email.lower():
        raise NotFound("This invitation is no longer open, or it was sent to another e-mail address.")
    return invitation


def end_care(actor: Actor, patient_id: UUID, relationship_id: UUID) -> None:
    """Either side ends it, at once: pages, sockets and tasks ask the policy at each use."""
    with transaction.atomic():
        relationship = (
            CareRelationship.objects.select_for_update(of=("self",))
            .select_related("provider")
            .filter(id=relationship_id, patient_id=patient_id)
            .first()
        )
        if relationship is None:
            raise NotFound
        if relationship.provider.user_id == actor.user_id:
            role = require(actor, Action.CHANGE, None, Category.CLINIC).rule or ""
            if relationship.ended_at is not None:
                return
            enter_by(actor, Action.LEAVE, patient_id, Category.SHARING, "care relationship", role)
        else:
            enter(actor, Action.WITHDRAW, patient_id, Category.SHARING, "care relationship")
        if relationship.ended_at is not None:
            return
        CareRelationship.objects.filter(id=relationship.id).update(ended_at=now(), ended_by=actor.user_id)
        announce("care.ended", patient=patient_id, provider=relationship.provider_id)
        emit("relationship", [user_of_patient(patient_id)], patient=patient_id)
