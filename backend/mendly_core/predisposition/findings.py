"""From a reading and a person's choices to findings. What the person hides is not even looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mendly_core.genes.knowledge import Site
from mendly_core.predisposition.facts import (
    Category,
    Frequency,
    PredispositionFacts,
    Sharing,
    VariantRule,
    VariantSite,
    predisposition_facts,
)
from mendly_core.predisposition.genotypes import Match, Reading, SiteRead, matches, read_sites


class Choice(StrEnum):
    """What a person wants for one category. No choice counts as HIDE."""

    SHOW = "show"
    ASK = "ask"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class SeenSite:
    """One listed place and the bases seen there, for the sources of a finding."""

    gene: str
    rsid: str
    name: str
    chrom: str
    pos38: int
    pos37: int
    bases: tuple[str, ...]
    copies: int
    origin: str
    hard_to_read: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One listed genotype that the file shows. Always to be confirmed in a clinical laboratory.

    `outcome` chooses the words. `proven` is False while the file cannot show that two changes lie on
    different copies. `rules` are the table rows behind it, for the professional's view. `frequencies` are the
    numbers out of 100 that the facts hold, often none. `disputed`: another file shows the places, not the finding.
    """

    outcome: str
    condition: str
    category: str
    genes: tuple[str, ...]
    sharing: Sharing
    sites: tuple[SeenSite, ...]
    proven: bool
    opt_in: bool
    rules: tuple[VariantRule, ...]
    frequencies: tuple[Frequency, ...]
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class NotTested:
    """A listed place that the file does not answer. Never a finding, never good news."""

    gene: str
    rsid: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class CategoryAnswer:
    """All that may be said about one category that the person chose to see.

    `not_found`: listed changes looked for and not seen, which says nothing about the rest of the gene.
    `seen_alone`: changes seen that count only as a pair. `knowledge_version` names the tables.
    """

    category: str
    findings: tuple[Finding, ...]
    seen_alone: tuple[SeenSite, ...]
    not_found: tuple[SeenSite, ...]
    not_tested: tuple[NotTested, ...]
    knowledge_version: str


def categories(*, minor: bool) -> tuple[Category, ...]:
    """Return the categories that may be offered. A minor is offered none that begins in adult life, none opt-in."""
    found = predisposition_facts().categories.values()
    return tuple(category for category in found if not minor or _open_to_minors(category))


def _open_to_minors(category: Category) -> bool:
    return not category.opt_in and all(condition.onset == "any_age" for condition in category.conditions)


def categories_to_show(
    choices: Mapping[str, Choice], *, minor: bool, asked: Collection[str] = ()
) -> tuple[Category, ...]:
    """Return the categories a page may show now: chosen, or `ask` and in `asked` (the person just said yes)."""
    return tuple(
        category
        for category in categories(minor=minor)
        if choices.get(category.key) is Choice.SHOW
        or (choices.get(category.key) is Choice.ASK and category.key in asked)
    )


def categories_to_ask(choices: Mapping[str, Choice], *, minor: bool) -> tuple[str, ...]:
    """Return the categories to ask about. The file is not looked at, so the question gives nothing away."""
    return tuple(
        category.key for category in categories(minor=minor) if choices.get(category.key) is Choice.ASK
    )


def wanted_sites(
    choices: Mapping[str, Choice], *, minor: bool, asked: Collection[str] = ()
) -> tuple[Site, ...]:
    """Return the places a reader may look at: those of the categories to show, nothing else."""
    shown = {category.key for category in categories_to_show(choices, minor=minor, asked=asked)}
    return tuple(site.wanted() for site in predisposition_facts().sites.values() if site.category in shown)


def places_to_store() -> tuple[Site, ...]:
    """Return every listed place, whatever anybody chose: for a reader whose calls are sealed and kept unread."""
    return tuple(site.wanted() for site in predisposition_facts().sites.values())


