"""What may be worded as normal: random partial files of every kind never get more comfort than they show."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mendly_core.genes import (
    GeneResult,
    call_gene,
    call_genes,
    guidance_for,
    ingredients,
    lab_result,
    standing,
)
from mendly_core.genes.samples import VENDORS, array_file, gvcf_file, vcf_file
from mendly_core.words import gene_line, say
from tests.core.genes.files import gene_reading, read, site
from tests.core.genes.slow_caller import FUNCTION
from tests.core.genes.slow_readers import SITES as ROWS
from tests.core.genes.slow_readers import Calls, array_calls, vcf_calls
from tests.core.genes.test_twins import person

REDUCED = {"decreased", "no", "higher_sensitivity"}
LAB_ONLY = ("CYP2D6", "HLA-A", "HLA-B", "MT-RNR1")
KINDS = ("vcf", "vcf37", "gvcf", *VENDORS)
USUAL_WORDS = ("genes.enzyme.usual", "genes.slco1b1.usual", "genes.abcg2.usual", "genes.g6pd.usual")
FILES = 2
LONG_FILES = 100
_COLUMNS = {"ancestry": (0, 1, 2, 3, 4), "final_report": (0, 4, 5, 2, 3)}


@dataclass(frozen=True)
class PartialFile:
    data: bytes
    seen: Calls


def partial_files(kind: str, count: int) -> Iterator[PartialFile]:
    """Files of mostly unchanged people that lost places, or whose calls became no-calls or were filtered."""
    draw = random.Random(f"standing {kind}")
    for number in range(count):
        choices = {} if draw.random() < 0.7 else person(number)
        lost = draw.choice((0.005, 0.02, 0.2, 0.8))
        lines = made(kind, choices).decode().splitlines()
        kept = [
            line if line.startswith(("#", "[")) or draw.random() > lost else spoilt(kind, line, draw)
            for line in lines
        ]
        data = ("\n".join(line for line in kept if line) + "\n").encode()
        yield PartialFile(data, slowly_read(kind, data))


def made(kind: str, choices: dict[str, tuple[str, str]]) -> bytes:
    if kind == "gvcf":
        return b"".join(gvcf_file(choices))
    if kind.startswith("vcf"):
        return b"".join(vcf_file(choices, build=37 if kind == "vcf37" else 38))
    return b"".join(array_file(choices, 0, vendor=kind))  # type: ignore[arg-type]


def spoilt(kind: str, line: str, draw: random.Random) -> str:
    if "vcf" not in kind or draw.random() < 0.5:
        return "" if "SNP Name" not in line and "RSID" not in line and "rsid" not in line else line
    if draw.random() < 0.5:
        return line.replace("\tPASS\t", "\tq20\t")
    return line.rsplit("\t", 1)[0] + "\t./."


def slowly_read(kind: str, data: bytes) -> Calls:
    if "vcf" in kind:
        return vcf_calls(data, 37 if kind == "vcf37" else 38)
    rows = data.partition(b"SNP Name,")[2] if kind == "final_report" else data
    return array_calls(rows, 37, _COLUMNS.get(kind, (0, 1, 2, 3, None)))  # type: ignore[arg-type]


def untested_tier_one(seen: Calls) -> set[str]:
    """Genes with a tier-1 place of decreased or no function that the file does not show."""
    return {
        row["gene"]
        for row in ROWS
        for name in filter(None, row.get("tier1", "").split(";"))
        if FUNCTION[row["gene"], name] in REDUCED and (row["gene"], int(row["pos38"])) not in seen
    }


def comforts(results: dict[str, GeneResult], seen: Calls) -> Iterator[str]:
    """Every sentence or state that says more than the file shows."""
    untested = untested_tier_one(seen)
    for gene, result in results.items():
        line = gene_line(result, "en")
        usual = any(say(key, "en", gene=gene) in line for key in USUAL_WORDS[:1])
        if gene in untested and (standing(result) == "normal" or result.state == "called" or usual):
            yield f"{gene} is {standing(result)}: {line}"
        if gene in untested and standing(result) == "no_change_seen":
            yield f"{gene} should say that the file cannot tell"
        if gene in LAB_ONLY and (
            result.phenotypes or result.lookups or result.diplotypes or result.candidates
        ):
            yield f"{gene} has an answer from a file"
    for drug in ingredients():
        for guidance in guidance_for(drug.ingredient, results):
            if guidance.verdict == "advice" and any(row.action == "usual" for row in guidance.advice):
                yield from (
                    f"{drug.ingredient}: usual with {u.gene}" for u in guidance.genes if u.gene in untested
                )


def mistakes(kind: str, count: int) -> list[str]:
    wrong = []
    for file in partial_files(kind, count):
        reading = read(file.data)
        results = {result.gene: result for result in call_genes(reading)}
        wrong += comforts(results, {(c.gene, c.pos38): [] for c in reading.sites})
        wrong += comforts(results, file.seen)
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_partial_files_never_get_more_comfort_than_they_show(kind: str) -> None:
    assert mistakes(kind, FILES) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_partial_files_never_get_more_comfort_than_they_show(kind: str) -> None:
    wrong = mistakes(kind, LONG_FILES)
    print(f"{kind}: {LONG_FILES} partial files, {len(wrong)} with too much comfort")
    assert wrong[:3] == []


def of(gene: str, *pair: str, without: str = "", **options: object) -> str:
    kept = options.pop("keep", lambda entry: entry.rsid != without)
    reading = gene_reading(gene, (pair[0], pair[-1]), keep=kept, phased=True, **options)  # type: ignore[arg-type]
    return standing(call_gene(gene, reading))


def test_each_standing_by_example() -> None:
    assert of("CYP2C19", "*1") == "normal"
    assert of("CYP2C19", "*1", without="rs41291556") == "no_change_seen"
    assert of("CYP2C19", "*1", without="rs4244285") == "cannot_tell"
    assert of("CYP2C19", "*1", "*2", without="rs4986893") == "change_found"
    assert of("CYP2C9", "*1", "*7") == "unclear"
    assert of("CYP2C19", "*1", keep=lambda _: False) == "not_tested"
    assert of("CYP2D6", "*1") == "not_callable"
    assert of("RYR1", "Reference") == of("CFTR", "ivacaftor non-responsive CFTR sequence") == "no_change_seen"
    assert of("CYP4F2", "*1") == "normal"
    assert of("CYP4F2", "*2", "*2") == "change_found"
    assert of("TPMT", "*1", changed={site("rs1800460").pos38: ("C", "G")}) == "not_callable"
    unphased = call_gene("TPMT", gene_reading("TPMT", ("*1", "*3A")))
    assert standing(unphased) == "several_answers"


def test_standing_of_laboratory_results() -> None:
    assert standing(lab_result("CYP2D6", diplotype="*1/*2")) == "normal"
    assert standing(lab_result("CYP2D6", diplotype="*4/*4")) == "change_found"
    assert standing(lab_result("HLA-B", diplotype="*07:02/*08:01")) == "normal"
    assert standing(lab_result("HLA-B", diplotype="*57:01/*08:01")) == "change_found"
