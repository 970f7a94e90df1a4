"""Asking to be erased, taking it back, and doing it once the days to think are over."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from mendly.accounts.models import Patient, Provider, User
from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import Conflict
from mendly.leaving import letters
from mendly.leaving.emptied import accounts_here
from mendly.leaving.models import ErasureReceipt, ErasureRequest
from mendly.leaving.services import steps
from mendly.leaving.tombstones import keep_all, stones_in, stones_kept, who_is
from mendly.policy import Action, Actor, Category, person_of, require
from mendly.vault.models import SubjectKey
from mendly.vault.services import destroy_key

COOL_OFF = timedelta(days=7)
SETTLING = timedelta(minutes=10)
"""Longer than any request or task that was let in before the doors closed."""
RECEIPT_LIFE = timedelta(days=90)
MOST_AT_ONCE = 20
ABOUT = "erasure"


@dataclass(frozen=True, slots=True)
class Asked:
    """`receipt_token` is known only now: the link under which the receipt will stand."""

    request: ErasureRequest
    receipt_token: str


def ask_erasure(actor: Actor, patient_id: UUID) -> Asked:
    """Start the days to think. Raises `Conflict` when they run already. A letter says so, in case it was not them."""
    enter(actor, Action.ERASE, patient_id, Category.EVERYTHING, ABOUT)
    with transaction.atomic():
        patient = (
            Patient.objects.select_for_update(of=("self",), no_key=True)
            .select_related("user")
            .get(id=patient_id)
        )
        return _asked(patient_id, patient.user)


def ask_account_erasure(actor: Actor) -> Asked:
    """The same for who has no record: a helper, a guardian, a former colleague.

    There is no record in whose access log this could stand. Who works in a clinic is refused, as is who has a record.
    """
    require(actor, Action.ERASE, None, Category.ACCOUNT)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(id=person_of(actor))
        return _asked(user.id, user)


def _asked(subject: UUID, user: User) -> Asked:
    """In the caller's transaction, with the row locked that two askings share."""
    token, at = secrets.token_urlsafe(32), now()
    if ErasureRequest.objects.filter(patient=subject).exists():
        raise Conflict("You asked for this already. The page says when it happens.")
    request = ErasureRequest.objects.create(
        patient=subject,
        user=user.id,
        receipt_hash=hash_of(token),
        asked_at=at,
        due_at=at + COOL_OFF,
    )
    transaction.on_commit(lambda: letters.say_it_was_asked(user, request.due_at, token), robust=True)
    return Asked(request, token)


def cancel_erasure(actor: Actor, patient_id: UUID) -> None:
    """Take it back. Needs no fresh proof: staying must never be harder than leaving. Again changes nothing."""
    enter(actor, Action.WITHDRAW, patient_id, Category.EVERYTHING, ABOUT)
    _taken_back(patient_id)


def cancel_account_erasure(actor: Actor) -> None:
    require(actor, Action.WITHDRAW, None, Category.ACCOUNT)
    _taken_back(person_of(actor))


def _taken_back(subject: UUID) -> None:
    rows = ErasureRequest.objects.filter(patient=subject)
    if not rows.filter(started_at=None).delete()[0] and rows.exists():
        raise Conflict("It has begun and cannot be taken back.")


@dataclass(frozen=True, slots=True)
class ThoughtOver:
    """`waiting` for their day; `untold` of them could not be sent the letter."""

    waiting: int
    untold: int


def think_again() -> ThoughtOver:
    """After a restore: the days to think begin anew, and a letter says so. They may have taken it back since.

    What has begun goes on. The letter has another link for the receipt: of the first one only a digest is known.
    """
    waiting = list(ErasureRequest.objects.filter(started_at=None).values_list("id", flat=True))
    return ThoughtOver(len(waiting), sum(not _told_again(request_id) for request_id in waiting))


def _told_again(request_id: UUID) -> bool:
    token, due_at = secrets.token_urlsafe(32), now() + COOL_OFF
    ErasureRequest.objects.filter(id=request_id).update(due_at=due_at, receipt_hash=hash_of(token))
    user = User.objects.filter(id__in=ErasureRequest.objects.filter(id=request_id).values("user")).first()
    if user is None:
        return False
    try:
        letters.say_it_was_asked(user, due_at, token)
    except OSError:  # smtplib's are among them
        return False
    return True