def findings_for(
    reading: Reading, choices: Mapping[str, Choice], *, minor: bool, asked: Collection[str] = ()
) -> tuple[CategoryAnswer, ...]:
    """Return one answer per category that the person chose to see, in the order of the tables.

    Categories that are hidden, not chosen, not yet asked for or closed to minors are not computed at all.
    """
    facts = predisposition_facts()
    return tuple(
        _answer(facts, category, reading)
        for category in categories_to_show(choices, minor=minor, asked=asked)
    )


def _answer(facts: PredispositionFacts, category: Category, reading: Reading) -> CategoryAnswer:
    reads = read_sites(reading, [site for site in facts.sites.values() if site.category == category.key])
    keys = {condition.key for condition in category.conditions}
    met = tuple(matches(reads, [rule for rule in facts.rules if rule.condition in keys]))
    explained = {rsid for match in met for rsid in match.rsids}
    return CategoryAnswer(
        category=category.key,
        findings=_findings(category, met, reads, facts),
        seen_alone=tuple(
            _seen(read)
            for read in reads.values()
            if read.copies and not read.site.helper and read.site.rsid not in explained
        ),
        not_found=tuple(
            _seen(read) for read in reads.values() if read.tested and not read.copies and not read.site.helper
        ),
        not_tested=tuple(
            NotTested(read.site.gene, read.site.rsid, read.site.name, read.reason)
            for read in reads.values()
            if not read.tested
        ),
        knowledge_version=facts.version,
    )


def _findings(
    category: Category, met: Sequence[Match], reads: Mapping[str, SiteRead], facts: PredispositionFacts
) -> tuple[Finding, ...]:
    told: dict[tuple[str, str], list[Match]] = {}
    for match in _speaking(met):
        told.setdefault((match.rule.condition, match.outcome), []).append(match)
    return tuple(_finding(category, same, reads, facts) for same in told.values())


def _speaking(met: Sequence[Match]) -> tuple[Match, ...]:
    """The highest rank of each condition and gene; single findings that a pair already tells are left out."""
    best: dict[tuple[str, str], int] = {}
    for match in met:
        key = (match.rule.condition, match.rule.gene)
        best[key] = max(best.get(key, 0), match.rule.rank)
    highest = [match for match in met if match.rule.rank == best[match.rule.condition, match.rule.gene]]
    return tuple(match for match in highest if not any(_tells_more(pair, match) for pair in highest))


def _tells_more(pair: Match, single: Match) -> bool:
    """Whether a rule over two genes already tells what the rule over one of them says."""
    return (
        pair.rule.kind == "two_rsids"
        and pair.rule.condition == single.rule.condition
        and pair.rule.rank > single.rule.rank
        and set(single.rsids) < set(pair.rsids)
    )


def _finding(
    category: Category, same: Sequence[Match], reads: Mapping[str, SiteRead], facts: PredispositionFacts
) -> Finding:
    first, outcome = same[0].rule, same[0].outcome
    rsids = _in_table_order((rsid for match in same for rsid in match.rsids), reads)
    return Finding(
        outcome=outcome,
        condition=first.condition,
        category=category.key,
        genes=tuple(dict.fromkeys(reads[rsid].site.gene for rsid in rsids)),
        sharing=first.sharing,
        sites=tuple(_seen(reads[rsid]) for rsid in rsids),
        proven=any(match.proven for match in same),
        opt_in=category.opt_in,
        rules=tuple(dict.fromkeys(match.rule for match in same)),
        frequencies=facts.frequencies.get(outcome, ()),
    )


def _in_table_order(rsids: Iterable[str], reads: Mapping[str, SiteRead]) -> tuple[str, ...]:
    wanted = set(rsids)
    return tuple(rsid for rsid in reads if rsid in wanted)


def _seen(read: SiteRead) -> SeenSite:
    site: VariantSite = read.site
    return SeenSite(
        gene=site.gene,
        rsid=site.rsid,
        name=site.name,
        chrom=site.chrom,
        pos38=site.pos38,
        pos37=site.pos37,
        bases=read.bases,
        copies=read.copies,
        origin=read.origin,
        hard_to_read=site.hard_to_read,
    )
