"""From functions and activity values to phenotypes and keys: every pair has an answer, none is a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mendly_core.genes.alleles import allele_table
from mendly_core.genes.knowledge import genes, guidance_tables
from mendly_core.genes.phenotypes import ActivityScore, by_score, interpret

STAR_GENES = [g for g, r in genes().rules.items() if r.method in ("named_alleles", "single_position")]


def named(gene: str, *names: str) -> list[object]:
    by_name = {allele.name: allele for allele in allele_table(gene).alleles}
    return [by_name[name] for name in names]


@pytest.mark.parametrize(
    ("gene", "pair", "phenotype", "score", "lookup"),
    [
        ("CYP2C19", ("*1", "*1"), "Normal Metabolizer", None, "Normal Metabolizer"),
        ("CYP2C19", ("*2", "*17"), "Intermediate Metabolizer", None, "Intermediate Metabolizer"),
        ("CYP2C19", ("*1", "*40"), "Indeterminate", None, "Indeterminate"),
        ("CYP2C9", ("*1", "*3"), "Intermediate Metabolizer", "1.0", "1.0"),
        ("CYP2C9", ("*1", "*4"), "Intermediate Metabolizer", "1.5", "1.5"),
        ("CYP2C9", ("*3", "*3"), "Poor Metabolizer", "0.0", "0.0"),
        ("CYP2C9", ("*1", "*7"), "Indeterminate", "n/a", "n/a"),
        ("VKORC1", ("rs9923231 reference (C)", "rs9923231 variant (T)"), "-1639 AG", None, "-1639 AG"),
        (
            "IFNL3",
            ("rs12979860 variant (T)", "rs12979860 reference (C)"),
            None,
            None,
            "rs12979860 reference (C)/rs12979860 variant (T)",
        ),
        ("CYP4F2", ("*1", "*3"), None, None, "*3"),
        ("CYP4F2", ("*1", "*2"), None, None, None),
        ("CYP3A4", ("*1", "*2"), "Indeterminate", None, "Indeterminate"),
        ("G6PD", ("B (reference)",), "Normal", None, "Normal"),
        ("SLCO1B1", ("*1", "*45"), "Decreased Function", None, "Decreased Function"),
    ],
)
def test_known_readings(
    gene: str, pair: tuple[str, ...], phenotype: str | None, score: str | None, lookup: str | None
) -> None:
    reading = interpret(gene, named(gene, *pair))  # type: ignore[arg-type]
    assert (reading.phenotype, reading.activity_score, reading.lookup) == (phenotype, score, lookup)


@pytest.mark.parametrize("gene", STAR_GENES)
def test_every_pair_of_alleles_has_an_answer_and_unassigned_is_never_normal(gene: str) -> None:
    phenotypes = {rule.phenotype for rule in genes().phenotypes_of.get(gene, ())} | {"Indeterminate", None}
    by_function = {allele.function: allele for allele in allele_table(gene).alleles}
    for first in by_function.values():
        for second in by_function.values():
            reading = interpret(gene, (first, second))
            assert reading.phenotype in phenotypes
            if "unassigned" in (first.function, second.function) and gene not in ("CYP2C9", "CYP4F2"):
                assert reading.phenotype == "Indeterminate"


@pytest.mark.parametrize(
    ("value", "open_ended", "text", "phenotype"),
    [
        ("0", False, "0.0", "Poor Metabolizer"),
        ("0.25", False, "0.25", "Intermediate Metabolizer"),
        ("1", False, "1.0", "Intermediate Metabolizer"),
        ("1.25", False, "1.25", "Normal Metabolizer"),
        ("2.250", False, "2.25", "Normal Metabolizer"),
        ("2.5", False, "2.5", "Ultrarapid Metabolizer"),
        ("3", True, "≥3.0", "Ultrarapid Metabolizer"),
        ("10", False, "10.0", "Ultrarapid Metabolizer"),
    ],
)
def test_scores_of_cyp2d6(value: str, open_ended: bool, text: str, phenotype: str) -> None:
    reading = by_score("CYP2D6", ActivityScore(Decimal(value), open_ended))
    assert (reading.activity_score, reading.phenotype) == (text, phenotype)


def test_scores_of_two_alleles_are_keys_that_the_guideline_rows_know() -> None:
    keys = {
        row.lookups[row.genes.index("CYP2C9")]
        for groups in guidance_tables().rows.values()
        for group, rows in groups.items()
        if "CYP2C9" in group
        for entries in rows.values()
        for row in entries
    }
    alleles = allele_table("CYP2C9").alleles
    assert {interpret("CYP2C9", (first, second)).lookup for first in alleles for second in alleles} <= keys
