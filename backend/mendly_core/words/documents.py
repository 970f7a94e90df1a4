"""What can be printed: the wallet card a patient carries, and the report for a clinician.

Both are drawn from gene results and guideline facts alone; page, PDF and share use the same data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mendly_core.words.shapes import (
    AdviceFacts,
    GeneReportFacts,
    GuidanceFacts,
    OutcomeFacts,
    RightNowFacts,
)
from mendly_core.words.speech import english_too, say

_SAID_BY_STATE = ("complete", "lab_reported")
_ANSWERED = ("called", "called_with_limits", "ambiguous")
_NOTHING = "-"
_ROOM_FOR_NAMES = 12


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of the wallet card, short: a gene and its result, or a medicine and the guideline's action."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class WalletCard:
    """The card a patient carries. `intro`, `safety` and `not_all` are for the patient, the rows for professionals."""

    title: str
    intro: str
    genes: tuple[CardRow, ...]
    medicines: tuple[CardRow, ...]
    safety: str
    not_all: str
    footer: tuple[str, ...]
    english_safety: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of a report: a table (`columns`, `rows` of as many cells) and lines under it."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClinicianReport:
    """A report in the field's own terms."""

    title: str
    intro: tuple[str, ...]
    sections: tuple[ReportSection, ...]
    footer: tuple[str, ...]


def wallet_card(
    results: Iterable[GeneReportFacts],
    guidances: Iterable[GuidanceFacts],
    language: str,
    *,
    made_on: date,
    some_wait: bool = False,
) -> WalletCard:
    """Return the card: genes with an answer, and medicines for which a guideline asks for more than usual use.

    `some_wait`: guidance was left out because the clinic signs it first.
    """
    answered = [result for result in results if result.state in _ANSWERED]
    genes = tuple(CardRow(result.gene, _short_result(result, language)) for result in answered)
    medicines = tuple(
        dict.fromkeys(row for guidance in guidances for row in _medicine_rows(guidance, language))
    )
    versions = tuple(dict.fromkeys(result.knowledge_version for result in answered))
    return WalletCard(
        title=say("papers.card.title", language),
        intro=say("papers.card.show" if genes else "papers.card.empty", language),
        genes=genes,
        medicines=medicines,
        safety=say("papers.card.safety", language),
        not_all=say("papers.card.not_all", language),
        footer=(
            *([say("papers.card.waits", language)] if some_wait else []),
            say("papers.made_on", language, day=made_on),
            *_version_lines(versions, language),
        ),
        english_safety=tuple(
            filter(
                None, (english_too(key, language) for key in ("papers.card.safety", "papers.card.not_all"))
            )
        ),
    )


def clinician_report(
    results: Sequence[GeneReportFacts],
    guidances: Sequence[GuidanceFacts],
    language: str,
    *,
    made_on: date,
    signed: bool,
    some_wait: bool = False,
    right_now: Sequence[RightNowFacts] = (),
    listed: Sequence[str] = (),
) -> ClinicianReport:
    """Return the report. `signed`: a clinician of the clinic has signed the guidance rows; `some_wait` as above.

    `listed`: the ingredients of the live medicine list that matter to genes; `right_now`: what they change.
    """
    intro = [say("papers.report.consumer", language)]
    if not signed:
        intro.append(say("papers.report.unsigned", language))
    if some_wait:
        intro.append(say("papers.report.waits", language))
    versions = tuple(dict.fromkeys(result.knowledge_version for result in results))
    return ClinicianReport(
        title=say("papers.report.title", language),
        intro=(*intro, say("papers.report.no_change", language)),
        sections=(
            _gene_section(results, language),
            _guidance_section(guidances, language),
            *([_right_now_section(right_now, listed, language)] if listed else []),
            ReportSection(
                say("papers.report.sources", language), (), (), tuple(_guidelines(guidances, language))
            ),
        ),
        footer=(say("papers.made_on", language, day=made_on), *_version_lines(versions, language)),
    )


