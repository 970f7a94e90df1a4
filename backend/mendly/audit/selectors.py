"""Reading the log: for the patient whose data it is, and for verification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mendly.audit.models import AccessRecord, ListedPatient
from mendly.audit.services import enter
from mendly.audit.verification import breaks
from mendly.policy import Action, Actor, Category


@dataclass(frozen=True, slots=True)
class Access:
    """One line of "who looked at my data". `listed`: the person appeared in a list over many patients."""

    at: datetime
    actor: UUID | None
    action: str
    category: str
    purpose: str
    via: str
    about: str
    listed: bool


def accesses_of(
    actor: Actor, patient_id: UUID, *, limit: int = 200, people_but: UUID | None = None
) -> list[Access]:
    """The newest `limit` accesses, newest first, or only those of people other than `people_but`.

    Two queries: one over both kinds would read the whole log.
    """
    enter(actor, Action.VIEW, patient_id, Category.ACCESS_LOG, "access log")
    lists = ListedPatient.objects.filter(patient=patient_id).values("record")
    wanted = Q() if people_but is None else Q(actor__isnull=False) & ~Q(actor=people_but)
    records = [
        record
        for kind in (Q(patient=patient_id), Q(id__in=lists))
        for record in AccessRecord.objects.filter(kind, wanted).order_by("-at")[:limit]
    ]
    records.sort(key=lambda record: record.at, reverse=True)
    return [_access(record) for record in records[:limit]]


def _access(record: AccessRecord) -> Access:
    listed = record.patient is None
    about = record.about.partition(":")[0] if listed else record.about
    return Access(
        record.at, record.actor, record.action, record.category, record.purpose, record.via, about, listed
    )


def broken_chains() -> Sequence[tuple[UUID, int]]:
    """Verify every chain; return (chain, number of the first link that does not fit). Empty means intact.

    A cut tail shows because the tip's length and digest no longer match; a forged tip needs an outside checkpoint.
    """
    return [(found.chain, found.number) for found in breaks()]
