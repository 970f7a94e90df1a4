"""Turns the tables of the knowledge pack into the shapes of the model, once for each pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from mendly_core.genes.knowledge.model import (
    Allele,
    Conversion,
    Drug,
    GeneRule,
    Pair,
    PhenotypeRule,
    PriorityRule,
    Recommendation,
    Site,
    SpecialFact,
)
from mendly_core.knowledge_pack import knowledge_folder, pack_version, per_pack, read_part
from mendly_core.packs import Pack, Row

Item = TypeVar("Item", Site, Allele, PhenotypeRule)


class KnowledgeVersion(NamedTuple):
    """``data`` is the date of the gene tables; ``full`` adds the start of a checksum of the whole pack."""

    data: str
    full: str


@dataclass(frozen=True, slots=True)
class GeneKnowledge:
    """The gene pack, grouped by gene. Groups keep the order of the tables."""

    version: str
    sites: tuple[Site, ...]
    sites_of: Mapping[str, tuple[Site, ...]]
    alleles_of: Mapping[str, tuple[Allele, ...]]
    rules: Mapping[str, GeneRule]
    phenotypes_of: Mapping[str, tuple[PhenotypeRule, ...]]
    exceptions: Mapping[tuple[str, str, str], PhenotypeRule]
    special: tuple[SpecialFact, ...]
    nat2_priority: tuple[PriorityRule, ...]

    @property
    def genes(self) -> tuple[str, ...]:
        return tuple(self.rules)

    def facts(self, gene: str, kind: str) -> dict[str, SpecialFact]:
        return {fact.key: fact for fact in self.special if fact.gene == gene and fact.kind == kind}


@dataclass(frozen=True, slots=True)
class GuidanceTables:
    """The guidance pack. ``rows`` are keyed by ingredient and gene group, then by the look-up keys."""

    version: str
    drugs: Mapping[str, Drug]
    pairs: Mapping[tuple[str, str], Pair]
    rows: Mapping[str, Mapping[tuple[str, ...], Mapping[tuple[str, ...], tuple[Recommendation, ...]]]]
    conversions: tuple[Conversion, ...]


def knowledge_version() -> KnowledgeVersion:
    """The version of the pack in use. Raises :class:`mendly_core.packs.DamagedPack`."""
    return KnowledgeVersion(*pack_version(knowledge_folder()))


@per_pack
def _pack() -> Pack:
    return read_part("genes", knowledge_folder())


def _rows(name: str) -> tuple[Row, ...]:
    return _pack().tables[name]


def _listed(text: str, separator: str = ",") -> tuple[str, ...]:
    return tuple(part for part in text.split(separator) if part)


def _grouped(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.gene].append(item)
    return {gene: tuple(members) for gene, members in groups.items()}


def _site(row: Row) -> Site:
    return Site(
        gene=row["gene"],
        chrom=row["chrom"],
        pos38=int(row["pos38"]),
        pos37=int(row["pos37"]),
        rsid=row["rsid"],
        ref38=row["ref38"],
        ref37=row["ref37"],
        alts=_listed(row["alts"]),
        kind=row["kind"],
        required=row["required"] == "1",
        tier1=_listed(row["tier1"], ";"),
        pos37_assumed=row["pos37_from"] == "offset",
        role=row["role"],
    )


def _witness(row: Row) -> Site:
    return Site(
        gene=row["gene"],
        chrom=row["chrom"],
        pos38=int(row["pos38"]),
        pos37=int(row["pos37"]),
        rsid=row["rsid"],
        ref38=row["ref38"],
        ref37=row["ref37"],
        alts=(row["ref37"],),
        kind="snv",
        required=False,
        tier1=(),
        pos37_assumed=False,
        role="witness",
    )


def _allele(row: Row) -> Allele:
    cells = (cell.split(":") for cell in _listed(row["changes"], ";"))
    return Allele(
        gene=row["gene"],
        name=row["allele"],
        is_reference=row["is_reference"] == "1",
        function=row["function"],
        activity=row["activity"],
        changes=tuple((int(position), base) for position, base in cells),
        tier1=row["tier1"] == "1",
        structural=row["structural"] == "1",
        note=row["note"],
    )


def _rule(row: Row) -> GeneRule:
    return GeneRule(
        gene=row["gene"],
        method=row["method"],
        undocumented=row["undocumented_base_policy"],
        chromosome=row["chromosome"],
        reference_allele=row["reference_allele"],
        callable_from=frozenset(_listed(row["callable_from"], ";")),
        never_callable=_listed(row["never_callable"], ";"),
        note=row["note"],
    )


def _phenotype_rule(row: Row) -> PhenotypeRule:
    return PhenotypeRule(row["gene"], row["rule_kind"], row["a"], row["b"], row["phenotype"], row["lookup"])


def _all_sites() -> tuple[Site, ...]:
    sites = [_site(row) for row in _rows("positions")]
    known = {(site.chrom, site.pos38) for site in sites}
    swaps = (row for row in _rows("build_differences") if row["kind"] == "ref_swap")
    witnesses = [_witness(row) for row in swaps if (row["chrom"], int(row["pos38"])) not in known]
    return (*sites, *witnesses)


@per_pack
def genes() -> GeneKnowledge:
    """The gene pack, loaded once. Raises :class:`mendly_core.packs.DamagedPack`."""
    version = knowledge_version().full
    sites = _all_sites()
    exceptions = {
        (row["gene"], row["allele1"], row["allele2"]): PhenotypeRule(
            row["gene"], "exception", row["allele1"], row["allele2"], row["phenotype"], row["lookup"]
        )
        for row in _rows("phenotypes_exceptions")
    }
    return GeneKnowledge(
        version=version,
        sites=sites,
        sites_of=_grouped(sites),
        alleles_of=_grouped(_allele(row) for row in _rows("alleles")),
        rules={row["gene"]: _rule(row) for row in _rows("matching")},
        phenotypes_of=_grouped(_phenotype_rule(row) for row in _rows("phenotypes")),
        exceptions=exceptions,
        special=tuple(SpecialFact(**row) for row in _rows("special")),
        nat2_priority=tuple(
            PriorityRule(int(row["order"]), frozenset(_listed(row["candidates"], ";")), row["pick"])
            for row in _rows("nat2_priority")
        ),
    )


def _recommendation(row: Row) -> Recommendation:
    genes_used = tuple(gene for gene in (row["gene1"], row["gene2"]) if gene)
    return Recommendation(
        ingredient=row["ingredient"],
        genes=genes_used,
        lookups=(row["lookup1"], row["lookup2"])[: len(genes_used)],
        population=row["population"],
        action=row["action"],
        detail=row["action_detail"],
        effect=row["effect"],
        strength=row["strength"],
        year=row["guideline_year"],
        source=row["source"],
        reviewed=row["reviewed"],
        note=row["note"],
    )


def _recommendation_index() -> dict[
    str, dict[tuple[str, ...], dict[tuple[str, ...], tuple[Recommendation, ...]]]
]:
    index: dict[str, dict[tuple[str, ...], dict[tuple[str, ...], tuple[Recommendation, ...]]]] = {}
    for row in _rows("recommendations"):
        entry = _recommendation(row)
        by_lookup = index.setdefault(entry.ingredient, {}).setdefault(entry.genes, {})
        by_lookup[entry.lookups] = (*by_lookup.get(entry.lookups, ()), entry)
    return index


def _drug(row: Row) -> Drug:
    return Drug(
        ingredient=row["ingredient"],
        rxnorm=row["rxnorm"],
        atc=_listed(row["atc"]),
        group=row["drug_group"],
        brands=tuple(brand.strip() for brand in _listed(row["us_brands"])),
        uses=row["uses"],
    )


def _pair(row: Row) -> Pair:
    return Pair(
        gene=row["gene"],
        ingredient=row["ingredient"],
        level=row["cpic_level"],
        status=row["cpic_status"],
        guideline=row["guideline"],
        year=row["guideline_year"],
        pmid=row["guideline_pmid"],
        dpwg=row["dpwg"] == "1",
        fda_label=row["fda_label"] == "1",
    )


@per_pack
def guidance_tables() -> GuidanceTables:
    """The guidance pack, loaded once. Raises :class:`mendly_core.packs.DamagedPack`."""
    version = knowledge_version().full
    return GuidanceTables(
        version=version,
        drugs={row["ingredient"]: _drug(row) for row in _rows("drugs")},
        pairs={(row["gene"], row["ingredient"]): _pair(row) for row in _rows("pairs")},
        rows=_recommendation_index(),
        conversions=tuple(
            Conversion(
                row["ingredient"],
                row["gene"],
                row["strength"],
                row["effect_on_phenotype"],
                row["rule_basis"],
                row["source"],
            )
            for row in _rows("phenoconversion")
        ),
    )
