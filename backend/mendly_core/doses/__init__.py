"""Doses: from rules to planned doses, from what people log to states, counts and a double-dose guard.

Standard library only; the server and the phone run the same functions. No clock is read here.
"""

from mendly_core.doses.adherence import DayCounts, DoseCounts, count_doses, days_fully_taken
from mendly_core.doses.clocks import HybridClock, NotAClock
from mendly_core.doses.guard import asks_before_taking, last_taken_at, usual_gap
from mendly_core.doses.intakes import DoseState, Intake, IntakeKind, IntakeRefused, State, fold, fold_all
from mendly_core.doses.occurrences import Occurrence, occurrence_key, occurrences
from mendly_core.doses.reading import Refused
from mendly_core.doses.rules import (
    DailyRule,
    Rule,
    RuleRefused,
    Schedule,
    SlotTime,
    WeekdaysRule,
    ZonePolicy,
    rule_from_json,
)
from mendly_core.doses.zones import UnknownZone

__all__ = [
    "DailyRule",
    "DayCounts",
    "DoseCounts",
    "DoseState",
    "HybridClock",
    "Intake",
    "IntakeKind",
    "IntakeRefused",
    "NotAClock",
    "Occurrence",
    "Refused",
    "Rule",
    "RuleRefused",
    "Schedule",
    "SlotTime",
    "State",
    "UnknownZone",
    "WeekdaysRule",
    "ZonePolicy",
    "asks_before_taking",
    "count_doses",
    "days_fully_taken",
    "fold",
    "fold_all",
    "last_taken_at",
    "occurrence_key",
    "occurrences",
    "rule_from_json",
    "usual_gap",
]
