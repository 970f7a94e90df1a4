"""Breaking the glass: a provider without care or consent opens one record, in an emergency, for an hour.

The patient is told at once, and somebody else of the clinic judges it afterwards. Opened are the name, medicines and
readings, never genes, tumours or messages; and nothing that the patient closed to this very provider: a deny wins.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from mendly.accounts.models import Clinic, Patient, Provider, User
from mendly.accounts.selectors import user_of_patient
from mendly.accounts.services import PAIRING_ALPHABET
from mendly.audit.services import enter, enter_by
from mendly.bus import announce
from mendly.care.models import (
    CareRelationship,
    EmergencyNumber,
    Judgement,
    Opening,
    OpeningAttempt,
)
from mendly.care.selectors import NO_MAIL, guardians_of
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound, StepUpNeeded, TooMany
from mendly.live.services import emit
from mendly.policy import BROKE_THE_GLASS, Action, Actor, Category, may, person_of, require
from mendly_core.words import say

LASTS = timedelta(minutes=60)
REASONS = ("life_in_danger", "cannot_answer", "own_team_away", "other")
SHORTEST_WORDS, LONGEST_WORDS = 10, 500
"""Characters of the provider's own words."""
OPENED = (Category.PROFILE, Category.MEDICINES, Category.READINGS)
CLOSED = "closed after an emergency"
"""What a provider's closing is called in the access log."""
HOUR = timedelta(hours=1)
MAIL_PATIENCE = timedelta(minutes=1)
"""So long the one who opened has to send the letter; then the sweep does."""
MOST_TRIES, MOST_TRIES_OF_CLINIC = 5, 20
"""In an hour, right and wrong ones together: nobody finds out by trying who has a record."""
NOT_OPENED = "We could not open a record with this. Please check what you typed."
log = logging.getLogger("mendly.care")


def open_in_emergency(actor: Actor, *, who: str, reason: str, words: str) -> Opening:
    """Open the record of the one whose e-mail address or emergency number this is, exactly.

    The answer is the same for somebody unknown and for somebody who closed their record to this provider. Opening
    it again within the hour gives the same opening. Raises `StepUpNeeded` without a proof of the last five minutes.
    """
    require(actor, Action.BREAK_GLASS, None, Category.PROFILE)
    if not actor.fresh:
        raise StepUpNeeded
    if reason not in REASONS:
        raise BadInput("Please choose one of the reasons.", field="reason")
    words = " ".join(words.split())
    if not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS:
        raise BadInput("Please say why in a sentence of your own, 10 to 500 characters.", field="words")
    provider = Provider.objects.select_related("clinic").get(user_id=person_of(actor))
    _count_try(provider)
    with transaction.atomic():
        Provider.objects.select_for_update(no_key=True).get(id=provider.id)
        patient = _patient_called(who)
        if patient is None:
            raise NotFound(NOT_OPENED)
        if CareRelationship.objects.filter(patient=patient, provider=provider, ended_at=None).exists():
            raise Conflict("You care for this person already. You find them under Patients.")
        return _opened(actor, provider, patient.id, {"reason": reason, "words": words})


def _count_try(provider: Provider) -> None:
    """In a transaction of its own: a try that fails counts too."""
    at = now()
    with transaction.atomic():
        Clinic.objects.select_for_update(no_key=True).get(id=provider.clinic_id)
        recent = OpeningAttempt.objects.filter(at__gt=at - HOUR)
        too_many = (
            recent.filter(provider=provider).count() >= MOST_TRIES
            or recent.filter(clinic=provider.clinic).count() >= MOST_TRIES_OF_CLINIC
        )
        if not too_many:
            OpeningAttempt.objects.create(provider=provider, clinic=provider.clinic, at=at)
    if too_many:
        raise TooMany("There were many tries within the hour. Please try again later, or call the clinic.")


def _patient_called(who: str) -> Patient | None:
    """By the whole e-mail address, or by the number that the patient carries; nobody who is being erased."""
    typed = who.strip()
    if "@" in typed:
        return Patient.objects.filter(user__email__iexact=typed, user__is_active=True).first()
    number = "".join(letter for letter in typed.upper() if letter.isalnum())
    rows = EmergencyNumber.objects.select_related("patient").filter(patient__user__is_active=True)
    row = rows.filter(number=number).first()
    return row.patient if row else None


def _opened(actor: Actor, provider: Provider, patient_id: UUID, why: dict[str, str]) -> Opening:
    at = now()
    mine = Opening.objects.filter(patient_id=patient_id, provider=provider, ended_at=None)
    known = mine.filter(ends_at__gt=at).first()
    if known is not None:
        _check_that_something_opens(actor, patient_id)
        return known
    for over in mine:
        Opening.objects.filter(id=over.id).update(ended_at=over.ends_at)
    opening = Opening.objects.create(
        patient_id=patient_id,
        provider=provider,
        clinic=provider.clinic,
        why=why,
        opened_at=at,
        ends_at=at + LASTS,
    )
    _check_that_something_opens(actor, patient_id)
    enter_by(
        actor, Action.BREAK_GLASS, patient_id, Category.PROFILE, "opened in an emergency", BROKE_THE_GLASS
    )
    announce("glass.broken", patient=patient_id, opening=opening.id)
    emit("emergency", told_of_openings(patient_id), patient=patient_id)
    transaction.on_commit(lambda: mail_notices(opening.id), robust=True)
    return opening


