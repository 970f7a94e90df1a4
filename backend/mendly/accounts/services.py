"""People: made, invited, paired. Every function that acts for someone takes that someone first."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mendly.accounts import tokens
from mendly.accounts.models import (
    Clinic,
    Device,
    PairingCode,
    Patient,
    Provider,
    StaffInvitation,
    User,
)
from mendly.accounts.sign_in_letters import tell_of_new_phone
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound, StepUpNeeded, TooMany
from mendly.policy import Action, Actor, Category, person_of, require
from mendly.vault.services import ensure_key
from mendly_core.doses.zones import UnknownZone, zone_named

PAIRING_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PAIRING_LIFE = timedelta(minutes=10)
EARLIEST_BIRTH = date(1900, 1, 1)
AHEAD = timedelta(hours=14)
INVITATION_LIFE = timedelta(days=7)


def sign_up_patient(user: User, *, name: str, birth_date: date | None = None) -> Patient:
    """A person makes their own record. Who is too young for that has a guardian who makes one."""
    _check_birth_date(birth_date)
    if birth_date is not None and _age(birth_date, user.zone_info) < settings.AGES.sign_up:
        raise BadInput(
            "You are still too young to make your own record. Please ask a parent or guardian to make one for you.",
            field="birth_date",
        )
    return create_patient(user, name=name, birth_date=birth_date)


def _age(born: date, zone: ZoneInfo) -> int:
    """Whole years; the birthday itself counts."""
    today = now().astimezone(zone).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def create_patient(user: User, *, name: str, birth_date: date | None = None) -> Patient:
    """Make the patient record of a person who signs in. Their key is made first, apart from the transaction."""
    name = _clean_name(name)
    _check_birth_date(birth_date)
    if Provider.objects.filter(user=user).exists():
        raise Conflict("A provider uses a second account for their own health.")
    if Patient.objects.filter(user=user).exists():
        raise Conflict("This account already has a patient record.")
    patient_id = new_id()
    ensure_key(patient_id)
    try:
        with transaction.atomic():
            patient = Patient.objects.create(id=patient_id, user=user, name=name, birth_date=birth_date)
            announce("patient.created", patient=patient.id)
    except IntegrityError:
        raise Conflict("This account already has a patient record.") from None
    return patient


def change_profile(actor: Actor, patient_id: UUID, *, name: str, birth_date: date | None) -> Patient:
    enter(actor, Action.CHANGE, patient_id, Category.PROFILE, "profile")
    _check_birth_date(birth_date)
    with transaction.atomic():
        patient = Patient.objects.select_for_update(no_key=True).get(id=patient_id)
        patient.name = _clean_name(name)
        patient.birth_date = birth_date
        patient.save(update_fields=["name", "birth_date"])
        announce("profile.changed", patient=patient_id)
    return patient


def set_preferences(user: User, *, language: str, zone: str, theme: str | None = None) -> None:
    """Language, time zone and colours of a person's own screens; colours that are not given stay."""
    if language not in dict(settings.LANGUAGES):
        raise BadInput("Please choose one of the languages in the list.", field="language")
    try:
        zone_named(zone)
    except UnknownZone:
        raise BadInput("Please choose a time zone from the list.", field="zone") from None
    theme = user.theme if theme is None else theme
    if theme not in {"auto", "light", "dark"}:
        raise BadInput("Please choose light, dark or automatic.", field="theme")
    with transaction.atomic():
        User.objects.filter(id=user.id).update(language=language, zone=zone, theme=theme)
        patient_id = Patient.objects.filter(user=user).values_list("id", flat=True).first()
        if patient_id is not None:
            announce("profile.changed", patient=patient_id)


def follow_clock(user_id: UUID, *, zone: str, was: str) -> bool:
    """A traveller's phone changes the zone from the one that it knew; False when it is so already.

    Raises `Conflict` when it was changed somewhere else meanwhile, `BadInput` for an unknown zone.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(id=user_id)
        if user.zone == zone:
            return False
        if user.zone != was:
            raise Conflict("Your time zone was changed meanwhile. Please choose again.")
        set_preferences(user, language=user.language, zone=zone)
    return True


def open_clinic(*, name: str, phone: str = "") -> Clinic:
    return Clinic.objects.create(name=name, phone=phone)


def create_provider(
    user: User, clinic: Clinic, *, name: str, profession: str, is_admin: bool = False
) -> Provider:
    if Patient.objects.filter(user=user).exists():
        raise Conflict("This account belongs to a patient. A provider uses a second account.")
    return Provider.objects.create(
        user=user, clinic=clinic, name=_clean_name(name), profession=profession, is_admin=is_admin
    )


def invite_colleague(actor: Actor, *, email: str, name: str, profession: str) -> StaffInvitation:
    """A clinic administrator sends a colleague a link that is good for a week and for one account."""
    require(actor, Action.INVITE, None, Category.STAFF)
    inviter = Provider.objects.select_related("clinic").get(user_id=person_of(actor))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = StaffInvitation.objects.create(
            clinic=inviter.clinic,
            email=email,
            name=_clean_name(name),
            profession=profession,
            token_hash=tokens.hash_of(token),
            invited_by=inviter,
            expires_at=now() + INVITATION_LIFE,
        )
        transaction.on_commit(lambda: send_invitation(email, f"/join/{token}/"), robust=True)
    return invitation


def open_staff_invitation(user: User, token: str) -> StaffInvitation:
    """The unanswered invitation behind a link, if it was sent to this person's address."""
    rows = StaffInvitation.objects.select_related("clinic")
    invitation = rows.filter(
        token_hash=tokens.hash_of(token),
        accepted_at=None,
        expires_at__gt=now(),
        invited_by__ended_at=None,
    ).first()
    if invitation is None or invitation.email.lower() != user.email.lower():
        raise NotFound("This invitation is no longer open, or it was sent to another e-mail address.")
    return invitation


