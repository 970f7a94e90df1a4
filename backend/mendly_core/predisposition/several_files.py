"""Several DNA files of one person, read as one answer: a new file never hides what another one shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mendly_core.predisposition.findings import CategoryAnswer, Choice, Finding, findings_for
from mendly_core.predisposition.genotypes import Reading


def findings_of_files(
    readings: Sequence[Reading], choices: Mapping[str, Choice], *, minor: bool
) -> tuple[CategoryAnswer, ...]:
    """Return one answer per category to show. `readings`: the newest first, at least one.

    The file that shows most of a category answers for it (of equals the newest). What only another file found is
    added. A finding that some file denies, though it shows the same places, is marked `disputed`.
    """
    by_file = (findings_for(reading, choices, minor=minor) for reading in readings)
    return tuple(_joined(answers) for answers in zip(*by_file, strict=True))


def _joined(answers: Sequence[CategoryAnswer]) -> CategoryAnswer:
    best = min(answers, key=lambda answer: len(answer.not_tested))
    found: dict[tuple[str, str], list[Finding]] = {}
    for answer in (best, *answers):
        for finding in answer.findings:
            found.setdefault(_told(finding), []).append(finding)
    explained = {site.rsid for same in found.values() for site in same[0].sites}
    return replace(
        best,
        findings=tuple(_marked(same, answers) for same in found.values()),
        seen_alone=tuple(site for site in best.seen_alone if site.rsid not in explained),
        not_found=tuple(site for site in best.not_found if site.rsid not in explained),
        not_tested=tuple(place for place in best.not_tested if place.rsid not in explained),
    )


def _told(finding: Finding) -> tuple[str, str]:
    return finding.condition, finding.outcome


def _marked(same: Sequence[Finding], answers: Iterable[CategoryAnswer]) -> Finding:
    """The first of the files' findings that say the same; it is disputed if a file denies any of them."""
    disputed = any(_denies(answer, finding) for answer in answers for finding in same)
    return replace(same[0], disputed=disputed)


def _denies(answer: CategoryAnswer, finding: Finding) -> bool:
    """Whether a file shows every place of the finding, yet not the finding."""
    unseen = {place.rsid for place in answer.not_tested}
    places = {site.rsid for site in finding.sites}
    return not places & unseen and _told(finding) not in map(_told, answer.findings)
