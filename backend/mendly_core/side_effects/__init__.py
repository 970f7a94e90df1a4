"""Side effects: how bad they are, and the few signs that need help at once. Standard library only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

VERSION = "side-effects-2026-11-23"
_COLUMNS = ("sign", "source", "page", "source_date", "note")


class BrokenTableError(ValueError):
    """The packaged table does not have the shape that the code was written for."""


class Severity(StrEnum):
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Common(StrEnum):
    """Words to choose from, so that nobody has to type; all else is told in own words."""

    STOMACH = "stomach"
    SICK = "sick"
    HEADACHE = "headache"
    DIZZY = "dizzy"
    TIRED = "tired"
    SLEEP = "sleep"
    RASH = "rash"
    MUSCLES = "muscles"
    COUGH = "cough"
    MOOD = "mood"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign that a public source names as a reason to get help at once. Not reviewed by a clinician.

    `source_date`: when the page was reviewed last by those who wrote it.
    """

    sign: str
    source: str
    page: str
    source_date: date
    note: str


@lru_cache(maxsize=1)
def red_flags() -> tuple[RedFlag, ...]:
    """The signs in the order in which they are asked. Raises `BrokenTableError`."""
    lines = files(f"{__package__}.tables").joinpath("red_flags.tsv").read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines]
    if rows[0] != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        raise BrokenTableError("red_flags: unexpected columns")
    flags = tuple(
        RedFlag(sign, source, page, date.fromisoformat(day), note)
        for sign, source, page, day, note in rows[1:]
    )
    if len({flag.sign for flag in flags}) != len(flags):
        raise BrokenTableError("red_flags: a sign stands twice")
    return flags


def needs_help_now(severity: Severity, signs: Collection[str]) -> bool:
    """Whether the care team hears of it at once. Saying no only means that nothing on a short list was named."""
    return severity is Severity.SEVERE or any(flag.sign in signs for flag in red_flags())
