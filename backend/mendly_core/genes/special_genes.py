"""Facts that hold for single genes only: NAT2 ties, required sites, the SLCO1B1 fall-back, findings in MT-
RNR1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mendly_core.genes.alleles import AlleleTable, NamedAllele
from mendly_core.genes.evidence import GeneEvidence
from mendly_core.genes.knowledge import genes
from mendly_core.genes.matching import SeenSite


def nat2_picks(possible: Collection[str]) -> frozenset[str]:
    """Unphased NAT2: the pick of the first rule whose candidates are all possible, else every possible
    pair.
    """
    for rule in genes().nat2_priority:
        if rule.candidates <= set(possible):
            return frozenset({rule.pick})
    return frozenset(possible)


def required_sites_missing(evidence: GeneEvidence) -> bool:
    return any(site.required and site.pos38 not in evidence.calls for site in evidence.sites)


def fallback_pair(
    gene: str, table: AlleleTable, sites: Sequence[SeenSite]
) -> tuple[NamedAllele, NamedAllele] | None:
    """SLCO1B1 only: *1 or *5 per strand by the bases at rs4149056, or None when that site is not usable."""
    facts = genes().facts(gene, "fallback")
    if not facts:
        return None
    label = facts["site"].value
    position = next(site.pos38 for site in genes().sites_of[gene] if site.rsid == label)
    seen = next((site for site in sites if site.pos38 == position), None)
    if seen is None or not all(base in facts for base in seen.bases):
        return None
    by_name = {allele.name: allele for allele in table.alleles}
    return by_name[facts[seen.bases[0]].value], by_name[facts[seen.bases[1]].value]


def shows_linked_site_only(evidence: GeneEvidence) -> bool:
    """UGT1A1 only: rs887829 shows its change, but the repeat that it usually travels with was not tested."""
    knowledge = genes()
    linked = knowledge.facts(evidence.gene, "linked")
    missing = knowledge.facts(evidence.gene, "missing_site")
    tested = {site.rsid for site in evidence.sites if site.pos38 in evidence.calls}
    changed = {
        site.rsid
        for site in evidence.sites
        if site.pos38 in evidence.calls and set(evidence.calls[site.pos38].bases) != {site.ref38}
    }
    return bool(linked.keys() & changed) and bool(missing.keys() - tested)


def found_risk_variants(gene: str, evidence: GeneEvidence) -> tuple[str, ...]:
    """MT-RNR1 only: risk variants that the file shows. Their share of copies is unknown and absence proves
    nothing.
    """
    risks = genes().facts(gene, "risk_variant")
    if not risks:
        return ()
    found = []
    for allele in genes().alleles_of[gene]:
        shown = [
            position in evidence.calls and base in evidence.calls[position].bases
            for position, base in allele.changes
        ]
        if allele.name in risks and shown and all(shown):
            found.append(allele.name)
    return tuple(found)
