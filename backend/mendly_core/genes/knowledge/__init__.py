"""What the field knows: allele definitions, functions, phenotypes and guideline facts, with one version."""

from mendly_core.genes.knowledge.loader import (
    GeneKnowledge,
    GuidanceTables,
    KnowledgeVersion,
    genes,
    guidance_tables,
    knowledge_version,
)
from mendly_core.genes.knowledge.model import (
    Allele,
    Build,
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

__all__ = [
    "Allele",
    "Build",
    "Conversion",
    "Drug",
    "GeneKnowledge",
    "GeneRule",
    "GuidanceTables",
    "KnowledgeVersion",
    "Pair",
    "PhenotypeRule",
    "PriorityRule",
    "Recommendation",
    "Site",
    "SpecialFact",
    "genes",
    "guidance_tables",
    "knowledge_version",
]
