"""How a plan changes: from now on, without touching what is behind. Pure: nothing is read or written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from mendly_core.doses import (
    AfterIntakeRule,
    DailyRule,
    DayRule,
    HoursRule,
    Intake,
    Occurrence,
    Rule,
    Schedule,
    SlotTime,
    ZonePolicy,
    occurrences,
)
from mendly_core.doses.rules import StepRule
from mendly_core.doses.zones import start_of_day, zone_named

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a person wants to hold.

    Without `home_zone` it is the zone where they are; without `valid_from` it holds from now on. Steps end with
    the start of the day `valid_to` in `home_zone`.
    """

    rule: Rule
    amount: Decimal
    unit: str
    zone_policy: ZonePolicy = ZonePolicy.FLOATING
    home_zone: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    early_minutes: int = 60
    late_minutes: int = 240

    def revision(self, schedule: UUID, rev: int, medicine: UUID, zone: str, at: datetime) -> Schedule:
        """The draft as a revision. `zone` is where the person is. Raises `Refused`, `UnknownZone`."""
        home_zone = self.home_zone or zone
        clock = zone if self.zone_policy is ZonePolicy.FLOATING else home_zone
        has_last_step = self.valid_to is not None and isinstance(self.rule, StepRule)
        return Schedule(
            id=schedule,
            rev=rev,
            medicine=medicine,
            rule=self.rule,
            amount=self.amount,
            unit=" ".join(self.unit.split()),
            zone_policy=self.zone_policy,
            home_zone=home_zone,
            valid_from=self.valid_from or day_in(clock, at),
            valid_to=self.valid_to,
            early_minutes=self.early_minutes,
            late_minutes=self.late_minutes,
            ends_at=start_of_day(home_zone, self.valid_to) if self.valid_to and has_last_step else None,
        )


def draft_of(plan: Schedule) -> PlanDraft:
    """What a plan says, to be said again from now on."""
    return PlanDraft(
        rule=plan.rule,
        amount=plan.amount,
        unit=plan.unit,
        zone_policy=plan.zone_policy,
        home_zone=plan.home_zone,
        early_minutes=plan.early_minutes,
        late_minutes=plan.late_minutes,
    )


def day_in(zone: str, at: datetime) -> date:
    """The local date. Raises `UnknownZone`."""
    return at.astimezone(zone_named(zone)).date()


def clock_zone(plan: Schedule, zone: str) -> str:
    """Whose wall clock a plan follows, for a person who is in `zone`; of hours, whose days bound it."""
    return zone if plan.zone_policy is ZonePolicy.FLOATING else plan.home_zone


def says_the_same(kept: Schedule, asked: Schedule, added_at: datetime) -> bool:
    """Whether a plan kept at `added_at` differs from one asked for in nothing but its number and its start."""
    first = min(kept.valid_from, asked.valid_from)
    rule = kept.rule if _began_from(asked.rule, kept.rule, added_at) else asked.rule
    return replace(kept, rev=1, valid_from=first) == replace(asked, rev=1, valid_from=first, rule=rule)


def _began_from(asked: Rule, kept: Rule, added_at: datetime) -> bool:
    """Whether asking for the one rule of steps made us keep the other, which begins where it could then."""
    if isinstance(asked, HoursRule) and isinstance(kept, HoursRule):
        on_grid = asked.every == kept.every and not (kept.anchor - asked.anchor) % kept.gap
        return on_grid and asked.anchor < kept.anchor <= added_at + 2 * kept.gap
    if isinstance(asked, AfterIntakeRule) and isinstance(kept, AfterIntakeRule):
        return asked.minutes == kept.minutes and asked.first < kept.first <= added_at + kept.gap
    return False