def _version_lines(versions: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(say("papers.report.version", language, version=version) for version in versions if version)


def _short_result(result: GeneReportFacts, language: str) -> str:
    told = "; ".join(filter(None, (_alleles(result), _phenotypes(result, language))))
    state = say(f"doctor.state.{'lab' if result.origin == 'lab' else result.state}", language)
    return f"{told or _NOTHING} ({state})"


def _alleles(result: GeneReportFacts) -> str:
    return " | ".join(result.diplotypes) or ", ".join(result.variants)


def _phenotypes(result: GeneReportFacts, language: str) -> str:
    scores = " | ".join(say("papers.report.score", language, score=score) for score in result.activity_scores)
    named = " | ".join(result.phenotypes) or " | ".join(result.lookups)
    return ", ".join(filter(None, (named, scores)))


def _medicine_rows(guidance: GuidanceFacts, language: str) -> Iterator[CardRow]:
    if str(guidance.verdict) != "advice":
        return
    genes = ", ".join(use.gene for use in guidance.genes)
    for row in guidance.advice:
        if str(row.action) not in ("usual", "no_guidance"):
            action = say(f"doctor.action.{row.action}", language)
            yield CardRow(guidance.ingredient, f"{action} ({genes}; {_guide(row)})")


def _guide(row: AdviceFacts) -> str:
    return " ".join(filter(None, ("CPIC", str(row.guideline_year))))


def _gene_section(results: Sequence[GeneReportFacts], language: str) -> ReportSection:
    columns = ("gene", "result", "phenotype", "state", "seen")
    limits = [
        say(
            "papers.report.not_ruled_out",
            language,
            gene=result.gene,
            alleles=_first_names(result.cannot_rule_out),
        )
        for result in results
        if result.cannot_rule_out
    ]
    return ReportSection(
        heading=say("papers.report.genes", language),
        columns=tuple(say(f"papers.report.{column}", language) for column in columns),
        rows=tuple(_gene_row(result, language) for result in results),
        lines=(say("papers.report.no_result", language), *limits),
    )


def _first_names(names: Sequence[str]) -> str:
    more = len(names) - _ROOM_FOR_NAMES
    return ", ".join(names[:_ROOM_FOR_NAMES]) + (f" (+{more})" if more > 0 else "")


def _gene_row(result: GeneReportFacts, language: str) -> tuple[str, ...]:
    state = say(f"doctor.state.{'lab' if result.origin == 'lab' else result.state}", language)
    answered = result.state in _ANSWERED
    seen = (
        _NOTHING
        if result.origin == "lab"
        else f"{len(result.seen)}/{len(result.seen) + len(result.not_seen)}"
    )
    return (
        result.gene,
        _alleles(result) or _NOTHING,
        (_phenotypes(result, language) or _NOTHING) if answered else _NOTHING,
        state if result.reason in _SAID_BY_STATE else f"{state} ({result.reason.replace('_', ' ')})",
        seen,
    )


def _guidance_section(guidances: Sequence[GuidanceFacts], language: str) -> ReportSection:
    columns = ("medicine", "gene", "population", "action", "strength", "source")
    return ReportSection(
        heading=say("papers.report.guidance", language),
        columns=tuple(say(f"papers.report.{column}", language) for column in columns),
        rows=tuple(row for guidance in guidances for row in _guidance_rows(guidance, language)),
        lines=tuple(
            dict.fromkeys(
                say("doctor.limits", language, limits=f"{guidance.ingredient}: {', '.join(guidance.limits)}")
                for guidance in guidances
                if guidance.limits
            )
        ),
    )


def _guidance_rows(guidance: GuidanceFacts, language: str) -> Iterator[tuple[str, ...]]:
    """Rows that are an answer, and possibilities of an uncertain result marked as such."""
    uncertain = str(guidance.verdict) == "cannot_tell"
    for row in guidance.advice:
        action = say(f"doctor.action.{row.action}", language)
        yield (
            guidance.ingredient,
            ", ".join(use.gene for use in guidance.genes),
            say(f"doctor.population.{row.population}", language),
            f"{action} ({say('papers.report.possible', language)})" if uncertain else action,
            say(f"doctor.strength.{row.strength}", language),
            _guide(row),
        )


def _right_now_section(
    entries: Iterable[RightNowFacts], listed: Sequence[str], language: str
) -> ReportSection:
    columns = ("medicine", "gene", "by_genotype", "now", "because")
    rows = tuple(_right_now_row(entry, language) for entry in entries)
    lines = [say("papers.report.list", language, medicines=", ".join(listed))]
    if rows:
        lines.append(say("papers.report.wears_off", language))
    return ReportSection(
        heading=say("papers.report.right_now", language),
        columns=tuple(say(f"papers.report.{column}", language) for column in columns) if rows else (),
        rows=rows,
        lines=tuple(lines),
    )


def _right_now_row(entry: RightNowFacts, language: str) -> tuple[str, ...]:
    because = ", ".join(
        f"{influence.ingredient} ({influence.strength}: {influence.effect})" for influence in entry.influences
    )
    return (
        entry.ingredient,
        entry.gene,
        outcome_words(entry.by_genes, language),
        outcome_words(entry.now, language),
        because,
    )


def outcome_words(outcome: OutcomeFacts | None, language: str) -> str:
    """Return phenotypes and scores in a few words; None was not worked out."""
    if outcome is None:
        return say("right_now.doctor.unknown", language)
    scores = " | ".join(
        say("papers.report.score", language, score=score) for score in outcome.activity_scores
    )
    return ", ".join(filter(None, (" | ".join(outcome.phenotypes), scores))) or _NOTHING


def _guidelines(guidances: Iterable[GuidanceFacts], language: str) -> Iterator[str]:
    guides = dict.fromkeys(
        (f"CPIC {row.guideline}", str(row.guideline_year), row.pmid or _NOTHING)
        for guidance in guidances
        for row in guidance.advice
        if row.guideline and row.guideline_year
    )
    for guide, year, pmid in guides:
        yield say("papers.report.guideline", language, guide=guide, year=year, pmid=pmid)