def accept_staff_invitation(user: User, token: str) -> Provider:
    """The signed-in colleague joins the clinic. Claimed by UPDATE, so that a link makes one provider."""
    invitation = open_staff_invitation(user, token)
    with transaction.atomic():
        rows = StaffInvitation.objects.filter(id=invitation.id, accepted_at=None)
        if not rows.update(accepted_at=now()) or Provider.objects.filter(user=user).exists():
            raise Conflict("This account already belongs to a clinic.")
        return create_provider(
            user, invitation.clinic, name=invitation.name, profession=invitation.profession
        )


def send_invitation(email: str, path: str, language: str = "en") -> None:
    """A mail with a link and nothing else: no names, no clinic, no reason."""
    with override(language):
        subject = _("You have an invitation in Mendly")
        body = _("Someone invited you to Mendly. Open this link to answer. It works for 7 days.")
    send_mail(subject, f"{body}\n\n{settings.PUBLIC_URL}{path}\n", None, [email])


def make_pairing_code(actor: Actor) -> tuple[str, PairingCode]:
    """A new code for this person's phone; earlier unused ones end. Returns the text once; only hashes are kept.

    The phone inherits how surely this sign-in knows the person, for a month: so they show it once more first.
    """
    if not actor.fresh:
        raise StepUpNeeded
    user, at = User.objects.get(id=person_of(actor)), now()
    with transaction.atomic():
        PairingCode.objects.filter(expires_at__lt=at).delete()
        PairingCode.objects.filter(user=user).delete()
        taken = set(PairingCode.objects.values_list("handle", flat=True))
        handle = next(h for h in iter(lambda: _random_text(3), None) if h not in taken)
        secret = _random_text(5)
        code = PairingCode.objects.create(
            user=user,
            handle=handle,
            secret_hash=tokens.hash_of(secret),
            second_factor=actor.second_factor,
            expires_at=at + PAIRING_LIFE,
        )
    return handle + secret, code


def pair_device(code: str, *, device_name: str, platform: str) -> tokens.TokenPair:
    """Exchange a code for a phone's first token pair. A wrong code costs a try; a right one works once."""
    text = "".join(code.upper().split()).replace("-", "")
    refused = BadInput("This code does not work. Please make a new one in the portal.", code="pairing-code")
    if len(text) != 8:
        raise refused
    pair: tokens.TokenPair | None = None
    with transaction.atomic():
        found = PairingCode.objects.select_for_update().filter(handle=text[:3]).first()
        if found is not None and found.tries_left == 0 and found.used_at is None:
            raise TooMany("This code was tried too often. Please make a new one in the portal.")
        if found is None or found.used_at is not None or found.expires_at <= now():
            raise refused
        if hmac.compare_digest(found.secret_hash, tokens.hash_of(text[3:])):
            PairingCode.objects.filter(id=found.id).update(used_at=now())
            pair = _new_device(found, device_name, platform)
        else:
            PairingCode.objects.filter(id=found.id).update(tries_left=found.tries_left - 1)
    if pair is None:
        raise refused
    return pair


def _new_device(code: PairingCode, name: str, platform: str) -> tokens.TokenPair:
    device = Device.objects.create(
        user=code.user,
        name=name.strip()[:60] or "Phone",
        platform=platform[:20],
        second_factor=code.second_factor,
        last_seen_at=now(),
    )
    transaction.on_commit(lambda: tell_of_new_phone(code.user), robust=True)
    return tokens.start_family(device)


def _random_text(length: int, alphabet: Sequence[str] = PAIRING_ALPHABET) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def _check_birth_date(born: date | None) -> None:
    """Today by the clock that is furthest ahead: a day of birth can be today wherever the person lives."""
    if born is not None and not EARLIEST_BIRTH <= born <= (now() + AHEAD).date():
        raise BadInput("Please check this date.", field="birth_date")


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 120:
        raise BadInput("Please write a name of 1 to 120 characters.", field="name")
    return cleaned
