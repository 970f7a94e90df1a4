"""A taper is a row of revisions that follow each other without a gap, an overlap or a changed name."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mendly_core.doses import HoursRule, Phase, RuleRefused, occurrences, plan, revisions_of_taper
from tests.core.doses.plans import MADRID, MONDAY, daily, schedule, utc

PHASES = [Phase(7, Decimal(4)), Phase(7, Decimal(2)), Phase(3, Decimal("0.5"), daily("08:00"))]


def test_phases_follow_each_other_and_then_the_plan_ends() -> None:
    first = schedule(daily("08:00", "20:00"), valid_from=MONDAY, rev=3)
    revisions = revisions_of_taper(first, PHASES)
    assert [revision.rev for revision in revisions] == [3, 4, 5]
    doses = plan(revisions, [], MONDAY - timedelta(days=5), MONDAY + timedelta(days=40), MADRID)
    assert [dose.schedule.amount for dose in doses] == [Decimal(4)] * 14 + [Decimal(2)] * 14 + [
        Decimal("0.5")
    ] * 3
    assert len({dose.key for dose in doses}) == len(doses)
    as_one = occurrences(first, MONDAY, MONDAY + timedelta(days=14), MADRID)
    assert [dose.key for dose in doses[:28]] == [dose.key for dose in as_one]


def test_a_taper_has_phases_of_days() -> None:
    by_hours = schedule(HoursRule(8, utc("2026-11-23 07:00")))
    for refused in (lambda: revisions_of_taper(schedule(), []), lambda: revisions_of_taper(by_hours, PHASES)):
        with pytest.raises(RuleRefused):
            refused()
    with pytest.raises(RuleRefused):
        Phase(0, Decimal(1))
