"""Names to choose from: those that the core's drug-gene tables know, and found as people type."""

from __future__ import annotations

from importlib.resources import files

from mendly_app.patient.names import suggested
from mendly_core.genes.knowledge import guidance_tables


def test_every_ingredient_and_brand_of_the_tables_is_on_the_list() -> None:
    kept = set(files("mendly_app.patient").joinpath("medicine_names.txt").read_text().splitlines())
    known = {
        name.lower()
        for drug in guidance_tables().drugs.values()
        for name in (drug.ingredient, *drug.brands)
        if name.replace("-", "").isalnum()
    }
    assert known <= kept


def test_what_is_typed_is_found_in_any_case_and_with_accents() -> None:
    assert "Ibuprofen" in suggested("IBÚP")
    assert suggested("i") == ()
    assert suggested("no such name") == ()
