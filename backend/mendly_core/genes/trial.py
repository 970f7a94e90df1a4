"""A first look at a knowledge pack before anybody's results are worked out with it."""

from __future__ import annotations

import io

from mendly_core.genes.alleles import allele_table
from mendly_core.genes.calling import call_genes
from mendly_core.genes.guidance import guidance_for
from mendly_core.genes.knowledge import genes, guidance_tables
from mendly_core.genes.readers import read_genome
from mendly_core.genes.samples import vcf_file
from mendly_core.genes.standing import standing
from mendly_core.packs import DamagedPack


def try_out() -> None:
    """Read every table of the pack in use, call an invented person, and look everything up once.

    Raises :class:`mendly_core.packs.DamagedPack` when the tables do not fit each other.
    """
    try:
        for gene in genes().genes:
            allele_table(gene)
        for choices in ({}, {"CYP2C19": ("*2", "*17"), "TPMT": ("*1", "*3A")}):
            results = call_genes(read_genome(io.BytesIO(b"".join(vcf_file(choices)))))
            by_gene = {result.gene: result for result in results}
            for result in results:
                standing(result)
            for ingredient in guidance_tables().rows:
                guidance_for(ingredient, by_gene)
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise DamagedPack(f"The tables of this pack do not fit each other: {error!r}") from error
