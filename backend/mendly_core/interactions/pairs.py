"""Warnings about two medicines of a list that meet, and about a medicine with food, alcohol or a supplement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from mendly_core.interactions.facts import Advice, Interaction, Kind, Severity, interaction_facts

ALWAYS_NEAR: frozenset[Kind] = frozenset({"food", "alcohol"})
"""What nobody puts on a list of medicines, and everybody may meet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One medicine of a list: `key` names it, `ingredients` are the canonical ones of what it holds."""

    key: str
    ingredients: frozenset[str]


@dataclass(frozen=True, slots=True)
class PairWarning:
    """Two medicines, or one and a substance that is not on the list (`second` is None, `substance` names it).

    `pair`: the two ingredients that the row is about. `facts`: the row that was the most severe of all.
    """

    first: str
    second: str | None
    substance: str
    pair: frozenset[str]
    facts: Interaction

    @property
    def kind(self) -> Kind:
        return self.facts.kind

    @property
    def severity(self) -> Severity:
        return self.facts.severity

    @property
    def advice(self) -> Advice:
        return self.facts.advice


def pair_warnings(listed: Sequence[Listed]) -> tuple[PairWarning, ...]:
    """Every warning about two medicines of the list, once per pair and kind, the most severe first.

    Order has no meaning. A product never meets itself, nor another one of the same ingredients.
    """
    found = (
        warning
        for first, second in combinations(listed, 2)
        if first.ingredients != second.ingredients
        for warning in _between(first, second)
    )
    return tuple(sorted(found, key=lambda each: each.facts.rank))


def substance_warnings(listed: Sequence[Listed]) -> tuple[PairWarning, ...]:
    """Each medicine with each food, alcohol, and supplement that is not on the list itself, most severe first."""
    on_list = frozenset(name for one in listed for name in one.ingredients)
    facts = interaction_facts()
    found: list[PairWarning] = []
    for one in listed:
        best: dict[str, tuple[Interaction, frozenset[str]]] = {}
        for ingredient in sorted(one.ingredients):
            for other in facts.touching.get(ingredient, ()):
                pair = frozenset({ingredient, other})
                row = facts.pairs[pair]
                if row.kind not in ALWAYS_NEAR and other in on_list:
                    continue
                if other not in best or row.rank < best[other][0].rank:
                    best[other] = row, pair
        found += [PairWarning(one.key, None, other, pair, row) for other, (row, pair) in best.items()]
    return tuple(sorted(found, key=lambda each: each.facts.rank))


def _between(first: Listed, second: Listed) -> Iterable[PairWarning]:
    pairs = interaction_facts().pairs
    best: dict[Kind, tuple[Interaction, frozenset[str]]] = {}
    for one in sorted(first.ingredients):
        for other in sorted(second.ingredients):
            pair = frozenset({one, other})
            row = pairs.get(pair)
            if row is not None and (row.kind not in best or row.rank < best[row.kind][0].rank):
                best[row.kind] = row, pair
    return [PairWarning(first.key, second.key, "", pair, row) for row, pair in best.values()]
