"""Records of children: made by a guardian, handed over to the young person when they can sign in themselves."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mendly.accounts.identity import forget_identities
from mendly.accounts.models import Patient, Provider, User
from mendly.accounts.selectors import patient_of_user, user_of_patient
from mendly.accounts.services import INVITATION_LIFE, create_patient, send_invitation
from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter_by
from mendly.care.ages import birthday, guardian_until, instant_of
from mendly.care.models import Authority, HandOver, Proxy, ProxyInvitation
from mendly.care.selectors import NO_MAIL
from mendly.care.services.letters import not_too_many
from mendly.care.services.proxies import SCOPES, close_hand_overs, name_proxy
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound, StepUpNeeded, TooMany
from mendly.live.services import close_sockets_of, emit
from mendly.policy import Action, Actor, Category, person_of

OLDEST = date(1900, 1, 1)
"""An earlier birth date is a typing error."""
MOST_CHILDREN, MOST_LETTERS_A_DAY = 10, 5


def make_child_record(actor: Actor, *, name: str, birth_date: date, called: str) -> Patient:
    """A guardian makes the record of somebody not of age. `called`: how the child calls the guardian."""
    guardian = User.objects.get(id=person_of(actor))
    if Provider.objects.filter(user=guardian).exists():
        raise Conflict("A provider uses a second account for their own family.")
    until = _end_of_childhood(birth_date, guardian.zone)
    if not called.strip():
        raise BadInput("Please write how they call you.", field="called")
    own = Proxy.objects.filter(user=guardian, authority=Authority.GUARDIAN, ended_at=None)
    if own.count() >= MOST_CHILDREN:
        raise TooMany("You look after many records already. Please ask us for help.")
    with transaction.atomic():
        child = User(email=f"{new_id()}{NO_MAIL}", language=guardian.language, zone=guardian.zone)
        child.set_unusable_password()
        child.save()
        patient = create_patient(child, name=name, birth_date=birth_date)
        enter_by(actor, Action.ACCEPT, patient.id, Category.SHARING, "guardian", "who made a child's record")
        name_proxy(
            patient.id,
            guardian,
            name=" ".join(called.split())[:80],
            scopes=SCOPES,
            ends_at=until,
            authority=Authority.GUARDIAN,
        )
    return patient


def _end_of_childhood(birth_date: date, zone: str) -> datetime:
    if not OLDEST <= birth_date <= now().astimezone(ZoneInfo(zone)).date():
        raise BadInput("Please check the birth date.", field="birth_date")
    until = instant_of(birthday(birth_date, settings.AGES.guardian_ends), zone)
    if until <= now():
        raise BadInput("This person is of age. They make their own record.", field="birth_date")
    return until


def birth_date_changed(patient_id: UUID) -> None:
    """The day on which guardians' access ends is worked out anew. Without a birth date it stays what it was.

    An access that is over stays over.
    """
    rows = Proxy.objects.filter(
        patient_id=patient_id, authority=Authority.GUARDIAN, ended_at=None, ends_at__gt=now()
    )
    if not rows.exists():
        return
    until = guardian_until(patient_id)
    if until is not None:
        rows.update(ends_at=until)


def send_key(actor: Actor, patient_id: UUID, *, email: str) -> HandOver:
    """The guardian, also one whose time is over, sends the young person a link that makes the record their own.

    It shows the guardian nothing. Once the record has an owner who signs in, only they decide. Raises `StepUpNeeded`
    without a proof of the last five minutes: whoever opens the link gets everything.
    """
    if not _was_guardian(person_of(actor), patient_id) or not waits_for_owner(patient_id):
        raise NotFound
    if not actor.fresh:
        raise StepUpNeeded
    not_too_many(HandOver.objects.filter(patient_id=patient_id), MOST_LETTERS_A_DAY)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        enter_by(actor, Action.INVITE, patient_id, Category.SHARING, "key to the record", "a guardian")
        close_hand_overs(patient_id)
        letter = HandOver.objects.create(
            patient_id=patient_id,
            email=email,
            token_hash=hash_of(token),
            expires_at=now() + INVITATION_LIFE,
        )
        transaction.on_commit(lambda: send_invitation(email, f"/your-record/{token}/"), robust=True)
    return letter


def _was_guardian(user_id: UUID, patient_id: UUID) -> bool:
    """Also after the birthday, but not after somebody ended it."""
    rows = Proxy.objects.filter(patient_id=patient_id, user_id=user_id, authority=Authority.GUARDIAN)
    return rows.filter(ended_at=None).exists()


def waits_for_owner(patient_id: UUID) -> bool:
    """Whether this record was made for a child who does not sign in yet."""
    return Patient.objects.filter(id=patient_id, user__email__endswith=NO_MAIL).exists()


def open_hand_over(token: str, user: User, *, lock: bool = False) -> HandOver:
    rows = HandOver.objects.select_for_update() if lock else HandOver.objects.all()
    letter = rows.filter(token_hash=hash_of(token), answered_at=None, expires_at__gt=now()).first()
    if letter is None or letter.email.lower() != user.email.lower():
        raise NotFound("This link is no longer open, or it was sent to another e-mail address.")
    return letter


def take_over(actor: Actor, token: str) -> UUID:
    """The young person says: this is my record. From then on it is theirs alone; gives the patient's id.

    Guardians and helpers end with it: the young person asks anew whom they want. Nobody who ever helped with this
    record can take it over.
    """
    user = User.objects.get(id=person_of(actor))
    with transaction.atomic():
        letter = open_hand_over(token, user, lock=True)
        patient = (
            Patient.objects.select_for_update(no_key=True).select_related("user").get(id=letter.patient_id)
        )
        if patient_of_user(user.id) is not None or Provider.objects.filter(user=user).exists():
            raise Conflict("This account already has a record. Please use another account.")
        if Proxy.objects.filter(patient=patient, user=user).exists():
            raise Conflict("Only the young person can take over their record, with an account of their own.")
        if not waits_for_owner(patient.id):
            raise NotFound
        born = patient.birth_date
        if born is None or now() < instant_of(birthday(born, settings.AGES.sign_up), patient.user.zone):
            raise Conflict("You can take over your record from a later birthday on. Please come back then.")
        child = patient.user
        User.objects.filter(id=child.id).update(is_active=False)
        Patient.objects.filter(id=patient.id).update(user=user)
        forget_identities()
        close_hand_overs(patient.id)
        _end_help(patient.id)
        enter_by(
            actor, Action.ACCEPT, patient.id, Category.SHARING, "key to the record", "whose record it is"
        )
        close_sockets_of(child.id)
        emit("relationship", [user_of_patient(patient.id)], patient=patient.id)
    return patient.id


def _end_help(patient_id: UUID) -> None:
    ProxyInvitation.objects.filter(patient_id=patient_id, answered_at=None).update(answered_at=now())
    helping = Proxy.objects.filter(patient_id=patient_id, ended_at=None)
    users = list(helping.values_list("user_id", flat=True))
    helping.update(ended_at=now())
    for user in users:
        close_sockets_of(user)
