"""The packaged tables: complete, checked against their checksum, and consistent with each other."""

from __future__ import annotations

import pytest

from mendly_core.genes import knowledge_version
from mendly_core.genes.alleles import IUPAC, allele_table
from mendly_core.genes.knowledge import genes, guidance_tables
from mendly_core.predisposition import predisposition_facts

COUNTS = {
    "CFTR": 93,
    "CYP2C19": 35,
    "CYP2C9": 84,
    "CYP2D6": 156,
    "DPYD": 83,
    "RYR1": 313,
    "NAT2": 47,
    "UGT1A1": 4,
}


def test_the_version_names_the_data_and_the_checksum() -> None:
    version = knowledge_version()
    assert version.data == "2025-11-05"
    assert version.full == "+".join(("2025-11-05", version.full[-8:]))
    assert genes().version == guidance_tables().version == predisposition_facts().version == version.full


@pytest.mark.parametrize(("gene", "count"), COUNTS.items())
def test_every_gene_has_its_sites(gene: str, count: int) -> None:
    assert len([site for site in genes().sites_of[gene] if site.role != "witness"]) == count


def test_offsets_between_the_builds_are_constant_inside_each_gene() -> None:
    for gene, sites in genes().sites_of.items():
        assert len({site.pos38 - site.pos37 for site in sites}) == 1, gene


def test_only_the_seven_swapped_sites_have_another_reference_base() -> None:
    swapped = {site.rsid for site in genes().sites if site.ref38 != site.ref37}
    assert swapped == {"rs776746", "rs6025", "rs3758581", "rs1801265", "rs16947", "rs1135840", "rs2230037"}


def test_every_cell_of_an_allele_is_a_listed_base_of_a_site() -> None:
    for gene in genes().sites_of:
        if gene == "F5":
            continue
        forms = {site.pos38: set(site.forms) for site in genes().sites_of[gene]}
        for allele in allele_table(gene).alleles:
            for position, cell in allele.cells.items():
                assert IUPAC.get(cell, frozenset({cell})) <= forms[position], (gene, allele.name)


def test_every_pair_with_guidance_rows_names_known_ingredients_and_genes() -> None:
    tables = guidance_tables()
    assert set(tables.rows) <= set(tables.drugs)
    assert {gene for groups in tables.rows.values() for group in groups for gene in group} <= set(
        genes().genes
    )
