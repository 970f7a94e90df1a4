"""The five states, and what each of them names. Absent is never normal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import GeneResult, SiteCall, SiteGap, call_gene, call_genes, guidance_for, ingredients
from mendly_core.genes.alleles import REDUCED_FUNCTIONS
from mendly_core.genes.knowledge import Site, genes
from tests.core.genes.files import gene_reading, genome, site, with_sites

FIVE = {"called", "called_with_limits", "ambiguous", "not_tested", "not_callable"}
NORMAL_WORDS = ("Normal", "ivacaftor non-responsive")


def without(*names: str) -> Callable[[Site], bool]:
    positions = {site(name).pos38 for name in names}

    def keep(entry: Site) -> bool:
        return entry.pos38 not in positions

    return keep


def called(gene: str, pair: tuple[str, str], **options: object) -> GeneResult:
    return call_gene(gene, gene_reading(gene, pair, **options))  # type: ignore[arg-type]


def test_every_gene_has_a_result_and_no_reading_gives_any_normal() -> None:
    results = call_genes(with_sites([]))
    assert [result.gene for result in results] == list(genes().genes)
    assert {result.state for result in results} == {"not_tested", "not_callable"}
    assert not any(result.phenotypes or result.lookups for result in results)
    assert all(len(result.not_seen) == result.total for result in results)


def test_called_needs_every_site_of_every_changed_allele() -> None:
    full = called("CYP2C19", ("*1", "*1"))
    assert (full.state, full.reason, full.phenotypes) == ("called", "complete", ("Normal Metabolizer",))
    assert full.cannot_rule_out == full.invisible == ("*36", "*37")
    less = called("CYP2C19", ("*1", "*1"), keep=without("rs41291556"))
    assert (less.state, less.reason) == ("called_with_limits", "sites_not_seen")
    assert "*8" in less.cannot_rule_out
    assert less.not_seen == ("rs41291556",)
    assert (len(less.seen), less.total) == (34, 35)


def test_a_promoter_site_that_was_not_seen_names_the_rapid_allele_and_keeps_it_out_of_the_phenotype() -> None:
    result = called("CYP2C19", ("*1", "*1"), keep=without("rs12248560"))
    assert result.phenotypes == ("Normal Metabolizer",)
    assert "*17" in result.cannot_rule_out
    hidden = {candidate.diplotype for candidate in result.candidates if not candidate.supported}
    assert {"*1/*17", "*17/*17"} <= hidden


def test_alleles_contradicted_by_a_seen_site_are_ruled_out() -> None:
    result = called("CYP2C19", ("*1", "*1"), keep=without("rs58973490"))
    assert "*2" not in result.cannot_rule_out
    first = result.tier1[0]
    assert (first.allele, first.seen, first.missing) == ("*2", False, ("rs58973490",))


def test_a_tie_between_alleles_of_other_function_is_ambiguous() -> None:
    result = called("CYP2C19", ("*1", "*17"), keep=without("rs28399504"))
    assert result.state == "ambiguous"
    assert set(result.phenotypes) == {"Rapid Metabolizer", "Intermediate Metabolizer"}


@pytest.mark.parametrize(
    ("gene", "pair", "keep", "reason"),
    [
        ("VKORC1", ("rs9923231 reference (C)",) * 2, lambda _: False, "no_site_seen"),
        ("NAT2", ("*1", "*1"), without("rs1208"), "required_site_missing"),
    ],
)
def test_missing_sites_leave_a_gene_untested(
    gene: str, pair: tuple[str, str], keep: object, reason: str
) -> None:
    result = called(gene, pair, keep=keep)
    assert (result.state, result.reason, result.phenotypes) == ("not_tested", reason, ())


def test_no_match_says_so() -> None:
    position = site("rs4244285").pos38
    result = called(
        "CYP2C19", ("*1", "*1"), changed={position: ("A", "A"), site("rs12769205").pos38: ("A", "A")}
    )
    assert (result.state, result.reason) == ("not_callable", "no_match")


def test_an_undocumented_base_is_never_normal() -> None:
    refused = called("CYP2C19", ("*1", "*1"), changed={site("rs4986893").pos38: ("G", "T")})
    assert (refused.state, refused.reason, refused.diplotypes) == ("not_callable", "undocumented_base", ())
    unchanged = called("TPMT", ("*1", "*1"), changed={site("rs1800460").pos38: ("C", "G")})
    assert (unchanged.state, unchanged.reason) == ("not_callable", "undocumented_base")
    assert unchanged.diplotypes == ("*1/*1",)
    assert unchanged.phenotypes == ()
    assert {candidate.phenotype for candidate in unchanged.candidates} == {None}
    finding = called("TPMT", ("*3C", "*3C"), changed={site("rs1800462").pos38: ("C", "T")})
    assert (finding.state, finding.reason) == ("called_with_limits", "undocumented_base")
    assert finding.phenotypes == ("Poor Metabolizer",)
    assert "undocumented_base" in finding.warnings


def test_a_documented_base_beside_an_undocumented_one_is_kept() -> None:
    result = called("TPMT", ("*1", "*1"), changed={site("rs1800462").pos38: ("G", "T")})
    assert result.diplotypes == ("*1/*2",)


@pytest.mark.parametrize("gene", ["CYP2D6", "HLA-A", "HLA-B", "MT-RNR1"])
def test_genes_of_the_laboratory_are_never_called_from_files(gene: str) -> None:
    result = call_gene(gene, genome({"CYP2D6": ("*4", "*4")}, phased=True))
    assert (result.state, result.reason) == ("not_callable", "lab_only")
    assert (result.diplotypes, result.phenotypes, result.lookups, result.candidates) == ((), (), (), ())
    assert not any(tick.seen for tick in result.tier1)


def test_a_mitochondrial_risk_variant_is_shown_as_found_only() -> None:
    found = call_gene("MT-RNR1", with_sites([SiteCall("MT-RNR1", 1555, ("G",), None, "record")]))
    assert (found.variants, found.state, found.phenotypes) == (("m.1555A>G",), "not_callable", ())
    assert found.warnings == ("share_of_copies_unknown",)
    absent = call_gene("MT-RNR1", with_sites([SiteCall("MT-RNR1", 1555, ("A",), None, "record")]))
    assert (absent.variants, absent.phenotypes) == ((), ())


@pytest.mark.parametrize(
    ("bases", "sex", "state", "diplotypes", "phenotypes"),
    [
        (("C",), None, "called", ("B (reference)",), ("Normal",)),
        (("T",), None, "called", ("A- 202A_376G",), ("Deficient",)),
        (("T", "T"), "male", "called", ("A- 202A_376G",), ("Deficient",)),
        (("T", "T"), None, "called", ("A- 202A_376G/A- 202A_376G",), ("Deficient",)),
        (("C", "T"), "male", "not_tested", (), ()),
    ],
)
def test_g6pd_goes_by_copies_of_x(
    bases: tuple[str, ...],
    sex: str | None,
    state: str,
    diplotypes: tuple[str, ...],
    phenotypes: tuple[str, ...],
) -> None:
    with_a = {"C": "T", "T": "C"}
    calls = []
    for entry in genes().sites_of["G6PD"]:
        if entry.role != "define":
            continue
        shown = tuple(entry.ref38 for _ in bases)
        if entry.rsid == "rs1050828":
            shown = bases
        if entry.rsid == "rs1050829":
            shown = tuple(with_a[base] for base in bases)
        calls.append(SiteCall("G6PD", entry.pos38, shown, None, "record"))
    result = call_gene("G6PD", with_sites(calls), sex=sex)  # type: ignore[arg-type]
    assert (result.state, result.diplotypes, result.phenotypes) == (state, diplotypes, phenotypes)


def test_a_woman_with_one_deficient_copy_is_variable() -> None:
    result = called("G6PD", ("B (reference)", "Mediterranean, Dallas, Panama, Sassari, Cagliari, Birmingham"))
    assert result.phenotypes == ("Variable",)
    assert set(result.invisible) == {"Mediterranean Haplotype", "Villeurbanne"}


def test_slco1b1_without_a_star_call_is_read_at_its_leading_site_and_says_so() -> None:
    # *31 and *37 bases that belong to no star allele together
    result = called(
        "SLCO1B1", ("*1", "*5"), changed={site("rs56101265").pos38: ("C", "C")}, keep=lambda _: True
    )
    assert result.reason == "single_site_only"
    assert (result.state, result.diplotypes, result.phenotypes) == (
        "called_with_limits",
        ("*1/*5",),
        ("Decreased Function",),
    )
    assert result.warnings == ("single_site_only",)


def test_malignant_hyperthermia_genes_are_never_normal_and_one_variant_is_enough() -> None:
    for gene in ("RYR1", "CACNA1S"):
        assert called(gene, ("Reference", "Reference")).phenotypes == ("Uncertain Susceptibility",)
    assert called("CACNA1S", ("Reference", "c.520C>T")).phenotypes == (
        "Malignant Hyperthermia Susceptibility",
    )
    assert called("RYR1", ("Reference", "c.7522C>T")).phenotypes == ("Malignant Hyperthermia Susceptibility",)
    unknown = next(row.name for row in genes().alleles_of["RYR1"] if row.function == "unassigned")
    assert called("RYR1", ("Reference", unknown)).phenotypes == ("Indeterminate",)


def test_half_a_genotype_in_a_variant_list_gene_still_shows_what_was_found() -> None:
    reading = gene_reading("DPYD", ("Reference", "c.1905+1G>A (*2A)"), keep=without("rs67376798"))
    result = call_gene(
        "DPYD", with_sites(reading.sites, [SiteGap("DPYD", site("rs67376798").pos38, "half_call")])
    )
    assert (result.state, result.reason) == ("not_tested", "half_call")
    assert result.variants == ("c.1905+1G>A (*2A)",)
    itself = SiteGap("DPYD", site("rs3918290").pos38, "half_call", "T")
    assert call_gene("DPYD", with_sites([], [itself])).variants == ("c.1905+1G>A (*2A)",)


def is_normal(result: GeneResult) -> bool:
    return result.state == "called" and any(
        phenotype.startswith(NORMAL_WORDS) for phenotype in result.phenotypes
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_fewer_sites_never_add_normal(data: st.DataObject) -> None:
    gene = data.draw(
        st.sampled_from(sorted(g for g in genes().genes if "vcf" in genes().rules[g].callable_from))
    )
    names = st.sampled_from([row.name for row in genes().alleles_of[gene] if row.changes])
    reading = gene_reading(gene, (data.draw(names), data.draw(names)))
    dropped = data.draw(st.sets(st.sampled_from([call.pos38 for call in reading.sites])))
    fewer = call_gene(gene, with_sites(call for call in reading.sites if call.pos38 not in dropped))
    assert fewer.state in FIVE
    if is_normal(fewer):
        assert is_normal(call_gene(gene, reading))


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_usual_use_is_never_said_with_an_unseen_tier_one_site_of_reduced_function(
    data: st.DataObject,
) -> None:
    reading = genome({})
    positions = sorted({(call.gene, call.pos38) for call in reading.sites})
    dropped = data.draw(st.sets(st.sampled_from(positions), max_size=40))
    fewer = with_sites(call for call in reading.sites if (call.gene, call.pos38) not in dropped)
    results = {result.gene: result for result in call_genes(fewer)}
    seen = {(call.gene, call.pos38) for call in fewer.sites}
    functions = {(row.gene, row.name): row.function for rows in genes().alleles_of.values() for row in rows}
    for drug in ingredients():
        for guidance in guidance_for(drug.ingredient, results):
            if guidance.action != "usual" and not any(row.action == "usual" for row in guidance.advice):
                continue
            if guidance.verdict != "advice":
                continue
            for use in guidance.genes:
                unseen = [s for s in genes().sites_of[use.gene] if (s.gene, s.pos38) not in seen]
                reduced = [
                    name for s in unseen for name in s.tier1 if functions[(s.gene, name)] in REDUCED_FUNCTIONS
                ]
                assert not reduced
                assert use.state in ("called", "called_with_limits")
