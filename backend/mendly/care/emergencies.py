"""Reading openings in an emergency: for the patient, for the provider who opened, and for who judges them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mendly.accounts.models import Provider
from mendly.accounts.selectors import profiles_for_list
from mendly.audit.selectors import views_by
from mendly.audit.services import enter, enter_list
from mendly.care.models import EmergencyNumber, Opening
from mendly.clock import now
from mendly.policy import BROKE_THE_GLASS, Action, Actor, Category, may, person_of, require

MOST_JUDGED = 200
"""So many judged openings the page of a clinic shows; those that wait are all there."""


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening. `closed_at` is when it was over; None while the record is open. `judgement` may be empty."""

    id: UUID
    patient: UUID
    provider: UUID
    name: str
    clinic: str
    clinic_phone: str
    reason: str
    words: str
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    read: bool
    judgement: str
    note: str


@dataclass(frozen=True, slots=True)
class ToJudge:
    """One opening of the clinic. `looks` counts by kind of data what was looked at. `own`: by the reader."""

    line: OpeningLine
    patient_name: str
    looks: Mapping[str, int]
    own: bool


@dataclass(frozen=True, slots=True)
class Review:
    """All openings of a clinic, those that wait first. `alone`: nobody else could judge the reader's own."""

    waiting: tuple[ToJudge, ...]
    judged: tuple[ToJudge, ...]
    alone: bool


def openings_of(actor: Actor, patient_id: UUID) -> list[OpeningLine]:
    """Every opening of this record, newest first."""
    enter(actor, Action.VIEW, patient_id, Category.ACCESS_LOG, "emergency openings")
    return [_line(row) for row in _rows(patient_id=patient_id)]


def unread_openings(actor: Actor, patient_id: UUID) -> list[OpeningLine]:
    """For the red line at the top of the patient's pages: what they have not read yet, or is open still."""
    if not may(actor, Action.VIEW, patient_id, Category.ACCESS_LOG):
        return []
    lines = [_line(row) for row in _rows(patient_id=patient_id, seen_at=None)]
    open_rows = _rows(patient_id=patient_id, ended_at=None, ends_at__gt=now(), seen_at__isnull=False)
    return lines + [_line(row) for row in open_rows]


def own_openings(actor: Actor) -> list[OpeningLine]:
    """What this provider has opened at this moment: for the banner on their pages."""
    at = now()
    return [
        _line(row)
        for row in _rows(provider__user_id=person_of(actor), ended_at=None, ends_at__gt=at)
        if any(
            may(actor, Action.VIEW, row.patient_id, category)
            for category in (Category.PROFILE, Category.MEDICINES, Category.READINGS)
        )
    ]


def emergency_number_of(actor: Actor, patient_id: UUID) -> str:
    """Eight letters and digits in two groups, to write on a card."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "emergency number")
    number = EmergencyNumber.objects.values_list("number", flat=True).get(patient_id=patient_id)
    return f"{number[:4]}-{number[4:]}"


def openings_to_judge(actor: Actor) -> Review:
    """For an administrator: the clinic's openings with names, because these are patients whom it has seen."""
    require(actor, Action.JUDGE, None, Category.CLINIC)
    me = Provider.objects.get(user_id=person_of(actor))
    waiting = _rows(clinic_id=me.clinic_id, judged_at=None)
    rows = [*waiting, *_rows(MOST_JUDGED, clinic_id=me.clinic_id, judged_at__isnull=False)]
    enter_list(actor, Category.CLINIC, {row.patient_id for row in rows}, "emergency openings")
    profiles = profiles_for_list({row.patient_id for row in rows})
    lines = [
        ToJudge(
            _line(row),
            profiles[row.patient_id].name,
            _looks(row),
            row.provider_id == me.id,
        )
        for row in rows
    ]
    others = Provider.objects.filter(clinic_id=me.clinic_id, is_admin=True, ended_at=None).exclude(id=me.id)
    return Review(
        tuple(line for line in lines if not line.line.judgement),
        tuple(line for line in lines if line.line.judgement),
        alone=not others.exists(),
    )


def waiting_for_judgement(actor: Actor) -> int:
    """A number for the menu: what others of the clinic opened and nobody has judged."""
    if not may(actor, Action.JUDGE, None, Category.CLINIC):
        return 0
    me = Provider.objects.get(user_id=person_of(actor))
    rows = Opening.objects.filter(clinic_id=me.clinic_id, judged_at=None, patient__user__is_active=True)
    return rows.exclude(provider=me).count()


def _rows(most: int | None = None, **wanted: object) -> list[Opening]:
    """Newest first. None of somebody who is being erased: their seals may be gone before their rows are."""
    rows = Opening.objects.select_related("provider__clinic").filter(patient__user__is_active=True, **wanted)
    return list(rows.order_by("-opened_at")[:most])


def _looks(row: Opening) -> Mapping[str, int]:
    views = views_by(row.provider.user_id, row.patient_id, row.opened_at, row.ends_at, role=BROKE_THE_GLASS)
    return Counter(views)


def _line(row: Opening) -> OpeningLine:
    over = row.ended_at or (row.ends_at if row.ends_at <= now() else None)
    return OpeningLine(
        row.id,
        row.patient_id,
        row.provider_id,
        row.provider.name,
        row.provider.clinic.name,
        row.provider.clinic.phone,
        row.why["reason"],
        row.why["words"],
        row.opened_at,
        row.ends_at,
        over,
        row.seen_at is not None,
        row.judgement,
        row.note or "",
    )
