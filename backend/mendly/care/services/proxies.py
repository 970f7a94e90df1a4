"""Proxies: someone close whom the patient asks, for a time, ended quietly; and guardians of the young."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import User
from mendly.accounts.selectors import user_of_patient
from mendly.accounts.services import INVITATION_LIFE, send_invitation
from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter, enter_by
from mendly.bus import announce
from mendly.care.ages import guardian_until
from mendly.care.models import Authority, HandOver, Proxy, ProxyInvitation, Scope
from mendly.care.services.letters import not_too_many
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import close_sockets_of, emit
from mendly.policy import Action, Actor, Category, Purpose, may, person_of

LONGEST_PROXY = timedelta(days=365)
MOST_PROXIES_A_DAY = 10
SCOPES = tuple(Scope.values)


def invite_proxy(
    actor: Actor, patient_id: UUID, *, email: str, name: str, scopes: Sequence[str], ends_at: datetime
) -> ProxyInvitation:
    """The patient asks someone close to help. Genes are never part of it, and who may log may also see.

    Of several letters to one address only the newest works. Whom a guardian asks helps no longer than they do.
    """
    enter(actor, Action.SHARE, patient_id, Category.SHARING, "proxy")
    if user_of_patient(patient_id) != person_of(actor):
        ends_at = min(ends_at, guardian_until(patient_id) or ends_at)
    return _ask(actor, patient_id, email=email, name=name, scopes=scopes, ends_at=ends_at)


def invite_guardian(actor: Actor, patient_id: UUID, *, email: str, name: str) -> ProxyInvitation:
    """A young person, or a guardian they have, asks a (second) guardian, until the day they are of age."""
    enter(actor, Action.SHARE, patient_id, Category.SHARING, "guardian")
    until = guardian_until(patient_id)
    if until is None or until <= now():
        raise BadInput("Only a young person, with a birth date in their record, has a guardian.")
    return _ask(
        actor, patient_id, email=email, name=name, scopes=SCOPES, ends_at=until, authority=Authority.GUARDIAN
    )


def _ask(
    actor: Actor,
    patient_id: UUID,
    *,
    email: str,
    name: str,
    scopes: Sequence[str],
    ends_at: datetime,
    authority: Authority = Authority.ASKED,
) -> ProxyInvitation:
    if not scopes or set(scopes) - set(Scope.values):
        raise BadInput("Please choose at least one thing this person may do.", field="scopes")
    if authority is Authority.ASKED and not now() < ends_at <= now() + LONGEST_PROXY:
        raise BadInput("Please choose an end within one year.", field="ends_at")
    if not name.strip():
        raise BadInput("Please write how you call this person.", field="name")
    not_too_many(ProxyInvitation.objects.filter(patient_id=patient_id), MOST_PROXIES_A_DAY)
    given = {*scopes, Scope.VIEW} if Scope.RECORD in scopes else set(scopes)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _close_invitations(patient_id, email)
        invitation = ProxyInvitation.objects.create(
            patient_id=patient_id,
            email=email,
            name=" ".join(name.split())[:80],
            scopes=sorted(given),
            authority=authority,
            invited_by=person_of(actor),
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
    if invitation is None or invitation.email.lower() != user.email.lower() or not _still_meant(invitation):
        raise NotFound("This invitation is no longer open, or it was sent to another e-mail address.")
    return invitation


def _still_meant(invitation: ProxyInvitation) -> bool:
    """Whether the one who asked may still ask: a guardian's letters end with them."""
    asker = Actor(invitation.invited_by, Purpose.SELF_CARE, second_factor=True, fresh=True, via="task")
    return may(asker, Action.SHARE, invitation.patient_id, Category.SHARING)


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
            ends_at=_end_of(invitation),
            authority=Authority(invitation.authority),
        )


def _end_of(invitation: ProxyInvitation) -> datetime:
    """A guardian's time is worked out anew: the birth date may have been put right since."""
    if Authority(invitation.authority) is Authority.ASKED:
        return invitation.ends_at
    until = guardian_until(invitation.patient_id)
    if until is None or until <= now():
        raise NotFound("This invitation is no longer open, or it was sent to another e-mail address.")
    return until


def name_proxy(
    patient_id: UUID,
    user: User,
    *,
    name: str,
    scopes: Sequence[str],
    ends_at: datetime,
    authority: Authority = Authority.ASKED,
) -> Proxy:
    """Open the proxy's access. Callers hold the patient's own decision (an accepted invitation)."""
    with transaction.atomic():
        Proxy.objects.filter(patient_id=patient_id, user=user, ended_at=None).update(ended_at=now())
        proxy = Proxy.objects.create(
            patient_id=patient_id,
            user=user,
            name=name,
            scopes=list(scopes),
            authority=authority,
            starts_at=now(),
            ends_at=ends_at,
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
        if proxy.is_guardian:
            close_hand_overs(patient_id)
        close_sockets_of(proxy.user_id)


def close_hand_overs(patient_id: UUID) -> None:
    """No key that was sent works any more."""
    HandOver.objects.filter(patient_id=patient_id, answered_at=None).update(answered_at=now())
