"""Medicines that should not meet: names, pairs, duplicates and daily maxima, from fact tables with sources.

A warning is a question for a pharmacist, and no warning never means safe.
"""

from mendly_core.interactions.duplicates import DuplicateWarning, duplicate_warnings
from mendly_core.interactions.facts import (
    ADVICE,
    KINDS,
    SEVERITIES,
    Advice,
    Group,
    Interaction,
    InteractionFacts,
    Kind,
    Maximum,
    Severity,
    interaction_facts,
)
from mendly_core.interactions.maxima import DayTotal, PlannedMedicine, Standing, day_totals, milligrams
from mendly_core.interactions.names import Name, Reading, fold, ingredients_of, known_names, read_names
from mendly_core.interactions.pairs import Listed, PairWarning, pair_warnings, substance_warnings
from mendly_core.interactions.suggestions import FEWEST_LETTERS, Suggestion, suggestions

__all__ = [
    "ADVICE",
    "FEWEST_LETTERS",
    "KINDS",
    "SEVERITIES",
    "Advice",
    "DayTotal",
    "DuplicateWarning",
    "Group",
    "Interaction",
    "InteractionFacts",
    "Kind",
    "Listed",
    "Maximum",
    "Name",
    "PairWarning",
    "PlannedMedicine",
    "Reading",
    "Severity",
    "Standing",
    "Suggestion",
    "day_totals",
    "duplicate_warnings",
    "fold",
    "ingredients_of",
    "interaction_facts",
    "known_names",
    "milligrams",
    "pair_warnings",
    "read_names",
    "substance_warnings",
    "suggestions",
]
