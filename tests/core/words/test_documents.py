"""The wallet card and the clinician's report, from laboratory results and the guideline table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mendly_core.genes import GeneResult, Guidance, guidance_for, lab_result
from mendly_core.words import clinician_report, say, wallet_card
from mendly_core.words.formats import LANGUAGES, Language
from tests.core.words.guidances import from_file, guidances, lab_results
from tests.core.words.pages import page_problems

DAY = date(2026, 11, 22)
CARRIED = lab_result("CYP2C19", diplotype="*2/*2", laboratory="Test laboratory")


def guided(*results: GeneResult, ingredient: str = "clopidogrel") -> tuple[Guidance, ...]:
    return guidance_for(ingredient, {result.gene: result for result in results})


def test_the_card_names_gene_result_medicine_and_action() -> None:
    card = wallet_card([CARRIED], guided(CARRIED), "en", made_on=DAY)
    (gene,) = card.genes
    assert gene.name == "CYP2C19"
    assert gene.text == "*2/*2; Poor Metabolizer (Reported by a laboratory)"
    assert {row.name for row in card.medicines} == {"clopidogrel"}
    assert all("CYP2C19; CPIC 2022" in row.text for row in card.medicines)
    assert card.footer[0] == "Made on 22 November 2026."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_keeps_the_fixed_lines_whatever_was_found(language: Language) -> None:
    untested = replace(from_file(CARRIED, "not_tested", "no_site_seen"), phenotypes=(), diplotypes=())
    for results in ([], [CARRIED], [untested]):
        card = wallet_card(results, (), language, made_on=DAY)
        assert card.safety == say("papers.card.safety", language)
        assert card.not_all == say("papers.card.not_all", language)
        text = "\n".join((card.title, card.intro, card.safety, card.not_all, card.footer[0]))
        assert page_problems(text, language, ()) == []
    assert wallet_card([untested], (), language, made_on=DAY).genes == ()


def test_doubtful_results_and_usual_use_are_no_medicine_rows() -> None:
    usual = lab_result("CYP2C19", diplotype="*1/*1", laboratory="Test laboratory")
    assert wallet_card([usual], guided(usual), "en", made_on=DAY).medicines == ()
    doubt = [replace(guidance, verdict="cannot_tell") for guidance in guided(CARRIED)]
    assert wallet_card([CARRIED], doubt, "en", made_on=DAY).medicines == ()
    rows = clinician_report([CARRIED], doubt, "en", made_on=DAY, signed=False).sections[1].rows
    assert rows
    assert all("Possibility" in row[3] for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_can_be_made_of_every_result_and_fills_every_cell(language: Language) -> None:
    made = 0
    for result in lab_results():
        report = clinician_report([result], list(guidances(result)), language, made_on=DAY, signed=True)
        for section in report.sections:
            for row in section.rows:
                assert len(row) == len(section.columns)
                assert all(row)
        made += 1
    assert made > 40


def test_the_report_tells_what_is_unsigned_unseen_and_not_ruled_out() -> None:
    partly = replace(
        from_file(CARRIED, "called_with_limits", "sites_not_seen"),
        seen=("rs1", "rs2"),
        not_seen=("rs3",),
        cannot_rule_out=tuple(f"*{number}" for number in range(20)),
    )
    report = clinician_report([partly], guided(CARRIED), "en", made_on=DAY, signed=False)
    assert say("papers.report.unsigned", "en") in report.intro
    assert (
        say("papers.report.unsigned", "en")
        not in clinician_report([partly], (), "en", made_on=DAY, signed=True).intro
    )
    genes = report.sections[0]
    assert genes.rows[0][-1] == "2/3"
    assert "sites not seen" in genes.rows[0][3]
    assert any("(+8)" in line for line in genes.lines)
    assert report.sections[2].lines[0].startswith("CPIC ")


def test_a_gene_without_result_shows_no_phenotype() -> None:
    hidden = from_file(CARRIED, "not_callable", "lab_only")
    row = clinician_report([hidden], (), "en", made_on=DAY, signed=True).sections[0].rows[0]
    assert row[2] == "-"
