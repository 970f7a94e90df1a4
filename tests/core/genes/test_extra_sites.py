"""Places beside the genes, read in the same pass: what is seen there, and that no gene is changed by it."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import GenomeReading, UnreadableGenome, call_genes, read_genome
from mendly_core.genes.knowledge import Build, Site, genes
from mendly_core.genes.samples import array_file, gvcf_file, vcf_file
from mendly_core.predisposition import Choice, categories, findings_for, predisposition_facts, wanted_sites
from tests.core.genes.damage import damaged
from tests.core.genes.files import LENGTHS, vcf
from tests.core.genes.test_hostile_files import READERS, Original

SHOW_ALL = {category.key: Choice.SHOW for category in categories(minor=False)}
PLACES = wanted_sites(SHOW_ALL, minor=False)
OVERLAPPING = {"rs1050828", "rs5030868", "rs6025"}
BESIDE = tuple(place for place in PLACES if place.rsid not in OVERLAPPING)
CHOICES = {"CYP2C19": ("*2", "*17"), "G6PD": ("B (reference)", "B (reference)")}


def place(rsid: str) -> Site:
    return next(place for place in PLACES if place.rsid == rsid)


def vcf_row(wanted: Site, genotype: str, build: Build, *, filter_text: str = "PASS") -> str:
    reference = wanted.reference(build)
    alts = ",".join(form for form in wanted.forms if form != reference)
    cells = (wanted.chrom, wanted.position(build), wanted.rsid, reference, alts, ".", filter_text, ".", "GT")
    return "\t".join((*map(str, cells), genotype))


def array_cells(wanted: Site, letters: str) -> str:
    return f"{wanted.rsid}\t{wanted.chrom.removeprefix('chr')}\t{wanted.pos37}\t{letters}\n"


def read_both(
    data: bytes, sample: str | None = None, *, assume_reference: bool = False
) -> tuple[object, object]:
    """What a pass without and with the extra places gives; a refusal as its code and facts."""
    answers: list[object] = []
    for extra in ((), PLACES):
        try:
            answers.append(
                read_genome(
                    io.BytesIO(data), sample=sample, extra_sites=extra, assume_reference=assume_reference
                )
            )
        except UnreadableGenome as error:
            answers.append((error.code, error.facts))
    return answers[0], answers[1]


def genes_alone(answer: object) -> object:
    return replace(answer, extra_sites=(), extra_gaps=()) if isinstance(answer, GenomeReading) else answer


def same_genes(data: bytes, sample: str | None = None, *, assume_reference: bool = False) -> bool:
    alone, beside = read_both(data, sample, assume_reference=assume_reference)
    if isinstance(alone, GenomeReading) and isinstance(beside, GenomeReading):
        assert call_genes(alone) == call_genes(beside)
    return alone == genes_alone(beside)


def with_rows(data: bytes, rows: Iterable[str]) -> bytes:
    return data + "".join(f"{row}\n" for row in rows).encode()


@pytest.mark.parametrize("build", [37, 38])
def test_one_pass_over_a_vcf_reads_genes_and_places(build: Build) -> None:
    rows = [vcf_row(place("rs429358"), "0/1", build), vcf_row(place("rs7412"), "0/0", build)]
    rows += [vcf_row(place("rs80357906"), "0/1", build), vcf_row(place("rs1800562"), "./.", build)]
    reading = read_genome(
        io.BytesIO(with_rows(b"".join(vcf_file(CHOICES, build=build)), rows)), extra_sites=PLACES
    )
    seen = {(call.gene, call.pos38): call.bases for call in reading.extra_sites}
    assert seen == {
        ("APOE", 44908684): ("T", "C"),
        ("APOE", 44908822): ("C", "C"),
        ("BRCA1", 43057062): ("T", "TG"),
    }
    assert [(gap.gene, gap.reason) for gap in reading.extra_gaps] == [("HFE", "no_call")]
    result = next(result for result in call_genes(reading) if result.gene == "CYP2C19")
    assert result.diplotypes == ("*2/*17",)


def test_an_array_reads_places_by_name_and_position_together() -> None:
    rows = [array_cells(place("rs429358"), "CC"), array_cells(place("rs7412"), "CC")]
    rows += [array_cells(place("rs1800562"), "--"), f"rs1799945\t6\t{place('rs1799945').pos37 + 1}\tCG\n"]
    data = b"".join(array_file(CHOICES, 50)) + "".join(rows).encode()
    reading = read_genome(io.BytesIO(data), extra_sites=PLACES)
    assert [(call.gene, call.bases) for call in reading.extra_sites] == [
        ("APOE", ("C", "C")),
        ("APOE", ("C", "C")),
    ]
    assert {(gap.gene, gap.reason) for gap in reading.extra_gaps} == {
        ("HFE", "no_call"),
        ("HFE", "identifier_mismatch"),
    }


def test_findings_take_the_reading_with_its_extras() -> None:
    rows = [array_cells(place("rs429358"), "CC"), array_cells(place("rs7412"), "CC")]
    data = b"".join(array_file(CHOICES, 50)) + "".join(rows).encode()
    reading = read_genome(io.BytesIO(data), extra_sites=PLACES).with_extras
    outcomes = {
        finding.outcome
        for answer in findings_for(reading, SHOW_ALL, minor=False)
        for finding in answer.findings
    }
    assert outcomes == {"memory.two_e4"}


def test_places_that_the_genes_want_too_come_from_the_genes() -> None:
    known = {(site.gene, site.pos38): site for site in genes().sites}
    for rsid in OVERLAPPING:
        wanted = place(rsid)
        own = known[wanted.gene, wanted.pos38]
        assert (own.chrom, own.pos37, own.ref38, own.ref37) == (
            *(wanted.chrom, wanted.pos37, wanted.ref38, wanted.ref37),
        )
        assert set(wanted.forms) <= set(own.forms)
    reading = read_genome(io.BytesIO(b"".join(vcf_file(CHOICES))), extra_sites=PLACES)
    assert not reading.extra_sites
    facts = predisposition_facts().sites
    seen = {(call.gene, call.pos38) for call in reading.with_extras.sites}
    assert {(facts[rsid].gene, facts[rsid].pos38) for rsid in OVERLAPPING} <= seen


def test_a_record_beyond_repair_costs_its_place_and_nothing_else() -> None:
    row = vcf_row(place("rs429358"), "0/7", 38)
    reading = read_genome(
        io.BytesIO(with_rows(b"".join(vcf_file(CHOICES)), [row, "19\t4490868x\tno"])), extra_sites=PLACES
    )
    assert [(gap.gene, gap.reason) for gap in reading.extra_gaps] == [("APOE", "unreadable_record")]
    assert not reading.extra_sites


def test_a_final_report_of_two_people_keeps_them_apart() -> None:
    original = next(each for each in READERS["array"] if each.name == "final report")
    wanted = place("rs429358")
    row = f"{wanted.rsid},Bo,C,C,19,{wanted.pos37}\n".encode()
    reading = read_genome(io.BytesIO(original.data + row), extra_sites=PLACES)
    assert not reading.extra_sites
    assert not reading.extra_gaps


@pytest.mark.parametrize("make", [vcf_file, gvcf_file])
@pytest.mark.parametrize("assume_reference", [False, True])
def test_whole_files_give_the_same_genes(make: object, assume_reference: bool) -> None:
    data = b"".join(make(CHOICES))  # type: ignore[operator]
    rows = [vcf_row(wanted, "0/1", 38) for wanted in BESIDE]
    assert same_genes(with_rows(data, rows), assume_reference=assume_reference)


def small_vcf(draw: random.Random, build: Build) -> bytes:
    """Some gene rows and some extra rows, either kind maybe none, in any order."""
    some = draw.sample(genes().sites, draw.randrange(6)) + draw.sample(BESIDE, draw.randrange(8))
    draw.shuffle(some)
    genotypes = ("0/0", "0/1", "1|0", "1/1", "./.", "1", "0/9", "x", "0/1:2")
    contig = f"##contig=<ID=chr1,length={LENGTHS[build]}>"
    rows = [vcf_row(each, draw.choice(genotypes), build) for each in some]
    return vcf(rows, header=draw.choice(([contig], [])))


def small_array(draw: random.Random) -> bytes:
    some = draw.sample(genes().sites, draw.randrange(8)) + draw.sample(BESIDE, draw.randrange(8))
    draw.shuffle(some)
    letters = ("AA", "CC", "AG", "CT", "TC", "--", "DI", "GGG", "T", "ZZ")
    rows = [array_cells(each, draw.choice(letters)) for each in some]
    return ("# build 37\n# rsid\tchromosome\tposition\tgenotype\n" + "".join(rows)).encode()


@given(st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None)
def test_the_genes_of_any_file_stay_what_they_are(draw: random.Random) -> None:
    data = draw.choice(
        (lambda: small_vcf(draw, 38), lambda: small_vcf(draw, 37), lambda: small_array(draw))
    )()
    if draw.random() < 0.6:
        data = damaged(data, draw)
    assert same_genes(data)


def _with_places(original: Original, draw: random.Random) -> bytes:
    """Rows of extra places put among the rows of a small file, in its own layout."""
    lines = original.data.split(b"\n")
    separator = "," if b"," in lines[-2] else "\t"
    for wanted in draw.sample(BESIDE, 6):
        if original.data.startswith(b"##fileformat"):
            row = vcf_row(wanted, "0/1", 37 if original.build == 37 else 38)
            row += "\t1/1" if original.sample else ""
        elif original.name == "final report":
            row = f"{wanted.rsid},{draw.choice(('Amara', 'Bo'))},A,G,{wanted.chrom[3:]},{wanted.pos37}"
        else:
            letters = "A\tG" if original.name == "two columns" else "AG"
            row = separator.join((wanted.rsid, wanted.chrom[3:], str(wanted.pos37), letters))
        lines.insert(draw.randrange(len(lines) - 3, len(lines)), row.encode())
    return b"\n".join(lines)


@pytest.mark.parametrize("kind", ["vcf", "array"])
def test_damaged_files_give_the_same_genes_or_the_same_refusal(kind: str) -> None:
    draw = random.Random(f"extra {kind}")
    for _ in range(350):
        original = draw.choice(READERS[kind])
        data = damaged(_with_places(original, draw), draw)
        assert same_genes(data, original.sample), data
