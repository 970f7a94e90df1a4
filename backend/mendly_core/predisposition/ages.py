"""Who counts as a minor when it comes to findings that begin in adult life."""

from __future__ import annotations

from datetime import date

ADULT_AGE = 18
"""Years. Findings of adult onset wait for the person's own choice (ACMG and AAP, 2013; PMC6889970)."""


def is_minor(born: date | None, on: date) -> bool:
    """Whether the person is younger than 18 on this day. Without a birth date nobody counts as grown up."""
    if born is None:
        return True
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < ADULT_AGE
