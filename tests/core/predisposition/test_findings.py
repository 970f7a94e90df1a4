"""Findings worked out by hand, and the rules that keep silence from becoming good news."""

from __future__ import annotations

import dataclasses

import pytest

from mendly_core.genes import SiteCall, SiteGap
from mendly_core.predisposition import Choice, findings_for, predisposition_facts
from tests.core.predisposition.readings import SHOW_ALL, HandReading, answers, outcomes, reading

BY_HAND = [
    ({"rs6025": "CT"}, {"clots.one_f5"}),
    ({"rs6025": "TT"}, {"clots.two_f5"}),
    ({"rs6025": "CC"}, set()),
    ({"rs6025": "CT", "rs1799963": "GA"}, {"clots.f5_and_f2"}),
    ({"rs6025": "TT", "rs1799963": "GA"}, {"clots.two_f5", "clots.one_f2"}),
    ({"rs6025": "CT", "rs1799963": "AA"}, {"clots.one_f5", "clots.two_f2"}),
    ({"rs1050828": "T"}, {"g6pd.milder"}),
    ({"rs1050828": "CT"}, set()),
    ({"rs1050828": "TT"}, {"g6pd.milder"}),
    ({"rs5030868": "A"}, {"g6pd.stronger"}),
    ({"rs76763715": "TC"}, {"parkinson.gba1"}),
    ({"rs76763715": "CC"}, {"parkinson.gba1", "gaucher.two_copies"}),
    ({"rs34637584": "GA"}, {"parkinson.lrrk2"}),
    ({"rs34612342": "TC"}, set()),
    ({"rs34612342": "CC"}, {"mutyh.two_changes"}),
    ({"rs34612342": "TC", "rs36053993": "CT"}, {"mutyh.two_changes"}),
    ({"rs17580": "TA"}, set()),
    ({"rs17580": "AA"}, {"alpha1.two_s"}),
    ({"rs28929474": "CT"}, {"alpha1.one_z"}),
    ({"rs28929474": "TT"}, {"alpha1.two_z"}),
    ({"rs28929474": "CT", "rs17580": "TA"}, {"alpha1.z_and_s"}),
    ({"rs28929474": "CT", "rs17580": "AA"}, {"alpha1.z_and_s"}),
    ({"rs1800562": "GA"}, set()),
    ({"rs1800562": "AA"}, {"iron.two_c282y"}),
    ({"rs1799945": "CG"}, set()),
    ({"rs1799945": "GG"}, {"iron.two_h63d"}),
    ({"rs1800562": "GA", "rs1799945": "CG"}, {"iron.mixed"}),
    ({"rs1800562": "AA", "rs1799945": "CG"}, {"iron.two_c282y"}),
    ({"rs1800562": "GA", "rs1799945": "GG"}, {"iron.mixed"}),
    ({"rs121965063": "GT"}, {"factor11.one_change"}),
    ({"rs121965063": "GT", "rs121965064": "TC"}, {"factor11.two_changes"}),
    ({"rs121965064": "CC"}, {"factor11.two_changes"}),
    ({"rs2187668": "CT", "rs7454108": "TC"}, {"coeliac.marker"}),
    ({"rs80357906": ("T", "TG")}, {"breast_ovarian.brca1"}),
    ({"rs80357914": ("ACT", "A")}, {"breast_ovarian.brca1"}),
    ({"rs80359550": ("GT", "G")}, {"breast_ovarian.brca2"}),
    ({"rs80358233": ("TCTC", "T")}, {"dystonia.one_copy"}),
    ({"rs5742904": "CT"}, {"cholesterol.apob"}),
    ({"rs138213197": "TC"}, {"prostate.hoxb13"}),
    ({"rs28933979": "AG", "rs76992529": "GA"}, {"amyloid.v50m", "amyloid.v142i"}),
    ({"rs429358": "CC", "rs7412": "CC"}, {"memory.two_e4"}),
    ({"rs429358": "CT", "rs7412": "CC"}, {"memory.one_e4"}),
    ({"rs429358": "CT", "rs7412": "CT"}, {"memory.e2_e4"}),
    ({"rs429358": "TT", "rs7412": "CT"}, set()),
    ({"rs429358": "TT", "rs7412": "TT"}, set()),
    ({"rs429358": "CC"}, set()),
    ({"rs7412": "CC"}, set()),
    ({"rs429358": "CC", "rs7412": "CT"}, set()),
]


@pytest.mark.parametrize(("bases", "expected"), BY_HAND)
def test_genotypes_give_the_outcomes_worked_out_by_hand(bases: dict[str, str], expected: set[str]) -> None:
    assert outcomes(reading(bases)) == expected


def test_the_leiden_base_is_compared_as_a_base_although_map_37_shows_it_as_reference() -> None:
    for build in (37, 38):
        assert outcomes(reading({"rs6025": "TT"}, build=build)) == {"clots.two_f5"}  # type: ignore[arg-type]
        assert outcomes(reading({"rs6025": "CC"}, build=build)) == set()  # type: ignore[arg-type]


