"""Doses: from rules to planned doses, from what people log to states, counts, stock and questions before taking.

Standard library only; the server and the phone run the same functions. No clock is read here.
"""

from mendly_core.doses.adherence import DayCounts, DoseCounts, count_doses, days_fully_taken
from mendly_core.doses.as_needed import Caution, Room, TakenAmount, room_for
from mendly_core.doses.clocks import HybridClock, NotAClock
from mendly_core.doses.coverage import DaysCovered, Fill, days_covered
from mendly_core.doses.day_rules import (
    CycleRule,
    DailyRule,
    DayRule,
    EveryDaysRule,
    EveryWeeksRule,
    MonthDaysRule,
    WakingRule,
    WeekdaysRule,
)
from mendly_core.doses.free_rules import AfterIntakeRule, AsNeededRule, FollowingRule, HoursRule
from mendly_core.doses.guard import asks_before_taking, last_taken_at, usual_gap
from mendly_core.doses.intakes import DoseState, Intake, IntakeKind, IntakeRefused, State, fold, fold_all
from mendly_core.doses.occurrences import Occurrence, occurrence_key, occurrences, step_key
from mendly_core.doses.planning import plan
from mendly_core.doses.reading import Refused
from mendly_core.doses.rules import Rule, rule_from_json
from mendly_core.doses.schedules import Schedule, ZonePolicy
from mendly_core.doses.stock import (
    Pack,
    Stock,
    StockEntry,
    StockKind,
    Used,
    earliest_expiry,
    first_dose_without,
    remind_from,
    stock_at,
    swallowed_among,
)
from mendly_core.doses.tapers import Phase, revisions_of_taper
from mendly_core.doses.times import Meal, RuleRefused, SlotTime
from mendly_core.doses.zones import UnknownZone

__all__ = [
    "AfterIntakeRule",
    "AsNeededRule",
    "Caution",
    "CycleRule",
    "DailyRule",
    "DayCounts",
    "DayRule",
    "DaysCovered",
    "DoseCounts",
    "DoseState",
    "EveryDaysRule",
    "EveryWeeksRule",
    "Fill",
    "FollowingRule",
    "HoursRule",
    "HybridClock",
    "Intake",
    "IntakeKind",
    "IntakeRefused",
    "Meal",
    "MonthDaysRule",
    "NotAClock",
    "Occurrence",
    "Pack",
    "Phase",
    "Refused",
    "Room",
    "Rule",
    "RuleRefused",
    "Schedule",
    "SlotTime",
    "State",
    "Stock",
    "StockEntry",
    "StockKind",
    "TakenAmount",
    "UnknownZone",
    "Used",
    "WakingRule",
    "WeekdaysRule",
    "ZonePolicy",
    "asks_before_taking",
    "count_doses",
    "days_covered",
    "days_fully_taken",
    "earliest_expiry",
    "first_dose_without",
    "fold",
    "fold_all",
    "last_taken_at",
    "occurrence_key",
    "occurrences",
    "plan",
    "remind_from",
    "revisions_of_taper",
    "room_for",
    "rule_from_json",
    "step_key",
    "stock_at",
    "swallowed_among",
    "usual_gap",
]
