"""What a file could show of one gene, by the file's own places. No guess about anybody's ancestry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mendly_core.words.speech import english_too, say

if TYPE_CHECKING:
    from mendly_core.genes import GeneResult

_LAB_ONLY = "lab_only"


@dataclass(frozen=True, slots=True)
class AlleleSight:
    """One well-known change: whether the file could show it at all, told in `words`."""

    allele: str
    seen: bool
    words: str


@dataclass(frozen=True, slots=True)
class CoverageText:
    """`lines` for the person, one row for each well-known change, `for_your_doctor` in the field's terms."""

    title: str
    lines: tuple[str, ...]
    alleles: tuple[AlleleSight, ...]
    english: tuple[str, ...]
    for_your_doctor: tuple[str, ...]


def coverage_text(result: GeneResult, language: str) -> CoverageText:
    """Return the statement for one gene. The tier-1 rows are those of the result, in table order."""
    from_lab = result.origin == "lab"
    keys = tuple(_safety_keys(result))
    return CoverageText(
        title=say("coverage.title.lab" if from_lab else "coverage.title", language),
        lines=(
            *_lines(result, language),
            *(say(key, language) for key in keys),
            *_families(result, language),
        ),
        alleles=() if from_lab or result.reason == _LAB_ONLY else tuple(_alleles(result, language)),
        english=tuple(filter(None, (english_too(key, language) for key in keys))),
        for_your_doctor=tuple(_doctor_lines(result, language)),
    )


def _lines(result: GeneResult, language: str) -> Iterator[str]:
    gene = result.gene
    if result.origin == "lab":
        yield say("coverage.lab", language, gene=gene)
        return
    if result.reason == _LAB_ONLY:
        yield say("coverage.lab_only", language, gene=gene)
        return
    if result.tier1:
        seen, total = sum(allele.seen for allele in result.tier1), len(result.tier1)
        if 0 < seen < total:
            yield say("coverage.some", language, gene=gene, total=total, seen=seen)
        else:
            yield say(f"coverage.{'all' if seen else 'none'}", language, gene=gene, total=total)
    else:
        yield say("coverage.places", language, gene=gene, total=result.total, seen=len(result.seen))
    if result.invisible:
        yield say("coverage.never", language, gene=gene, alleles=", ".join(result.invisible))


def _safety_keys(result: GeneResult) -> Iterator[str]:
    if result.origin == "lab" or result.reason == _LAB_ONLY:
        return
    if result.not_seen or not all(allele.seen for allele in result.tier1):
        yield "coverage.unseen"
    if result.assumed:
        yield "coverage.assumed"


def _families(result: GeneResult, language: str) -> tuple[str, ...]:
    tells_alleles = result.tier1 and result.origin == "file" and result.reason != _LAB_ONLY
    return (say("coverage.families", language),) if tells_alleles else ()


def _alleles(result: GeneResult, language: str) -> Iterator[AlleleSight]:
    for tick in result.tier1:
        words = say("coverage.could" if tick.seen else "coverage.could_not", language)
        yield AlleleSight(tick.allele, tick.seen, words)


def _doctor_lines(result: GeneResult, language: str) -> Iterator[str]:
    named = ", ".join((*result.diplotypes, *result.variants, *result.phenotypes)) or result.gene
    state = say(f"doctor.state.{'lab' if result.origin == 'lab' else result.state}", language)
    yield say("coverage.doctor.result", language, result=named, state=state)
    for tick in result.tier1 if result.origin == "file" else ():
        if not tick.seen:
            sites = ", ".join(tick.missing)
            yield say(
                "coverage.doctor.allele", language, allele=tick.allele, function=tick.function, sites=sites
            )
    if result.cannot_rule_out:
        yield say("coverage.doctor.not_ruled_out", language, alleles=", ".join(result.cannot_rule_out))
    yield say("coverage.doctor.version", language, version=result.knowledge_version)
