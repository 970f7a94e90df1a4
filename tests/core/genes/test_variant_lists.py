"""DPYD and RYR1: variants instead of star alleles, and the two HapB3 sites."""

from __future__ import annotations

import pytest

from mendly_core.genes import GeneResult, SiteCall, call_gene
from mendly_core.genes.knowledge import genes
from tests.core.genes.files import gene_reading, site, with_sites

HAPB3 = "c.1129-5923C>G, c.1236G>A (HapB3)"
INTRONIC, EXONIC = site("rs75017182"), site("rs56038477")
STAR_2A = "c.1905+1G>A (*2A)"


def dpyd(
    changes: dict[str, tuple[str, str]], phases: dict[str, str] | None = None, drop: str = ""
) -> GeneResult:
    """DPYD with the given bases at named sites, reference elsewhere."""
    calls = [
        SiteCall(
            "DPYD",
            entry.pos38,
            changes.get(entry.rsid, (entry.ref38, entry.ref38)),
            (phases or {}).get(entry.rsid),
            "record",
        )
        for entry in genes().sites_of["DPYD"]
        if entry.rsid != drop
    ]
    return call_gene("DPYD", with_sites(calls))


@pytest.mark.parametrize(
    ("intronic", "exonic", "diplotypes", "score", "warnings"),
    [
        (("G", "C"), ("C", "T"), (f"Reference/{HAPB3}",), "1.5", ()),
        (("C", "C"), ("T", "T"), (f"{HAPB3}/{HAPB3}",), "1.0", ()),
        (("G", "C"), ("C", "C"), ("Reference/c.1129-5923C>G",), "1.5", ()),
        (("G", "G"), ("C", "T"), ("Reference/Reference",), "2.0", ("hapb3_sites_disagree",)),
        (("C", "C"), ("C", "T"), (f"c.1129-5923C>G/{HAPB3}",), "1.0", ()),
        (("G", "C"), ("T", "T"), (f"Reference/{HAPB3}",), "1.5", ("hapb3_sites_disagree",)),
    ],
)
def test_the_intronic_site_decides_about_hapb3(
    intronic: tuple[str, str],
    exonic: tuple[str, str],
    diplotypes: tuple[str, ...],
    score: str,
    warnings: tuple[str, ...],
) -> None:
    result = dpyd({"rs75017182": intronic, "rs56038477": exonic})
    assert (result.diplotypes, result.activity_scores, result.warnings) == (diplotypes, (score,), warnings)


def test_one_hapb3_site_alone() -> None:
    exonic_only = dpyd({"rs56038477": ("C", "T")}, drop="rs75017182")
    assert exonic_only.diplotypes == (f"Reference/{HAPB3}",)
    assert exonic_only.warnings == ("hapb3_exonic_only",)
    assert exonic_only.state == "called_with_limits"
    intronic_only = dpyd({"rs75017182": ("G", "C")}, drop="rs56038477")
    assert (intronic_only.diplotypes, intronic_only.activity_scores) == (
        ("Reference/c.1129-5923C>G",),
        ("1.5",),
    )


def test_hapb3_follows_phase() -> None:
    apart = dpyd(
        {"rs75017182": ("G", "C"), "rs56038477": ("T", "C")}, {"rs75017182": "common", "rs56038477": "common"}
    )
    assert apart.diplotypes == ("Reference/c.1129-5923C>G",)
    assert apart.warnings == ("hapb3_sites_disagree",)


def test_unphased_variants_are_a_flat_list_and_the_two_lowest_values_count() -> None:
    result = dpyd({"rs3918290": ("C", "T"), "rs67376798": ("T", "A"), "rs1801265": ("A", "G")})
    assert result.diplotypes == ()
    assert set(result.variants) == {STAR_2A, "c.2846A>T", "c.85T>C (*9A)"}
    assert (result.activity_scores, result.phenotypes) == (("0.5",), ("Poor Metabolizer",))


def test_phased_variants_count_one_per_strand() -> None:
    same = {"rs3918290": ("C", "T"), "rs67376798": ("T", "A")}
    phases = dict.fromkeys(same, "common")
    together = dpyd(same, phases)
    assert together.diplotypes == (f"Reference/[{STAR_2A} + c.2846A>T]",)
    assert (together.activity_scores, together.phenotypes) == (("1.0",), ("Intermediate Metabolizer",))
    apart = dpyd({"rs3918290": ("C", "T"), "rs67376798": ("A", "T")}, phases)
    assert apart.diplotypes == (f"{STAR_2A}/c.2846A>T",)
    assert apart.activity_scores == ("0.5",)


def test_different_phase_sets_give_every_arrangement() -> None:
    result = dpyd(
        {"rs3918290": ("C", "T"), "rs67376798": ("T", "A")}, {"rs3918290": "PS1", "rs67376798": "PS2"}
    )
    assert len(result.diplotypes) == 2
    assert set(result.activity_scores) == {"0.5", "1.0"}
    assert result.state == "ambiguous"


def test_a_homozygous_variant_counts_twice_in_a_list() -> None:
    result = dpyd({"rs1801265": ("G", "G"), "rs3918290": ("C", "T"), "rs67376798": ("T", "A")})
    assert sorted(result.variants).count("c.85T>C (*9A)") == 2
    assert result.phenotypes == ("Poor Metabolizer",)


def test_two_sites_show_the_exact_pair_where_one_is_homozygous() -> None:
    result = dpyd({"rs1801265": ("G", "G")})
    assert result.diplotypes == ("c.85T>C (*9A)/c.85T>C (*9A)",)
    assert (result.state, result.phenotypes) == ("called", ("Normal Metabolizer",))


def test_ryr1_counts_risk_variants_first() -> None:
    risky = [
        row for row in genes().alleles_of["RYR1"] if row.function == "mh_associated" and len(row.changes) == 1
    ]
    unknown = [
        row for row in genes().alleles_of["RYR1"] if row.function == "unassigned" and len(row.changes) == 1
    ]
    reading = gene_reading("RYR1", ("Reference", "Reference"))
    changed = {risky[0].changes[0], unknown[0].changes[0], unknown[1].changes[0]}
    calls = [
        SiteCall(
            call.gene,
            call.pos38,
            (call.bases[0], dict(changed).get(call.pos38, call.bases[0])),
            None,
            "record",
        )
        for call in reading.sites
    ]
    result = call_gene("RYR1", with_sites(calls))
    assert len(result.variants) == 3
    assert result.phenotypes == ("Malignant Hyperthermia Susceptibility",)


def test_a_phased_exonic_site_keeps_its_phase_beside_an_unchanged_intronic_one() -> None:
    changes = {"rs75017182": ("C", "C"), "rs56038477": ("C", "T"), "rs3918290": ("C", "T")}
    phased = dpyd(changes, {"rs56038477": "common", "rs3918290": "common"})
    assert phased.diplotypes == (f"[{HAPB3} + {STAR_2A}]/c.1129-5923C>G",)
    assert dpyd(changes).diplotypes == ()
