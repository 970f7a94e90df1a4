"""The threshold table reads completely, and its rules hold exactly from their boundaries on."""

from __future__ import annotations

import pytest

from mendly_core.signals.thresholds import Comparator, threshold_rules
from mendly_core.signals.types import series_types


def test_all_rows_become_rules_with_source_and_level() -> None:
    rules = threshold_rules()
    assert sum(len(rule.conditions) for rule in rules.values()) == 50
    assert all(rule.source and rule.level for rule in rules.values())


def test_what_the_blood_pressure_rule_builds_on_stands_in_the_table() -> None:
    rules = threshold_rules()
    assert rules["bp_severe"].persistence == "repeat after 5 minutes"
    for name in ("bp_normal", "bp_elevated", "bp_stage1", "bp_stage2"):
        assert rules[name].persistence == "mean of at least 2 readings"
    assert {rules[name].source for name in rules if name.startswith("bp_") and "esc" not in name} == {
        "AHA/ACC 2017 and 2025"
    }


@pytest.mark.parametrize(
    ("name", "measure", "holds", "does_not"),
    [
        ("spo2_low", "spo2", 91.9, 92.0),
        ("fever", "body temperature", 38.0, 37.9),
        ("glucose_low_level2", "glucose", 53, 54),
        ("glucose_high_level1", "glucose", 181, 180),
        ("spo2_scale2_range", "spo2", 88, 87.9),
        ("spo2_scale2_range", "spo2", 92, 92.1),
        ("cgm_goal_cv", "cgm statistic", 36, 36.1),
        ("news2_single3", "news2 single parameter", 3, 2),
        ("irregular_rhythm", "device irregular rhythm notice", 1, 0),
        ("rhr_night_red", "night resting heart rate above own median", 4, 3),
    ],
)
def test_a_rule_holds_exactly_from_its_boundary_on(
    name: str, measure: str, holds: float, does_not: float
) -> None:
    rule = threshold_rules()[name]
    assert rule.holds({measure: holds})
    assert not rule.holds({measure: does_not})
    assert not rule.holds({})


def test_all_and_any_join_the_rows() -> None:
    rules = threshold_rules()
    assert not rules["bp_normal"].holds({"systolic": 110})
    assert rules["bp_normal"].holds({"systolic": 110, "diastolic": 70})
    assert rules["bp_stage2"].holds({"systolic": 110, "diastolic": 90})


def test_units_of_rules_are_units_of_the_series_they_speak_of() -> None:
    by_measure = {kind.measure: kind.unit for kind in series_types().values()}
    for rule in threshold_rules().values():
        for condition in rule.conditions:
            assert by_measure.get(condition.measure, condition.unit) == condition.unit
            assert (condition.high is not None) == (condition.comparator is Comparator.BETWEEN)
