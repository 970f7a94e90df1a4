"""Results that a laboratory reported, in the spellings laboratories use."""

from __future__ import annotations

import pytest

from mendly_core.genes import LabCallRefused, call_gene, disagrees, lab_result
from tests.core.genes.files import gene_reading

POOR, INTERMEDIATE, NORMAL, ULTRARAPID = (
    f"{kind} Metabolizer" for kind in ("Poor", "Intermediate", "Normal", "Ultrarapid")
)


@pytest.mark.parametrize(
    ("gene", "words", "diplotype", "phenotype", "lookup"),
    [
        ("CYP2D6", "*4/*4", "*4/*4", POOR, "0.0"),
        ("CYP2D6", "CYP2D6*4/*10", "*4/*10", INTERMEDIATE, "0.25"),
        ("CYP2D6", "CYP2D6 *4.024/CYP2D6 *1.001", "*1/*4", INTERMEDIATE, "1.0"),
        ("CYP2D6", "*1x2/*4", "*1x2/*4", NORMAL, "2.0"),
        ("CYP2D6", "*1x3/*1", "*1/*1x≥3", ULTRARAPID, "≥4.0"),
        ("CYP2D6", "*2x≥3/*4", "*2x≥3/*4", ULTRARAPID, "≥3.0"),
        ("CYP2D6", "*4x5/*1", "*1/*4x≥3", INTERMEDIATE, "1.0"),
        ("CYP2D6", "*36+*10/*1", "*1/*36+*10", NORMAL, "1.25"),
        ("CYP2D6", "*68+*4/*4", "*4/*68+*4", POOR, "0.0"),
        ("CYP2D6", "*36x2+*10x2/*5", "*5/*36x2+*10x2", INTERMEDIATE, "0.5"),
        ("CYP2D6", "*1/*22", "*1/*22", "Indeterminate", "n/a"),
        ("CYP2C9", "*1/*3", "*1/*3", INTERMEDIATE, "1.0"),
        ("CYP2C19", "CYP2C19*1/*17", "*1/*17", "Rapid Metabolizer", "Rapid Metabolizer"),
        ("DPYD", "*1/*2A", "Reference/c.1905+1G>A (*2A)", INTERMEDIATE, "1.0"),
        ("DPYD", "Reference/HapB3", "Reference/c.1129-5923C>G, c.1236G>A (HapB3)", INTERMEDIATE, "1.5"),
        ("G6PD", "B (reference)", "B (reference)", "Normal", "Normal"),
        ("G6PD", "Telti/Kobe", "Telti, Kobe", "Deficient with CNSHA", "Deficient with CNSHA"),
        ("G6PD", "B (reference)/Telti/Kobe", "B (reference)/Telti, Kobe", "Variable", "Variable"),
        ("UGT1A1", "*1/*28", "*1/*28", INTERMEDIATE, INTERMEDIATE),
        ("SLCO1B1", "*1/*45.001", "*1/*45", "Decreased Function", "Decreased Function"),
        (
            "RYR1",
            "Reference/c.7522C>T",
            "Reference/c.7522C>T",
            *("Malignant Hyperthermia Susceptibility",) * 2,
        ),
        (
            "MT-RNR1",
            "m.1555A>G",
            "m.1555A>G",
            *("increased risk of aminoglycoside-induced hearing loss",) * 2,
        ),
        ("CYP4F2", "*1/*3", "*1/*3", None, "*3"),
    ],
)
def test_diplotypes_are_read_as_laboratories_write_them(
    gene: str, words: str, diplotype: str, phenotype: str | None, lookup: str
) -> None:
    result = lab_result(gene, diplotype=words)
    assert (result.state, result.reason, result.origin) == ("called", "lab_reported", "lab")
    assert result.diplotypes == (diplotype,)
    assert result.phenotypes == ((phenotype,) if phenotype else ())
    assert result.lookups == (lookup,)
    assert result.lab is not None
    assert result.lab["diplotype"] == words


@pytest.mark.parametrize(
    ("gene", "words", "phenotype"),
    [
        ("CYP2C19", "poor metaboliser", POOR),
        ("CYP2C19", "Likely Poor Metabolizer", "Likely Poor Metabolizer"),
        ("CYP2C19", "EM", NORMAL),
        ("CYP2C19", "extensive metabolizer", NORMAL),
        ("CYP2C19", "CYP2C19 Ultra-rapid Metaboliser", ULTRARAPID),
        ("TPMT", "Possible Intermediate Metabolizer", "Possible Intermediate Metabolizer"),
        ("SLCO1B1", "decreased function", "Decreased Function"),
        ("VKORC1", "-1639 AG", "-1639 AG"),
        ("HLA-B", "HLA-B*57:01 positive", "*57:01 positive"),
        ("G6PD", "Deficient", "Deficient"),
    ],
)
def test_phenotypes_are_read_in_their_spellings(gene: str, words: str, phenotype: str) -> None:
    assert lab_result(gene, phenotype=words).phenotypes == (phenotype,)


