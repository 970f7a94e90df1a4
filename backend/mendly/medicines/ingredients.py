"""From the text of a medicine's ingredients to the single ingredients."""

from __future__ import annotations

import re

from mendly.medicines.models import Medicine
from mendly_core.genes import find_ingredient

_BETWEEN = re.compile(r"\s*[/+,;]\s*|\s+(?:and|with|y|con)\s+", re.IGNORECASE)


def single_ingredients(text: str) -> tuple[str, ...]:
    """Split a combination ("a / b", "a and b") into its parts, in order, each once. Empty text gives none."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def ingredients_named(name: str) -> str:
    """What a medicine's name says is in it, or empty when it names nothing that we know.

    A combination stays as it is written, so that no part of it gets lost.
    """
    parts = single_ingredients(name)
    known = [drug.ingredient for drug in map(find_ingredient, parts) if drug is not None]
    if not known:
        return ""
    return known[0] if len(parts) == 1 else name


def ingredient_under(name: str, medicine: Medicine) -> str:
    """What is in a medicine that gets another name: the same as before.

    Only where the old name alone said it, a new name that says something else corrects it.
    """
    by_old_name, by_new_name = ingredients_named(medicine.name), ingredients_named(name)
    is_of_the_name = medicine.ingredient in {"", by_old_name} and not medicine.rxnorm
    if is_of_the_name and by_new_name:
        return by_new_name
    return medicine.ingredient or by_old_name
