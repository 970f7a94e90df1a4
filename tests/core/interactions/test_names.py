"""What people write as a medicine, and what we read in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.genes import find_ingredient, ingredients
from mendly_core.interactions import ingredients_of, known_names, read_names, suggestions
from tests.core.interactions.plain_tables import SYNONYMS, all_ingredients, cell, table


@pytest.mark.parametrize(
    ("text", "held", "unknown"),
    [
        ("Percocet 5/325", ("acetaminophen", "oxycodone"), ()),
        ("NyQuil Cold & Flu", ("acetaminophen", "dextromethorphan", "doxylamine"), ()),
        ("nyquil cold and flu", ("acetaminophen", "dextromethorphan", "doxylamine"), ()),
        ("hydrocodone-acetaminophen", ("acetaminophen", "hydrocodone"), ()),
        ("amlodipine / atorvastatin 5/10 mg", ("amlodipine", "atorvastatin"), ()),
        ("amlodipine y atorvastatin", ("amlodipine", "atorvastatin"), ()),
        ("acetaminophen and codeine", ("acetaminophen", "codeine"), ()),
        ("St John\u2019s Wort", ("st. john's wort",), ()),
        ("paracetamol 1 g", ("acetaminophen",), ()),
        ("Depakote", ("valproate",), ()),
        ("5 fluorouracil", ("fluorouracil",), ()),
        ("ibuprofeno 600 mg", (), ("ibuprofeno 600 mg",)),
        ("Losart\u00e1n", ("losartan",), ()),
        ("Metformin extended-release, tablets", ("metformin",), ()),
        ("lisinopril-hctz", ("lisinopril",), ("hctz",)),
        ("aspirin and Foozol", ("aspirin",), ("Foozol",)),
        ("My heart pill", (), ("My heart pill",)),
        ("B12", (), ("B12",)),
        ("", (), ()),
        ("5 mg", (), ("5 mg",)),
    ],
)
def test_a_name_is_read_with_all_that_is_in_it(
    text: str, held: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    reading = read_names(text)
    assert (reading.canonical, reading.unknown) == (held, unknown)


def test_every_name_of_the_tables_is_read_as_what_the_tables_say() -> None:
    for name in all_ingredients():
        assert read_names(name).canonical == (name,), name
    for other, usual in SYNONYMS.items():
        assert read_names(other).canonical == (usual,), other
    for row in table("combos"):
        wanted = tuple(sorted(SYNONYMS.get(part, part) for part in cell(row["ingredients"])))
        for name in (row["product"], *filter(None, row["us_brands"].split(", "))):
            assert read_names(name).canonical == wanted, name


def test_a_name_without_any_row_about_it_counts_as_not_checked() -> None:
    assert read_names("acenocoumarol").canonical == ("acenocoumarol",)
    assert read_names("acenocoumarol").not_checked == ("acenocoumarol",)
    assert read_names("adrenaline").not_checked == ("epinephrine",)
    assert read_names("warfarin").not_checked == ()


def test_what_somebody_wrote_as_ingredients_counts_and_a_product_is_never_cut_short() -> None:
    assert ingredients_of("My pain pill", "acetaminophen / codeine").canonical == ("acetaminophen", "codeine")
    assert ingredients_of("Percocet", "acetaminophen").canonical == ("acetaminophen", "oxycodone")
    assert ingredients_of("Percocet", "").canonical == ("acetaminophen", "oxycodone")
    assert ingredients_of("Percocet", "ibuprofen").canonical == ("ibuprofen",)
    assert ingredients_of("Percocet", "Foozol").not_checked == ("Foozol",)
    assert ingredients_of("My pill", "", "11289").canonical == ("warfarin",)
    assert ingredients_of("Aspirin", "", "11289").canonical == ("aspirin",)
    assert ingredients_of("My pill", "", "1").not_checked == ("My pill",)


def test_the_gene_tables_find_their_ingredients_by_the_same_names() -> None:
    for drug in ingredients():
        assert find_ingredient(drug.ingredient) == drug
    found = find_ingredient("Vicodin")
    assert found is not None
    assert found.ingredient == "hydrocodone"


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_says_where_its_unknown_parts_stand(text: str) -> None:
    reading = read_names(text)
    plain = " ".join(text.split())
    assert all(part in plain and part for part in reading.unknown)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("me", "metformin"),
        ("PERCO", "Percocet"),
        ("\u00c1tor", "atorvastatin"),
        ("tylenol p", "Tylenol PM"),
        ("wort", "st. john's wort"),
        ("para", "paracetamol"),
        ("ibuprofeno", "ibuprofen"),
        ("code\u00edna", "codeine"),
        ("fluoxetina", "fluoxetine"),
    ],
)
def test_suggestions_begin_with_what_was_typed(typed: str, first: str) -> None:
    names = [each.name for each in suggestions(typed)]
    assert first in names
    assert len(names) <= 8


def test_a_suggestion_says_what_is_in_it_and_its_code() -> None:
    assert [(each.ingredients, each.rxnorm) for each in suggestions("warfarin")][:1] == [
        (("warfarin",), "11289")
    ]
    assert suggestions("vicodin")[0].ingredients == ("acetaminophen", "hydrocodone")
    assert suggestions("paracetamol")[0].ingredients == ("acetaminophen",)


@pytest.mark.parametrize("typed", ["", "m", " m ", "-", "qqqq", "dairy", "alcohol"])
def test_too_little_nonsense_and_foods_suggest_nothing(typed: str) -> None:
    assert suggestions(typed) == ()


def test_every_name_can_be_chosen_by_typing_it() -> None:
    foods = {row["b"] for row in table("interactions") if row["kind"] in {"food", "alcohol"}} - {"caffeine"}
    for name in known_names():
        if name.text not in foods:
            assert name.text == suggestions(name.text)[0].name
