"""Inherited variants that a person may ask to see, by category. Pure, standard library only.

Only the presence of a listed variant is a finding, to be confirmed in a clinical laboratory. Absence is "not
found" or "not tested", never good news. What a person hides is not computed: see :func:`findings_for`.
"""

from mendly_core.predisposition.ages import ADULT_AGE, is_minor
from mendly_core.predisposition.facts import (
    APOE_E2_E4,
    Category,
    Condition,
    Frequency,
    PredispositionFacts,
    VariantRule,
    VariantSite,
    predisposition_facts,
)
from mendly_core.predisposition.findings import (
    CategoryAnswer,
    Choice,
    Finding,
    NotTested,
    SeenSite,
    categories,
    categories_to_ask,
    categories_to_show,
    findings_for,
    places_to_store,
    wanted_sites,
)
from mendly_core.predisposition.genotypes import Reading
from mendly_core.predisposition.several_files import findings_of_files

__all__ = [
    "ADULT_AGE",
    "APOE_E2_E4",
    "Category",
    "CategoryAnswer",
    "Choice",
    "Condition",
    "Finding",
    "Frequency",
    "NotTested",
    "PredispositionFacts",
    "Reading",
    "SeenSite",
    "VariantRule",
    "VariantSite",
    "categories",
    "categories_to_ask",
    "categories_to_show",
    "findings_for",
    "findings_of_files",
    "is_minor",
    "places_to_store",
    "predisposition_facts",
    "wanted_sites",
]