def _check_that_something_opens(actor: Actor, patient_id: UUID) -> None:
    """The patient may have closed it all to this provider, before or while it is open."""
    if not any(may(actor, Action.VIEW, patient_id, category) for category in OPENED):
        raise NotFound(NOT_OPENED)


def end_opening(actor: Actor, patient_id: UUID, opening_id: UUID) -> Opening:
    """The provider is done, or the patient closes it. Ending it again changes nothing.

    Alone it does not keep the same provider from opening again: see `consent.services.close_opening`.
    """
    with transaction.atomic():
        rows = Opening.objects.select_for_update(of=("self",)).select_related("provider")
        opening = rows.filter(id=opening_id, patient_id=patient_id).first()
        if opening is None:
            raise NotFound
        if opening.provider.user_id == actor.user_id:
            require(actor, Action.CHANGE, None, Category.CLINIC)
            if opening.ended_at is None:
                enter_by(actor, Action.LEAVE, patient_id, Category.PROFILE, CLOSED, BROKE_THE_GLASS)
        else:
            enter(actor, Action.WITHDRAW, patient_id, Category.SHARING, "emergency opening")
        if opening.ended_at is None:
            Opening.objects.filter(id=opening.id).update(ended_at=min(now(), opening.ends_at))
            emit("emergency", told_of_openings(patient_id), patient=patient_id)
    return opening


def mark_notice_read(actor: Actor, patient_id: UUID, opening_id: UUID) -> None:
    """The red line goes from the top of the patient's pages. What happened stays in the list."""
    enter(actor, Action.VIEW, patient_id, Category.ACCESS_LOG, "emergency opening")
    with transaction.atomic():
        rows = Opening.objects.filter(id=opening_id, patient_id=patient_id)
        if not rows.exists():
            raise NotFound
        if rows.filter(seen_at=None).update(seen_at=now()):
            emit("emergency", told_of_openings(patient_id), patient=patient_id)


def judge_opening(actor: Actor, opening_id: UUID, *, judgement: str, note: str) -> None:
    """An administrator of the clinic says whether it was right: never the one who opened it, and once."""
    role = require(actor, Action.JUDGE, None, Category.CLINIC).rule or ""
    judge = Provider.objects.get(user_id=person_of(actor))
    if judgement not in Judgement.values:
        raise BadInput("Please say whether it was right.", field="judgement")
    note = " ".join(note.split())
    if not SHORTEST_WORDS <= len(note) <= LONGEST_WORDS:
        raise BadInput("Please say why in a sentence of your own, 10 to 500 characters.", field="note")
    with transaction.atomic():
        rows = Opening.objects.select_for_update(of=("self",))
        opening = rows.filter(id=opening_id, clinic_id=judge.clinic_id).first()
        if opening is None:
            raise NotFound
        if opening.provider_id == judge.id:
            raise Conflict("You opened this record. Another administrator has to judge it.")
        if opening.judged_at is not None:
            raise Conflict("Somebody has judged this already.")
        enter_by(actor, Action.JUDGE, opening.patient_id, Category.SHARING, "emergency opening", role)
        opening.judged_at, opening.judged_by = now(), judge.id
        opening.judgement, opening.note = judgement, note
        opening.save(update_fields=["judged_at", "judged_by", "judgement", "note"])
        emit("emergency", told_of_openings(opening.patient_id), patient=opening.patient_id)


def mail_notices(only: UUID | None = None) -> int:
    """Send the fixed letter about an opening, once; also the sweep for what a crash left unsent."""
    due = Opening.objects.filter(mailed_at=None)
    due = due.filter(id=only) if only else due.filter(opened_at__lt=now() - MAIL_PATIENCE)
    return sum(
        _mail(row, patient) for row, patient in due.order_by("id").values_list("id", "patient_id")[:100]
    )


def _mail(opening_id: UUID, patient_id: UUID) -> bool:
    """Sent, then marked: a crash in between costs at most a second letter."""
    try:
        for user in User.objects.filter(id__in=told_of_openings(patient_id), is_active=True):
            if not user.email.endswith(NO_MAIL):
                _send(user)
    except OSError:
        log.warning("a notice about an emergency did not go out")
        return False
    Opening.objects.filter(id=opening_id).update(mailed_at=now())
    return True


def _send(user: User) -> None:
    """No name, no clinic, no reason: who reads over a shoulder learns nothing."""
    lines = [say(f"notices.{key}", user.language) for key in ("emergency", "email_open", "email_never_asks")]
    opened, where, never = lines
    send_mail(opened, f"{opened}\n\n{where} {settings.PUBLIC_URL}/home/\n\n{never}\n", None, [user.email])


def told_of_openings(patient_id: UUID) -> list[UUID]:
    """The patient, and guardians of somebody young."""
    return [user_of_patient(patient_id), *guardians_of(patient_id)]


def give_emergency_number(patient_id: UUID) -> None:
    """Each record gets a number of its own, when it is made."""
    while not EmergencyNumber.objects.filter(patient_id=patient_id).exists():
        number = "".join(secrets.choice(PAIRING_ALPHABET) for _ in range(8))
        EmergencyNumber.objects.bulk_create(
            [EmergencyNumber(patient_id=patient_id, number=number)], ignore_conflicts=True
        )
