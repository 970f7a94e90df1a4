"""The mask matcher against a matcher that really permutes strands, on whole and on partial genotypes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import call_gene
from mendly_core.genes.alleles import allele_table
from mendly_core.genes.knowledge import genes
from mendly_core.genes.matching import (
    ScoredPair,
    SeenSite,
    fitting_alleles,
    heterozygosity,
    possible_pairs,
)
from mendly_core.genes.readers import GenomeReading
from mendly_core.genes.samples import strand_of
from tests.core.genes.files import gene_reading, site, with_sites
from tests.core.genes.strand_permuting import AMBIGUITY, every_pair

STAR_GENES = sorted(
    gene for gene, rule in genes().rules.items() if rule.method in ("named_alleles", "single_position")
)
MOST_HETEROZYGOUS = 6
MOST_PAIRS = 6


def visible(gene: str) -> list[str]:
    return [row.name for row in genes().alleles_of[gene] if row.changes]


def as_names(pairs: tuple[ScoredPair, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pair in pairs:
        name = "/".join(sorted((pair.first.allele.name, pair.second.allele.name)))
        found[name] = max(found.get(name, 0), pair.score)
    return found


@st.composite
def genotypes(draw: st.DrawFn) -> tuple[str, dict[int, tuple[str, str]], dict[int, str | None]]:
    """A gene, bases at some of its sites (of two alleles, a few replaced by a listed base), and phase."""
    gene = draw(st.sampled_from(STAR_GENES))
    names = st.sampled_from(visible(gene))
    first, second = strand_of(gene, draw(names)), strand_of(gene, draw(names))
    rows = {entry.pos38: entry for entry in genes().sites_of[gene] if entry.role == "define"}
    kept = (
        draw(st.lists(st.sampled_from(sorted(rows)), min_size=1, unique=True))
        if draw(st.booleans())
        else sorted(rows)
    )
    replaced = draw(st.lists(st.sampled_from(kept), max_size=2))
    seen: dict[int, tuple[str, str]] = {}
    heterozygous = 0
    for position in kept:
        bases = (first[position], second[position])
        if position in replaced:
            base = st.sampled_from(rows[position].forms)
            bases = (draw(base), draw(base))
        heterozygous += bases[0] != bases[1]
        seen[position] = bases if heterozygous <= MOST_HETEROZYGOUS else (bases[0], bases[0])
    phase = {p: draw(st.sampled_from((None, "one", "two"))) for p, b in seen.items() if b[0] != b[1]}
    return gene, seen, phase


@settings(max_examples=150, deadline=None)
@given(genotypes())
def test_finds_the_same_pairs_and_scores_as_permuting_every_strand(
    case: tuple[str, dict[int, tuple[str, str]], dict[int, str | None]],
) -> None:
    gene, seen, phase = case
    table = allele_table(gene)
    sites = [SeenSite(p, table.reference[p], bases, phase.get(p)) for p, bases in seen.items()]
    het = heterozygosity(sites)
    pairs = possible_pairs(fitting_alleles(table.alleles, sites, het), het)
    assert as_names(pairs) == every_pair(gene, seen, phase)


@pytest.mark.parametrize("gene", [gene for gene in STAR_GENES if gene != "NAT2"])
def test_reports_every_top_pair_of_the_slow_matcher(gene: str) -> None:
    names = visible(gene)
    step = max(len(names) // MOST_PAIRS, 1)
    for first, second in zip(names[::step], reversed(names[::step]), strict=True):
        reading = gene_reading(gene, (first, second))
        seen = {call.pos38: (call.bases[0], call.bases[1]) for call in reading.sites}
        if sum(a != b for a, b in seen.values()) > MOST_HETEROZYGOUS:
            continue
        expected = every_pair(gene, {p: b for p, b in seen.items() if p in allele_table(gene).reference})
        best = max(expected.values())
        shown = {"/".join(sorted(split(name))) for name in call_gene(gene, reading).diplotypes}
        assert shown == {name for name, score in expected.items() if score == best}


def split(diplotype: str) -> list[str]:
    return diplotype.split("/")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_person_made_from_two_alleles_has_that_pair_among_the_candidates(data: st.DataObject) -> None:
    gene = data.draw(st.sampled_from(STAR_GENES))
    names = st.sampled_from(sorted({allele.name for allele in allele_table(gene).alleles} - {"*45"}))
    pair = (data.draw(names), data.draw(names))
    result = call_gene(gene, gene_reading(gene, pair, phased=data.draw(st.booleans())))
    assert "/".join(sorted(pair)) in {"/".join(sorted(split(c.diplotype))) for c in result.candidates}


@settings(max_examples=60, deadline=None)
@given(genotypes())
def test_losing_the_phase_only_adds_candidates(
    case: tuple[str, dict[int, tuple[str, str]], dict[int, str | None]],
) -> None:
    gene, seen, phase = case
    assert every_pair(gene, seen, phase).keys() <= every_pair(gene, seen).keys()
    table = allele_table(gene)

    def found(phases: dict[int, str | None]) -> set[str]:
        sites = [SeenSite(p, table.reference[p], b, phases.get(p)) for p, b in seen.items()]
        het = heterozygosity(sites)
        return set(as_names(possible_pairs(fitting_alleles(table.alleles, sites, het), het)))

    assert found(phase) <= found({})


@pytest.mark.parametrize(
    ("gene", "diplotype", "others"),
    [
        (fact.gene, fact.key, fact.value.split("|"))
        for fact in genes().special
        if fact.kind == "phase_ambiguity" and fact.gene not in ("G6PD",)
    ],
)
def test_documented_phase_ambiguities_are_all_candidates(
    gene: str, diplotype: str, others: list[str]
) -> None:
    first, second = diplotype.split("/")
    plain = {c.diplotype for c in call_gene(gene, gene_reading(gene, (first, second))).candidates}
    shown = {c.diplotype for c in call_gene(gene, with_either_base_shown(gene, (first, second))).candidates}
    assert {diplotype, *others} <= plain or {diplotype, *others} <= shown


def with_either_base_shown(gene: str, pair: tuple[str, str]) -> GenomeReading:
    """The person whose strands show the changed base wherever an allele accepts either base."""
    reference = allele_table(gene).reference
    cells = {row.name: dict(row.changes) for row in genes().alleles_of[gene]}
    strands = [strand_of(gene, name) for name in pair]
    for strand, name in zip(strands, pair, strict=True):
        for position, cell in cells[name].items():
            if cell in AMBIGUITY:
                strand[position] = next(base for base in AMBIGUITY[cell] if base != reference[position])
    changed = {position: (strands[0][position], strands[1][position]) for position in reference}
    return gene_reading(gene, pair, changed=changed)


def test_phase_separates_what_no_phase_cannot() -> None:
    unphased = call_gene("TPMT", gene_reading("TPMT", ("*1", "*3A")))
    assert unphased.state == "ambiguous"
    assert unphased.diplotypes == ("*1/*3A",)
    assert set(unphased.phenotypes) == {"Intermediate Metabolizer", "Poor Metabolizer"}
    phased = call_gene("TPMT", gene_reading("TPMT", ("*1", "*3A"), phased=True))
    assert (phased.state, phased.phenotypes) == ("called", ("Intermediate Metabolizer",))


def test_sites_of_different_phase_sets_are_not_phased_together() -> None:
    reading = gene_reading("TPMT", ("*1", "*3A"), phased=True)
    apart = [
        call
        if call.phase is None
        else type(call)(call.gene, call.pos38, call.bases, f"PS{call.pos38}", call.origin)
        for call in reading.sites
    ]
    assert call_gene("TPMT", with_sites(apart)).state == "ambiguous"


def test_an_either_base_cell_scores_only_where_the_strand_shows_the_change() -> None:
    site_of_two = site("rs58973490")
    plain = call_gene("CYP2C19", gene_reading("CYP2C19", ("*2", "*2")))
    changed = call_gene(
        "CYP2C19", gene_reading("CYP2C19", ("*2", "*2"), changed={site_of_two.pos38: ("A", "A")})
    )
    assert AMBIGUITY["R"] == "AG"
    assert plain.diplotypes == changed.diplotypes == ("*2/*2",)
    assert changed.candidates[0].score == plain.candidates[0].score + 2


def test_untested_sites_are_dropped_and_alleles_that_become_equal_tie() -> None:
    without = site("rs3758581").pos38
    result = call_gene("CYP2C19", gene_reading("CYP2C19", ("*1", "*1"), keep=lambda s: s.pos38 != without))
    assert set(result.diplotypes) == {"*1/*1", "*1/*38", "*38/*38"}
    assert result.phenotypes == ("Normal Metabolizer",)
    assert result.state == "called_with_limits"


def test_the_largest_gene_stays_fast() -> None:
    names = [row.name for row in genes().alleles_of["RYR1"]]
    reading = gene_reading("RYR1", (names[5], names[200]))
    started = time.process_time()
    call_gene("RYR1", reading)
    assert time.process_time() - started < 0.5
