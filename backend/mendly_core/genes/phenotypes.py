"""From two alleles to phenotype, activity score and the key that guidelines look up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mendly_core.genes.alleles import NamedAllele, allele_facts, pair_name
from mendly_core.genes.knowledge import PhenotypeRule, genes

_SCORE = "score"
_NOT_AVAILABLE = "n/a"
_AT_LEAST = ">="
# Variants with dose advice of the Dutch Pharmacogenetics Working Group (fluoropyrimidines, PMID 31745289).
_DPWG_DPYD = (
    "c.1905+1G>A (*2A)",
    "c.1679T>G (*13)",
    "c.2846A>T",
    "c.1129-5923C>G, c.1236G>A (HapB3)",
)
_MH_ORDER = ("mh_associated", "unassigned", "unknown", "uncertain", "normal")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """``phenotype`` is None where no table exists, ``lookup`` where guidelines have nothing to look up."""

    phenotype: str | None
    activity_score: str | None
    lookup: str | None


@dataclass(frozen=True, slots=True)
class ActivityScore:
    """A summed activity; ``open_ended`` when a part is only known as a lower bound."""

    value: Decimal
    open_ended: bool

    def __str__(self) -> str:
        text = f"{self.value.normalize():f}"
        return ("≥" if self.open_ended else "") + (text if "." in text else f"{text}.0")


def interpret(gene: str, alleles: Sequence[NamedAllele]) -> Interpretation:
    """The reading of one or two alleles; a single allele is the one copy of an X-linked gene.

    Source: the CPIC phenotype tables at the data version.
    """
    if gene == "IFNL3":
        return Interpretation(None, None, pair_name(*(allele.name for allele in alleles)))
    if gene == "CYP4F2":
        return Interpretation(None, None, "*3" if any(allele.name == "*3" for allele in alleles) else None)
    exception = _exception(gene, alleles)
    if exception is not None:
        return Interpretation(exception.phenotype, None, exception.lookup)
    rules = genes().phenotypes_of[gene]
    if rules[0].kind == "activity_score":
        return by_score(gene, summed_activity([allele.activity for allele in alleles]))
    return _by_functions(rules, sorted(allele.function for allele in alleles))


def _exception(gene: str, alleles: Sequence[NamedAllele]) -> PhenotypeRule | None:
    names = tuple(sorted(allele.name for allele in alleles))
    if len(names) != 2:
        return None
    table = genes().exceptions
    return table.get((gene, names[0], names[1])) or table.get((gene, names[1], names[0]))


def _by_functions(rules: Sequence[PhenotypeRule], functions: list[str]) -> Interpretation:
    first, second = (*functions, "")[:2]
    exact = next((rule for rule in rules if (rule.a, rule.b) in ((first, second), (second, first))), None)
    rule = exact or next((rule for rule in rules if rule.a == "*" and rule.b in functions), None)
    if rule is None:
        return Interpretation("Indeterminate", None, "Indeterminate")
    return Interpretation(rule.phenotype, None, rule.lookup)


def summed_activity(activities: Sequence[str]) -> ActivityScore | None:
    """The sum of activity values as the tables write them, or None when one of them is unknown."""
    if not all(activities):
        return None
    parts = [Decimal(activity.removeprefix(_AT_LEAST)) for activity in activities]
    return ActivityScore(
        sum(parts, Decimal(0)), any(activity.startswith(_AT_LEAST) for activity in activities)
    )


def by_score(gene: str, score: ActivityScore | None) -> Interpretation:
    """The reading of an activity score; None gives the row for scores that cannot be given."""
    rules = [rule for rule in genes().phenotypes_of[gene] if rule.kind == "activity_score"]
    if score is not None:
        for rule in rules:
            if rule.a != _NOT_AVAILABLE and Decimal(rule.a) <= score.value <= Decimal(rule.b):
                return Interpretation(rule.phenotype, str(score), str(score))
    missing = next((rule for rule in rules if rule.a == _NOT_AVAILABLE), None)
    if missing is None:
        return Interpretation("Indeterminate", None, None)
    return Interpretation(missing.phenotype, _NOT_AVAILABLE, missing.lookup)


def reduced_to_two(gene: str, strands: Sequence[Sequence[str]]) -> tuple[NamedAllele, NamedAllele]:
    """The two entries that decide for DPYD and RYR1.

    ``strands`` holds the variant names of each strand, or one flat list when strands are not known: then
    the two weightiest count, because different variants are presumed on different copies.
    """
    if len(strands) == 2:
        first, second = (_weightiest(gene, strand)[0] for strand in strands)
        return first, second
    ordered = _weightiest(gene, strands[0])
    return ordered[0], ordered[1] if len(ordered) > 1 else _named(gene, genes().rules[gene].reference_allele)


def _named(gene: str, name: str) -> NamedAllele:
    row = allele_facts(gene, name)
    if row is None:
        raise KeyError(name)
    return NamedAllele(row.name, dict(row.changes), row.function, row.activity)


def _weightiest(gene: str, names: Sequence[str]) -> list[NamedAllele]:
    alleles = [_named(gene, name) for name in names]
    return sorted(alleles, key=_dpyd_weight if gene == "DPYD" else _mh_weight)


def _dpyd_weight(allele: NamedAllele) -> tuple[Decimal, bool]:
    """Lowest activity first; on equal activity the variants DPWG has advice on."""
    return Decimal(allele.activity), allele.name not in _DPWG_DPYD


def _mh_weight(allele: NamedAllele) -> int:
    return _MH_ORDER.index(allele.function)
