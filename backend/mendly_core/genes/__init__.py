"""Genes: DNA files to star alleles to phenotypes to guideline facts. Pure, standard library only.

The path of a file: :func:`read_genome` -> :func:`call_genes` -> :func:`guidance_for`. A laboratory's own
answer comes in through :func:`lab_result`. Absent is never normal: see :class:`GeneResult`.
"""

from mendly_core.genes.calling import call_gene, call_genes
from mendly_core.genes.guidance import Advice, GeneUse, Guidance, guidance_for
from mendly_core.genes.knowledge import DamagedKnowledge, Drug, knowledge_version
from mendly_core.genes.lab import LabCallRefused, disagrees, lab_result
from mendly_core.genes.medicines import (
    PhenoconversionNote,
    find_ingredient,
    ingredients,
    phenoconversion_notes,
)
from mendly_core.genes.readers import (
    GenomeReading,
    SiteCall,
    SiteGap,
    UnreadableGenome,
    read_genome,
    unreadable_codes,
)
from mendly_core.genes.results import BasesSeen, Candidate, GeneResult, State, TierOneAllele

__all__ = [
    "Advice",
    "BasesSeen",
    "Candidate",
    "DamagedKnowledge",
    "Drug",
    "GeneResult",
    "GeneUse",
    "GenomeReading",
    "Guidance",
    "LabCallRefused",
    "PhenoconversionNote",
    "SiteCall",
    "SiteGap",
    "State",
    "TierOneAllele",
    "UnreadableGenome",
    "call_gene",
    "call_genes",
    "disagrees",
    "find_ingredient",
    "guidance_for",
    "ingredients",
    "knowledge_version",
    "lab_result",
    "phenoconversion_notes",
    "read_genome",
    "unreadable_codes",
]