def gives_doses_after(plan: Schedule, at: datetime, zone: str) -> bool:
    """Whether a dose can still come from a revision, for a person who is in `zone`."""
    if plan.steps is not None:
        return plan.ends_at is None or plan.ends_at > at
    today = day_in(clock_zone(plan, zone), at)
    if plan.valid_to is None or plan.valid_to > today + DAY:
        return True
    last_doses = occurrences(plan, today, plan.valid_to, zone) if plan.valid_to > today else []
    return any(dose.instant > at for dose in last_doses)


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, as the person's day has it. `touched`: slots of today that have an entry already.

    `entries` are those about the plan and about the plans in `leaders`, which its doses may follow.
    """

    at: datetime
    today: date
    zone: str
    touched: frozenset[int] = frozenset()
    entries: tuple[Intake, ...] = ()
    leaders: tuple[Schedule, ...] = ()

    @property
    def tomorrow(self) -> date:
        return self.today + DAY

    def has_behind(self, dose: Occurrence) -> bool:
        """Whether this dose of today belongs to the past already: due before now, or logged early."""
        return dose.instant <= self.at or dose.slot in self.touched


def doses_of_today(revisions: Iterable[Schedule], moment: Moment) -> list[Occurrence]:
    """Those that the calendar alone decides."""
    today, tomorrow, zone = moment.today, moment.tomorrow, moment.zone
    by_day = (revision for revision in revisions if isinstance(revision.rule, DayRule))
    return [dose for revision in by_day for dose in occurrences(revision, today, tomorrow, zone)]


def from_now_on(new: Schedule, before: Sequence[Schedule], moment: Moment) -> list[Schedule]:
    """The revisions that bring a change into force in the middle of today; `new` starts today.

    Every earlier revision ends with the start of today. Where the rest of today differs from the days after
    it, today gets a revision of its own, with the next number.
    """
    coming = doses_of_today([new], moment)
    doses = _rest_of_today(coming, doses_of_today(before, moment), moment)
    all_old = all(dose.schedule != new for dose in doses)
    ends_today = new.valid_to is not None and new.valid_to <= moment.tomorrow
    if not doses:
        return [new] if ends_today or not coming else [replace(new, valid_from=moment.tomorrow)]
    times = tuple(dose.time for dose in doses)
    if times == tuple(dose.time for dose in coming) and not all_old:
        return [new]
    only_today = replace(
        doses[0].schedule if all_old else new,
        rev=new.rev,
        rule=DailyRule(times),
        valid_from=moment.today,
        valid_to=moment.tomorrow,
    )
    following = replace(new, rev=new.rev + 1, valid_from=moment.tomorrow)
    return [only_today] if ends_today else [only_today, following]


def _rest_of_today(
    coming: Sequence[Occurrence], before: Sequence[Occurrence], moment: Moment
) -> list[Occurrence]:
    """Today's doses after the change.

    A logged dose stays where it was. A dose moves if it can still be taken on time there; one that would move
    into the past stays. A dose added to the past is left out: nobody was asked to take it, so it must not
    show as not logged. A dose taken out goes, unless it is behind us.
    """
    new = {dose.slot: dose for dose in coming}

    def stays(dose: Occurrence) -> bool:
        if dose.slot not in new or dose.slot in moment.touched:
            return moment.has_behind(dose)
        return new[dose.slot].late_after <= moment.at

    kept = [dose for dose in before if stays(dose)]
    kept_slots, occupied = {dose.slot for dose in kept}, {dose.time.at for dose in kept}
    open_new = [
        dose
        for dose in coming
        if dose.slot not in kept_slots and dose.time.at not in occupied and dose.late_after > moment.at
    ]
    return sorted(kept + open_new, key=lambda dose: dose.time.at)


def without_the_rest_of_today(before: Sequence[Schedule], moment: Moment) -> Schedule | None:
    """How a plan ends now: a last revision for the part of today that is behind, or None when nothing is.

    Every earlier revision ends with the start of today.
    """
    kept = [dose for dose in doses_of_today(before, moment) if moment.has_behind(dose)]
    if not kept:
        return None
    return replace(
        kept[0].schedule,
        rev=max(revision.rev for revision in before) + 1,
        rule=DailyRule(tuple(dose.time for dose in kept)),
        valid_from=moment.today,
        valid_to=moment.tomorrow,
    )


def with_slots(clock_times: Sequence[str], before: Rule | None) -> tuple[SlotTime, ...]:
    """Give wall times their slots, so that a dose that stays or moves keeps its name.

    A time that the rule before had keeps its slot and its meal. The others, in the order of the day, take over
    the slots that became free, then get new ones. Raises `RuleRefused` for a malformed time.
    """
    old = before.times if isinstance(before, DayRule) else ()
    kept = {time.at: time for time in old if time.at in clock_times}
    free = [time.slot for time in old if time.at not in kept]
    next_new = max((time.slot for time in old), default=0)
    times: list[SlotTime] = []
    for at in sorted(clock_times):
        if at in kept:
            times.append(kept.pop(at))
        elif free:
            times.append(SlotTime(free.pop(0), at))
        else:
            next_new += 1
            times.append(SlotTime(next_new, at))
    return tuple(times)
