"""From the text of a medicine's ingredients to the single ingredients."""

from __future__ import annotations

import re

from mendly.medicines.models import Medicine
from mendly_core.interactions import Reading, ingredients_of, read_names

_BETWEEN = re.compile(r"\s*[/+,;]\s*|\s+(?:and|with|y|con)\s+", re.IGNORECASE)


def single_ingredients(text: str) -> tuple[str, ...]:
    """Split a combination ("a / b", "a and b") into its parts, in order, each once. Empty text gives none."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def reading_of(medicine: Medicine) -> Reading:
    """What is in a medicine, as far as names or code tell. Opens the seals of its words."""
    return ingredients_of(medicine.name, medicine.ingredient, medicine.rxnorm)


def parts_of(medicine: Medicine) -> tuple[str, ...]:
    """Each ingredient of a medicine once, as it is written where the words name each by itself."""
    reading = reading_of(medicine)
    written = single_ingredients(medicine.ingredient or medicine.name)
    each = [read_names(part) for part in written]
    named_apart = all(len(part.canonical) <= 1 for part in each)
    if named_apart and {name for part in each for name in part.canonical} == set(reading.canonical):
        return written
    return (*reading.ingredients, *reading.unknown)


def ingredients_named(name: str) -> str:
    """What a medicine's name says is in it, or empty when it names nothing that we know.

    A combination with a part that nobody knows stays as it is written, so that no part of it gets lost.
    """
    reading = read_names(name)
    if not reading.names:
        return ""
    return name if reading.unknown else " / ".join(reading.ingredients)


def ingredient_under(name: str, medicine: Medicine) -> str:
    """What is in a medicine that gets another name: the same as before.

    Only where the old name alone said it, a new name that says something else corrects it.
    """
    by_old_name, by_new_name = ingredients_named(medicine.name), ingredients_named(name)
    is_of_the_name = medicine.ingredient in {"", by_old_name} and not medicine.rxnorm
    if is_of_the_name and by_new_name:
        return by_new_name
    return medicine.ingredient or by_old_name
