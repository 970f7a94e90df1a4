"""Genes: DNA files to star alleles to phenotypes to guideline facts. Pure, standard library only.

The path of a file: :func:`read_genome` -> :func:`call_genes` -> :func:`guidance_for`. A laboratory's own
answer comes in through :func:`lab_result`. Absent is never normal: see :class:`GeneResult`.
"""

from mendly_core.genes.calling import call_gene, call_genes
from mendly_core.genes.documents import call_document, call_file, gene_document
from mendly_core.genes.guidance import Advice, GeneUse, Guidance, guidance_for, noting_disagreement
from mendly_core.genes.knowledge import Drug, knowledge_version
from mendly_core.genes.lab import LabCallRefused, disagrees, lab_result
from mendly_core.genes.medicines import (
    PhenoconversionNote,
    find_ingredient,
    ingredients,
    known_medicines,
    listed_ingredients,
    phenoconversion_notes,
    suggested_medicines,
)
from mendly_core.genes.phenoconversion import (
    Ending,
    Influence,
    MedicineCheck,
    Outcome,
    RightNow,
    check_medicine,
    right_now,
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
from mendly_core.genes.standing import Standing, standing

__all__ = [
    "Advice",
    "BasesSeen",
    "Candidate",
    "Drug",
    "Ending",
    "GeneResult",
    "GeneUse",
    "GenomeReading",
    "Guidance",
    "Influence",
    "LabCallRefused",
    "MedicineCheck",
    "Outcome",
    "PhenoconversionNote",
    "RightNow",
    "SiteCall",
    "SiteGap",
    "Standing",
    "State",
    "TierOneAllele",
    "UnreadableGenome",
    "call_document",
    "call_file",
    "call_gene",
    "call_genes",
    "check_medicine",
    "disagrees",
    "find_ingredient",
    "gene_document",
    "guidance_for",
    "ingredients",
    "knowledge_version",
    "known_medicines",
    "lab_result",
    "listed_ingredients",
    "noting_disagreement",
    "phenoconversion_notes",
    "read_genome",
    "right_now",
    "standing",
    "suggested_medicines",
    "unreadable_codes",
]
