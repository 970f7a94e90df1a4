"""Duplicates by ingredient and class, against a plain reading of the table."""

from __future__ import annotations

import itertools

import pytest

from mendly_core.interactions import DuplicateWarning, Listed, duplicate_warnings, read_names
from tests.core.interactions.plain_tables import all_ingredients, cell, products, table, usual

GROUPS = {row["group"]: {usual(name) for name in cell(row["members"])} for row in table("duplicates")}
BY_INGREDIENT = {row["group"] for row in table("duplicates") if row["level"] == "ingredient"}
INGREDIENTS = all_ingredients()


def listed(*names: str) -> list[Listed]:
    return [Listed(f"{at} {name}", frozenset(read_names(name).canonical)) for at, name in enumerate(names)]


def only(*names: str) -> DuplicateWarning | None:
    found = duplicate_warnings(listed(*names))
    assert len(found) <= 1
    return found[0] if found else None


def expected(first: str, second: str) -> set[str]:
    """The groups that two ingredients share, without those that hold a smaller one of them."""
    if first == second:
        return {"same ingredient"} - (BY_INGREDIENT if first == "acetaminophen" else set()) or {
            "acetaminophen in several products"
        }
    shared = {
        name: members
        for name, members in GROUPS.items()
        if name not in BY_INGREDIENT and {first, second} <= members
    }
    return {name for name, members in shared.items() if not any(other < members for other in shared.values())}


def test_every_two_ingredients_are_told_as_the_groups_say_in_either_order_and_no_others() -> None:
    alone = {name: Listed(name, frozenset({name})) for name in INGREDIENTS}
    wrong = []
    for first, second in itertools.product(INGREDIENTS, repeat=2):
        one, other = alone[first], Listed(f"{second} again", frozenset({second}))
        found = {each.group.name for each in duplicate_warnings([one, other])}
        wanted = expected(first, second)
        if len(found) != min(1, len(wanted)) or not found <= wanted:
            wrong.append((first, second, found, wanted))
    assert wrong == []


def test_every_two_different_combination_products_are_told_once_when_they_share_anything() -> None:
    wholes = [Listed(name, frozenset(parts)) for name, parts in products().items()]
    for first, second in itertools.combinations(wholes, 2):
        shares = any(expected(one, other) for one in first.ingredients for other in second.ingredients)
        assert len(duplicate_warnings([first, second])) == shares, (first.key, second.key)


@pytest.mark.parametrize("name", ["Percocet", "Excedrin Migraine", "Yaz"])
def test_one_product_is_no_duplicate_of_itself(name: str) -> None:
    assert only(name) is None


def test_two_products_of_one_ingredient_are_told_as_that() -> None:
    found = only("Percocet 5/325", "Tylenol PM")
    assert found is not None
    assert (found.same_ingredient, found.pair) == (True, {"acetaminophen"})
    assert found.group.name == "acetaminophen in several products"


def test_two_of_a_class_need_to_be_different_ones() -> None:
    same, differing = only("ibuprofen 200 mg", "ibuprofen 400 mg"), only("ibuprofen", "naproxen")
    assert same is not None
    assert differing is not None
    assert (same.group.name, differing.group.name) == ("same ingredient", "nsaid")


def test_of_two_groups_the_narrower_speaks() -> None:
    found = [only("lisinopril", "enalapril"), only("lisinopril", "losartan"), only("ibuprofen", "aspirin")]
    assert [each and each.group.name for each in found] == [
        "ace inhibitor",
        "ace inhibitor or arb or aliskiren",
        "nsaid with pain-dose aspirin",
    ]


def test_a_group_of_one_of_each_is_told_only_when_one_of_each_is_there() -> None:
    mixed, alike = only("semaglutide", "sitagliptin"), only("semaglutide", "liraglutide")
    assert mixed is not None
    assert alike is not None
    assert (mixed.group.name, alike.group.name) == ("glp-1 medicine with dpp-4 inhibitor", "glp-1 medicine")


def test_how_urgently_to_ask_comes_from_the_advice() -> None:
    found = [only("apixaban", "warfarin"), only("ibuprofen", "naproxen"), only("cetirizine", "loratadine")]
    assert [each and each.severity for each in found] == ["contraindicated", "serious", "monitor"]
