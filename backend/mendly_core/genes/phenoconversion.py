"""What other medicines do to an enzyme right now, and what is left of it when one of them ends.

The rule for the score holds for CYP2D6 with opioids and beta-blockers only (CPIC guidelines of 2021, PMID
33387367, and of 2024): strong inhibitors count the score as 0, moderate ones halve it. For everything else only
the direction is known, and no answer is worked out. The genetic result itself never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from mendly_core.genes.guidance import Guidance, guidance_for
from mendly_core.genes.knowledge import Conversion, genes, guidance_tables
from mendly_core.genes.medicines import SCORE_RULE, SCORE_RULE_GROUPS
from mendly_core.genes.results import GeneResult

_FACTORS = {"activity score x 0": Decimal(0), "activity score x 0.5": Decimal("0.5")}
_NO_RULE = "no_rule"
_ANSWERED = ("called", "called_with_limits", "ambiguous")
_OPEN = "≥"
# Between the highest intermediate and the lowest normal score a halved score counts as intermediate.
_GAP_PHENOTYPE = "Intermediate Metabolizer"

Kind = Literal["score_changed", "caution"]


@dataclass(frozen=True, slots=True)
class Influence:
    """A medicine of the list that changes how fast a gene's enzyme works; ``effect`` in the table's words."""

    ingredient: str
    strength: str
    effect: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Scores and phenotypes of a gene, and what guidelines say about the medicine with them."""

    activity_scores: tuple[str, ...]
    phenotypes: tuple[str, ...]
    guidance: tuple[Guidance, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """What would hold once ``ingredient`` has ended and its effect has worn off: days to weeks later.

    ``outcome`` is None where a direction only is known and other influences stay.
    """

    ingredient: str
    outcome: Outcome | None
    stays: tuple[Influence, ...]


@dataclass(frozen=True, slots=True)
class RightNow:
    """One medicine and one gene whose enzyme other medicines of the list change.

    ``score_changed``: ``now`` holds what applies while they are taken. ``caution``: there is no rule, or no
    result to apply it to, and ``now`` is None.
    """

    ingredient: str
    gene: str
    kind: Kind
    influences: tuple[Influence, ...]
    by_genes: Outcome
    now: Outcome | None
    endings: tuple[Ending, ...]


@dataclass(frozen=True, slots=True)
class MedicineCheck:
    """A medicine before it is prescribed: its own guidance, what the list does to it, what it does to the list."""

    ingredient: str
    guidance: tuple[Guidance, ...]
    right_now: tuple[RightNow, ...]
    others: tuple[RightNow, ...]


def check_medicine(ingredient: str, results: Mapping[str, GeneResult], taken: Iterable[str]) -> MedicineCheck:
    """Everything about an intended ingredient; ``taken`` are the ingredients of the live medicine list."""
    name = _plain(ingredient)
    listed = {_plain(entry) for entry in taken} - {name}
    others = (entry for other in sorted(listed) for entry in right_now(other, results, {*listed, name}))
    return MedicineCheck(
        ingredient=name,
        guidance=guidance_for(name, results),
        right_now=right_now(name, results, listed),
        others=tuple(
            entry for entry in others if any(influence.ingredient == name for influence in entry.influences)
        ),
    )


def right_now(
    ingredient: str, results: Mapping[str, GeneResult], taken: Iterable[str]
) -> tuple[RightNow, ...]:
    """One entry per gene of the ingredient's guidance that another listed medicine influences."""
    name = _plain(ingredient)
    listed = {_plain(entry) for entry in taken} - {name}
    groups = guidance_tables().rows.get(name, {})
    found = []
    for gene in sorted({gene for group in groups for gene in group}):
        acting = [
            conversion
            for conversion in guidance_tables().conversions
            if conversion.gene == gene and conversion.ingredient in listed and conversion.basis != _NO_RULE
        ]
        if acting:
            found.append(_right_now(name, gene, results, acting))
    return tuple(found)


def _plain(ingredient: str) -> str:
    return ingredient.strip().lower()


def _right_now(
    ingredient: str, gene: str, results: Mapping[str, GeneResult], acting: list[Conversion]
) -> RightNow:
    now = _outcome(ingredient, gene, results, acting)
    endings = []
    for ended in acting:
        stay = [conversion for conversion in acting if conversion is not ended]
        outcome = _outcome(ingredient, gene, results, stay)
        endings.append(Ending(ended.ingredient, outcome, tuple(map(_influence, stay))))
    return RightNow(
        ingredient=ingredient,
        gene=gene,
        kind="caution" if now is None else "score_changed",
        influences=tuple(map(_influence, acting)),
        by_genes=_as_tested(ingredient, gene, results),
        now=now,
        endings=tuple(endings),
    )


def _influence(conversion: Conversion) -> Influence:
    return Influence(conversion.ingredient, conversion.strength, conversion.effect, conversion.source)


def _as_tested(ingredient: str, gene: str, results: Mapping[str, GeneResult]) -> Outcome:
    result = results.get(gene)
    guidance = tuple(
        entry for entry in guidance_for(ingredient, results) if any(use.gene == gene for use in entry.genes)
    )
    if result is None:
        return Outcome((), (), guidance)
    return Outcome(result.activity_scores, result.phenotypes, guidance)


def _outcome(
    ingredient: str, gene: str, results: Mapping[str, GeneResult], acting: list[Conversion]
) -> Outcome | None:
    """What holds while these act: the plain result when none does, None when there is no rule for it."""
    if not acting:
        return _as_tested(ingredient, gene, results)
    result = results.get(gene)
    drug = guidance_tables().drugs.get(ingredient)
    in_scope = drug is not None and drug.group in SCORE_RULE_GROUPS
    if not in_scope or any(conversion.basis != SCORE_RULE for conversion in acting):
        return None
    if result is None or result.state not in _ANSWERED or not _all_known(result.activity_scores):
        return None
    factor = min(_FACTORS[conversion.effect] for conversion in acting)
    changed = _converted(ingredient, result, factor)
    shown = _as_tested(ingredient, gene, {**results, gene: changed})
    return Outcome(changed.activity_scores, changed.phenotypes, shown.guidance)


def _all_known(scores: tuple[str, ...]) -> bool:
    return bool(scores) and all(score.removeprefix(_OPEN).replace(".", "").isdecimal() for score in scores)


def _converted(ingredient: str, result: GeneResult, factor: Decimal) -> GeneResult:
    """The result with every score times the factor; look-up keys are those of the score or of its group."""
    scores: dict[str, None] = {}
    phenotypes: dict[str, None] = {}
    lookups: dict[str, None] = {}
    for score in result.activity_scores:
        value = Decimal(score.removeprefix(_OPEN)) * factor
        is_open = score.startswith(_OPEN) and factor > 0
        scores[(_OPEN if is_open else "") + _text(value)] = None
        groups = _groups_from(result.gene, value) if is_open else [_group(result.gene, value)]
        for phenotype in groups:
            phenotypes[phenotype] = None
            keys = _keys_of(ingredient, result.gene, phenotype)
            exact = _text(value)
            lookups.update(dict.fromkeys([exact] if exact in keys and not is_open else keys))
    return replace(
        result,
        state=result.state if len(phenotypes) == 1 else "ambiguous",
        reason=result.reason if len(phenotypes) == 1 else "candidates_differ",
        candidates=(),
        activity_scores=tuple(scores),
        phenotypes=tuple(phenotypes),
        lookups=tuple(lookups),
    )


def _text(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def _ranges(gene: str) -> list[tuple[Decimal, Decimal, str]]:
    rules = [
        rule for rule in genes().phenotypes_of[gene] if rule.kind == "activity_score" and rule.a != "n/a"
    ]
    return sorted((Decimal(rule.a), Decimal(rule.b), rule.phenotype) for rule in rules)


def _group(gene: str, value: Decimal) -> str:
    """The phenotype of any score, those between the table's steps included."""
    lowest_normal = next(low for low, _, phenotype in _ranges(gene) if phenotype == "Normal Metabolizer")
    if 0 < value < lowest_normal:
        return _GAP_PHENOTYPE
    return next(phenotype for _, high, phenotype in _ranges(gene) if value <= high)


def _groups_from(gene: str, value: Decimal) -> list[str]:
    """Every phenotype that a score of at least ``value`` may have."""
    first = _group(gene, value)
    names = [phenotype for _, _, phenotype in _ranges(gene)]
    return names[names.index(first) :]


def _keys_of(ingredient: str, gene: str, phenotype: str) -> list[str]:
    """The scores that the ingredient's guideline rows use for one phenotype of the gene."""
    rows = guidance_tables().rows.get(ingredient, {}).get((gene,), {})
    known = sorted(lookups[0] for lookups in rows if _all_known(lookups))
    return [key for key in known if _group(gene, Decimal(key.removeprefix(_OPEN))) == phenotype]
