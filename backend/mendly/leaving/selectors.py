"""How far the way out is: an erasure that waits, the archives asked for, and a receipt for whoever has its link."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.leaving.models import ErasureReceipt, ErasureRequest, Export
from mendly.policy import Action, Actor, Category, person_of, require

SHOWN_EXPORTS = 10


def erasure_of(actor: Actor, patient_id: UUID) -> ErasureRequest | None:
    """The erasure that was asked for and is not done yet."""
    enter(actor, Action.VIEW, patient_id, Category.EVERYTHING, "erasure")
    return ErasureRequest.objects.filter(patient=patient_id).first()


def erasure_of_account(actor: Actor) -> ErasureRequest | None:
    """The same, for an account without a record."""
    require(actor, Action.VIEW, None, Category.ACCOUNT)
    return ErasureRequest.objects.filter(patient=person_of(actor)).first()


def exports_of(actor: Actor, patient_id: UUID) -> list[Export]:
    """The newest archives, newest first. None of them opens without its passphrase."""
    enter(actor, Action.VIEW, patient_id, Category.EVERYTHING, "export")
    return list(Export.objects.filter(patient_id=patient_id).order_by("-asked_at")[:SHOWN_EXPORTS])


def receipt_of(token: str) -> ErasureReceipt:
    """What was erased, by its link. Raises `NotFound` before it is done, after 90 days, and for any other token."""
    receipt = ErasureReceipt.objects.filter(token_hash=hash_of(token)).first()
    if receipt is None:
        raise NotFound
    return receipt
