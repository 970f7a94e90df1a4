"""A schedule is read exactly as agreed, and everything else is refused with a field and a sentence."""

from __future__ import annotations

import contextlib
import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import (
    DailyRule,
    HoursRule,
    Rule,
    RuleRefused,
    Schedule,
    SlotTime,
    WeekdaysRule,
    ZonePolicy,
    rule_from_json,
)
from mendly_core.doses.reading import SENTENCES
from tests.core.doses.plans import any_rule, schedule, utc

AGREED: dict[str, Any] = {
    "id": "0193a000-0000-7000-8000-00000000000a",
    "rev": 1,
    "medicine": "0193a000-0000-7000-8000-00000000000b",
    "rule": {
        "kind": "weekdays",
        "days": [0, 2, 4],
        "times": [{"slot": 1, "at": "08:00"}, {"slot": 3, "at": "20:30"}],
    },
    "amount": "1.5",
    "unit": "tablet",
    "zone_policy": "home",
    "home_zone": "Europe/Madrid",
    "valid_from": "2026-11-01",
    "valid_to": None,
    "early_minutes": 60,
    "late_minutes": 240,
    "ends_at": None,
}
DAILY = {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]}
GONE = object()


def changed(path: str, value: object) -> dict[str, Any]:
    """The agreed schedule with one part changed or (GONE) taken out; "rule.days" is a path."""
    data = copy.deepcopy(AGREED)
    place = data
    *way, last = path.split(".")
    for step in way:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return data


def test_the_agreed_form_goes_in_and_out_unchanged() -> None:
    read = Schedule.from_json(AGREED)
    assert read.rule == WeekdaysRule((0, 2, 4), (SlotTime(1, "08:00"), SlotTime(3, "20:30")))
    assert (read.amount, read.zone_policy) == (Decimal("1.5"), ZonePolicy.HOME)
    assert read.to_json() == AGREED


def test_a_daily_rule_goes_in_and_out_unchanged() -> None:
    assert rule_from_json(DAILY).to_json() == DAILY


def test_times_and_days_are_kept_in_order_whatever_order_they_come_in() -> None:
    rule = rule_from_json(
        {
            "kind": "weekdays",
            "days": [4, 0],
            "times": [{"slot": 1, "at": "20:00"}, {"slot": 2, "at": "08:00"}],
        }
    )
    assert rule == WeekdaysRule((0, 4), (SlotTime(2, "08:00"), SlotTime(1, "20:00")))


