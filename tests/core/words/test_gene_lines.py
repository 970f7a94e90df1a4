"""One plain line per gene: every phenotype of the gene facts, in every state."""

from dataclasses import replace

import pytest

from mendly_core.genes import GeneResult, lab_result
from mendly_core.genes.knowledge import genes
from mendly_core.words import gene_line, gene_role, grade, say
from mendly_core.words.checks import claims_usual, text_problems
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.gene_words import GENES, Pace, find
from mendly_core.words.grade import mask_names
from tests.core.words.guidances import from_file, lab_results

NAMES = ("ivacaftor", "warfarin", *GENES)
USUAL_PHENOTYPES = {"Normal Metabolizer", "Normal Function", "Normal", "-1639 GG"}


def file_result(gene: str, phenotype: str, state: str, reason: str, **more: bool) -> GeneResult:
    return from_file(lab_result(gene, phenotype=phenotype), state, reason, **more)


def test_every_gene_of_the_tables_has_a_role_in_both_languages() -> None:
    assert set(GENES) == set(genes().genes)
    for gene in genes().genes:
        for language in LANGUAGES:
            assert grade(gene_role(gene, language), language).longest_sentence <= 20


def test_every_phenotype_of_the_tables_has_a_sentence_of_its_own() -> None:
    for gene in genes().genes:
        if gene.startswith("HLA"):
            continue
        for rule in genes().phenotypes_of.get(gene, ()):
            finding = find(gene, rule.phenotype)
            assert (finding.key == "genes.unclear") == (rule.phenotype == "Indeterminate"), (
                gene,
                rule.phenotype,
            )


