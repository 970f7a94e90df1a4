"""From results to what guidelines say about one medicine. Exact rows only; nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Literal

from mendly_core.genes.alleles import REDUCED_FUNCTIONS, allele_facts
from mendly_core.genes.knowledge import Recommendation, guidance_tables
from mendly_core.genes.results import GeneResult, State
from mendly_core.genes.standing import reduced_tier_one_unseen

Verdict = Literal["advice", "cannot_tell", "no_guidance", "not_tested"]
_Rows = Mapping[tuple[str, ...], tuple[Recommendation, ...]]

NO_RESULT = "No Result"
_ANSWERED = ("called", "called_with_limits", "ambiguous")
_GRAVEST_FIRST = (
    "contraindicated",
    "avoid",
    "use_alternative",
    "lower_dose",
    "higher_dose",
    "adjust_dose",
    "monitor",
    "usual",
    "no_guidance",
)
# Reported gone from CPIC's database in 2026: treated as withdrawn until checked again.
_WITHDRAWN = frozenset({"ondansetron", "tropisetron"})
# Reasons that leave the unchanged reading open to doubt even where every tier-1 site was seen.
_DOUBTFUL_REASONS = frozenset({"undocumented_base", "single_site_only", "extra_copies"})
# Keys that only say that nothing was found, although advice hangs on them: unseen sites forbid that advice.
_ABSENCE_KEYS: Mapping[str, str] = MappingProxyType({"CFTR": "ivacaftor non-responsive in CF patients"})


@dataclass(frozen=True, slots=True)
class GeneUse:
    """How one gene entered the look-up. ``lookup`` is the key used, None when there is none or several."""

    gene: str
    state: State
    lookup: str | None
    phenotypes: tuple[str, ...]
    diplotypes: tuple[str, ...]
    from_lab: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """One guideline row as facts. Details and notes may hold dose figures: text for providers only."""

    genes: tuple[str, ...]
    lookups: tuple[str, ...]
    population: str
    action: str
    action_detail: str
    effect: str
    strength: str
    guideline: str
    guideline_year: str
    pmid: str
    source: str
    note: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Guidance:
    """What can be said about one medicine and one gene or pair of genes.

    ``verdict`` advice: ``action`` is the gravest over the populations that fit, ``advice`` holds every row.
    cannot_tell: ``action`` is None; ``advice`` holds the rows of every candidate, for a provider to read
    as possibilities, never as the answer, and is empty where only usual use came out of an incomplete test.
    no_guidance and not_tested carry no action. ``limits`` are ``code`` or ``code:gene``.
    """

    ingredient: str
    genes: tuple[GeneUse, ...]
    verdict: Verdict
    action: str | None
    effect: str | None
    advice: tuple[Advice, ...]
    limits: tuple[str, ...]
    knowledge_version: str


def guidance_for(ingredient: str, results: Mapping[str, GeneResult]) -> tuple[Guidance, ...]:
    """One entry per gene or pair of genes that has guideline rows for the ingredient; empty when none has.

    ``results`` maps genes to the result to use: the laboratory's when there is one, else the file's. A gene
    that is missing there counts as not tested.
    """
    name = ingredient.strip().lower()
    groups = guidance_tables().rows.get(name, {})
    return tuple(_group_guidance(name, group, groups[group], results) for group in sorted(groups))


def noting_disagreement(guidance: Guidance, genes: Collection[str]) -> Guidance:
    """The same guidance with the limit `results_differ:GENE` for each gene of it about which results disagree."""
    noted = tuple(f"results_differ:{use.gene}" for use in guidance.genes if use.gene in genes)
    return replace(guidance, limits=(*guidance.limits, *noted))


def _group_guidance(
    ingredient: str, group: tuple[str, ...], rows: _Rows, results: Mapping[str, GeneResult]
) -> Guidance:
    found = tuple(results.get(gene) for gene in group)
    keys = tuple(
        _alternatives(result, {lookups[index] for lookups in rows}) for index, result in enumerate(found)
    )
    uses = tuple(_use(gene, result, key) for gene, result, key in zip(group, found, keys, strict=True))
    if all(key == (NO_RESULT,) for key in keys):
        return _guidance(ingredient, uses, "not_tested", (), ())
    combinations = [tuple(rows.get(_exact(lookups), ())) for lookups in product(*keys)]
    matched = [row for combination in combinations for row in combination]
    limits = _limits(ingredient, uses, found, matched)
    if not any(row.action != "no_guidance" for row in matched):
        return _guidance(ingredient, uses, "no_guidance", matched, limits)
    if ingredient in _WITHDRAWN:
        return _guidance(ingredient, uses, "no_guidance", matched, limits)
    if len({frozenset((row.population, row.action) for row in rows_of) for rows_of in combinations}) > 1:
        undecided = (
            f"candidates_differ:{gene}" for gene, key in zip(group, keys, strict=True) if len(key) > 1
        )
        return _guidance(ingredient, uses, "cannot_tell", matched, _merged(limits, undecided))
    return _agreed(ingredient, uses, found, matched, limits)


def _exact(lookups: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(lookup or "" for lookup in lookups)


def _agreed(
    ingredient: str,
    uses: tuple[GeneUse, ...],
    found: Sequence[GeneResult | None],
    matched: Sequence[Recommendation],
    limits: tuple[str, ...],
) -> Guidance:
    """Every candidate leads to the same action. "Usual" stands only on genes that were fully tested."""
    doubts = tuple(
        doubt for use, result in zip(uses, found, strict=True) for doubt in _doubts(use.gene, result)
    )
    rests_on_absence = doubts and any(use.gene in _ABSENCE_KEYS for use in uses)
    firm = [row for row in matched if not doubts or (row.action != "usual" and not rests_on_absence)]
    if not firm:
        return _guidance(ingredient, uses, "cannot_tell", (), _merged(limits, doubts))
    if len(firm) < len(matched):
        limits = _merged(limits, doubts)
    return _guidance(ingredient, uses, "advice", firm, limits)


def _alternatives(result: GeneResult | None, known: set[str]) -> tuple[str | None, ...]:
    """The look-up keys that are possible for one gene; ``known`` are the keys that the rows use."""
    if result is None or result.state not in _ANSWERED:
        return (NO_RESULT,)
    if result.gene.startswith("HLA-"):
        return tuple(key for key in result.lookups if key in known) or (NO_RESULT,)
    supported = dict.fromkeys(candidate.lookup for candidate in result.candidates if candidate.supported)
    return tuple(supported) or result.lookups or (None,)


def _use(gene: str, result: GeneResult | None, keys: tuple[str | None, ...]) -> GeneUse:
    if result is None:
        return GeneUse(gene, "not_tested", None, (), (), False)
    lookup = keys[0] if len(keys) == 1 and keys[0] != NO_RESULT else None
    return GeneUse(gene, result.state, lookup, result.phenotypes, result.diplotypes, result.origin == "lab")


def _doubts(gene: str, result: GeneResult | None) -> tuple[str, ...]:
    """Why this gene cannot carry the statement that usual use is fine; empty when it can."""
    if result is None or result.state not in _ANSWERED:
        return (f"gene_not_tested:{gene}",)
    if result.state == "called":
        return ()
    if result.state == "ambiguous":
        return (f"{result.reason}:{gene}",)
    if gene in _ABSENCE_KEYS:
        return (f"{result.reason}:{gene}",) if _ABSENCE_KEYS[gene] in result.lookups else ()
    if result.reason in _DOUBTFUL_REASONS:
        return (f"{result.reason}:{gene}",)
    if reduced_tier_one_unseen(result):
        return (f"tier1_not_seen:{gene}",)
    if not result.tier1 and _reduced_possible(result):
        return (f"reduced_not_ruled_out:{gene}",)
    return ()


def _reduced_possible(result: GeneResult) -> bool:
    """Without a tier-1 list, every allele of reduced function must be ruled out (invisible ones aside)."""
    names = (name for name in result.cannot_rule_out if name not in result.invisible)
    rows = (allele_facts(result.gene, name) for name in names)
    return any(row is not None and row.function in REDUCED_FUNCTIONS for row in rows)


def _limits(
    ingredient: str,
    uses: Sequence[GeneUse],
    found: Sequence[GeneResult | None],
    matched: Iterable[Recommendation],
) -> tuple[str, ...]:
    limits: list[str] = []
    rows = list(matched)
    for use, result in zip(uses, found, strict=True):
        if result is None or result.state not in _ANSWERED:
            limits.append(f"gene_not_tested:{use.gene}")
        elif result.state != "called":
            limits.append(f"{result.reason}:{use.gene}")
    if len({row.population for row in rows}) > 1:
        limits.append("depends_on_use")
    if ingredient in _WITHDRAWN:
        limits.append("withdrawn")
    if any(_superseded(row) for row in rows):
        limits.append("newer_guideline")
    if any(use.gene == "CFTR" for use in uses):
        limits.append("cystic_fibrosis_only")
    return tuple(limits)


def _superseded(row: Recommendation) -> bool:
    """Whether the guideline of one of the genes was published again after the row."""
    pairs = guidance_tables().pairs
    years = (pairs[key].year for gene in row.genes if (key := (gene, row.ingredient)) in pairs)
    return any(year > row.year for year in years if year)


def _guidance(
    ingredient: str,
    uses: tuple[GeneUse, ...],
    verdict: Verdict,
    matched: Sequence[Recommendation],
    limits: tuple[str, ...],
) -> Guidance:
    firm = verdict == "advice"
    actions = {row.action for row in matched}
    effects = {row.effect for row in matched}
    return Guidance(
        ingredient=ingredient,
        genes=uses,
        verdict=verdict,
        action=min(actions, key=_GRAVEST_FIRST.index) if firm else None,
        effect=next(iter(effects)) if firm and len(effects) == 1 else None,
        advice=tuple(dict.fromkeys(_advice(row) for row in matched)),
        limits=limits,
        knowledge_version=guidance_tables().version,
    )


def _advice(row: Recommendation) -> Advice:
    pairs = guidance_tables().pairs
    pair = next((pairs[key] for gene in row.genes if (key := (gene, row.ingredient)) in pairs), None)
    return Advice(
        genes=row.genes,
        lookups=row.lookups,
        population=row.population,
        action=row.action,
        action_detail=row.detail,
        effect=row.effect,
        strength=row.strength,
        guideline=pair.guideline if pair else "",
        guideline_year=row.year,
        pmid=pair.pmid if pair else "",
        source=row.source,
        note=row.note,
        withdrawn=row.ingredient in _WITHDRAWN,
    )


def _merged(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