REFUSED = [
    ("rule.kind", "hourly", "rule.kind", "unknown-kind"),
    ("rule.kind", GONE, "rule.kind", "unknown-kind"),
    ("rule.kind", ["daily"], "rule.kind", "unknown-kind"),
    ("rule", "daily", "rule", "not-an-object"),
    ("rule", GONE, "rule", "missing"),
    ("rule.times", [], "rule.times", "no-times"),
    ("rule.times", {"slot": 1}, "rule.times", "not-a-list"),
    ("rule.times", [1], "rule.times[0]", "not-an-object"),
    ("rule.times", [{"slot": 1, "at": "8:00"}], "rule.times[0].at", "not-a-time"),
    ("rule.times", [{"slot": 1, "at": "24:00"}], "rule.times[0].at", "not-a-time"),
    ("rule.times", [{"slot": 1, "at": "08:60"}], "rule.times[0].at", "not-a-time"),
    ("rule.times", [{"slot": 1, "at": "08:00\n"}], "rule.times[0].at", "not-a-time"),
    ("rule.times", [{"slot": 1, "at": "٠٨:٠٠"}], "rule.times[0].at", "not-a-time"),
    ("rule.times", [{"slot": 1, "at": 800}], "rule.times[0].at", "not-a-time"),
    ("rule.times", [{"slot": 0, "at": "08:00"}], "rule.times[0].slot", "not-a-whole-number"),
    ("rule.times", [{"slot": True, "at": "08:00"}], "rule.times[0].slot", "not-a-whole-number"),
    ("rule.times", [{"slot": 1.0, "at": "08:00"}], "rule.times[0].slot", "not-a-whole-number"),
    ("rule.times", [{"slot": 1, "at": "08:00"}, {"slot": 1, "at": "09:00"}], "rule.times", "same-slot"),
    ("rule.times", [{"slot": 1, "at": "08:00"}, {"slot": 2, "at": "08:00"}], "rule.times", "same-time"),
    ("rule.times", [{"slot": 1, "at": "08:00", "with": "food"}], "rule.times[0]", "unknown-part"),
    ("rule.days", [], "rule.days", "no-days"),
    ("rule.days", [7], "rule.days", "not-a-weekday"),
    ("rule.days", [True], "rule.days", "not-a-weekday"),
    ("rule.days", [1, 1], "rule.days", "same-day"),
    ("rule.days", "024", "rule.days", "not-a-list"),
    ("amount", "0", "amount", "not-an-amount"),
    ("amount", "-1", "amount", "not-an-amount"),
    ("amount", "NaN", "amount", "not-an-amount"),
    ("amount", "1e3", "amount", "not-an-amount"),
    ("amount", "٣", "amount", "not-an-amount"),
    ("amount", 1, "amount", "not-an-amount"),
    ("amount", 0.5, "amount", "not-an-amount"),
    ("amount", None, "amount", "missing"),
    ("unit", "", "unit", "not-text"),
    ("unit", "tab\nlet", "unit", "not-text"),
    ("unit", "x" * 41, "unit", "not-text"),
    ("zone_policy", "absolute", "zone_policy", "hours-are-absolute"),
    ("zone_policy", "martian", "zone_policy", "not-a-choice"),
    ("zone_policy", {}, "zone_policy", "not-a-choice"),
    ("home_zone", "Europe/Atlantis", "home_zone", "unknown-zone"),
    ("home_zone", "../etc/passwd", "home_zone", "unknown-zone"),
    ("home_zone", "Europe", "home_zone", "unknown-zone"),
    ("home_zone", "localtime", "home_zone", "unknown-zone"),
    ("home_zone", "right/Europe/Madrid", "home_zone", "unknown-zone"),
    ("valid_from", "2026-02-30", "valid_from", "not-a-date"),
    ("valid_from", "01.11.2026", "valid_from", "not-a-date"),
    ("valid_from", "0026-11-01", "valid_from", "not-a-date"),
    ("valid_from", "2026-W45-1", "valid_from", "not-a-date"),
    ("valid_to", "2026-10-31", "valid_to", "ends-before-start"),
    ("early_minutes", -1, "early_minutes", "not-a-whole-number"),
    ("late_minutes", 0, "late_minutes", "not-a-whole-number"),
    ("late_minutes", "240", "late_minutes", "not-a-whole-number"),
    ("rev", 0, "rev", "not-a-whole-number"),
    ("id", "12", "id", "not-an-id"),
    ("id", "{0193a000-0000-7000-8000-00000000000a}", "id", "not-an-id"),
    ("ends_at", "2026-11-23T07:05:00Z", "ends_at", "end-without-steps"),
    ("pause", True, "", "unknown-part"),
]


@pytest.mark.parametrize(("path", "value", "field", "code"), REFUSED)
def test_what_is_not_agreed_is_refused_with_its_field(
    path: str, value: object, field: str, code: str
) -> None:
    with pytest.raises(RuleRefused) as refusal:
        Schedule.from_json(changed(path, value))
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert refusal.value.sentence == SENTENCES[code]


ANCHORED = {"anchor": "2026-11-01", "times": [{"slot": 1, "at": "08:00"}]}
REFUSED_RULES = [
    ({"kind": "every_days", "every": 1, **ANCHORED}, "rule.every", "not-a-whole-number"),
    ({"kind": "every_days", "every": 367, **ANCHORED}, "rule.every", "not-a-whole-number"),
    ({"kind": "every_days", "every": 2}, "rule.anchor", "missing"),
    ({"kind": "every_weeks", "every": 2, "days": [], **ANCHORED}, "rule.days", "no-days"),
    ({"kind": "every_weeks", "every": 53, "days": [0], **ANCHORED}, "rule.every", "not-a-whole-number"),
    ({"kind": "cycle", "on": 21, "off": 0, **ANCHORED}, "rule.off", "not-a-whole-number"),
    ({"kind": "cycle", "on": 21, **ANCHORED}, "rule.off", "missing"),
    ({"kind": "month_days", "days": [0], "times": ANCHORED["times"]}, "rule.days", "not-a-month-day"),
    ({"kind": "month_days", "days": [32], "times": ANCHORED["times"]}, "rule.days", "not-a-month-day"),
    ({"kind": "waking", "every": 5, "first": "08:00", "last": "22:00"}, "rule.every", "not-a-whole-number"),
    ({"kind": "waking", "every": 120, "first": "22:00", "last": "02:00"}, "rule.last", "ends-before-start"),
    (
        {"kind": "waking", "every": 120, "first": "8", "last": "22:00"},
        "rule.first",
        "not-a-time",
    ),
    (
        {"kind": "waking", "every": 120, "first": "08:00", "last": "22:00", "times": []},
        "rule",
        "unknown-part",
    ),
    ({"kind": "hours", "every": 8, "anchor": "2026-11-01T08:00"}, "rule.anchor", "not-an-instant"),
    ({"kind": "hours", "every": 0, "anchor": "2026-11-01T08:00:00Z"}, "rule.every", "not-a-whole-number"),
    ({"kind": "hours", "every": 8, "anchor": "2026-11-01T08:00:00Z"}, "zone_policy", "hours-are-absolute"),
    ({"kind": "after_intake", "minutes": 5, "first": "x"}, "rule.minutes", "not-a-whole-number"),
    ({"kind": "following", "schedule": "x", "slot": 1, "minutes": 60}, "rule.schedule", "not-an-id"),
    ({"kind": "as_needed", "most": "-1"}, "rule.most", "not-an-amount"),
    ({"kind": "as_needed", "gap": 0}, "rule.gap", "not-a-whole-number"),
    (
        {"kind": "daily", "times": [{"slot": 1, "at": "07:30", "meal": "brunch"}]},
        "rule.times[0].meal",
        "not-a-choice",
    ),
    (
        {"kind": "daily", "times": [{"slot": 1, "at": "07:30", "offset": -30}]},
        "offset",
        "offset-without-meal",
    ),
]


