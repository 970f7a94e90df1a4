"""Care relationships and proxies: invited, accepted, ended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mendly.accounts.models import Patient, Provider, User
from mendly.accounts.selectors import user_of_patient
from mendly.accounts.services import INVITATION_LIFE, send_invitation
from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter, enter_by
from mendly.bus import announce
from mendly.care.models import CareInvitation, CareRelationship, Proxy, ProxyInvitation, Scope
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound, TooMany
from mendly.live.services import close_sockets_of, emit
from mendly.policy import Action, Actor, Category, person_of, require

LONGEST_PROXY = timedelta(days=365)
MOST_PATIENTS_A_DAY, MOST_PROXIES_A_DAY = 50, 10
"""Each invitation is a mail to an address that somebody typed: nobody sends more of them in a day."""
SCOPES = tuple(Scope.values)


def invite_patient(actor: Actor, *, email: str) -> CareInvitation:
    """A provider invites a person into care. The answer to the provider is the same whether the account exists."""
    require(actor, Action.INVITE, None, Category.PROFILE)
    provider = Provider.objects.get(user_id=person_of(actor))
    _not_too_many(CareInvitation.objects.filter(provider=provider), MOST_PATIENTS_A_DAY)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = CareInvitation.objects.create(
            provider=provider, email=email, token_hash=hash_of(token), expires_at=now() + INVITATION_LIFE
        )
        transaction.on_commit(lambda: send_invitation(email, f"/invitation/{token}/"), robust=True)
    return invitation


def _not_too_many(sent: QuerySet[CareInvitation] | QuerySet[ProxyInvitation], most: int) -> None:
    if sent.filter(expires_at__gt=now() + INVITATION_LIFE - timedelta(days=1)).count() >= most:
        raise TooMany("You sent many invitations today. Please send the next one tomorrow.")


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
            emit("relationship", [user_of_patient(patient_id), provider.user_id], patient=patient_id)
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
            enter_by(actor, Action.LEAVE, patient_id, Category.SHARING, "care relationship", role)
        else:
            enter(actor, Action.WITHDRAW, patient_id, Category.SHARING, "care relationship")
        if relationship.ended_at is not None:
            return
        CareRelationship.objects.filter(id=relationship.id).update(ended_at=now(), ended_by=actor.user_id)
        announce("care.ended", patient=patient_id, provider=relationship.provider_id)
        emit("relationship", [user_of_patient(patient_id)], patient=patient_id)


def invite_proxy(
    actor: Actor, patient_id: UUID, *, email: str, name: str, scopes: Sequence[str], ends_at: datetime
) -> ProxyInvitation:
    """The patient asks someone close to help. Genes are never part of it, and who may log may also see.

    Of several letters to one address only the newest works.
    """
    enter(actor, Action.SHARE, patient_id, Category.SHARING, "proxy")
    if not scopes or set(scopes) - set(Scope.values):
        raise BadInput("Please choose at least one thing this person may do.", field="scopes")
    if not now() < ends_at <= now() + LONGEST_PROXY:
        raise BadInput("Please choose an end within one year.", field="ends_at")
    if not name.strip():
        raise BadInput("Please write how you call this person.", field="name")
    _not_too_many(ProxyInvitation.objects.filter(patient_id=patient_id), MOST_PROXIES_A_DAY)
    given = {*scopes, Scope.VIEW} if Scope.RECORD in scopes else set(scopes)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _close_invitations(patient_id, email)
        invitation = ProxyInvitation.objects.create(
            patient_id=patient_id,
            email=email,
            name=" ".join(name.split())[:80],
            scopes=sorted(given),
            ends_at=ends_at,
            token_hash=hash_of(token),
            expires_at=now() + INVITATION_LIFE,
        )
        transaction.on_commit(lambda: send_invitation(email, f"/help-invitation/{token}/"), robust=True)
    return invitation


def withdraw_proxy_invitation(actor: Actor, patient_id: UUID, invitation_id: UUID) -> None:
    """Its link works no more. Withdrawing it again, or after the answer, changes nothing."""
    enter(actor, Action.WITHDRAW, patient_id, Category.SHARING, "proxy")
    rows = ProxyInvitation.objects.filter(id=invitation_id, patient_id=patient_id)
    if not rows.exists():
        raise NotFound
    rows.filter(answered_at=None).update(answered_at=now())


def _close_invitations(patient_id: UUID, email: str) -> None:
    """No link that this patient sent to this address works any more."""
    rows = ProxyInvitation.objects.filter(patient_id=patient_id, email__iexact=email, answered_at=None)
    rows.update(answered_at=now())


def open_proxy_invitation(token: str, user: User, *, lock: bool = False) -> ProxyInvitation:
    rows = ProxyInvitation.objects.select_related("patient")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    invitation = rows.filter(token_hash=hash_of(token), answered_at=None, expires_at__gt=now()).first()
    if invitation is None or invitation.email.lower() != user.email.lower():
        raise NotFound("This invitation is no longer open, or it was sent to another e-mail address.")
    return invitation


def accept_proxy(actor: Actor, token: str) -> Proxy:
    """Whom the patient asked says yes."""
    user = User.objects.get(id=person_of(actor))
    with transaction.atomic():
        invitation = open_proxy_invitation(token, user, lock=True)
        if invitation.patient.user_id == user.id:
            raise Conflict("You cannot be your own helper.")
        _close_invitations(invitation.patient_id, invitation.email)
        enter_by(
            actor, Action.ACCEPT, invitation.patient_id, Category.SHARING, "proxy", "whom the patient asked"
        )
        return name_proxy(
            invitation.patient_id,
            user,
            name=invitation.name,
            scopes=invitation.scopes,
            ends_at=invitation.ends_at,
        )


def name_proxy(patient_id: UUID, user: User, *, name: str, scopes: Sequence[str], ends_at: datetime) -> Proxy:
    """Open the proxy's access. Callers hold the patient's own decision (an accepted invitation)."""
    with transaction.atomic():
        Proxy.objects.filter(patient_id=patient_id, user=user, ended_at=None).update(ended_at=now())
        proxy = Proxy.objects.create(
            patient_id=patient_id, user=user, name=name, scopes=list(scopes), starts_at=now(), ends_at=ends_at
        )
        announce("proxy.started", patient=patient_id, user=user.id)
        emit("relationship", [user_of_patient(patient_id)], patient=patient_id)
    return proxy


def end_proxy(actor: Actor, patient_id: UUID, proxy_id: UUID) -> None:
    """Quietly: the proxy is not told, their next look finds nothing, and no letter sent to them works any more.

    It ends this person's help, also when they answered another letter in between: letters are closed first, as
    whoever answers one takes it first.
    """
    enter(actor, Action.WITHDRAW, patient_id, Category.SHARING, "proxy")
    proxy = Proxy.objects.select_related("user").filter(id=proxy_id, patient_id=patient_id).first()
    if proxy is None:
        raise NotFound
    with transaction.atomic():
        _close_invitations(patient_id, proxy.user.email)
        Proxy.objects.filter(patient_id=patient_id, user=proxy.user, ended_at=None).update(ended_at=now())
        close_sockets_of(proxy.user_id)
