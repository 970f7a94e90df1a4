"""What a file could show of a gene: counted from its own places, plain, and never a guess about anybody."""

from __future__ import annotations

import io
from functools import cache

import pytest

from mendly_core.genes import GeneResult, call_genes, lab_result, read_genome
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import array_file, vcf_file
from mendly_core.words import coverage_text, say
from mendly_core.words.formats import LANGUAGES, Language
from tests.core.words.pages import page_problems

GROUPS = ("african", "asian", "european", "ancestry", "ethnic", "african", "europe", "asiá", "étnic")


@cache
def results(kind: str) -> tuple[GeneResult, ...]:
    """Every gene of a sparse array, of the same with half of its rows gone, and of a complete file."""
    if kind == "complete":
        data = b"".join(vcf_file({}, build=38))
    else:
        lines = b"".join(array_file({}, lines=2_000, seed=1)).splitlines(keepends=True)
        data = b"".join(line for n, line in enumerate(lines) if n < 40 or kind == "array" or n % 2)
    return call_genes(read_genome(io.BytesIO(data)))


def every_result() -> list[GeneResult]:
    return [result for kind in ("array", "half", "complete") for result in results(kind)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_passes_the_gates(language: Language) -> None:
    for result in every_result():
        text = coverage_text(result, language)
        names = (result.gene, ", ".join(result.invisible))
        assert page_problems("\n".join(text.lines), language, names) == [], result.gene


def test_the_rows_are_the_tier_one_alleles_and_a_tick_needs_every_place() -> None:
    for result in every_result():
        text = coverage_text(result, "en")
        if result.reason == "lab_only":
            assert text.alleles == ()
            continue
        assert [(each.allele, each.seen) for each in text.alleles] == [
            (t.allele, t.seen) for t in result.tier1
        ]
        words = {True: say("coverage.could", "en"), False: say("coverage.could_not", "en")}
        assert all(each.words == words[each.seen] for each in text.alleles)
        told = [line for line in text.for_your_doctor if "sites not seen" in line]
        assert len(told) == sum(not tick.seen for tick in result.tier1)


def test_the_numbers_are_those_of_the_file() -> None:
    for result in every_result():
        seen, total = sum(tick.seen for tick in result.tier1), len(result.tier1)
        line = coverage_text(result, "en").lines[0]
        if result.reason == "lab_only":
            assert "Only a lab can." in line
        elif not total:
            assert f"We look at {result.total:,} place" in line
            assert f"shows {len(result.seen):,}" in line
        elif 0 < seen < total:
            assert f"{total} well-known changes" in line
            assert line.endswith(f"could show {seen}.")
        else:
            assert line.endswith(
                "all of them." if seen and total > 1 else "none of them." if total > 1 else "it."
            )


def test_an_unseen_place_always_says_that_unseen_is_not_absent() -> None:
    for result in every_result():
        unseen = result.not_seen or not all(tick.seen for tick in result.tier1)
        told = say("coverage.unseen", "en") in coverage_text(result, "en").lines
        assert told == bool(unseen and result.reason != "lab_only"), result.gene
    spanish = coverage_text(next(r for r in every_result() if r.not_seen and r.tier1), "es")
    assert say("coverage.unseen", "en") in spanish.english


def test_nobodys_ancestry_is_named_or_guessed() -> None:
    for language in LANGUAGES:
        for result in every_result():
            text = coverage_text(result, language)
            told = " ".join((*text.lines, *text.for_your_doctor)).casefold()
            assert not any(group in told for group in GROUPS)


def test_a_laboratorys_result_is_not_measured_by_the_file() -> None:
    result = lab_result("CYP2D6", diplotype="*1/*4", phenotype=None, activity_score=None)
    text = coverage_text(result, "en")
    assert text.title == say("coverage.title.lab", "en")
    assert text.lines == (say("coverage.lab", "en", gene="CYP2D6"),)
    assert text.alleles == ()


def test_there_is_something_to_check() -> None:
    assert len(every_result()) == 3 * len(genes().genes)
    ticks = [tick.seen for result in every_result() for tick in result.tier1]
    assert {True, False} <= set(ticks)
