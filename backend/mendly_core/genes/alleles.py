"""Named alleles prepared for matching: cells, IUPAC codes, sub-alleles, functions that count as unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mendly_core.genes.knowledge import Allele, genes
from mendly_core.knowledge_pack import per_pack

IUPAC: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        code: frozenset(bases)
        for code, bases in zip("RYSWKM", ("AG", "CT", "CG", "AT", "GT", "AC"), strict=True)
    }
)
NORMAL_FUNCTIONS = frozenset(
    {
        "normal",
        "normal_sensitivity",
        "favorable",
        "class4_normal",
        "ivacaftor_nonresponsive",
        "normal_risk",
    }
)
REDUCED_FUNCTIONS = frozenset(
    {
        "decreased",
        "no",
        "higher_sensitivity",
        "unfavorable",
        "mh_associated",
        "class1_deficient_cnsha",
        "class2_deficient",
        "class3_deficient",
        "increased_risk",
    }
)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class NamedAllele:
    """One allele to match: the name to report, and ``cells``, its own written bases by GRCh38 position."""

    name: str
    cells: Mapping[int, str]
    function: str
    activity: str


@dataclass(frozen=True, slots=True)
class AlleleTable:
    """The alleles of one gene that small variants can show; ``reference`` is what a blank cell means."""

    gene: str
    reference: Mapping[int, str]
    alleles: tuple[NamedAllele, ...]
    invisible: tuple[str, ...]


def accepts(cell: str, base: str) -> bool:
    """Whether a table cell accepts a base; IUPAC codes accept either of two."""
    return base == cell or base in IUPAC.get(cell, ())


@per_pack
def allele_table(gene: str) -> AlleleTable:
    """The alleles of one gene, ready to match. A sub-allele carries name and function of its core allele."""
    knowledge = genes()
    listed = knowledge.alleles_of[gene]
    by_name = {allele.name: allele for allele in listed}
    core_of = {key: fact.value for key, fact in knowledge.facts(gene, "suballele").items()}
    cores = frozenset(core_of.values())
    shown = [allele for allele in listed if allele.changes and allele.name not in cores]
    return AlleleTable(
        gene=gene,
        reference=next((dict(allele.changes) for allele in listed if allele.is_reference), {}),
        alleles=tuple(_named(allele, by_name[core_of.get(allele.name, allele.name)]) for allele in shown),
        invisible=_invisible(gene, listed),
    )


def _named(allele: Allele, core: Allele) -> NamedAllele:
    return NamedAllele(core.name, dict(allele.changes), core.function, core.activity)


def _invisible(gene: str, listed: tuple[Allele, ...]) -> tuple[str, ...]:
    """Alleles without bases (structural, excluded) and what the matching table says can never be called.

    Nothing of a laboratory-only gene is visible, so nothing is singled out there.
    """
    if genes().rules[gene].method == "lab_only":
        return ()
    without_bases = [allele.name for allele in listed if not allele.changes]
    return tuple(dict.fromkeys((*without_bases, *genes().rules[gene].never_callable)))


def allele_facts(gene: str, name: str) -> Allele | None:
    """The table row of an allele, or None for an unknown name."""
    return _rows_by_name(gene).get(name)


@per_pack
def _rows_by_name(gene: str) -> dict[str, Allele]:
    return {allele.name: allele for allele in genes().alleles_of.get(gene, ())}


def name_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts *2 before *10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(name) if part
    )


def pair_name(first: str, second: str) -> str:
    """The diplotype, lower allele first: ``*1/*17``."""
    return "/".join(sorted((first, second), key=name_order))
