"""Profiles, disease fit and evidence: cases by hand and a second evaluation of every profile."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.tumour import (
    TumourAnswer,
    TumourReportRefused,
    diseases,
    find_disease,
    match_report,
    read_report,
    tumour_facts,
)
from mendly_core.tumour.matching import holds

FACTS = tumour_facts()
PARTS = sorted({part for profile in FACTS.profiles for part in re.split(" OR | AND ", profile)})
LINES = [
    "EGFR L858R",
    "EGFR T790M",
    "KRAS G12C",
    "MSI-H",
    "BRAF V600E",
    "KRAS wild type",
    "ALK fusion",
    "BRCA2 loss",
]


def answer(text: str, disease: str | None) -> TumourAnswer:
    return match_report(read_report(text), disease)


def told(found: TumourAnswer) -> set[tuple[str, str, str]]:
    return {(match.evidence.profile, match.evidence.meaning, match.fit) for match in found.matches}


@given(findings=st.sets(st.sampled_from(PARTS), max_size=8), profile=st.sampled_from(FACTS.profiles))
def test_and_and_or_hold_as_a_plain_evaluation_says(findings: set[str], profile: str) -> None:
    expected = any(all(part in findings for part in group.split(" AND ")) for group in profile.split(" OR "))
    assert holds(profile, frozenset(findings)) == expected


@given(lines=st.lists(st.sampled_from(LINES), min_size=1, unique=True), disease=st.sampled_from(diseases()))
def test_every_row_that_fits_is_told_and_no_other(lines: list[str], disease: object) -> None:
    text = "\n".join(lines)
    if "KRAS wild type" in lines and "KRAS G12C" in lines:
        with pytest.raises(TumourReportRefused):
            read_report(text)
        return
    names = {
        "EGFR L858R": {"EGFR L858R", "EGFR Activating Mutation"},
        "EGFR T790M": {"EGFR T790M"},
        "KRAS G12C": {"KRAS G12C", "KRAS Mutation"},
        "MSI-H": {"MSI-H or dMMR"},
        "BRAF V600E": {"BRAF V600E"},
        "KRAS wild type": {"KRAS Wild Type"},
        "ALK fusion": {"ALK Fusion"},
        "BRCA2 loss": set(),
    }
    held = set().union(*(names[line] for line in lines))
    expected = {index for index, row in enumerate(FACTS.evidence) if row.profile in held}
    found = match_report(read_report(text), disease.name)  # type: ignore[attr-defined]
    assert {FACTS.evidence.index(match.evidence) for match in found.matches} == expected
    assert len(found.matches) == len(expected)


def test_a_lung_tumour_with_two_egfr_changes_hears_both_sides() -> None:
    found = answer("EGFR L858R\nEGFR T790M", "NSCLC")
    assert ("EGFR T790M", "resistance", "same") in told(found)
    assert ("EGFR L858R", "may_help", "same") in told(found)
    first_line = next(match for match in found.matches if "erlotinib" in match.evidence.therapies)
    assert set(first_line.against) == {"afatinib", "erlotinib", "gefitinib"} & set(
        first_line.evidence.therapies
    )


def test_kras_g12c_of_the_bowel_hears_of_resistance_too() -> None:
    found = answer("KRAS p.Gly12Cys", "bowel cancer")
    assert ("KRAS Mutation", "resistance", "same") in told(found)
    assert ("KRAS G12C", "may_help", "same") in told(found)


def test_braf_in_the_bowel_is_left_out_of_the_any_site_row() -> None:
    assert ("BRAF V600E", "may_help", "excluded") in told(answer("BRAF V600E", "Colorectal cancer"))
    assert ("BRAF V600E", "may_help", "any_solid") in told(answer("BRAF V600E", "Ovarian cancer"))
    assert ("BRAF V600E", "little_benefit", "same") in told(answer("BRAF V600E", "Colorectal cancer"))


@pytest.mark.parametrize(
    ("line", "disease", "fit"),
    [
        ("NTRK1 fusion", "Melanoma", "any_solid"),
        ("NTRK1 fusion", "Another solid tumour", "any_solid"),
        ("NTRK1 fusion", "CML", "other"),
        ("NTRK1 fusion", None, "not_given"),
        ("FLT3-ITD", "APL", "wider"),
        ("KMT2A rearrangement", "AML", "wider"),
        ("RET M918T", "Thyroid cancer", "narrower"),
        ("MGMT methylated", "Melanoma", "other"),
        ("PD-L1 CPS 20", "Breast cancer", "narrower"),
    ],
)
def test_disease_fit_by_hand(line: str, disease: str | None, fit: str) -> None:
    assert {match.fit for match in answer(line, disease).matches} == {fit}


def test_wild_type_rules_need_both_genes_and_amplification_all_three() -> None:
    assert told(answer("KRAS wild type", "Colorectal cancer")) == set()
    both = "KRAS wild type\nNRAS wild type"
    assert told(answer(both, "Colorectal cancer")) == {
        ("KRAS Wild Type AND NRAS Wild Type", "may_help", "same")
    }
    three = told(answer(f"{both}\nHER2 amplification", "Colorectal cancer"))
    assert ("ERBB2 Amplification AND KRAS Wild Type AND NRAS Wild Type", "may_help", "same") in three


def test_any_part_of_an_or_is_enough() -> None:
    wanted = ("PIK3CA Mutation OR AKT1 Mutation OR PTEN Alteration", "may_help", "same")
    for line in ("PIK3CA H1047R", "AKT1 E17K", "PTEN loss"):
        assert wanted in told(answer(line, "Breast cancer")), line


def test_unknown_findings_are_kept_apart_and_recognised_ones_never_vanish() -> None:
    found = answer("BRCA2 loss\nKRAS wild type\nEGFR T790M not detected", "Melanoma")
    assert found.matches == ()
    assert [line.text for line in found.not_in_list] == ["BRCA2 loss"]
    assert [line.text for line in found.without_row] == ["KRAS wild type"]
    assert [line.status for line in found.other_lines] == ["reported_absent"]


def test_rows_for_and_against_are_ordered_by_fit_and_level_only() -> None:
    for disease in ("Colorectal cancer", "NSCLC"):
        found = answer("KRAS G12C\nBRAF V600E\nMSI-H\nEGFR L858R", disease)
        keys = [(match.fit, match.evidence.level, match.evidence.profile) for match in found.matches]
        order = ("same", "wider", "any_solid", "narrower", "not_given", "excluded", "other")
        assert keys == sorted(keys, key=lambda key: (order.index(key[0]), key[1], key[2]))


def test_every_row_can_be_reached_by_typing_its_own_profile() -> None:
    for profile in FACTS.profiles:
        lines = profile.split(" AND ") if " AND " in profile else [profile.split(" OR ")[0]]
        reached = {match.evidence.profile for match in answer("\n".join(lines), None).matches}
        assert profile in reached, profile


def test_no_row_is_lost_from_the_table() -> None:
    meanings = [row.meaning for row in FACTS.evidence]
    assert len(meanings) == 110
    assert [meanings.count(kind) for kind in ("may_help", "resistance", "little_benefit")] == [88, 14, 8]
    assert [row.level for row in FACTS.evidence].count("A") == 94


def test_diseases_are_found_by_their_other_names_and_unknown_ones_refused() -> None:
    assert find_disease("  bowel  cancer").name == "Colorectal cancer"
    for text in ("", "lung cancer", "flu"):
        with pytest.raises(TumourReportRefused, match="unknown_disease"):
            find_disease(text)