def test_a_phenotype_of_a_score_gene_stands_for_every_score_of_its_range() -> None:
    assert lab_result("CYP2D6", phenotype="PM").lookups == ("0.0",)
    intermediate = lab_result("CYP2D6", phenotype="IM")
    assert intermediate.lookups == ("0.25", "0.5", "0.75", "1.0")
    assert intermediate.activity_scores == ()
    narrowed = lab_result("CYP2D6", phenotype="IM", diplotype="*4/*10")
    assert (narrowed.state, narrowed.lookups, narrowed.activity_scores) == ("called", ("0.25",), ("0.25",))


@pytest.mark.parametrize(
    ("words", "score", "phenotype"),
    [
        ("1", "1.0", INTERMEDIATE),
        ("0", "0.0", POOR),
        (">=3", "≥3.0", ULTRARAPID),
        ("n/a", "n/a", "Indeterminate"),
    ],
)
def test_scores_must_be_ones_the_tables_know(words: str, score: str, phenotype: str) -> None:
    result = lab_result("CYP2D6", activity_score=words)
    assert (result.activity_scores, result.lookups, result.phenotypes) == ((score,), (score,), (phenotype,))


def test_what_disagrees_is_shown_side_by_side() -> None:
    result = lab_result("CYP2D6", diplotype="*1/*1", phenotype="poor metabolizer", activity_score="2")
    assert (result.state, result.reason) == ("ambiguous", "lab_conflict")
    assert set(result.phenotypes) == {NORMAL, POOR}
    assert "lab_conflict" in result.warnings


def test_an_unknown_number_of_copies_gives_no_key() -> None:
    result = lab_result("CYP2D6", diplotype="*1xN/*2")
    assert (result.diplotypes, result.lookups, result.phenotypes) == (("*1xN/*2",), (), ())
    assert result.warnings == ("copy_count_unknown",)


@pytest.mark.parametrize(
    ("words", "lookups"),
    [
        ("HLA-B*57:01:01/*08:01", {"*15:02 negative", "*57:01 positive", "*58:01 negative"}),
        ("*57:01", {"*57:01 positive"}),
        ("HLA-B*15:02/HLA-B*58:01", {"*15:02 positive", "*57:01 negative", "*58:01 positive"}),
    ],
)
def test_hla_is_presence_and_absence_needs_both_copies(words: str, lookups: set[str]) -> None:
    assert set(lab_result("HLA-B", diplotype=words).lookups) == lookups


@pytest.mark.parametrize(
    ("gene", "words", "code"),
    [
        ("BRCA1", {"diplotype": "*1/*1"}, "unknown_gene"),
        ("CYP2D6", {}, "nothing_reported"),
        ("CYP2D6", {"diplotype": "  "}, "nothing_reported"),
        ("CYP2D6", {"diplotype": "*1/*999"}, "unknown_allele"),
        ("CYP2D6", {"diplotype": "*4"}, "unknown_allele"),
        ("CYP2D6", {"diplotype": "*10x7/*1"}, "unknown_allele"),
        ("CYP2D6", {"diplotype": "*1/*2/*4"}, "too_many_alleles"),
        ("CYP2D6", {"diplotype": "[*6 + *8]/*1"}, "combination_allele"),
        ("CYP2D6", {"phenotype": "fast"}, "unknown_phenotype"),
        ("CYP2D6", {"activity_score": "0.3"}, "unknown_score"),
        ("CYP2D6", {"activity_score": "nan"}, "unknown_score"),
        ("CYP2D6", {"activity_score": "two"}, "unknown_score"),
        ("CYP2C19", {"activity_score": "1"}, "not_for_this_gene"),
        ("HLA-B", {"diplotype": "*57"}, "resolution_too_low"),
        ("HLA-B", {"diplotype": "B57"}, "unknown_allele"),
        ("MT-RNR1", {"diplotype": "m.1555A>G/m.1494C>T"}, "too_many_alleles"),
    ],
)
def test_unknown_words_are_refused(gene: str, words: dict[str, str], code: str) -> None:
    with pytest.raises(LabCallRefused) as caught:
        lab_result(gene, **words)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_a_laboratory_and_a_file_that_disagree_are_noticed() -> None:
    file = call_gene("CYP2C19", gene_reading("CYP2C19", ("*1", "*1")))
    assert disagrees(lab_result("CYP2C19", diplotype="*2/*2"), file)
    assert not disagrees(lab_result("CYP2C19", diplotype="*1/*1"), file)
    uncallable = call_gene("CYP2D6", gene_reading("CYP2D6", ("*1", "*1")))
    assert not disagrees(lab_result("CYP2D6", diplotype="*4/*4"), uncallable)
