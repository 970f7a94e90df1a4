"""Names to choose from while somebody types the name of a medicine."""

from __future__ import annotations

from dataclasses import dataclass

from mendly_core.interactions.facts import interaction_facts
from mendly_core.interactions.names import Name, fold, known_names
from mendly_core.knowledge_pack import per_pack

MOST = 8
FEWEST_LETTERS = 2
_SPANISH_FROM = 6
_KIND_ORDER = ("ingredient", "synonym", "brand", "product")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to choose, what is in it, and the RxNorm code of its only ingredient, or empty."""

    name: str
    ingredients: tuple[str, ...]
    rxnorm: str


def suggestions(typed: str, *, most: int = MOST) -> tuple[Suggestion, ...]:
    """Brands and ingredients that begin with what was typed, best first; case and accents do not matter.

    Best is the whole name, then names that begin so, then names of which a later word begins so; of these the
    shorter first. Where none fits, a last "a" or "o" is taken for a Spanish ending ("ibuprofeno", "fluoxetina").
    Empty for fewer than two letters.
    """
    start = fold(typed)
    if len(start) < FEWEST_LETTERS:
        return ()
    found = _beginning_with(start)
    if not found and len(start) >= _SPANISH_FROM and start[-1] in "ao":
        found = _beginning_with(start[:-1])
    return tuple(Suggestion(name.text, name.ingredients, name.rxnorm) for name in found[:most])


def _beginning_with(start: str) -> list[Name]:
    ranked = sorted(
        (place, _KIND_ORDER.index(name.kind), len(folded), folded, name)
        for folded, name in _choices()
        if (place := _place(folded, start)) is not None
    )
    return [name for *_, name in ranked]


def _place(folded: str, start: str) -> int | None:
    """0: all of it, 1: it begins so, 2: a later word begins so; None: it does not fit."""
    if folded == start:
        return 0
    if folded.startswith(start):
        return 1
    return 2 if f" {start}" in folded else None


@per_pack
def _choices() -> tuple[tuple[str, Name], ...]:
    """What can stand on a list of medicines: foods and drinks cannot."""
    facts = interaction_facts()
    held = {part for product in facts.products for part in product.ingredients}
    foods = {row.b for row in facts.rows if row.kind in {"food", "alcohol"}} - held
    return tuple((fold(name.text), name) for name in known_names() if name.text not in foods)
