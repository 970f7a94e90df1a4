"""Reference builds: signals must agree, and a GRCh37 file says the same as its GRCh38 twin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mendly_core.genes import GeneResult, GenomeReading, UnreadableGenome, call_gene, call_genes
from mendly_core.genes.knowledge import Build, genes
from mendly_core.genes.samples import array_file, vcf_file
from tests.core.genes.files import bases, gap, read, row, site, vcf

SWAPPED = {
    "rs776746": ("CYP3A5", "T", "C"),
    "rs6025": ("F5", "C", "T"),
    "rs3758581": ("CYP2C19", "A", "G"),
    "rs1801265": ("DPYD", "A", "G"),
    "rs16947": ("CYP2D6", "G", "A"),
    "rs1135840": ("CYP2D6", "C", "G"),
    "rs2230037": ("G6PD", "A", "G"),
}
PEOPLE: tuple[dict[str, tuple[str, str]], ...] = (
    {},
    {"CYP3A5": ("*1", "*3"), "CYP2C19": ("*1", "*38"), "DPYD": ("Reference", "c.85T>C (*9A)")},
    {"CYP3A5": ("*3", "*3"), "CYP2C19": ("*2", "*17"), "UGT1A1": ("*1", "*28"), "CYP2C9": ("*1", "*6")},
    {
        "NUDT15": ("*1", "*2"),
        "TPMT": ("*2", "*3C"),
        "G6PD": ("B (reference)", "A- 202A_376G"),
        "NAT2": ("*5", "*6"),
    },
)


@pytest.mark.parametrize("name", SWAPPED)
@pytest.mark.parametrize("genotype", ["0/0", "0/1", "1/1"])
def test_swapped_sites_are_translated_by_base(name: str, genotype: str) -> None:
    gene, ref38, ref37 = SWAPPED[name]
    wanted = site(name)
    assert (wanted.gene, wanted.ref38, wanted.ref37) == (gene, ref38, ref37)
    mirrored = {"0/0": "1/1", "0/1": "1/0", "1/1": "0/0"}[genotype]
    of38 = read(vcf([row(name, genotype, alt=ref37)]))
    of37 = read(vcf([row(name, mirrored, build=37, alt=ref38)], build=37))
    assert bases(of38, name) == bases(of37, name) is not None


def test_reference_at_rs776746_on_grch37_is_the_no_function_allele() -> None:
    rows = [row(entry.rsid, "0/0", build=37) for entry in genes().sites_of["CYP3A5"]]
    result = call_gene("CYP3A5", read(vcf(rows, build=37)))
    assert (result.diplotypes, result.phenotypes) == (("*3/*3",), ("Poor Metabolizer",))
    rows38 = [row(entry.rsid, "0/0") for entry in genes().sites_of["CYP3A5"]]
    assert call_gene("CYP3A5", read(vcf(rows38))).diplotypes == ("*1/*1",)


@pytest.mark.parametrize("name", SWAPPED)
def test_a_grch37_block_over_a_swapped_site_means_the_grch37_base(name: str) -> None:
    position = site(name).pos37
    line = f"{site(name).chrom}\t{position - 9}\t.\tA\t<NON_REF>\t.\t.\tEND={position + 9}\tGT\t0/0"
    assert bases(read(vcf([line], build=37)), name) == (SWAPPED[name][2],) * 2


def test_a_list_of_changes_on_grch37_never_makes_everybody_no_function_or_leiden() -> None:
    data = vcf([row("rs4244285", "0/1", build=37)], build=37)
    assert bases(read(data), "rs776746") is None
    assert bases(read(data), "rs6025") is None
    assert bases(read(data, assume_reference=True), "rs776746") is None


def comparable(reading: GenomeReading) -> list[GeneResult]:
    """Results without what the build itself changes: the mark of GRCh37 positions that rest on an offset."""
    return [
        replace(result, bases=tuple(replace(seen, position_assumed=False) for seen in result.bases))
        for result in call_genes(reading)
    ]


@pytest.mark.parametrize("choices", PEOPLE)
@pytest.mark.parametrize("phased", [False, True])
def test_twins_on_both_builds_get_the_same_answer(choices: dict[str, tuple[str, str]], phased: bool) -> None:
    twins = [
        read(b"".join(vcf_file(choices, build=build, phased=phased, chr_prefix=False))) for build in (37, 38)
    ]
    assert [twin.build for twin in twins] == [37, 38]
    assert twins[0].sites == twins[1].sites
    assert comparable(twins[0]) == comparable(twins[1])


@pytest.mark.parametrize("choices", PEOPLE)
def test_array_twins_on_both_builds_get_the_same_answer(choices: dict[str, tuple[str, str]]) -> None:
    twins = [read(b"".join(array_file(choices, 3000, build=build))) for build in (37, 38)]
    assert [twin.build for twin in twins] == [37, 38]
    assert comparable(twins[0]) == comparable(twins[1])


def refusal(data: bytes, **options: object) -> UnreadableGenome:
    with pytest.raises(UnreadableGenome) as caught:
        read(data, **options)
    return caught.value


ROWS37 = [
    row(name, "0/1", build=37) for name in ("rs4244285", "rs4986893", "rs1799853", "rs1057910", "rs3918290")
]
ROWS38 = [
    row(name, "0/1", build=38) for name in ("rs4244285", "rs4986893", "rs1799853", "rs1057910", "rs3918290")
]


@pytest.mark.parametrize(
    ("header", "rows", "build", "signals"),
    [
        (["##contig=<ID=chr1,length=248956422>"], [ROWS38[0]], 38, ("header",)),
        (["##contig=<ID=19,length=59128983>"], [ROWS37[0]], 37, ("header",)),
        (["##reference=file:///refs/GRCh37.fa"], [ROWS37[0]], 37, ("header",)),
        (["##reference=hs37d5.fa"], [ROWS37[0]], 37, ("header",)),
        (["##contig=<ID=chr7,assembly=hg38>"], [ROWS38[0]], 38, ("header",)),
        (["##contig=<ID=chr1,length=248956422>"], ROWS38, 38, ("header", "reference_bases")),
        ([], ROWS37, 37, ("reference_bases",)),
        ([], ROWS38, 38, ("reference_bases",)),
        (["##note=lifted from hg19 to hg38"], ROWS38, 38, ("reference_bases",)),
    ],
)
def test_the_build_of_a_vcf_is_told_by_its_signals(
    header: list[str], rows: list[str], build: int, signals: tuple[str, ...]
) -> None:
    reading = read(vcf(rows, header=header))
    assert (reading.build, reading.build_signals) == (build, signals)


@pytest.mark.parametrize(
    ("header", "rows", "code"),
    [
        ([], ROWS38[:1], "build_unknown"),
        (["##contig=<ID=chr1,length=247249719>"], ROWS38[:1], "build_unsupported"),
        (["##reference=NCBI36"], ROWS38[:1], "build_unsupported"),
        (["##contig=<ID=chr1,length=248956422>"], ROWS37, "build_conflict"),
        (["##contig=<ID=chr1,length=249250621>"], ROWS38, "build_conflict"),
        (["##contig=<ID=chr1,length=249250621>", "##reference=GRCh38.fa"], ROWS38, "build_mixed"),
        ([], ROWS37 + ROWS38, "build_mixed"),
    ],
)
def test_disagreeing_or_missing_signals_are_refused(header: list[str], rows: list[str], code: str) -> None:
    assert refusal(vcf(rows, header=header)).code == code


def test_a_stated_build_answers_the_question_and_never_overrules_the_file() -> None:
    builds: tuple[Build, Build] = (37, 38)
    assert [
        read(vcf([rows[0]], header=[]), build=b).build
        for rows, b in zip((ROWS37, ROWS38), builds, strict=True)
    ] == [
        37,
        38,
    ]
    assert refusal(vcf(ROWS38), build=37).code == "build_conflict"


def test_many_wrong_reference_bases_contradict_the_header() -> None:
    wrong = [
        row(name, "0/1", ref="T", alt="G") for name in ("rs4244285", "rs4986893", "rs1057910", "rs1800460")
    ]
    assert refusal(vcf(wrong)).code == "build_conflict"


def array(rows: list[str], comment: str = "") -> bytes:
    return "\n".join([comment, "# rsid\tchromosome\tposition\tgenotype", *rows, ""]).lstrip("\n").encode()


def array_rows(build: Build, count: int = 8) -> list[str]:
    named = [
        entry for entry in genes().sites if entry.rsid and entry.kind == "snv" and entry.chrom == "chr10"
    ]
    return [f"{entry.rsid}\t10\t{entry.position(build)}\t{entry.ref38 * 2}" for entry in named[:count]]


def test_array_builds_come_from_header_words_and_positions() -> None:
    assert read(array(array_rows(37))).build_signals == ("rsid_positions",)
    assert read(array(array_rows(38))).build == 38
    assert read(array(array_rows(37, 1), "# build 37.1")).build_signals == ("header",)
    markers = ["rs3094315\t1\t752566\tAA", "rs11928389\t3\t50927009\tAA", "rs964481\t20\t27656823\tCC"]
    assert read(array([*markers, *array_rows(37, 1)])).build == 37


@pytest.mark.parametrize(
    ("rows", "comment", "code"),
    [
        (array_rows(37, 2), "", "build_unknown"),
        (array_rows(38), "# human assembly build 37", "build_conflict"),
        (array_rows(37), "# build 36", "build_conflict"),
        (array_rows(37, 1), "# build 36", "build_unsupported"),
        (
            ["rs3094315\t1\t742429\tAA", "rs11928389\t3\t50908372\tAA", "rs964481\t20\t27566744\tCC"],
            "",
            "build_unsupported",
        ),
        (
            [line.replace("\t94", "\t93").replace("\t96", "\t95") for line in array_rows(37)],
            "# build 37",
            "build_conflict",
        ),
        (array_rows(37) + array_rows(38)[:4], "", "build_unknown"),
    ],
)
def test_array_builds_that_disagree_are_refused(rows: list[str], comment: str, code: str) -> None:
    assert refusal(array(rows, comment)).code == code


def test_a_row_whose_position_disagrees_with_its_name_is_dropped() -> None:
    rows = [*array_rows(37), "rs3918290\t1\t12345\tCC", f"rs1800462\t7\t{site('rs1800462').pos37}\tCC"]
    reading = read(array(rows))
    assert gap(reading, "rs3918290") == gap(reading, "rs1800462") == "identifier_mismatch"
    assert bases(reading, "rs1800462") is None
