"""The insight card over every row of the guideline table and over whole sets of results."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from mendly_core.genes import GeneResult, Guidance, guidance_for, lab_result
from mendly_core.genes.knowledge import Recommendation, guidance_tables
from mendly_core.words import CardText, gene_medicine_card, say
from mendly_core.words.checks import actions_in, card_problems, claims_usual, patient_text
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.grade import mask_names
from tests.core.words.guidances import from_file, guidance_of_row, guidances, lab_results, rows

NAME = "Zocor 20 mg"
DAY = date(2026, 11, 22)
SEVERE = ("toxicity_risk", "allergic_reaction", "bleeding")


def card(guidance: Guidance, language: Language = "en", **more: object) -> CardText:
    return gene_medicine_card(guidance, medicine_name=NAME, language=language, updated_on=DAY, **more)  # type: ignore[arg-type]


def names_in(guidance: Guidance) -> tuple[str, ...]:
    guides = tuple(f"CPIC {row.guideline}" for row in guidance.advice)
    genes = tuple(use.gene for use in guidance.genes)
    markers = tuple(f"{use.gene}{(use.lookup or '').split(' ')[0]}" for use in guidance.genes)
    return (NAME, "ivacaftor", "warfarin", guidance.knowledge_version, *guides, *markers, *genes)


@cache
def all_cards(state: str = "called") -> tuple[tuple[Recommendation, Guidance, dict[Language, CardText]], ...]:
    return tuple(
        (row, guidance, {language: card(guidance, language) for language in LANGUAGES})
        for row in rows()
        for guidance in (guidance_of_row(row, state=state),)
    )


def cards_of(state: str = "called") -> Iterator[tuple[Recommendation, Guidance, Language, CardText]]:
    for row, guidance, texts in all_cards(state):
        for language, text in texts.items():
            yield row, guidance, language, text


def test_every_row_of_the_table_gives_a_card_that_passes_every_check() -> None:
    problems: dict[tuple[str, str], tuple[str, ...]] = {}
    made = 0
    for state in ("called", "called_with_limits"):
        for _, guidance, language, text in cards_of(state):
            made += 1
            key = (language, patient_text(text))
            if key not in problems:
                problems[key] = card_problems(text, language, names_in(guidance))
    assert [problem for found_here in problems.values() for problem in found_here] == []
    assert made == 2 * len(LANGUAGES) * 2096


def test_every_card_ends_its_to_do_with_the_safety_line_and_has_one_action() -> None:
    for _, _, language, text in cards_of():
        assert text.todo[-1] == say("guidance.safety", language)
        assert len(actions_in(text.todo, language)) == 1
        assert len(text.todo) == 2


def test_no_dose_figure_and_no_number_but_dates_and_versions_reaches_the_card() -> None:
    for _, guidance, language, text in cards_of():
        words = "\n".join(
            (text.headline, *text.saw, *text.means, *text.todo, *text.sure, *text.not_looked_at)
        )
        for name in sorted(names_in(guidance), key=len, reverse=True):
            words = words.replace(name, "")
        assert not re.search(r"\d", words), (language, words)


def test_the_doctors_part_holds_no_detail_of_a_row() -> None:
    for row, _, _, text in cards_of():
        assert not row.detail or not any(row.detail in line for line in text.for_your_doctor)


def test_as_usual_is_said_only_when_every_gene_was_seen_fully() -> None:
    said = 0
    for _, _, language, text in cards_of("called"):
        said += claims_usual((text.headline, *text.saw, *text.means), language)
    assert said > 400
    for _, _, language, text in cards_of("called_with_limits"):
        assert not claims_usual((text.headline, *text.saw, *text.means), language), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_normal_is_never_used(language: Language) -> None:
    for state in ("called", "called_with_limits"):
        for _, _, spoken, text in cards_of(state):
            assert spoken != language or "normal" not in patient_text(text).casefold()


def test_the_level_follows_action_strength_and_effect() -> None:
    for row, _, _, text in cards_of():
        if row.ingredient == "warfarin":
            assert text.level == "watch"
        elif row.action in ("contraindicated", "avoid") and row.strength in ("strong", "moderate"):
            assert text.level == "act", row
        elif row.action == "usual" and row.effect == "normal_effect":
            assert text.level == "info", row
        elif row.effect == "unknown" and row.action in ("no_guidance", "usual"):
            assert text.level == "unknown", row
        elif row.effect in SEVERE:
            assert text.level == "act", row
        else:
            assert text.level in ("act", "watch"), row


def test_a_row_of_harm_never_reads_as_good_news() -> None:
    harmless = {
        say("guidance.effect.normal_effect", "en", medicine=NAME),
        say("guidance.effect.nothing_found", "en", medicine=NAME),
    }
    for row, _, language, text in cards_of():
        if language == "en" and row.effect in SEVERE and row.ingredient != "warfarin":
            assert text.headline not in harmless
            assert say("guidance.do.usual", "en") not in text.todo


def test_a_strong_row_to_avoid_a_harm_asks_for_a_call_today() -> None:
    for row, guidance, language, text in cards_of():
        if (
            language == "en"
            and row.action in ("avoid", "contraindicated")
            and row.strength == "strong"
            and row.effect in SEVERE
        ):
            surgery = {use.gene for use in guidance.genes} & {"RYR1", "CACNA1S"}
            key = "guidance.do.before_surgery" if surgery else "guidance.do.call_today"
            assert text.todo[0] == say(key, "en")


def test_warfarin_points_in_no_direction_and_sends_to_the_prescriber() -> None:
    for row, _, language, text in cards_of():
        if row.ingredient == "warfarin":
            assert text.todo[0] == say("guidance.do.prescriber", language)
            assert text.headline == say("guidance.headline.dosing", language, medicine=NAME)


def test_the_warfarin_cards_of_different_genes_agree() -> None:
    found = guidance_for(
        "warfarin",
        {"CYP2C9": lab("CYP2C9", "Poor Metabolizer"), "CYP4F2": lab_result("CYP4F2", diplotype="*1/*1")},
    )
    texts = {guidance.genes[0].gene: card(guidance) for guidance in found}
    assert texts["CYP2C9"].headline == texts["CYP4F2"].headline
    assert (texts["CYP2C9"].level, texts["CYP4F2"].level) == ("watch", "info")
    assert texts["VKORC1"].level == "unknown"


def test_every_card_says_what_it_means() -> None:
    for _, _, _, text in cards_of():
        assert text.means
        assert text.saw
        assert text.sure
        assert text.sources


def test_surgery_genes_without_a_finding_do_not_reassure() -> None:
    uncertain = [
        text
        for row, guidance, language, text in cards_of()
        if language == "en"
        and {use.gene for use in guidance.genes} == {"RYR1", "CACNA1S"}
        and row.action == "no_guidance"
    ]
    assert len(uncertain) == 21
    for text in uncertain:
        assert text.level == "unknown"
        assert text.headline == say("guidance.effect.unknown", "en", medicine=NAME)
        assert any("does not rule out" in line or "was not tested" in line for line in text.saw)


def test_how_a_gene_leads_to_the_effect_is_told_only_where_it_is_known() -> None:
    def means(ingredient: str, lookups: tuple[str, ...]) -> tuple[str, ...]:
        row = next(row for row in rows() if row.ingredient == ingredient and row.lookups == lookups)
        return card(guidance_of_row(row)).means

    assert say("guidance.means.turns_on_slowly", "en") in means("clopidogrel", ("Poor Metabolizer",))
    assert say("guidance.means.stronger_form_slowly", "en") in means("codeine", ("0.0",))
    assert say("guidance.means.stronger_form_fast", "en") in means("codeine", ("≥3.0",))
    assert say("guidance.means.builds_up", "en") in means("efavirenz", ("Poor Metabolizer",))
    assert say("guidance.means.clears_fast", "en") in means("citalopram", ("Ultrarapid Metabolizer",))
    assert say("guidance.means.clears_fast", "en") in means("tacrolimus", ("Normal Metabolizer",))
    assert say("guidance.means.muscles", "en") in means("simvastatin", ("Poor Function",))
    assert say("guidance.means.red_cells", "en") in means("rasburicase", ("Deficient",))
    assert say("guidance.means.hearing", "en") in means(
        "gentamicin", ("increased risk of aminoglycoside-induced hearing loss",)
    )
    assert say("guidance.means.blood_cells", "en") in means(
        "azathioprine", ("Poor Metabolizer", "Poor Metabolizer")
    )
    assert say("guidance.means.builds_up_harm", "en") in means("fluorouracil", ("0.5",))
    assert say("guidance.means.yellow", "en") in means("atazanavir", ("Poor Metabolizer",))
    both_ways = card(
        guidance_of_row(
            next(
                row
                for row in rows()
                if row.ingredient == "amitriptyline" and row.lookups == ("Rapid Metabolizer", "0.0")
            )
        )
    ).means
    assert not {say(f"guidance.means.{key}", "en") for key in ("builds_up", "clears_fast")} & set(both_ways)


def test_tricyclic_cards_say_that_they_are_about_doses_for_mood() -> None:
    row = next(row for row in rows() if "depression-level" in row.note)
    assert say("guidance.means.mood_dose", "en") in card(guidance_of_row(row)).means


def lab(gene: str, phenotype: str) -> GeneResult:
    return lab_result(gene, phenotype=phenotype, laboratory="Test laboratory")


def only(ingredient: str, *results: GeneResult) -> Guidance:
    (found,) = guidance_for(ingredient, {result.gene: result for result in results})
    return found


def test_nothing_found_with_limits_is_told_as_such() -> None:
    partly = from_file(lab("CYP2C19", "Normal Metabolizer"), "called_with_limits", "sites_not_seen")
    text = card(only("clopidogrel", partly))
    assert text.headline == f"So far we found no gene change that matters for {NAME}."
    assert "In CYP2C19, no change was found in the places this file shows." in text.saw
    assert text.level == "info"


def test_one_gene_with_limits_takes_as_usual_from_the_whole_card() -> None:
    sure, partly = lab("ABCG2", "Normal Function"), lab("SLCO1B1", "Normal Function")
    assert card(only("rosuvastatin", sure, partly)).headline == f"Your genes fit the usual use of {NAME}."
    partly = from_file(partly, "called_with_limits", "sites_not_seen")
    assert card(only("rosuvastatin", sure, partly)).headline == (
        f"So far we found no gene change that matters for {NAME}."
    )


def test_an_unseen_well_known_change_makes_the_card_say_it_cannot_tell() -> None:
    partly = from_file(
        lab("CYP2C19", "Normal Metabolizer"), "called_with_limits", "sites_not_seen", tier_one_seen=False
    )
    text = card(only("clopidogrel", partly))
    assert text.level == "unknown"
    assert text.headline == f"Your file cannot tell how {NAME} works for you."
    assert text.saw == ("This file cannot tell how your CYP2C19 gene works. It misses key places.",)
    assert text.means == (say("guidance.means.key_places", "en"),)
    assert not any(line.startswith("Experts feel") for line in text.sure)


def test_an_untested_gene_is_told_as_unknown_and_never_as_well() -> None:
    text = card(only("clopidogrel"))
    assert text.level == "unknown"
    assert text.saw == ("Your CYP2C19 gene was not tested. So we cannot say how it works.",)
    assert "Not tested does not mean that all is well." in text.means[0]


def test_one_untested_gene_of_two_is_named() -> None:
    text = card(only("azathioprine", lab("TPMT", "Normal Metabolizer")))
    assert text.level in ("unknown", "act", "watch")
    assert "Your NUDT15 gene was not tested. So we cannot say how it works." in text.saw


def test_candidates_that_differ_are_shown_to_the_doctor_as_possibilities_only() -> None:
    poor, normal = lab("CYP2C19", "Poor Metabolizer"), lab("CYP2C19", "Normal Metabolizer")
    both = replace(
        from_file(poor, "ambiguous", "candidates_differ"),
        phenotypes=("Poor Metabolizer", "Normal Metabolizer"),
        lookups=(*poor.lookups, *normal.lookups),
    )
    text = card(only("clopidogrel", both))
    assert text.level == "watch"
    assert text.headline == f"Your file cannot tell how {NAME} works for you."
    assert text.means == (say("guidance.means.cannot_tell", "en"),)
    assert text.todo[0] == say("guidance.do.lab_test", "en")
    assert not any(line.startswith("Experts") for line in text.sure)
    assert say("doctor.possible_rows", "en") in text.for_your_doctor


def test_advice_that_depends_on_the_use_is_not_chosen_for_the_reader() -> None:
    text = card(only("clopidogrel", lab("CYP2C19", "Poor Metabolizer")))
    assert text.level == "act"
    assert len([line for line in text.for_your_doctor if ": Avoid." in line]) == 3
    seizure = card(only("carbamazepine", lab("HLA-A", "*31:01 positive"), lab("HLA-B", "*15:02 negative")))
    assert seizure.level == "act"
    assert seizure.means == (say("guidance.means.allergic", "en"), say("guidance.means.several", "en"))
    assert seizure.todo[0] == say("guidance.do.call_today", "en")


def test_withdrawn_rows_give_no_advice() -> None:
    for phenotype in ("Poor Metabolizer", "Ultrarapid Metabolizer"):
        text = card(
            only("ondansetron", lab_result("CYP2D6", diplotype="*4/*4" if phenotype[0] == "P" else "*1x2/*1"))
        )
        assert text.level == "unknown"
        assert text.headline == f"There is no gene advice for {NAME}."
        assert text.means == (say("guidance.means.withdrawn", "en"),)
        assert text.todo[0] == say("guidance.do.no_guidance", "en")
        assert not any(line.startswith("Experts") for line in text.sure)


def test_ivacaftor_cards_are_for_people_with_cystic_fibrosis_only() -> None:
    for phenotype in ("ivacaftor responsive in CF patients", "ivacaftor non-responsive in CF patients"):
        text = card(only("ivacaftor", lab("CFTR", phenotype)))
        assert say("guidance.means.cystic_fibrosis", "en") in text.means


def test_the_card_says_where_a_result_comes_from_and_who_checked_it() -> None:
    from_lab = card(only("clopidogrel", lab("CYP2C19", "Poor Metabolizer")))
    assert "A lab reported your gene result." in from_lab.sure
    assert "This card is not yet checked by your clinic." in from_lab.sure
    home = card(only("clopidogrel", from_file(lab("CYP2C19", "Poor Metabolizer"), "called", "complete")))
    assert "Your gene result comes from a file. A lab should confirm it." in home.sure
    signed = card(only("clopidogrel", lab("CYP2C19", "Poor Metabolizer")), checked_by_clinic=True)
    assert "Your clinic has checked this card." in signed.sure
    assert say("doctor.unsigned", "en") not in signed.for_your_doctor


def test_spanish_cards_repeat_the_unsigned_safety_line_in_english() -> None:
    guidance = only("clopidogrel", lab("CYP2C19", "Poor Metabolizer"))
    assert card(guidance, "en").english_safety == ()
    assert card(guidance, "es").english_safety == (
        "Do not change this medicine by yourself. Talk to your care team.",
    )


def test_sources_name_guide_year_facts_and_day() -> None:
    text = card(only("clopidogrel", lab("CYP2C19", "Poor Metabolizer")))
    version = guidance_tables().version
    assert text.sources[0].startswith("Expert guide: CPIC ")
    assert text.sources[-2:] == (f"Gene facts: version {version}.", "This card was made on 22 November 2026.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_from_whole_result_sets_pass_every_check(language: Language) -> None:
    checked: dict[str, tuple[str, ...]] = {}
    for state, reason, tier_one_seen in (
        ("called", "complete", True),
        ("called_with_limits", "sites_not_seen", False),
        ("called_with_limits", "sites_assumed", True),
        ("called_with_limits", "undocumented_base", True),
        ("not_tested", "no_site_seen", True),
    ):
        for result in lab_results():
            shown = from_file(result, state, reason, tier_one_seen=tier_one_seen)
            for guidance in guidances(shown):
                text, names = card(guidance, language), names_in(guidance)
                masked = mask_names(patient_text(text), names)
                if masked not in checked:
                    checked[masked] = card_problems(text, language, names)
                if state != "called":
                    assert not claims_usual((text.headline, *text.saw, *text.means), language)
    assert [problem for problems in checked.values() for problem in problems] == []
    assert len(checked) > 100
