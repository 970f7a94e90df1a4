"""The hybrid logical clock: gives entries of several devices one order, even when their clocks disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass

HIGHEST_MILLISECONDS = (1 << 48) - 1
HIGHEST_COUNTER = 0xFFFF
MARK = re.compile(r"0000[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-z][0-9a-z-]{0,63}", re.ASCII)
"""Milliseconds since 1970 (16 hex digits), counter (4 hex digits), device. Sorts as text."""


class NotAClock(ValueError):
    """The text is not the mark of a hybrid logical clock."""


@dataclass(frozen=True, slots=True)
class HybridClock:
    """A device's clock value. Every step returns a new value; `str(clock)` is the mark to write on an entry.

    Use: `clock = clock.observe(mark)` for each entry received, `clock = clock.tick(now_ms)` before each own
    entry. Marks of one device always rise, and lie above every mark it has observed, whatever the wall clock
    does.
    """

    device: str
    milliseconds: int = 0
    counter: int = 0

    def __post_init__(self) -> None:
        fits = 0 <= self.milliseconds <= HIGHEST_MILLISECONDS and 0 <= self.counter <= HIGHEST_COUNTER
        if not fits or not MARK.fullmatch(str(self)):
            raise NotAClock(
                "a clock needs a device name of small letters, digits and dashes, and fitting numbers"
            )

    def tick(self, now_ms: int) -> HybridClock:
        """The next value for an own entry. `now_ms` is the wall clock in Unix milliseconds."""
        if now_ms > self.milliseconds:
            return HybridClock(self.device, now_ms)
        if self.counter < HIGHEST_COUNTER:
            return HybridClock(self.device, self.milliseconds, self.counter + 1)
        return HybridClock(self.device, self.milliseconds + 1)

    def observe(self, remote: str | HybridClock) -> HybridClock:
        """The value after seeing another device's mark: never behind it. Raises `NotAClock`."""
        seen = HybridClock.parse(remote) if isinstance(remote, str) else remote
        if (seen.milliseconds, seen.counter) <= (self.milliseconds, self.counter):
            return self
        return HybridClock(self.device, seen.milliseconds, seen.counter)

    @classmethod
    def parse(cls, mark: str) -> HybridClock:
        """Read a mark. Raises `NotAClock`."""
        if not MARK.fullmatch(mark):
            raise NotAClock("not the mark of a hybrid logical clock")
        milliseconds, counter, device = mark.split("-", 2)
        return cls(device, int(milliseconds, 16), int(counter, 16))

    def __str__(self) -> str:
        return f"{self.milliseconds:016x}-{self.counter:04x}-{self.device}"
