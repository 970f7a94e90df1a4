"""What a person hides is nowhere; what a minor may see is little."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.predisposition import (
    Choice,
    categories,
    categories_to_ask,
    categories_to_show,
    findings_for,
    predisposition_facts,
    wanted_sites,
)
from tests.core.predisposition.readings import SHOW_ALL, reading

EVERYTHING = reading(
    {site.rsid: (site.risk, site.risk) for site in predisposition_facts().sites.values() if not site.helper}
    | {"rs7412": ("C", "C")}
)
KEYS = [category.key for category in categories(minor=False)]
CHOICES = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Choice))


def test_no_choice_shows_nothing() -> None:
    assert findings_for(EVERYTHING, {}, minor=False) == ()
    assert wanted_sites({}, minor=False) == ()


@given(choices=CHOICES, asked=st.sets(st.sampled_from(KEYS)), minor=st.booleans())
def test_only_chosen_categories_are_answered_or_read(
    choices: dict[str, Choice], asked: set[str], minor: bool
) -> None:
    shown = {answer.category for answer in findings_for(EVERYTHING, choices, minor=minor, asked=asked)}
    allowed = {key for key, choice in choices.items() if choice is Choice.SHOW}
    allowed |= {key for key, choice in choices.items() if choice is Choice.ASK} & asked
    allowed &= {category.key for category in categories(minor=minor)}
    assert shown == allowed
    genes = {site.rsid: site.category for site in predisposition_facts().sites.values()}
    read = wanted_sites(choices, minor=minor, asked=asked)
    assert {genes[site.rsid] for site in read} == allowed


@given(choices=CHOICES)
def test_hiding_one_category_changes_no_other_answer(choices: dict[str, Choice]) -> None:
    whole = {answer.category: answer for answer in findings_for(EVERYTHING, SHOW_ALL, minor=False)}
    for answer in findings_for(EVERYTHING, choices, minor=False):
        assert answer == whole[answer.category]


def test_what_to_ask_does_not_depend_on_any_file() -> None:
    choices = {"memory": Choice.ASK, "clots": Choice.SHOW, "iron": Choice.HIDE}
    assert categories_to_ask(choices, minor=False) == ("memory",)
    assert categories_to_ask(choices, minor=True) == ()
    assert [category.key for category in categories_to_show(choices, minor=False)] == ["clots"]


def test_serious_results_are_opt_in_categories_of_their_own() -> None:
    opt_in = {category.key for category in categories(minor=False) if category.opt_in}
    assert opt_in == {"parkinson_gaucher", "movement", "breast_ovarian", "prostate", "amyloid", "memory"}
    by_key = predisposition_facts().categories
    assert by_key["memory"].genes == ("APOE",)
    assert by_key["breast_ovarian"].genes == ("BRCA1", "BRCA2")


def test_a_minor_never_sees_what_begins_in_adult_life_or_is_opt_in() -> None:
    open_to_minors = {category.key for category in categories(minor=True)}
    assert open_to_minors == {"red_cells", "coeliac", "bleeding", "cholesterol"}
    for answer in findings_for(EVERYTHING, SHOW_ALL, minor=True):
        assert answer.category in open_to_minors


def test_no_place_serves_two_categories() -> None:
    sites = predisposition_facts().sites.values()
    assert len({site.rsid for site in sites}) == len(sites) == 27