def erase_due() -> int:
    """Sweep: do what is due, one after the other; gives how many ended. Two sweeps at once share the work."""
    _forget_outgrown()
    done = 0
    free = Q(lease_until=None) | Q(lease_until__lte=now())
    due = ErasureRequest.objects.filter(free, due_at__lte=now()).order_by("due_at")
    for request_id in list(due.values_list("id", flat=True)[:MOST_AT_ONCE]):
        if _claim(request_id) and carry_on(request_id):
            _finish(ErasureRequest.objects.get(id=request_id))
            done += 1
    return done


def _forget_outgrown() -> None:
    """An account that got a record or a place in a clinic since it asked is more than what was to be erased."""
    grown = Q(user__in=Patient.objects.values("user")) | Q(
        user__in=Provider.objects.filter(ended_at=None).values("user")
    )
    ErasureRequest.objects.filter(grown, patient=F("user"), started_at=None).delete()


def erase_now(subject: UUID) -> dict[str, int]:
    """Erase without days to think: someone with a tombstone in a restored backup, or the end of the house.

    `subject`: the patient, or the account that has no record. Nothing else may be serving meanwhile: no time is left
    for what still runs to settle. Gives the counts.
    """
    at = now()
    accounts = User.objects.filter(Q(patient=subject) | Q(id=subject))
    request, _made = ErasureRequest.objects.get_or_create(
        patient=subject,
        defaults={"user": accounts.values_list("id", flat=True).first(), "asked_at": at, "due_at": at},
    )
    ErasureRequest.objects.filter(id=request.id, started_at=None).update(started_at=at)
    carry_on(request.id, settle=False)
    request.refresh_from_db()
    _finish(request)
    return dict(request.counts)


def erase_again() -> int:
    """Erase whom a restored backup brought back: everyone here who has a tombstone. Gives how many.

    Tombstones of the file are taken into the database first, because the restored one is older. Raises
    `TombstonesDamaged` before anything is done when one of them is not ours.
    """
    path = settings.TOMBSTONES
    outside = list(stones_in(path)) if path.exists() else []
    keep_all([*outside, *stones_kept()])
    buried = {stone.who for stone in stones_kept()}
    if not buried:
        return 0
    rows, requests = Patient.objects.values_list("id", flat=True), ErasureRequest.objects
    accounts = accounts_here().values_list("id", flat=True)
    present = [*rows.iterator(), *requests.values_list("patient", flat=True), *accounts.iterator()]
    found = [subject for subject in dict.fromkeys(present) if who_is(subject) in buried]
    for subject in found:
        erase_now(subject)
    keys = SubjectKey.objects.filter(destroyed_at=None).values_list("subject", flat=True)
    for subject in [one for one in keys.iterator() if who_is(one) in buried]:
        destroy_key(subject)
    return len(found)


def carry_on(request_id: UUID, *, settle: bool = True) -> bool:
    """Do the steps that are left. True when the last one is done; with `settle`, late rows wait for a later call."""
    while (request := ErasureRequest.objects.get(id=request_id)).step < len(steps.STEPS):
        steps.STEPS[request.step](request, steps.person_behind(request))
        waits = settle and request.step + 1 == steps.LATE_ROWS
        ErasureRequest.objects.filter(id=request_id, step=request.step).update(
            step=request.step + 1, lease_until=now() + (SETTLING if waits else steps.LEASE)
        )
        if waits:
            return False
    return True


def forget_old_receipts() -> int:
    """Sweep: a receipt stays for 90 days."""
    return ErasureReceipt.objects.filter(erased_at__lt=now() - RECEIPT_LIFE).delete()[0]


def _claim(request_id: UUID) -> bool:
    """Whoever moves the lease does the work; from the first claim on it cannot be taken back."""
    at = now()
    rows = ErasureRequest.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), id=request_id)
    with transaction.atomic():
        if not rows.update(lease_until=at + steps.LEASE):
            return False
        ErasureRequest.objects.filter(id=request_id, started_at=None).update(started_at=at)
    return True


def _finish(request: ErasureRequest) -> None:
    """The receipt takes the place of the request, which was the last to name the person."""
    at = now()
    with transaction.atomic():
        if request.receipt_hash:
            ErasureReceipt.objects.get_or_create(
                token_hash=request.receipt_hash,
                defaults={"erased_at": at, "counts": request.counts, "digest": digest_of(at, request.counts)},
            )
        ErasureRequest.objects.filter(id=request.id).delete()


def digest_of(erased_at: datetime, counts: dict[str, int]) -> str:
    """SHA-256 over the date and the counts: two copies of a receipt can be compared by it."""
    text = json.dumps([erased_at.isoformat(), sorted(counts.items())])
    return hashlib.sha256(text.encode()).hexdigest()
