"""What guidelines say about a medicine: exact rows, honest limits, "usual" only on tested genes."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from importlib.resources import files

import pytest

from mendly_core.genes import (
    GeneResult,
    Guidance,
    call_gene,
    find_ingredient,
    guidance_for,
    ingredients,
    lab_result,
    phenoconversion_notes,
)
from tests.core.genes.files import gene_reading, genome, site, with_sites

EMPTY = with_sites([])


def raw_rows() -> list[dict[str, str]]:
    text = files("mendly_core.genes.knowledge.tables").joinpath("recommendations.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def result(gene: str, first: str, second: str, **options: object) -> GeneResult:
    return call_gene(gene, gene_reading(gene, (first, second), phased=True, **options))  # type: ignore[arg-type]


def only(ingredient: str, *results: GeneResult) -> Guidance:
    (found,) = guidance_for(ingredient, {entry.gene: entry for entry in results})
    return found


@pytest.mark.parametrize(
    ("ingredient", "results", "action"),
    [
        ("clopidogrel", [result("CYP2C19", "*2", "*2")], "avoid"),
        ("clopidogrel", [result("CYP2C19", "*1", "*1")], "usual"),
        ("omeprazole", [result("CYP2C19", "*1", "*1")], "usual"),
        ("simvastatin", [result("SLCO1B1", "*1", "*5")], "use_alternative"),
        ("abacavir", [lab_result("HLA-B", diplotype="*57:01/*08:01")], "contraindicated"),
        ("abacavir", [lab_result("HLA-B", diplotype="*07:02/*08:01")], "usual"),
        ("codeine", [lab_result("CYP2D6", diplotype="*4/*4")], "avoid"),
        ("codeine", [lab_result("CYP2D6", diplotype="*1x3/*1")], "avoid"),
        ("codeine", [lab_result("CYP2D6", diplotype="*1/*2")], "usual"),
        ("azathioprine", [result("TPMT", "*1", "*1"), result("NUDT15", "*3", "*3")], "use_alternative"),
        ("rasburicase", [result("G6PD", "B (reference)", "B (reference)")], "usual"),
    ],
)
def test_known_advice(ingredient: str, results: list[GeneResult], action: str) -> None:
    guidance = only(ingredient, *results)
    assert guidance.verdict == "advice"
    assert guidance.action == action
    assert all(row.genes == tuple(use.gene for use in guidance.genes) for row in guidance.advice)


def test_every_row_of_the_table_is_found_by_its_own_keys_and_by_no_other() -> None:
    keyed: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for row in raw_rows():
        keyed[tuple(row[key] for key in ("ingredient", "gene1", "lookup1", "gene2", "lookup2"))].add(
            (row["population"], row["action"])
        )
    blank = call_gene("CYP2C19", EMPTY)
    for (ingredient, gene1, lookup1, gene2, lookup2), expected in keyed.items():
        results = {
            gene: replace(
                blank, gene=gene, state="called", reason="complete", origin="lab", lookups=(lookup,)
            )
            for gene, lookup in ((gene1, lookup1), (gene2, lookup2))
            if gene and lookup != "No Result"
        }
        group = tuple(gene for gene in (gene1, gene2) if gene)
        guidance = next(
            entry
            for entry in guidance_for(ingredient, results)
            if tuple(use.gene for use in entry.genes) == group
        )
        found = {(row.population, row.action) for row in guidance.advice}
        tested = len(results) == len(group)
        if tested or guidance.verdict == "no_guidance":
            assert found == expected
        else:
            assert found == {(population, action) for population, action in expected if action != "usual"}


def test_an_untested_partner_gene_is_no_result_and_forbids_usual() -> None:
    alone = only("amitriptyline", result("CYP2C19", "*1", "*1"), call_gene("CYP2D6", EMPTY))
    assert (alone.verdict, alone.action, alone.advice) == ("cannot_tell", None, ())
    assert "gene_not_tested:CYP2D6" in alone.limits
    poor = only("amitriptyline", result("CYP2C19", "*2", "*2"))
    assert (poor.verdict, poor.action) == ("advice", "avoid")
    assert poor.advice[0].lookups == ("Poor Metabolizer", "No Result")
    carbamazepine = only("carbamazepine", lab_result("HLA-A", diplotype="*01:01/*02:01"))
    assert (carbamazepine.verdict, carbamazepine.action) == ("cannot_tell", None)


def test_a_gene_that_files_cannot_show_gives_not_tested_and_never_normal() -> None:
    guidance = only("codeine", call_gene("CYP2D6", genome({"CYP2D6": ("*1", "*1")})))
    assert (guidance.verdict, guidance.action, guidance.advice) == ("not_tested", None, ())
    assert guidance.genes[0].state == "not_callable"
    assert only("codeine").verdict == "not_tested"


def test_usual_needs_every_tier_one_site_and_says_what_else_was_not_seen() -> None:
    without_tier1 = result("CYP2C19", "*1", "*1", keep=lambda entry: entry.rsid != "rs4986893")
    assert only("clopidogrel", without_tier1).verdict == "cannot_tell"
    assert "tier1_not_seen:CYP2C19" in only("clopidogrel", without_tier1).limits
    without_rare = result("CYP2C19", "*1", "*1", keep=lambda entry: entry.rsid != "rs41291556")
    kept = only("clopidogrel", without_rare)
    assert (kept.verdict, kept.action) == ("advice", "usual")
    assert "sites_not_seen:CYP2C19" in kept.limits


@pytest.mark.parametrize(
    ("ingredient", "gene", "allele", "missing"),
    [
        ("simvastatin", "SLCO1B1", "*1", "rs4149056"),
        ("rasburicase", "G6PD", "B (reference)", "rs1050828"),
        ("efavirenz", "CYP2B6", "*1", "rs28399499"),
        ("atazanavir", "UGT1A1", "*1", "rs3064744"),
    ],
)
def test_without_a_tier_one_list_every_reduced_allele_must_be_ruled_out(
    ingredient: str, gene: str, allele: str, missing: str
) -> None:
    guidance = only(ingredient, result(gene, allele, allele, keep=lambda entry: entry.rsid != missing))
    assert (guidance.verdict, guidance.action) == ("cannot_tell", None)
    assert f"reduced_not_ruled_out:{gene}" in guidance.limits


def test_a_finding_is_kept_with_limits() -> None:
    found = result("CYP2C19", "*2", "*2", keep=lambda entry: entry.rsid != "rs4986893")
    guidance = only("clopidogrel", found)
    assert (guidance.verdict, guidance.action) == ("advice", "avoid")
    assert "sites_not_seen:CYP2C19" in guidance.limits


def test_candidates_with_other_actions_cannot_be_told_apart() -> None:
    ambiguous = call_gene("TPMT", gene_reading("TPMT", ("*1", "*3A")))
    guidance = only("mercaptopurine", ambiguous, result("NUDT15", "*1", "*1"))
    assert (guidance.verdict, guidance.action) == ("cannot_tell", None)
    assert "candidates_differ:TPMT" in guidance.limits
    assert {row.lookups[1] for row in guidance.advice} == {"Intermediate Metabolizer", "Poor Metabolizer"}


def test_all_populations_are_shown_and_the_gravest_action_leads() -> None:
    guidance = only("clopidogrel", result("CYP2C19", "*2", "*2"))
    assert {row.population for row in guidance.advice} == {
        "cardiac_acs_or_pci",
        "cardiac_other",
        "neurovascular",
    }
    assert "depends_on_use" in guidance.limits


@pytest.mark.parametrize("ingredient", ["ondansetron", "tropisetron"])
def test_withdrawn_rows_give_no_action(ingredient: str) -> None:
    guidance = only(ingredient, lab_result("CYP2D6", phenotype="ultrarapid metaboliser"))
    assert (guidance.verdict, guidance.action) == ("no_guidance", None)
    assert "withdrawn" in guidance.limits
    assert all(row.withdrawn for row in guidance.advice)


def test_no_row_is_no_guidance() -> None:
    unknown_copies = lab_result("CYP2D6", diplotype="*1xN/*2")
    assert only("codeine", unknown_copies).verdict == "no_guidance"
    without_star3 = guidance_for("warfarin", {"CYP4F2": result("CYP4F2", "*1", "*1")})
    assert [entry.verdict for entry in without_star3] == ["not_tested", "no_guidance", "not_tested"]
    assert guidance_for("siponimod", {}) == ()
    assert guidance_for("no such medicine", {}) == ()


def test_warfarin_is_one_entry_per_gene_and_never_usual() -> None:
    results = {
        entry.gene: entry
        for entry in (
            result("CYP2C9", "*1", "*3"),
            result("CYP4F2", "*1", "*3"),
            result("VKORC1", "rs9923231 reference (C)", "rs9923231 variant (T)"),
        )
    }
    guidance = guidance_for("Warfarin ", results)
    assert [entry.genes[0].gene for entry in guidance] == ["CYP2C9", "CYP4F2", "VKORC1"]
    assert {entry.action for entry in guidance} == {"adjust_dose"}


def test_hla_alleles_count_only_for_their_own_medicines() -> None:
    typed = lab_result("HLA-B", diplotype="*57:01/*08:01")
    assert only("allopurinol", typed).action == "usual"
    single = lab_result("HLA-B", diplotype="*57:01")
    assert only("abacavir", single).action == "contraindicated"
    assert only("allopurinol", single).verdict == "not_tested"


def test_cftr_without_a_finding_needs_every_site() -> None:
    reference = "ivacaftor non-responsive CFTR sequence"
    full = only("ivacaftor", result("CFTR", reference, reference))
    assert (full.verdict, full.action) == ("advice", "avoid")
    assert "cystic_fibrosis_only" in full.limits
    partial = only(
        "ivacaftor", result("CFTR", reference, reference, keep=lambda entry: entry.rsid != "rs397508256")
    )
    assert (partial.verdict, partial.action) == ("cannot_tell", None)
    found = result("CFTR", reference, "A120T", keep=lambda entry: entry.rsid != "rs397508256")
    assert (found.state, only("ivacaftor", found).action) == ("called_with_limits", "usual")


def test_malignant_hyperthermia_genes_without_a_finding_give_no_guidance() -> None:
    guidance = only(
        "sevoflurane", result("RYR1", "Reference", "Reference"), result("CACNA1S", "Reference", "Reference")
    )
    assert guidance.verdict == "no_guidance"
    risk = only("sevoflurane", result("CACNA1S", "Reference", "c.520C>T"))
    assert (risk.verdict, risk.action) == ("advice", "contraindicated")


def test_undocumented_bases_and_single_site_readings_never_carry_usual() -> None:
    change = {site("rs1800460").pos38: ("C", "G")}
    tpmt = call_gene("TPMT", gene_reading("TPMT", ("*1", "*1"), changed=change))
    guidance = only("azathioprine", tpmt, result("NUDT15", "*1", "*1"))
    assert guidance.action != "usual"
    leading = {site("rs56101265").pos38: ("T", "G")}
    slco1b1 = call_gene("SLCO1B1", gene_reading("SLCO1B1", ("*1", "*1"), changed=leading))
    assert slco1b1.phenotypes == ("Normal Function",)
    assert only("simvastatin", slco1b1).verdict == "cannot_tell"


def test_rows_older_than_their_guideline_say_so() -> None:
    guidance = only("azathioprine", result("TPMT", "*3C", "*3C"), result("NUDT15", "*1", "*1"))
    assert {row.guideline_year for row in guidance.advice} == {"2018"}


@pytest.mark.parametrize(
    ("text", "ingredient"),
    [
        ("clopidogrel", "clopidogrel"),
        ("Plavix", "clopidogrel"),
        ("PLAVIX 75 mg tablets", "clopidogrel"),
        ("escitalopram oxalate 10 mg", "escitalopram"),
        ("peginterferon alfa-2a", "peginterferon alfa-2a"),
        ("valproic  acid", "valproic acid"),
        ("water", None),
        ("", None),
        ("codeine with warfarin", None),
    ],
)
def test_medicines_are_found_by_generic_and_brand_name(text: str, ingredient: str | None) -> None:
    found = find_ingredient(text)
    assert (found.ingredient if found else None) == ingredient


def test_ingredients_carry_codes_and_uses() -> None:
    listed = ingredients()
    assert len(listed) == 107
    assert [drug.ingredient for drug in listed] == sorted(drug.ingredient for drug in listed)
    assert all(drug.rxnorm for drug in listed if drug.ingredient != "ribostamycin")
    assert all(drug.group and drug.uses for drug in listed)


def test_a_medicine_that_changes_an_enzyme_is_noted_for_the_others() -> None:
    (note,) = phenoconversion_notes(["Paroxetine", "codeine", "metoprolol", "nortriptyline"])
    assert (note.ingredient, note.gene) == ("paroxetine", "CYP2D6")
    assert note.affects == ("codeine", "metoprolol", "nortriptyline")
    assert note.score_rule_for == ("codeine", "metoprolol")
    assert phenoconversion_notes(["paroxetine"]) == ()
    assert phenoconversion_notes([]) == ()