@pytest.mark.parametrize(("rule", "field", "code"), REFUSED_RULES)
def test_a_rule_that_is_not_agreed_is_refused_with_its_field(
    rule: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(RuleRefused) as refusal:
        Schedule.from_json(changed("rule", rule))
    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_a_step_closes_before_the_next_one_is_due() -> None:
    hourly = HoursRule(1, utc("2026-11-23 07:00"))
    with pytest.raises(RuleRefused) as refusal:
        schedule(hourly, late_minutes=61)
    assert refusal.value.code == "window-too-long"
    assert schedule(hourly, late_minutes=60).steps is hourly


def test_a_dose_tied_to_a_meal_keeps_its_tie_through_json() -> None:
    before_breakfast = {"slot": 1, "at": "07:30", "meal": "breakfast", "offset": -30}
    rule = {"kind": "daily", "times": [before_breakfast]}
    assert rule_from_json(rule).to_json() == rule


@pytest.mark.parametrize("name", sorted(set(AGREED) - {"valid_to", "ends_at"}))
def test_every_part_but_the_end_is_needed(name: str) -> None:
    with pytest.raises(RuleRefused) as refusal:
        Schedule.from_json(changed(name, GONE))
    assert (refusal.value.field, refusal.value.code) == (name, "missing")


@pytest.mark.parametrize("data", [None, [], "schedule", 3, {}])
def test_something_that_is_no_schedule_is_refused(data: object) -> None:
    with pytest.raises(RuleRefused):
        Schedule.from_json(data)


def test_a_sentence_never_repeats_the_input() -> None:
    with pytest.raises(RuleRefused) as refusal:
        Schedule.from_json(changed("unit", "secretin " * 20))
    assert "secretin" not in str(refusal.value)


def test_a_revision_covers_its_first_day_but_not_its_last() -> None:
    revision = schedule(valid_from=date(2026, 11, 2), valid_to=date(2026, 11, 4))
    assert [day for day in range(1, 6) if revision.covers(date(2026, 11, day))] == [2, 3]
    assert schedule(valid_from=date(2026, 11, 2)).covers(date(2036, 1, 1))


def test_a_revision_may_end_on_the_day_it_begins() -> None:
    same_day = schedule(valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 1))
    assert not same_day.covers(date(2026, 11, 1))


def test_a_schedule_made_in_code_is_checked_as_well() -> None:
    with pytest.raises(RuleRefused):
        DailyRule(())
    with pytest.raises(RuleRefused):
        schedule(amount=Decimal("Infinity"))
    with pytest.raises(RuleRefused):
        schedule(amount=0.5)
    with pytest.raises(RuleRefused):
        schedule(home_zone="Mars/Olympus")


@given(any_rule, st.decimals(min_value="0.000001", max_value="999999999", places=6))
def test_any_schedule_survives_the_way_through_json(rule: Rule, amount: Decimal) -> None:
    made = schedule(rule, amount=amount)
    assert Schedule.from_json(made.to_json()) == made


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*AGREED, "kind", "times", "x"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(AGREED)), json_values)
def test_any_json_either_reads_or_is_refused(name: str, value: object) -> None:
    with contextlib.suppress(RuleRefused):
        read = Schedule.from_json(AGREED | {name: value})
        assert Schedule.from_json(read.to_json()) == read
