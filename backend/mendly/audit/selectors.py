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
    role: str = ""


def accesses_of(
    actor: Actor,
    patient_id: UUID,
    *,
    limit: int = 200,
    people_but: UUID | None = None,
    person: UUID | None = None,
    category: Category | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> list[Access]:
    """The newest `limit` accesses, newest first, or only those of people other than `people_but`, or of `person`.

    Or only of one kind of data, or from `since` on. `before`: the page after the one that ended at this moment.
    Two queries: one over both kinds would read the whole log.
    """
    enter(actor, Action.VIEW, patient_id, Category.ACCESS_LOG, "access log")
    lists = ListedPatient.objects.filter(patient=patient_id).values("record")
    wanted = Q() if people_but is None else Q(actor__isnull=False) & ~Q(actor=people_but)
    if person is not None:
        wanted &= Q(actor=person)
    if category is not None:
        wanted &= Q(category=category)
    if since is not None:
        wanted &= Q(at__gte=since)
    if before is not None:
        wanted &= Q(at__lt=before)
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
        record.at,
        record.actor,
        record.action,
        record.category,
        record.purpose,
        record.via,
        about,
        listed,
        record.role,
    )


def people_in_log(actor: Actor, patient_id: UUID) -> list[UUID]:
    """Everyone who ever looked or changed something, to choose from."""
    enter(actor, Action.VIEW, patient_id, Category.ACCESS_LOG, "access log")
    lists = ListedPatient.objects.filter(patient=patient_id).values("record")
    rows = AccessRecord.objects.filter(Q(patient=patient_id) | Q(id__in=lists), actor__isnull=False)
    return sorted({person for person in rows.values_list("actor", flat=True).distinct() if person})


def views_by(user_id: UUID, patient_id: UUID, start: datetime, end: datetime, *, role: str) -> list[str]:
    """The categories that one person looked at in one role, look by look; the caller has asked the policy."""
    rows = AccessRecord.objects.filter(
        patient=patient_id, actor=user_id, role=role, action=Action.VIEW, at__gte=start, at__lte=end
    )
    return list(rows.order_by("at").values_list("category", flat=True))


def broken_chains() -> Sequence[tuple[UUID, int]]:
    """Verify every chain; return (chain, number of the first link that does not fit). Empty means intact.

    A cut tail shows because the tip's length and digest no longer match; a forged tip needs an outside checkpoint.
    """
    return [(found.chain, found.number) for found in breaks()]
