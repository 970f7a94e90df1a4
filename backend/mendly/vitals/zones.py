"""Which offset from UTC a person was in during a UTC day, as runs: so that local days can be told later."""

from __future__ import annotations

from collections.abc import Sequence

Run = tuple[int, int]
"""Milliseconds since midnight UTC from which on the offset (minutes) holds."""


def with_zone(runs: Sequence[Run], first: int, minutes: int, next_known: int | None) -> list[Run]:
    """Say that `minutes` holds from `first` on, up to `next_known`: the next sample that was there before."""
    earlier = [run for run in runs if run[0] < first]
    if next_known is None:
        return _without_repeats([*earlier, (first, minutes)])
    later = [(next_known, zone_at(runs, next_known)), *(run for run in runs if run[0] > next_known)]
    return _without_repeats([*earlier, (first, minutes), *later])


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
