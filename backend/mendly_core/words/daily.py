"""The everyday texts: a dose on Today, the card of a reading, an alert, a file that could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from mendly_core.words.registry import SentenceError, SlotValue
from mendly_core.words.speech import REGISTRY, say

Measure = Literal["blood_pressure", "pulse", "glucose", "weight", "steps", "sleep", "oxygen", "temperature"]
DoseStateName = Literal["upcoming", "due", "late", "taken", "partial", "skipped", "missed"]


@dataclass(frozen=True, slots=True)
class Week:
    """The average of one week of `readings` readings: one value, or two for blood pressure (upper, lower)."""

    values: tuple[Decimal | int, ...]
    readings: int


@dataclass(frozen=True, slots=True)
class Goal:
    """The range that the care team set, ends included, one pair per value; None = open on that side."""

    lows: tuple[Decimal | int | None, ...]
    highs: tuple[Decimal | int | None, ...]


@dataclass(frozen=True, slots=True)
class ReadingText:
    """The card of one measure: `headline` is the average, `lines` the goal, last week and the count."""

    title: str
    headline: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlertText:
    """An alert: what was seen, when, one thing to do, and (where it can be urgent) the emergency line."""

    headline: str
    measured: str
    todo: str
    emergency: str | None


def dose_line(
    state: DoseStateName,
    *,
    medicine_name: str,
    due: time,
    language: str,
    taken: time | None = None,
) -> str:
    """Return one line about a planned dose on Today.

    Times are local wall times; `taken` is when a taken dose was swallowed (default: when it was due).
    """
    key = f"doses.{state}"
    given: dict[str, SlotValue] = {
        "medicine": medicine_name,
        "due": due,
        "taken": due if taken is None else taken,
    }
    if key not in REGISTRY:
        raise SentenceError(f"no such dose state: {state!r}")
    return say(key, language, **{name: given[name] for name in REGISTRY[key].slots})


def reading_card(
    measure: Measure,
    *,
    this_week: Week | None,
    last_week: Week | None,
    goal: Goal | None,
    language: str,
    unit: str = "",
) -> ReadingText:
    """Return the card of one measure. `unit` as people read it ("kg", "mg/dL"); blood pressure needs none."""
    title = say(f"readings.name.{measure}", language)
    if this_week is None:
        return ReadingText(title, say("readings.none_this_week", language), ())
    lines = [
        say(f"readings.goal.{_place(this_week.values, goal)}", language),
        _average("last_week", last_week, language, unit)
        if last_week
        else say("readings.last_week.none", language),
        say("readings.count", language, readings=this_week.readings),
    ]
    return ReadingText(title, _average("this_week", this_week, language, unit), tuple(lines))


def _average(which: str, week: Week, language: str, unit: str) -> str:
    if len(week.values) == 2:
        upper, lower = week.values
        return say(f"readings.{which}.pair", language, upper=upper, lower=lower)
    return say(f"readings.{which}.one", language, value=week.values[0], unit=unit)


def _place(values: Sequence[Decimal | int], goal: Goal | None) -> str:
    """Above as soon as one value is above; else below as soon as one is below."""
    if goal is None or all(end is None for end in (*goal.lows, *goal.highs)):
        return "none"
    if any(high is not None and value > high for value, high in zip(values, goal.highs, strict=True)):
        return "above"
    if any(low is not None and value < low for value, low in zip(values, goal.lows, strict=True)):
        return "below"
    return "within"


# Rule of the vitals facts -> (what was seen, what to do, emergency line).
_ALERTS: dict[str, tuple[str, str, str | None]] = {
    "bp_elevated": ("bp_elevated", "keep_measuring", None),
    "bp_esc_elevated": ("bp_elevated", "keep_measuring", None),
    "bp_stage1": ("bp_stage1", "tell_team", None),
    "bp_stage2": ("bp_stage2", "tell_team", None),
    "bp_esc_hypertension": ("bp_stage1", "tell_team", None),
    "bp_esc_hypertension_home": ("bp_stage1", "tell_team", None),
    "bp_severe": ("bp_severe", "bp_repeat", "blood_pressure"),
    "glucose_low_level1": ("glucose_low_level1", "sugar_low_now", "low_sugar"),
    "glucose_low_level2": ("glucose_low_level2", "sugar_low_now", "low_sugar"),
    "glucose_high_level1": ("glucose_high_level1", "sugar_high", None),
    "glucose_high_level2": ("glucose_high_level2", "sugar_high", "call"),
    "spo2_low": ("spo2_low", "oxygen_repeat", "signs"),
    "fever": ("fever", "fever_repeat", "call"),
    "hf_weight_day": ("hf_weight", "weight", None),
    "hf_weight_day_high": ("hf_weight", "weight", "signs"),
    "hf_weight_3days": ("hf_weight", "weight", "signs"),
    "hf_weight_week": ("hf_weight", "weight", "signs"),
    "irregular_rhythm": ("irregular_rhythm", "call_team_today", "signs"),
    "rhr_night_yellow": ("rhr_night", "message_team", None),
    "rhr_night_red": ("rhr_night", "message_team", "call"),
}
ALERT_RULES = tuple(_ALERTS)


def alert_text(
    rule: str,
    language: str,
    *,
    measured_on: date,
    measured_at: time,
    emergency_number: str,
    **slots: SlotValue,
) -> AlertText:
    """Return the patient's text of an alert that a threshold rule raised.

    `slots` are those of the sentence `alerts.<...>` (values already in the unit that is named). Raises
    SentenceError for a rule that patients are never told about, such as the ward score NEWS2.
    """
    if rule not in _ALERTS:
        raise SentenceError(f"no patient text for the rule {rule!r}")
    seen, todo, emergency = _ALERTS[rule]
    return AlertText(
        headline=say(f"alerts.{seen}", language, **slots),
        measured=say("alerts.measured_at", language, day=measured_on, at=measured_at),
        todo=say(f"alerts.do.{todo}", language),
        emergency=say(f"emergency.{emergency}", language, number=emergency_number) if emergency else None,
    )


def upload_refused(code: str, language: str, **facts: object) -> str:
    """Return why a DNA file was refused and what to do, in two to four short sentences.

    `code` and `facts` are those of `UnreadableGenome`; of the facts, `line` (number) and `samples` (the names
    in the file) are told. Raises SentenceError for an unknown code.
    """
    sentences = [say(f"uploads.{code}", language)]
    line, samples = facts.get("line"), facts.get("samples")
    if isinstance(line, int):
        sentences.append(say("uploads.line", language, line=line))
    if isinstance(samples, (list, tuple)) and samples:
        sentences.append(say("uploads.names_in_file", language, names=", ".join(map(str, samples))))
    sentences.append(say("uploads.nothing_kept", language))
    return " ".join(sentences)
