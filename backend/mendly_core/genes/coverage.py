"""What was not tested: sites, alleles that unseen sites could hide, and the tier-1 list."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mendly_core.genes.alleles import NORMAL_FUNCTIONS, AlleleTable, NamedAllele, accepts, allele_facts
from mendly_core.genes.evidence import GeneEvidence
from mendly_core.genes.knowledge import Site, genes
from mendly_core.genes.matching import SeenSite
from mendly_core.genes.results import TierOneAllele


def defining(sites: Iterable[Site]) -> tuple[Site, ...]:
    return tuple(site for site in sites if site.role == "define")


def seen_labels(evidence: GeneEvidence) -> tuple[str, ...]:
    return tuple(site.label for site in defining(evidence.sites) if site.pos38 in evidence.calls)


def unseen_labels(evidence: GeneEvidence) -> tuple[str, ...]:
    return tuple(site.label for site in defining(evidence.sites) if site.pos38 not in evidence.calls)


def every_change_tested(table: AlleleTable, evidence: GeneEvidence) -> bool:
    """Whether every site of every allele with other than normal function was seen; assumed is not seen."""
    seen = {position for position, call in evidence.calls.items() if call.origin != "assumed"}
    return all(
        allele.cells.keys() <= seen for allele in table.alleles if allele.function not in NORMAL_FUNCTIONS
    )


def not_ruled_out(
    table: AlleleTable, evidence: GeneEvidence, sites: Iterable[SeenSite], reported: Collection[str]
) -> tuple[str, ...]:
    """Alleles with changed or unknown function that an unseen site could hide.

    An allele is ruled out when a seen site contradicts it on both strands. Alleles already reported are
    left out.
    """
    by_position = {site.pos38: site for site in sites}
    hidden = (
        allele.name
        for allele in table.alleles
        if allele.function not in NORMAL_FUNCTIONS
        and allele.name not in reported
        and not allele.cells.keys() <= by_position.keys()
        and _not_contradicted(allele, by_position)
    )
    return tuple(dict.fromkeys(hidden))


def _not_contradicted(allele: NamedAllele, by_position: dict[int, SeenSite]) -> bool:
    return all(
        any(accepts(allele.cells.get(position, site.reference), base) for base in site.bases)
        for position, site in by_position.items()
    )


def tier_one(gene: str, evidence: GeneEvidence | None) -> tuple[TierOneAllele, ...]:
    """The gene's AMP tier-1 alleles in table order; a tick needs every tier-1 site of the allele."""
    sites = genes().sites_of.get(gene, ())
    names = dict.fromkeys(name for site in sites for name in site.tier1)
    calls = evidence.calls if evidence is not None else {}
    ticks = []
    for name in sorted(names, key=list(_table_order(gene)).index):
        missing = tuple(site.label for site in sites if name in site.tier1 and site.pos38 not in calls)
        row = allele_facts(gene, name)
        ticks.append(TierOneAllele(name, row.function if row else "unassigned", not missing, missing))
    return tuple(ticks)


def _table_order(gene: str) -> tuple[str, ...]:
    return tuple(allele.name for allele in genes().alleles_of[gene])
