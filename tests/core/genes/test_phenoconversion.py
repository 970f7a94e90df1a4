"""What the live medicine list does to an enzyme right now, and what remains when a medicine ends."""

from __future__ import annotations

import pytest

from mendly_core.genes import (
    GeneResult,
    call_gene,
    check_medicine,
    lab_result,
    listed_ingredients,
    right_now,
)
from mendly_core.genes.knowledge import genes, guidance_tables
from tests.core.genes.files import gene_reading, with_sites

SCORE_RULE_MEDICINES = ("codeine", "hydrocodone", "metoprolol", "tramadol")


def cyp2d6(diplotype: str) -> dict[str, GeneResult]:
    return {"CYP2D6": lab_result("CYP2D6", diplotype=diplotype)}


@pytest.mark.parametrize(
    ("diplotype", "taken", "score", "phenotype", "action"),
    [
        ("*1/*1", ["paroxetine"], "0.0", "Poor Metabolizer", "avoid"),
        ("*1/*1", ["duloxetine"], "1.0", "Intermediate Metabolizer", "usual"),
        ("*1/*1", ["duloxetine", "paroxetine"], "0.0", "Poor Metabolizer", "avoid"),
        ("*1/*10", ["duloxetine"], "0.625", "Intermediate Metabolizer", "usual"),
        ("*1x2/*41", ["mirabegron"], "1.125", "Intermediate Metabolizer", "usual"),
        ("*1x2/*1", ["mirabegron"], "1.5", "Normal Metabolizer", "usual"),
        ("*4/*4", ["duloxetine"], "0.0", "Poor Metabolizer", "avoid"),
    ],
)
def test_the_score_of_codeine_follows_the_list(
    diplotype: str, taken: list[str], score: str, phenotype: str, action: str
) -> None:
    (entry,) = right_now("codeine", cyp2d6(diplotype), taken)
    assert entry.kind == "score_changed"
    assert entry.now is not None
    assert (entry.now.activity_scores, entry.now.phenotypes) == ((score,), (phenotype,))
    assert entry.now.guidance[0].action == action
    assert entry.by_genes.activity_scores == cyp2d6(diplotype)["CYP2D6"].activity_scores


def test_what_changes_when_each_medicine_ends() -> None:
    (entry,) = right_now("codeine", cyp2d6("*1/*1"), ["paroxetine", "duloxetine"])
    outcomes = {ending.ingredient: ending.outcome for ending in entry.endings}
    assert {name: outcome and outcome.activity_scores for name, outcome in outcomes.items()} == {
        "duloxetine": ("0.0",),
        "paroxetine": ("1.0",),
    }
    (alone,) = right_now("codeine", cyp2d6("*1/*1"), ["paroxetine"])
    assert alone.endings[0].outcome == alone.by_genes
    assert alone.endings[0].stays == ()
    assert (alone.by_genes.guidance[0].action, alone.now and alone.now.guidance[0].action) == (
        "usual",
        "avoid",
    )


def test_a_lower_bound_that_is_halved_stays_a_lower_bound() -> None:
    (entry,) = right_now("codeine", cyp2d6("*1x3/*4"), ["duloxetine"])
    assert entry.now is not None
    assert entry.now.activity_scores == ("≥1.5",)
    assert entry.now.phenotypes == ("Normal Metabolizer", "Ultrarapid Metabolizer")
    assert (entry.now.guidance[0].verdict, entry.now.guidance[0].action) == ("cannot_tell", None)


def test_without_a_rule_or_without_a_result_there_is_a_caution_only() -> None:
    antidepressant = right_now("nortriptyline", cyp2d6("*1/*1"), ["paroxetine"])
    assert [(entry.gene, entry.kind, entry.now) for entry in antidepressant] == [("CYP2D6", "caution", None)]
    untested = {"CYP2D6": call_gene("CYP2D6", with_sites([]))}
    for results in ({}, untested, cyp2d6("*1/*28")):
        (entry,) = right_now("codeine", results, ["paroxetine"])
        assert (entry.kind, entry.now) == ("caution", None)
    normal = {"CYP2C19": call_gene("CYP2C19", gene_reading("CYP2C19", ("*1", "*1")))}
    (clopidogrel,) = right_now("clopidogrel", normal, ["fluconazole"])
    assert (clopidogrel.kind, clopidogrel.influences[0].effect) == ("caution", "acts slower, up to poor")
    assert clopidogrel.endings[0].outcome == clopidogrel.by_genes


def test_medicines_without_influence_say_nothing_and_none_acts_on_itself() -> None:
    assert right_now("codeine", cyp2d6("*1/*1"), []) == ()
    assert right_now("codeine", cyp2d6("*1/*1"), ["sertraline", "water"]) == ()
    assert right_now("paroxetine", cyp2d6("*1/*1"), ["paroxetine"]) == ()
    assert right_now("aspirin", cyp2d6("*1/*1"), ["paroxetine"]) == ()


def test_checking_a_medicine_before_it_is_prescribed_looks_both_ways() -> None:
    check = check_medicine(" Paroxetine ", cyp2d6("*1/*1"), ["codeine", "metoprolol", "warfarin"])
    assert check.guidance[0].ingredient == check.ingredient == "paroxetine"
    assert check.right_now == ()
    assert {(entry.ingredient, entry.now and entry.now.phenotypes) for entry in check.others} == {
        ("codeine", ("Poor Metabolizer",)),
        ("metoprolol", ("Poor Metabolizer",)),
    }
    reverse = check_medicine("codeine", cyp2d6("*1/*1"), ["paroxetine"])
    assert (reverse.guidance[0].action, reverse.others) == ("usual", ())
    assert reverse.right_now[0].now is not None


def test_every_pair_of_a_score_and_an_inhibitor_follows_the_table() -> None:
    scores = [
        row["allele"] for row in ({"allele": a.name} for a in genes().alleles_of["CYP2D6"] if a.activity)
    ]
    acting = [c for c in guidance_tables().conversions if c.gene == "CYP2D6" and c.basis != "no_rule"]
    assert len(acting) == 11
    for name in SCORE_RULE_MEDICINES:
        for allele in scores[::5]:
            results = cyp2d6(f"{allele}/*1")
            tested = results["CYP2D6"].activity_scores[0]
            for conversion in acting:
                (entry,) = right_now(name, results, [conversion.ingredient])
                assert entry.now is not None
                factor = 0.0 if conversion.strength.startswith("strong") else 0.5
                value = float(tested.removeprefix("≥")) * factor
                assert float(entry.now.activity_scores[0].removeprefix("≥")) == value
                if not tested.startswith("≥") or factor == 0:
                    assert entry.now.phenotypes == (group_of(value),)
                assert entry.by_genes.activity_scores == (tested,)


def group_of(score: float) -> str:
    """The groups as the facts' own description gives them."""
    if score == 0:
        return "Poor Metabolizer"
    if score < 1.25:
        return "Intermediate Metabolizer"
    return "Normal Metabolizer" if score <= 2.25 else "Ultrarapid Metabolizer"


def test_medicine_names_as_people_write_them() -> None:
    names = ["Bupropion XL 150 mg", "Plavix 75", "my blue pill", "St. John's wort", "Codeine phosphate"]
    assert set(listed_ingredients(names)) >= {"bupropion", "clopidogrel", "codeine"}
    assert listed_ingredients([]) == ()