def test_a_place_that_was_only_assumed_is_not_tested_even_where_the_reference_is_the_listed_base() -> None:
    answer = answers(reading({"rs6025": "TT"}, origin="assumed"))["clots"]
    assert answer.findings == ()
    assert ("rs6025", "assumed") in {(missing.rsid, missing.reason) for missing in answer.not_tested}


def test_places_without_a_confirmed_base_in_map_38_are_read_from_map_37_only() -> None:
    assumed = {"rs373297713": "GA", "rs28933979": "GA", "rs2187668": "CT", "rs7454108": "TC"}
    assert outcomes(reading({**assumed, "rs80358233": ("TCTC", "T")}, build=38)) == set()
    gone = answers(reading({**assumed, "rs80358233": ("TCTC", "T")}, build=38))
    reasons = {missing.rsid: missing.reason for answer in gone.values() for missing in answer.not_tested}
    assert {rsid for rsid, reason in reasons.items() if reason == "map_38"} == {*assumed, "rs80358233"}
    assert len(outcomes(reading({**assumed, "rs80358233": ("TCTC", "T")}, build=37))) == 4


def test_two_changes_on_one_copy_of_a_phased_file_are_no_pair() -> None:
    one_copy = {"rs34612342": "TC", "rs36053993": "CT"}
    two_copies = {"rs34612342": "TC", "rs36053993": "TC"}
    assert outcomes(reading(one_copy, phase="PS1")) == set()
    assert len(answers(reading(one_copy, phase="PS1"))["bowel"].seen_alone) == 2
    (proven,) = answers(reading(two_copies, phase="PS1"))["bowel"].findings
    (open_question,) = answers(reading(two_copies))["bowel"].findings
    assert proven.proven
    assert not open_question.proven


def test_apoe_bases_that_fit_no_known_pair_give_no_result() -> None:
    for given in (
        reading({"rs429358": "CC", "rs7412": "TT"}),
        reading({"rs429358": "CT", "rs7412": "TT"}),
        reading({"rs429358": "CT", "rs7412": "CT"}, phase="PS1"),
    ):
        if given.sites[1].bases == ("C", "T"):
            given = dataclasses.replace(
                given, sites=(given.sites[0], dataclasses.replace(given.sites[1], bases=("T", "C")))
            )
        answer = answers(given)["memory"]
        assert answer.findings == ()
        assert {missing.reason for missing in answer.not_tested} == {"unclear_pair"}
        assert answer.not_found == ()


def test_half_an_apoe_result_is_not_tested_and_never_not_found() -> None:
    answer = answers(reading({"rs429358": "TT"}))["memory"]
    assert answer.findings == answer.not_found == answer.seen_alone == ()
    assert {missing.reason for missing in answer.not_tested} == {"needs_both_sites", "not_in_file"}


def test_one_change_that_counts_only_as_a_pair_is_told_apart_from_not_found() -> None:
    answer = answers(reading({"rs1800562": "GA", "rs1799945": "CC"}))["iron"]
    assert [site.rsid for site in answer.seen_alone] == ["rs1800562"]
    assert [site.rsid for site in answer.not_found] == ["rs1799945"]


def test_every_listed_place_is_seen_not_found_or_not_tested_and_nothing_is_good_news() -> None:
    empty = answers(HandReading(37, ()))
    for answer in empty.values():
        assert answer.findings == answer.not_found == answer.seen_alone == ()
        assert {missing.reason for missing in answer.not_tested} == {"not_in_file"}
    assert sum(len(answer.not_tested) for answer in empty.values()) == 27


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (SiteCall("F2", 46739505, ("A",), None, "record"), "one_copy_only"),
        (SiteCall("F2", 46739505, ("A", "C"), None, "record"), "unexpected_bases"),
        (SiteCall("F2", 46739505, ("A", "A"), None, "record", True), "extra_copies"),
        (SiteCall("F2", 46739505, (), None, "record"), "one_copy_only"),
    ],
)
def test_calls_that_cannot_be_counted_are_not_tested(call: SiteCall, reason: str) -> None:
    answer = answers(HandReading(38, (call,)))["clots"]
    assert answer.findings == ()
    assert ("rs1799963", reason) in {(missing.rsid, missing.reason) for missing in answer.not_tested}


def test_the_reason_of_a_gap_is_kept() -> None:
    answer = answers(HandReading(38, (), (SiteGap("F2", 46739505, "filtered"),)))["clots"]
    assert ("rs1799963", "filtered") in {(missing.rsid, missing.reason) for missing in answer.not_tested}


def test_findings_name_their_bases_rows_and_tables() -> None:
    (finding,) = answers(reading({"rs6025": "CT"}))["clots"].findings
    assert (finding.sites[0].bases, finding.sites[0].copies, finding.genes) == (("C", "T"), 1, ("F5",))
    assert finding.rules[0].basis == "FDA de novo DEN160026 2017"
    (answer,) = findings_for(reading({"rs6025": "CT"}), {"clots": Choice.SHOW}, minor=False)
    assert answer.knowledge_version == predisposition_facts().version
    assert set(SHOW_ALL) >= {answer.category}
