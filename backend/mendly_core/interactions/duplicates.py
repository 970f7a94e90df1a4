"""Two medicines of a list that hold the same ingredient, or that do much the same. To ask about, never to forbid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from mendly_core.interactions.facts import ADVICE, Advice, Group, Severity, interaction_facts
from mendly_core.interactions.pairs import Listed

_LEVELS: dict[Advice, Severity] = {
    "do_not_combine_ask_now": "contraindicated",
    "ask_before_next_dose": "serious",
}


@dataclass(frozen=True, slots=True)
class DuplicateWarning:
    """Two medicines of one group. `pair` holds one ingredient where both hold it, else the two."""

    first: str
    second: str
    pair: frozenset[str]
    group: Group

    @property
    def same_ingredient(self) -> bool:
        return len(self.pair) == 1

    @property
    def advice(self) -> Advice:
        return self.group.advice

    @property
    def severity(self) -> Severity:
        """How urgently to ask, on the scale of the interactions: the facts give a duplicate none of its own."""
        return _LEVELS.get(self.advice, "monitor")

    @property
    def rank(self) -> tuple[int, int]:
        return ADVICE.index(self.advice), not self.same_ingredient


def duplicate_warnings(listed: Sequence[Listed]) -> tuple[DuplicateWarning, ...]:
    """Every duplicate, once per pair of medicines, the most urgent first.

    The same ingredient twice is told as that; a class needs two different ones. Of the groups that two
    ingredients share, the narrowest speaks: two of one class are no case for a wider group around it.
    """
    found: list[DuplicateWarning] = []
    for first, second in combinations(listed, 2):
        between = list(_between(first, second))
        if between:
            found.append(min(between, key=lambda each: (each.rank, sorted(each.pair))))
    return tuple(sorted(found, key=lambda each: each.rank))


def _between(first: Listed, second: Listed) -> Iterator[DuplicateWarning]:
    for one in first.ingredients:
        for other in second.ingredients:
            pair = frozenset({one, other})
            group = _narrowest(pair)
            if group is not None:
                yield DuplicateWarning(first.key, second.key, pair, group)


def _narrowest(pair: frozenset[str]) -> Group | None:
    """Groups of one ingredient are for the same one twice, classes for two different ones."""
    if len(pair) == 1:
        groups = [group for group in _by_ingredient() if not group.members or pair <= group.members]
    else:
        one, other = pair
        groups = [group for group in _classes_of().get(one, ()) if other in group.members]
    return min(groups, key=_width, default=None)


@cache
def _by_ingredient() -> tuple[Group, ...]:
    return tuple(group for group in interaction_facts().groups if group.by_ingredient)


@cache
def _classes_of() -> dict[str, tuple[Group, ...]]:
    """The classes that each ingredient is in."""
    found: defaultdict[str, tuple[Group, ...]] = defaultdict(tuple)
    for group in interaction_facts().groups:
        for member in group.members if not group.by_ingredient else ():
            found[member] = (*found[member], group)
    return dict(found)


def _width(group: Group) -> tuple[int, int, int, str]:
    """Named members come before any ingredient at all."""
    return not group.members, len(group.members), ADVICE.index(group.advice), group.name
