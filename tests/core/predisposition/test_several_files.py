"""Several files of one person: a file added never hides a finding, and a denial is told, whichever file is newer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.predisposition import findings_for, findings_of_files, predisposition_facts
from tests.core.predisposition.readings import SHOW_ALL, HandReading, reading

Told = set[tuple[str, str, str, bool]]


def told(*readings: HandReading) -> Told:
    return {
        (answer.category, finding.condition, finding.outcome, finding.disputed)
        for answer in findings_of_files(readings, SHOW_ALL, minor=False)
        for finding in answer.findings
    }


@st.composite
def files(draw: st.DrawFn) -> HandReading:
    """Some places of some file, each with two bases of the two that are known there."""
    sites = [site for site in predisposition_facts().sites.values() if site.chrom != "chrX"]
    chosen = draw(st.lists(st.sampled_from(sites), unique_by=lambda site: site.rsid, max_size=12))
    return reading({s.rsid: tuple(draw(st.sampled_from((s.other, s.risk))) for _ in "12") for s in chosen})


@given(files())
def test_one_file_is_answered_as_ever(only: HandReading) -> None:
    assert findings_of_files([only], SHOW_ALL, minor=False) == findings_for(only, SHOW_ALL, minor=False)
    assert findings_of_files([only, only], SHOW_ALL, minor=False) == findings_for(only, SHOW_ALL, minor=False)


@settings(max_examples=40)
@given(st.lists(files(), min_size=2, max_size=3))
def test_no_file_hides_what_another_one_finds_in_whatever_order(several: list[HandReading]) -> None:
    found = {finding[:3] for each in several for finding in told(each)}
    answer = told(*several)
    assert {finding[:3] for finding in answer} == found
    assert told(*reversed(several)) == answer


@settings(max_examples=40)
@given(st.lists(files(), min_size=2, max_size=3))
def test_each_listed_place_is_told_in_one_way_only(several: list[HandReading]) -> None:
    for answer in findings_of_files(several, SHOW_ALL, minor=False):
        found = {site.rsid for finding in answer.findings for site in finding.sites}
        quiet = [*answer.not_found, *answer.not_tested, *answer.seen_alone]
        assert found.isdisjoint(place.rsid for place in quiet)


def test_a_denial_is_told_and_a_file_that_does_not_look_denies_nothing() -> None:
    one, none, elsewhere = reading({"rs6025": "CT"}), reading({"rs6025": "CC"}), reading({"rs28929474": "CT"})
    finding = ("clots", "clots", "clots.one_f5")
    assert told(one, elsewhere) == {(*finding, False), ("lungs_liver", "alpha1", "alpha1.one_z", False)}
    assert told(one, none) == told(none, one) == {(*finding, True)}
