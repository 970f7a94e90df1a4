"""Readings built by hand: rsID -> bases, as a reader of DNA files would hand them on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mendly_core.genes import SiteCall, SiteGap
from mendly_core.genes.knowledge import Build
from mendly_core.predisposition import CategoryAnswer, Choice, categories, findings_for, predisposition_facts

SHOW_ALL = {category.key: Choice.SHOW for category in categories(minor=False)}


@dataclass(frozen=True, slots=True)
class HandReading:
    """The part of a reading that the findings look at."""

    build: Build
    sites: tuple[SiteCall, ...]
    gaps: tuple[SiteGap, ...] = ()


def reading(
    bases: Mapping[str, str | tuple[str, ...]],
    *,
    build: Build = 37,
    origin: str = "array",
    phase: str | None = None,
) -> HandReading:
    """`bases`: "CT" for single letters, a tuple for longer forms."""
    sites = predisposition_facts().sites
    return HandReading(
        build,
        tuple(
            SiteCall(sites[rsid].gene, sites[rsid].pos38, tuple(letters), phase, origin)
            for rsid, letters in bases.items()
        ),
    )


def answers(given: HandReading, *, minor: bool = False) -> dict[str, CategoryAnswer]:
    return {answer.category: answer for answer in findings_for(given, SHOW_ALL, minor=minor)}


def outcomes(given: HandReading) -> set[str]:
    return {finding.outcome for answer in answers(given).values() for finding in answer.findings}
