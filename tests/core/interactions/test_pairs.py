"""Every row of the tables fires for its pair, and for no other: against a plain reading of the tables."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.interactions import (
    Listed,
    interaction_facts,
    pair_warnings,
    read_names,
    substance_warnings,
)
from tests.core.interactions.plain_tables import (
    all_ingredients,
    expected_pairs,
    most_severe,
    products,
    table,
)

EXPECTED = expected_pairs()
INGREDIENTS = all_ingredients()
ALONE = {name: Listed(name, frozenset({name})) for name in INGREDIENTS}


def fired(first: Listed, second: Listed) -> list[tuple[str, str]]:
    return [(warning.kind, warning.severity) for warning in pair_warnings([first, second])]


def test_the_tables_hold_what_their_sources_say() -> None:
    assert (len(table("interactions")), len(table("combos")), len(table("duplicates"))) == (384, 110, 54)
    assert len(EXPECTED) == 2 * 5242
    assert len(INGREDIENTS) > 500


def test_every_pair_of_all_ingredients_in_either_order_fires_as_the_tables_say_and_no_other() -> None:
    wrong = []
    for first, second in itertools.product(INGREDIENTS, repeat=2):
        said = EXPECTED.get((first, second))
        wanted = [most_severe(said)] if said and first != second else []
        if fired(ALONE[first], ALONE[second]) != wanted:
            wrong.append((first, second))
    assert wrong == []


def test_every_row_fires_by_the_names_that_people_write() -> None:
    """The names go through the reading of text, in both orders, as capitals and with a strength."""
    wrong = []
    for first, second in EXPECTED:
        listed = [
            Listed(name, frozenset(read_names(f"{name.upper()} 10 mg").canonical)) for name in (first, second)
        ]
        if fired(*listed) != [most_severe(EXPECTED[first, second])]:
            wrong.append((first, second))
    assert wrong == []


def test_every_combination_product_fires_for_all_of_its_parts_with_every_ingredient() -> None:
    wrong = []
    for product, parts in products().items():
        whole = Listed(product, frozenset(read_names(product).canonical))
        assert whole.ingredients == parts, product
        for name in INGREDIENTS:
            said = [EXPECTED[part, name] for part in parts if (part, name) in EXPECTED]
            wanted = {
                kind: most_severe({each for each in set().union(*said) if each[0] == kind})
                for kind in {each[0] for each in set().union(*said)}
            }
            for found in (fired(whole, ALONE[name]), fired(ALONE[name], whole)):
                if sorted(found) != sorted(wanted.values()):
                    wrong.append((product, name))
    assert wrong == []


def test_every_two_combination_products_fire_for_their_parts_and_none_against_itself() -> None:
    wrong = []
    wholes = [Listed(product, frozenset(parts)) for product, parts in products().items()]
    for first, second in itertools.product(wholes, repeat=2):
        said = {
            each
            for pair in itertools.product(first.ingredients, second.ingredients)
            for each in EXPECTED.get(pair, ())
        }
        wanted = {most_severe({each for each in said if each[0] == kind}) for kind in dict(said)}
        if first.ingredients == second.ingredients:
            wanted = set()
        if set(fired(first, second)) != wanted:
            wrong.append((first.key, second.key))
        assert pair_warnings([first]) == ()
    assert wrong == []


def test_a_product_that_is_listed_twice_does_not_meet_itself() -> None:
    both = frozenset({"warfarin", "aspirin"})
    assert fired(ALONE["warfarin"], ALONE["aspirin"])
    assert pair_warnings([Listed("1", both), Listed("2", both)]) == ()
    assert pair_warnings([Listed("1", both), Listed("2", frozenset({"aspirin"}))])


def test_a_brand_stands_for_its_product() -> None:
    for row in table("combos"):
        for brand in filter(None, row["us_brands"].split(", ")):
            assert set(read_names(brand).canonical) == products()[row["product"]], brand


def test_food_alcohol_and_supplements_fire_for_each_medicine_by_itself() -> None:
    tokens = {row["b"]: row["kind"] for row in table("interactions") if row["kind"] != "drug"}
    for name in INGREDIENTS:
        wanted = {
            (token, *most_severe(EXPECTED[name, token])) for token in tokens if (name, token) in EXPECTED
        }
        found = {(each.substance, each.kind, each.severity) for each in substance_warnings([ALONE[name]])}
        # What is itself a food or supplement is also met by the medicine on the other side of its rows.
        assert wanted == found or (name in tokens and found == set()), name


def test_a_supplement_on_the_list_is_told_once_as_a_pair() -> None:
    listed = [ALONE["warfarin"], ALONE["ginkgo"]]
    assert [(each.second, each.kind) for each in pair_warnings(listed)] == [("ginkgo", "supplement")]
    assert "ginkgo" not in {each.substance for each in substance_warnings(listed)}
    assert "ginkgo" in {each.substance for each in substance_warnings(listed[:1])}


@given(st.lists(st.sets(st.sampled_from(INGREDIENTS), min_size=1, max_size=4), max_size=6), st.randoms())
def test_the_order_of_a_list_has_no_meaning_and_no_pair_is_told_twice(
    sets: list[set[str]], random: object
) -> None:
    listed = [Listed(str(at), frozenset(names)) for at, names in enumerate(sets)]
    told = [(frozenset({each.first, each.second}), each.kind, each.facts) for each in pair_warnings(listed)]
    assert len({(pair, kind) for pair, kind, _ in told}) == len(told)
    random.shuffle(listed)  # type: ignore[attr-defined]
    again = {(frozenset({each.first, each.second}), each.kind, each.facts) for each in pair_warnings(listed)}
    severities = {(pair, kind): facts.severity for pair, kind, facts in told}
    assert {(pair, kind): facts.severity for pair, kind, facts in again} == severities


def test_the_most_severe_of_several_rows_wins_and_then_the_most_urgent() -> None:
    rows = interaction_facts().rows
    row = replace(rows[0], severity="serious", advice="watch_for", agreement=1)
    ranked = [
        replace(row, severity="monitor", advice="do_not_combine_ask_now", agreement=4),
        replace(row, agreement=4),
        replace(row, advice="ask_before_next_dose"),
        replace(row, severity="contraindicated", advice="watch_for"),
        row,
    ]
    assert [ranked.index(each) for each in sorted(ranked, key=lambda each: each.rank)] == [3, 2, 1, 4, 0]
