"""Reading side effects: each as it was told last, with how it was told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.medicines.models import Medicine, SideEffect
from mendly.policy import Action, Actor, Category
from mendly_core.side_effects import Severity, needs_help_now


@dataclass(frozen=True, slots=True)
class Report:
    """One telling of a side effect. `what` is a value of `Common`, `words` are the person's own."""

    number: int
    medicine: UUID | None
    medicine_name: str
    what: str
    words: str
    severity: str
    signs: tuple[str, ...]
    since: date
    ended_on: date | None
    withdrawn: bool
    reported_at: datetime
    by: UUID | None

    @property
    def is_urgent(self) -> bool:
        return not self.withdrawn and needs_help_now(Severity(self.severity), self.signs)


@dataclass(frozen=True, slots=True)
class Effect:
    """One side effect: `now` is how it was told last, `earlier` how before, newest first."""

    id: UUID
    now: Report
    earlier: tuple[Report, ...]


def side_effects_of(actor: Actor, patient_id: UUID) -> list[Effect]:
    """Those that stand, the newest report first; one that was a mistake is left out."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "side effects")
    effects = _effects(SideEffect.objects.filter(patient_id=patient_id))
    standing = (effect for effect in effects if not effect.now.withdrawn)
    return sorted(standing, key=lambda effect: (effect.now.reported_at, effect.id), reverse=True)


def side_effect_of(actor: Actor, patient_id: UUID, effect_id: UUID) -> Effect:
    """Raises `NotFound`, also for one that was a mistake."""
    found = next((one for one in side_effects_of(actor, patient_id) if one.id == effect_id), None)
    if found is None:
        raise NotFound
    return found


def reported_at(effect_id: UUID) -> datetime:
    """When it was told last: for the queue, inside the transaction in which it was. Raises `NotFound`."""
    row = SideEffect.objects.filter(effect=effect_id).order_by("-number").first()
    if row is None:
        raise NotFound
    return row.reported_at


def _effects(rows: Iterable[SideEffect]) -> list[Effect]:
    by_effect: defaultdict[UUID, list[SideEffect]] = defaultdict(list)
    for row in rows:
        by_effect[row.effect].append(row)
    medicines = Medicine.objects.filter(id__in={row.medicine_id for of in by_effect.values() for row in of})
    names = {medicine.id: medicine.name for medicine in medicines}
    found = []
    for effect, told in by_effect.items():
        newest, *earlier = [_report(row, names) for row in sorted(told, key=lambda row: -row.number)]
        found.append(Effect(effect, newest, tuple(earlier)))
    return found


def _report(row: SideEffect, names: dict[UUID, str]) -> Report:
    return Report(
        number=row.number,
        medicine=row.medicine_id,
        medicine_name=names[row.medicine_id] if row.medicine_id else "",
        what=row.what,
        words=row.words,
        severity=row.severity,
        signs=tuple(row.signs),
        since=row.since,
        ended_on=row.ended_on,
        withdrawn=row.withdrawn,
        reported_at=row.reported_at,
        by=row.by,
    )
