"""Which offset from UTC a person was in during a UTC day, as runs: so that local days can be told later."""

from __future__ import annotations

from collections.abc import Sequence

Run = tuple[int, int]
"""Milliseconds since midnight UTC from which on the offset (minutes) holds."""


def with_zone(runs: Sequence[Run], first: int, last: int, minutes: int) -> list[Run]:
    """Say that `minutes` held from `first` to `last` (milliseconds, both included); the rest stays."""
    earlier = [run for run in runs if run[0] < first]
    later = [run for run in runs if run[0] > last]
    held_before = [run for run in runs if run[0] <= last]
    resumed = (
        [(last + 1, held_before[-1][1])] if held_before and (not later or later[0][0] > last + 1) else []
    )
    return _without_repeats([*earlier, (first, minutes), *resumed, *later])


def zone_at(runs: Sequence[Run], offset: int) -> int:
    """The offset in force at a moment of the day; before the first run, that of the first."""
    minutes = runs[0][1]
    for start, run_minutes in runs:
        if start > offset:
            break
        minutes = run_minutes
    return minutes


def _without_repeats(runs: Sequence[Run]) -> list[Run]:
    return [run for index, run in enumerate(runs) if index == 0 or run[1] != runs[index - 1][1]]
