"""Planned amounts beside the label's maximum: sums over products, honest where something is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.interactions import PlannedMedicine, Standing, day_totals, interaction_facts, milligrams
from mendly_core.interactions.names import read_names
from tests.core.interactions.plain_tables import table

AGE = 40


def planned(name: str, strength: str, *days: int | str, unit: str = "tablet") -> PlannedMedicine:
    counts = tuple(Decimal(count) for count in days) if days else None
    return PlannedMedicine(name, name, strength, read_names(name).canonical, unit, counts)


def standing(*medicines: PlannedMedicine, age: int | None = AGE) -> dict[str, tuple[str, Decimal | None]]:
    return {each.ingredient: (each.standing.value, each.most) for each in day_totals(medicines, age)}


@pytest.mark.parametrize("row", table("max_daily"), ids=lambda row: str(row["ingredient"]))
def test_every_maximum_is_met_exactly_and_passed_by_a_little(row: dict[str, str]) -> None:
    name, most = row["ingredient"], Decimal(row["max_24h"])
    (at,) = day_totals([planned(name, f"{most} mg", 1)], AGE)
    (above,) = day_totals([planned(name, f"{most} mg", 1), planned(name, "1 mg", 1)], AGE)
    assert (at.standing, at.most) == (Standing.WITHIN, most)
    assert (above.standing, above.most, len(above.keys)) == (Standing.OVER, most + 1, 2)


def test_only_listed_ingredients_with_a_maximum_have_a_total() -> None:
    assert set(interaction_facts().maxima) == {row["ingredient"] for row in table("max_daily")}
    assert standing(planned("warfarin", "5 mg", 1)) == {}


def test_the_sum_is_over_all_products_and_the_highest_day_counts() -> None:
    pills, powder = planned("paracetamol", "500 mg", 6, 2), planned("acetaminophen", "1 g", 1, 3)
    assert standing(pills, powder) == {"acetaminophen": ("within", Decimal(4000))}
    assert standing(
        pills, powder, planned("Tylenol PM", "500 mg acetaminophen / 25 mg diphenhydramine", 1, 0)
    ) == {
        "acetaminophen": ("over", Decimal(4500)),
        "diphenhydramine": ("within", Decimal(25)),
    }


def test_two_bare_numbers_of_a_combination_are_not_guessed() -> None:
    assert standing(planned("Percocet", "5 mg / 325 mg", 4)) == {"acetaminophen": ("not_known", None)}


@pytest.mark.parametrize(
    "unknown",
    [
        planned("acetaminophen", "", 2),
        planned("acetaminophen", "500 mg"),
        planned("acetaminophen", "160 mg/5 ml", 10, unit="ml"),
        planned("acetaminophen", "500 mg", 2, unit="puff"),
        planned("acetaminophen", "1.000 mg", 2),
    ],
    ids=["no strength", "no plan", "liquid", "another unit", "two readings"],
)
def test_a_part_that_is_not_known_makes_the_sum_not_known_unless_the_rest_is_over(
    unknown: PlannedMedicine,
) -> None:
    assert standing(unknown)["acetaminophen"][0] == "not_known"
    assert standing(unknown, planned("acetaminophen", "500 mg", 8))["acetaminophen"][0] == "not_known"
    assert standing(unknown, planned("acetaminophen", "500 mg", 9))["acetaminophen"][0] == "over"


@pytest.mark.parametrize(
    ("age", "name", "wanted"),
    [
        (None, "acetaminophen", "not_compared"),
        (17, "acetaminophen", "not_compared"),
        (18, "acetaminophen", "over"),
        (64, "cetirizine", "over"),
        (65, "cetirizine", "not_compared"),
        (65, "acetaminophen", "over"),
    ],
)
def test_ages_for_which_the_label_says_nothing_are_not_compared(
    age: int | None, name: str, wanted: str
) -> None:
    assert standing(planned(name, "5 g", 1), age=age)[name][0] == wanted


def test_a_dose_in_milligrams_needs_no_strength() -> None:
    assert standing(planned("ibuprofen", "", 1300, unit="mg")) == {"ibuprofen": ("over", Decimal(1300))}


def test_naproxen_sodium_counts_as_the_naproxen_in_it() -> None:
    assert standing(planned("naproxen sodium", "220 mg", 3))["naproxen"] == ("within", Decimal(600))
    assert standing(planned("naproxen", "220 mg", 3))["naproxen"][0] == "over"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("500 mg", "500"),
        ("500MG", "500"),
        ("1 g", "1000"),
        ("0,5 g", "500"),
        ("0,125 mg", "0.125"),
        ("1,000 mg", "1000"),
        ("125 mcg", "0.125"),
        ("1.000 mg", None),
        ("5 mg/325 mg", None),
        ("100 mg/5 ml", None),
        ("2.5%", None),
        ("500 mg, 20 tablets", None),
        ("500", None),
        ("", None),
    ],
)
def test_a_strength_is_read_only_where_it_is_one_clear_amount(text: str, found: str | None) -> None:
    assert milligrams(text) == (None if found is None else Decimal(found))


@given(st.lists(st.lists(st.integers(0, 20), min_size=1, max_size=9), min_size=1, max_size=5), st.randoms())
def test_the_sum_does_not_depend_on_the_order_and_never_shrinks(
    counts: list[list[int]], random: object
) -> None:
    medicines = [planned("ibuprofen", "100 mg", *days) for days in counts]
    whole = standing(*medicines)
    longest = max(map(len, counts))
    sums = [sum(days[at] for days in counts if at < len(days)) for at in range(longest)]
    assert whole["ibuprofen"][1] == 100 * max(sums)
    assert whole["ibuprofen"][0] == ("over" if 100 * max(sums) > 1200 else "within")
    random.shuffle(medicines)  # type: ignore[attr-defined]
    assert standing(*medicines) == whole
