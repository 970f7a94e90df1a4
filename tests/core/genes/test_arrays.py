"""Array tables: layouts by columns, names and positions, strand, one copy, insertions and deletions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import UnreadableGenome, call_genes
from mendly_core.genes.knowledge import Build, genes
from mendly_core.genes.samples import VENDORS, Vendor, array_file
from tests.core.genes.files import bases, gap, read, site

COMPLEMENT = str.maketrans("ACGT", "TGCA")
BLIND = "rs67376798"
CHOICES = {"CYP2C19": ("*1", "*2"), "CYP2C9": ("*1", "*3"), "SLCO1B1": ("*5", "*15"), "NAT2": ("*5", "*6")}


def line(name: str, letters: str, chrom: str | None = None) -> str:
    wanted = site(name)
    return "\t".join((name, chrom or wanted.chrom.removeprefix("chr"), str(wanted.pos37), letters))


def array(*lines: str) -> bytes:
    head = "# file of a person who does not exist, build 37\n# rsid\tchromosome\tposition\tgenotype\n"
    return (head + "\n".join(lines) + "\n").encode()


def relaid(
    data: bytes, separator: str, quote: str = "", split: bool = False, header: str | None = None
) -> bytes:
    rows = []
    for text in data.decode().splitlines():
        if text.startswith("#"):
            continue
        cells = text.split("\t")
        if split:
            letters = cells.pop()
            cells += ["0", "0"] if letters == "--" else [letters[0], letters[-1]]
        rows.append(separator.join(f"{quote}{cell}{quote}" for cell in cells))
    head = "# build 37\n" + (f"{header}\n" if header else "")
    return (head + "\n".join(rows) + "\n").encode()


@pytest.mark.parametrize(
    ("separator", "quote", "split", "header"),
    [
        ("\t", "", False, None),
        ("\t", "", False, "rsid\tchromosome\tposition\tgenotype"),
        (",", "", False, "RSID,CHROMOSOME,POSITION,RESULT"),
        (",", '"', False, '"RSID","CHROMOSOME","POSITION","RESULT"'),
        (",", '""', False, None),
        ("\t", "", True, "rsid\tchromosome\tposition\tallele1\tallele2"),
        (",", "", True, None),
        ("\t", "", False, "rsid,chromosome,position,genotype"),
    ],
)
def test_layouts_are_recognised_by_their_columns(
    separator: str, quote: str, split: bool, header: str | None
) -> None:
    data = b"".join(array_file(CHOICES, 0))
    expected = read(data)
    assert read(relaid(data, separator, quote, split, header)).sites == expected.sites


def test_both_vendors_give_the_same_results() -> None:
    ours = [read(b"".join(array_file(CHOICES, 0, vendor=vendor))) for vendor in ("23andme", "ancestry")]
    assert [reading.layout for reading in ours] == ["23andme", "ancestry"]
    assert call_genes(ours[0]) == call_genes(ours[1])


def final_report(strand: str = "Plus", samples: tuple[str, ...] = ("Amara",)) -> bytes:
    rows = [
        f"{entry.rsid},{sample},{entry.ref38},{entry.ref38},{entry.chrom.removeprefix('chr')},{entry.pos37}"
        for sample in samples
        for entry in genes().sites
        if entry.rsid and entry.kind == "snv" and entry.chrom == "chr10"
    ]
    head = [
        "[Header]",
        "GSGT Version,2.0.4",
        "Content,build 37",
        "[Data]",
        f"SNP Name,Sample ID,Allele1 - {strand},Allele2 - {strand},Chr,Position",
    ]
    return "\n".join((*head, *rows, "")).encode()


def test_final_reports_are_read_from_plus_strand_columns_only() -> None:
    reading = read(final_report())
    assert (reading.layout, bases(reading, "rs4244285")) == ("final_report", ("G", "G"))
    with pytest.raises(UnreadableGenome) as caught:
        read(final_report("Top"))
    assert caught.value.code == "no_plus_strand"


def test_a_final_report_with_several_people_asks_which() -> None:
    data = final_report(samples=("Amara", "Bo"))
    with pytest.raises(UnreadableGenome) as caught:
        read(data)
    assert (caught.value.code, caught.value.facts["samples"]) == ("several_samples", ("Amara", "Bo"))
    assert bases(read(data, sample="Bo"), "rs4244285") == ("G", "G")
    with pytest.raises(UnreadableGenome) as caught:
        read(data, sample="Sam")
    assert caught.value.code == "unknown_sample"


@pytest.mark.parametrize("letters", ["--", "-", "00", "0 0", "0", "", "NN", "??"])
def test_no_calls_are_not_tested(letters: str) -> None:
    assert gap(read(array(line("rs4244285", letters))), "rs4244285") == "no_call"


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        ("G", "one_copy_only"),
        ("GGG", "unexpected_bases"),
        ("GX", "unexpected_bases"),
        ("II", "unexpected_bases"),
    ],
)
def test_strange_letters_are_not_tested(letters: str, reason: str) -> None:
    assert gap(read(array(line("rs4244285", letters))), "rs4244285") == reason


def test_rows_that_disagree_are_no_call_and_equal_ones_are_fine() -> None:
    name = "rs4244285"
    assert gap(read(array(line(name, "GG"), line(name, "AG"))), name) == "rows_disagree"
    assert bases(read(array(line(name, "GA"), line(name, "AG"))), name) is not None
    assert bases(read(array(line(name, "--"), line(name, "AG"))), name) is not None


def test_other_strand_bases_are_complemented_where_that_is_certain() -> None:
    assert bases(read(array(line("rs4244285", "CT"))), "rs4244285") == ("G", "A")
    assert gap(read(array(line("rs4244285", "AC"))), "rs4244285") == "unexpected_bases"


def test_sites_that_look_alike_on_both_strands_need_a_plus_strand_file() -> None:
    plus = array(line(BLIND, "TT"), line("rs4244285", "GG"))
    assert bases(read(plus), BLIND) == ("T", "T")
    mixed = array(line(BLIND, "TT"), line("rs4244285", "CC"))
    assert gap(read(mixed), BLIND) == "strand_unknown"
    assert "strand_unknown" in read(mixed).warnings
    assert bases(read(array(line(BLIND, "AT"), line("rs4244285", "CC"))), BLIND) == ("A", "T")


@pytest.mark.parametrize(
    ("name", "letters", "expected"),
    [
        ("rs41303343", "DD", ("T", "T")),
        ("rs41303343", "DI", ("T", "TA")),
        ("rs9332131", "II", ("GA", "GA")),
        ("rs9332131", "DD", ("G", "G")),
    ],
)
def test_insertions_and_deletions_are_read_where_two_lengths_exist(
    name: str, letters: str, expected: tuple[str, str]
) -> None:
    assert bases(read(array(line(name, letters))), name) == expected


@pytest.mark.parametrize(
    ("name", "letters"), [("rs3064744", "DI"), ("rs746071566", "II"), ("rs41303343", "TT")]
)
def test_anything_longer_is_not_guessed(name: str, letters: str) -> None:
    assert gap(read(array(line(name, letters))), name) == "indel_not_tested"


@pytest.mark.parametrize(
    ("name", "chrom", "letters", "expected"),
    [
        ("rs1050828", "X", "T", ("T",)),
        ("rs1050828", "23", "CT", ("C", "T")),
        ("rs267606617", "MT", "G", ("G",)),
        ("rs267606617", "26", "GG", ("G",)),
    ],
)
def test_one_copy_chromosomes(name: str, chrom: str, letters: str, expected: tuple[str, ...]) -> None:
    assert bases(read(array(line(name, letters, chrom))), name) == expected


def test_two_different_mitochondrial_letters_are_no_call() -> None:
    assert gap(read(array(line("rs267606617", "AG", "MT"))), "rs267606617") == "unexpected_bases"


def test_sites_without_a_name_are_found_by_position_and_foreign_names_never_stand_in() -> None:
    nameless = next(s for s in genes().sites if not s.rsid and s.gene == "G6PD" and s.kind == "snv")
    reading = read(array(f"i123\tX\t{nameless.pos37}\t{nameless.ref38 * 2}"))
    assert [(call.gene, call.pos38) for call in reading.sites] == [("G6PD", nameless.pos38)]
    named = site("rs4244285")
    assert read(array(f"i456\t10\t{named.pos37}\tGG")).sites == ()


def test_the_statement_about_unlisted_positions_does_not_reach_arrays() -> None:
    data = array(line("rs4244285", "GG"))
    assert read(data, assume_reference=True).sites == read(data).sites


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from([s.rsid for s in genes().sites if s.rsid and s.kind == "snv"]), unique=True))
def test_complementing_rows_gives_the_same_call_or_none(flipped: list[str]) -> None:
    plain = b"".join(array_file(CHOICES, 0)).decode().splitlines()
    chosen = set(flipped)
    turned = []
    for text in plain:
        cells = text.split("\t")
        if cells[0] in chosen:
            cells[3] = cells[3].translate(COMPLEMENT)
        turned.append("\t".join(cells))
    expected = {(call.gene, call.pos38): sorted(call.bases) for call in read("\n".join(plain).encode()).sites}
    flipped_bases = {s.rsid for s in genes().sites if s.rsid in chosen}
    checkable_flipped = any(
        not set(site(name).forms) & {form.translate(COMPLEMENT) for form in site(name).forms}
        for name in flipped_bases
    )
    for call in read("\n".join(turned).encode()).sites:
        wanted = next(s for s in genes().sites if (s.gene, s.pos38) == (call.gene, call.pos38))
        if checkable_flipped or wanted.rsid not in chosen:
            assert sorted(call.bases) == expected[(call.gene, call.pos38)]


def test_a_wholly_complemented_file_gives_the_same_call_or_none_everywhere() -> None:
    plain = b"".join(array_file(CHOICES, 0)).decode().splitlines()
    turned = [
        text
        if text.startswith("#")
        else "\t".join((*text.split("\t")[:3], text.split("\t")[3].translate(COMPLEMENT)))
        for text in plain
    ]
    before = {(c.gene, c.pos38): sorted(c.bases) for c in read("\n".join(plain).encode()).sites}
    after = {(c.gene, c.pos38): sorted(c.bases) for c in read("\n".join(turned).encode()).sites}
    assert after.items() <= before.items()
    assert len(after) > 600


@pytest.mark.parametrize(
    "header", ["RSID,CHROMOSOME,POSITION,RESULT", "rsid\tchromosome\tposition\tgenotype"]
)
@pytest.mark.parametrize(("separator", "quote"), [(",", '"'), (",", ""), ("\t", '"')])
def test_rows_may_be_quoted_or_separated_otherwise_than_their_header(
    header: str, separator: str, quote: str
) -> None:
    data = b"".join(array_file(CHOICES, 0))
    assert read(relaid(data, separator, quote, header=header)).sites == read(data).sites


def test_a_file_that_shows_no_strand_at_all_leaves_look_alike_sites_untested() -> None:
    assert gap(read(array(line(BLIND, "TT"))), BLIND) == "strand_unknown"


@pytest.mark.parametrize("build", [37, 38])
@pytest.mark.parametrize("vendor", VENDORS)
def test_every_layout_says_the_same(vendor: Vendor, build: Build) -> None:
    expected = read(b"".join(array_file(CHOICES, 0)))
    reading = read(b"".join(array_file(CHOICES, 2000, vendor=vendor, build=build)))
    assert (reading.format, reading.build) == ("array", build)
    assert reading.sites == expected.sites
    assert len(reading.sites) > 900


def test_names_of_a_chip_that_hold_an_rsid_still_need_the_position() -> None:
    chip = line("rs4244285", "AG").replace("rs4244285", "GSA-rs4244285")
    assert bases(read(array(chip)), "rs4244285") is not None
    elsewhere = f"GSA-rs4244285\t10\t{site('rs4244285').pos37 + 5}\tAG"
    assert gap(read(array(elsewhere)), "rs4244285") == "identifier_mismatch"


def test_a_row_with_more_cells_than_the_table_has_columns_is_refused() -> None:
    with pytest.raises(UnreadableGenome) as caught:
        read(array(line("rs4244285", "GG"), line("rs1800460", "C") + "\tT"))
    assert caught.value.code == "malformed_line"
    assert bases(read(array(line("rs4244285", "GG") + "\t")), "rs4244285") == ("G", "G")
