"""The phone's protocol, outward: what changed since a cursor, as whole documents."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mendly.errors import Denied, Gone, SecondFactorNeeded
from mendly.policy import Actor
from mendly.sync.documents import LOADERS
from mendly.sync.models import Change, ChangeTip

LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class ChangeOut:
    """One document as it is now. `deleted`: the phone should forget it (ended, revoked or erased)."""

    kind: str
    id: UUID
    deleted: bool
    body: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    changes: Sequence[ChangeOut]
    cursor: str
    has_more: bool


def changes_since(actor: Actor, patient_id: UUID, cursor: str, *, limit: int = LARGEST_PAGE) -> ChangesPage:
    """Changes after the cursor, in order. Raises `Gone` when the cursor is not ours: the phone starts afresh."""
    after = _seq_of(cursor, patient_id)
    rows = list(Change.objects.filter(patient=patient_id, seq__gt=after).order_by("seq")[: limit + 1])
    page = rows[:limit]
    bodies = _bodies(actor, patient_id, page)
    changes = [
        ChangeOut(
            row.kind,
            row.document,
            bodies.get((row.kind, row.document)) is None,
            bodies.get((row.kind, row.document)),
        )
        for row in page
    ]
    last = page[-1].seq if page else after
    return ChangesPage(changes, _cursor_of(last, patient_id), len(rows) > limit)


def _bodies(actor: Actor, patient_id: UUID, page: Sequence[Change]) -> dict[tuple[str, UUID], dict[str, Any]]:
    """Load each kind once. What this person may not see now is left out, and so told as deleted."""
    found: dict[tuple[str, UUID], dict[str, Any]] = {}
    for kind in {row.kind for row in page}:
        ids = [row.document for row in page if row.kind == kind]
        with suppress(Denied, SecondFactorNeeded):
            for document, body in LOADERS[kind](actor, patient_id, ids).items():
                found[(kind, document)] = body
    return found


def _cursor_of(seq: int, patient_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"1:{patient_id.hex[-8:]}:{seq}".encode()).decode()


def _seq_of(cursor: str, patient_id: UUID) -> int:
    if not cursor:
        return 0
    try:
        version, owner, seq = base64.urlsafe_b64decode(cursor.encode()).decode().split(":")
        number = int(seq)
    except (ValueError, binascii.Error):
        raise Gone("Please fetch everything afresh.") from None
    tip = ChangeTip.objects.filter(patient=patient_id).first()
    if version != "1" or owner != patient_id.hex[-8:] or not 0 <= number <= (tip.seq if tip else 0):
        raise Gone("Please fetch everything afresh.")
    return number
