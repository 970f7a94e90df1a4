"""Guidance for tests: one per row of the guideline table, and from laboratory or file results."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from mendly_core.genes import GeneResult, Guidance, guidance_for, lab_result
from mendly_core.genes.guidance import Advice, GeneUse
from mendly_core.genes.knowledge import Recommendation, genes, guidance_tables
from mendly_core.genes.results import TierOneAllele

UNSEEN_TIER_ONE = (TierOneAllele("*2", "no", seen=False, missing=("rs4244285",)),)


def rows() -> Iterator[Recommendation]:
    for groups in guidance_tables().rows.values():
        for by_lookup in groups.values():
            for same_lookup in by_lookup.values():
                yield from same_lookup


def guidance_of_row(row: Recommendation, *, state: str = "called", from_lab: bool = False) -> Guidance:
    """The guidance that this one row alone would give, every tested gene in the given state."""
    uses = tuple(
        _use(gene, lookup, state, from_lab) for gene, lookup in zip(row.genes, row.lookups, strict=True)
    )
    pair = next(
        guidance_tables().pairs[gene, row.ingredient]
        for gene in row.genes
        if (gene, row.ingredient) in guidance_tables().pairs
    )
    advice = Advice(
        genes=row.genes,
        lookups=row.lookups,
        population=row.population,
        action=row.action,
        action_detail=row.detail,
        effect=row.effect,
        strength=row.strength,
        guideline=pair.guideline,
        guideline_year=row.year,
        pmid=pair.pmid,
        source=row.source,
        note=row.note,
        withdrawn=False,
    )
    verdict = "no_guidance" if row.action == "no_guidance" else "advice"
    return Guidance(
        ingredient=row.ingredient,
        genes=uses,
        verdict=verdict,  # type: ignore[arg-type]
        action=row.action,
        effect=row.effect,
        advice=(advice,),
        limits=(),
        knowledge_version=guidance_tables().version,
    )


def _use(gene: str, lookup: str, state: str, from_lab: bool) -> GeneUse:
    if lookup == "No Result":
        return GeneUse(gene, "not_tested", None, (), (), False)
    return GeneUse(gene, state, lookup, _phenotypes(gene, lookup), (), from_lab)  # type: ignore[arg-type]


def _phenotypes(gene: str, lookup: str) -> tuple[str, ...]:
    rules = genes().phenotypes_of.get(gene, ())
    if any(rule.kind == "activity_score" for rule in rules):
        return (next(rule.phenotype for rule in rules if _in_range(rule.a, rule.b, lookup)),)
    return (lookup,) if any(rule.phenotype == lookup for rule in rules) else ()


def _in_range(low: str, high: str, lookup: str) -> bool:
    if "n/a" in (low, lookup):
        return low == lookup
    return Decimal(low) <= Decimal(lookup.removeprefix("≥")) <= Decimal(high)


def lab_results() -> Iterator[GeneResult]:
    """Every phenotype of every gene, as a laboratory would report it."""
    for gene in genes().genes:
        for phenotype in dict.fromkeys(rule.phenotype for rule in genes().phenotypes_of.get(gene, ())):
            if "lab" in genes().rules[gene].callable_from:
                yield lab_result(gene, phenotype=phenotype, laboratory="Test laboratory")


def from_file(result: GeneResult, state: str, reason: str, *, tier_one_seen: bool = True) -> GeneResult:
    """The same finding as a file would give it, with another state."""
    return replace(
        result,
        state=state,  # type: ignore[arg-type]
        reason=reason,
        origin="file",
        lab=None,
        tier1=() if tier_one_seen else UNSEEN_TIER_ONE,
    )


def guidances(result: GeneResult) -> Iterator[Guidance]:
    """What the guidelines say to this one result, for every medicine its gene matters for."""
    for ingredient, groups in guidance_tables().rows.items():
        if any(result.gene in group for group in groups):
            yield from guidance_for(ingredient, {result.gene: result})