def test_phenotypes_of_one_gene_never_share_a_sentence() -> None:
    for gene in genes().genes:
        phenotypes = {rule.phenotype for rule in genes().phenotypes_of.get(gene, ())}
        lines = {gene_line(lab_result(gene, phenotype=phenotype), "en") for phenotype in phenotypes}
        assert len(lines) == len(phenotypes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_passes_the_text_checks_in_every_state(language: Language) -> None:
    lines = []
    for result in lab_results():
        lines.append(gene_line(result, language))
        for reason in ("sites_not_seen", "sites_assumed", "undocumented_base", "single_site_only"):
            lines += [
                gene_line(from_file(result, "called_with_limits", reason, tier_one_seen=seen), language)
                for seen in (True, False)
            ]
        for state, reason in (
            ("ambiguous", "candidates_differ"),
            ("not_tested", "half_call"),
            ("not_tested", "no_site_seen"),
            ("not_tested", "copies_contradict"),
            ("not_callable", "lab_only"),
            ("not_callable", "no_match"),
            ("not_callable", "undocumented_base"),
        ):
            lines.append(gene_line(from_file(result, state, reason), language))
    markers = [
        f"{gene}{name}" for gene in ("HLA-A", "HLA-B") for name in ("*15:02", "*31:01", "*57:01", "*58:01")
    ]
    for line in set(lines):
        assert text_problems(mask_names(line, (*markers, *NAMES)), language) == ()
    assert grade("\n".join(set(lines)), language, (*markers, *NAMES)).passes


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_usual_is_said_of_called_results_only(language: Language) -> None:
    for result in lab_results():
        usual = result.phenotypes[0] in USUAL_PHENOTYPES
        assert claims_usual([gene_line(result, language)], language) <= usual
        for seen in (True, False):
            partly = from_file(result, "called_with_limits", "sites_not_seen", tier_one_seen=seen)
            assert not claims_usual([gene_line(partly, language)], language)


def test_nothing_found_with_limits_says_where_it_looked() -> None:
    partly = file_result("TPMT", "Normal Metabolizer", "called_with_limits", "sites_not_seen")
    assert gene_line(partly, "en") == "In TPMT, no change was found in the places this file shows."
    assert gene_line(partly, "es") == "En TPMT no vimos cambios en los lugares que muestra este archivo."


def test_an_unseen_well_known_change_means_the_file_cannot_tell() -> None:
    partly = file_result(
        "TPMT", "Normal Metabolizer", "called_with_limits", "sites_not_seen", tier_one_seen=False
    )
    assert gene_line(partly, "en") == "This file cannot tell how your TPMT gene works. It misses key places."


def test_a_finding_stands_even_where_other_places_were_not_seen() -> None:
    partly = file_result(
        "TPMT", "Poor Metabolizer", "called_with_limits", "sites_not_seen", tier_one_seen=False
    )
    assert gene_line(partly, "en") == (
        "Your TPMT gene works very little or not at all. Your file shows only part of TPMT."
    )


def test_a_change_of_unknown_meaning_is_said_and_never_hidden_behind_nothing_found() -> None:
    usual = file_result("TPMT", "Normal Metabolizer", "called_with_limits", "undocumented_base")
    assert gene_line(usual, "en").startswith("We saw a change of unknown meaning in TPMT.")
    slow = file_result("TPMT", "Intermediate Metabolizer", "called_with_limits", "undocumented_base")
    assert gene_line(slow, "en") == (
        "Your TPMT gene works slower than usual. We also saw a change of unknown meaning in TPMT."
    )


def test_assumed_places_are_named_as_assumed() -> None:
    assumed = file_result("TPMT", "Normal Metabolizer", "called_with_limits", "sites_assumed")
    assert "counted as unchanged" in gene_line(assumed, "en")


def test_surgery_genes_and_cftr_never_reassure() -> None:
    for gene in ("RYR1", "CACNA1S"):
        line = gene_line(lab_result(gene, phenotype="Uncertain Susceptibility"), "en")
        assert "does not rule out" in line
    line = gene_line(lab_result("CFTR", phenotype="ivacaftor non-responsive in CF patients"), "en")
    assert line.endswith("This says nothing else about your health.")


def test_hla_types_found_and_not_found_are_told_apart() -> None:
    result = lab_result("HLA-B", diplotype="*57:01/*07:02")
    assert gene_line(result, "en") == (
        "Your lab found HLA-B*57:01. With it, some medicines can cause a severe reaction. "
        "Your lab did not find HLA-B*15:02, HLA-B*58:01. Other causes of a reaction were not looked at."
    )
    file = from_file(result, "not_callable", "lab_only")
    assert gene_line(file, "en") == "This file cannot tell your HLA-B result. A lab test can."


def test_genes_without_a_phenotype_table_are_read_by_their_look_up() -> None:
    carried = lab_result("CYP4F2", diplotype="*1/*3")
    assert gene_line(carried, "en").startswith("We found a change in CYP4F2.")
    absent = lab_result("CYP4F2", diplotype="*1/*1")
    assert gene_line(absent, "en") == "We did not find the CYP4F2 change that counts for warfarin."
    partly = from_file(absent, "called_with_limits", "sites_not_seen")
    assert gene_line(partly, "en") == "In CYP4F2, no change was found in the places this file shows."
    better = lab_result("IFNL3", diplotype="rs12979860 reference (C)/rs12979860 reference (C)")
    less = lab_result("IFNL3", diplotype="rs12979860 reference (C)/rs12979860 variant (T)")
    assert gene_line(better, "en").endswith("tend to work better.")
    assert gene_line(less, "en").endswith("tend to work less well.")


def test_a_hearing_change_in_a_file_is_shown_as_found_and_to_be_confirmed() -> None:
    result = replace(
        from_file(lab_result("MT-RNR1", diplotype="m.1555A>G"), "not_callable", "lab_only"),
        phenotypes=(),
        lookups=(),
        variants=("m.1555A>G",),
    )
    assert gene_line(result, "en") == (
        "We found a change in MT-RNR1. With it, some antibiotics can harm your hearing. "
        "A lab should confirm it."
    )
    nothing = replace(result, variants=())
    assert gene_line(nothing, "en") == "This file cannot tell your MT-RNR1 result. A lab test can."


def test_half_read_genes_show_a_change_without_a_verdict() -> None:
    result = replace(
        file_result("DPYD", "Intermediate Metabolizer", "not_tested", "half_call"),
        phenotypes=(),
        lookups=(),
        variants=("c.1905+1G>A (*2A)",),
    )
    assert gene_line(result, "en").startswith("We saw a change in DPYD, but not enough")


def test_a_laboratory_that_contradicts_itself_is_not_chosen_from() -> None:
    result = lab_result("CYP2C19", phenotype="Poor Metabolizer", diplotype="*1/*1")
    assert result.reason == "lab_conflict"
    assert gene_line(result, "en") == "Your lab gave two answers for CYP2C19 that do not agree."


def test_an_unknown_phenotype_is_told_as_not_yet_known() -> None:
    odd = replace(lab_result("CYP2C19", phenotype="Poor Metabolizer"), phenotypes=("Sparkling Metabolizer",))
    assert gene_line(odd, "en") == say("genes.unclear", "en", gene="CYP2C19")
    assert find("NO-SUCH-GENE", "Poor Metabolizer").pace is Pace.UNCLEAR


def test_a_gene_that_mendly_does_not_read_has_no_role() -> None:
    with pytest.raises(KeyError):
        gene_role("BRCA1", "en")
