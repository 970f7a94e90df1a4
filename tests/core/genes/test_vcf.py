"""What one VCF record says about one site: genotypes, filters, phase, indels, blocks, missing data."""

from __future__ import annotations

import random

import pytest

from mendly_core.genes import UnreadableGenome, call_gene
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import vcf_file
from tests.core.genes.files import bases, gap, read, row, site, vcf

CYP2C19_2 = "rs4244285"
UGT1A1_REPEAT = "rs3064744"
NUDT15_REPEAT = "rs746071566"
TPMT_INSERTION = "rs759836180"
CYP2C9_6 = "rs9332131"


def one(*rows: str, **options: object) -> object:
    return read(vcf(rows), **options)


@pytest.mark.parametrize(
    ("genotype", "expected"),
    [
        ("0/0", ("G", "G")),
        ("0/1", ("G", "A")),
        ("1/0", ("A", "G")),
        ("1/1", ("A", "A")),
        ("1|0", ("A", "G")),
        ("0|1:5", ("G", "A")),
    ],
)
def test_bases_follow_the_genotype(genotype: str, expected: tuple[str, str]) -> None:
    fmt = "GT:PS" if ":" in genotype else "GT"
    assert bases(read(vcf([row(CYP2C19_2, genotype, fmt=fmt)])), CYP2C19_2) == expected


@pytest.mark.parametrize(
    ("genotype", "reason"),
    [
        ("./.", "no_call"),
        (".", "no_call"),
        ("0/.", "no_call"),
        ("1/.", "half_call"),
        ("./1", "half_call"),
        ("1", "one_copy_only"),
    ],
)
def test_partial_genotypes_are_no_genotypes(genotype: str, reason: str) -> None:
    reading = read(vcf([row(CYP2C19_2, genotype)]))
    assert bases(reading, CYP2C19_2) is None
    assert gap(reading, CYP2C19_2) == reason


def test_half_a_genotype_leaves_the_gene_untested() -> None:
    data = b"".join(vcf_file({})).decode().splitlines()
    rows = [line for line in data if not line.startswith("#") and CYP2C19_2 not in line]
    result = call_gene("CYP2C19", read(vcf([*rows, row(CYP2C19_2, "1/.")])))
    assert (result.state, result.reason, result.phenotypes) == ("not_tested", "half_call", ())
    (half,) = [entry for entry in read(vcf([row(CYP2C19_2, "1/.")])).gaps if entry.reason == "half_call"]
    assert half.base == "A"


def test_half_a_genotype_is_told_by_its_base_on_either_build() -> None:
    name = "rs776746"
    assert gap(read(vcf([row(name, "0/.", build=37)], build=37)), name) == "half_call"
    assert gap(read(vcf([row(name, "1/.", build=37)], build=37)), name) == "no_call"


def test_no_genotype_field_at_all_is_refused_and_a_single_lacking_one_is_missing() -> None:
    with pytest.raises(UnreadableGenome) as caught:
        read(vcf([row(CYP2C19_2, "30", fmt="DP")]))
    assert caught.value.code == "no_genotypes"
    reading = read(vcf([row(CYP2C19_2, "30", fmt="DP"), row("rs4986893", "0/0")]))
    assert gap(reading, CYP2C19_2) == "no_call"


def test_a_genotype_index_past_the_bases_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableGenome) as caught:
        read(vcf([row("rs4986893", "0/0"), row(CYP2C19_2, "0/2")]))
    assert (caught.value.code, caught.value.facts["line"]) == ("bad_genotype_index", 5)
    assert "0/2" not in str(caught.value)


@pytest.mark.parametrize("filter_text", ["LowQual", "q10;s50"])
def test_a_filtered_record_counts_as_not_tested(filter_text: str) -> None:
    reading = read(vcf([row(CYP2C19_2, "0/1", filter_text=filter_text)]))
    assert gap(reading, CYP2C19_2) == "filtered"


def test_the_first_valid_record_wins() -> None:
    filtered = row(CYP2C19_2, "0/0", filter_text="LowQual")
    assert bases(read(vcf([filtered, row(CYP2C19_2, "1/1"), row(CYP2C19_2, "0/0")])), CYP2C19_2) == ("A", "A")


def test_an_empty_filter_or_a_dot_passes() -> None:
    assert bases(read(vcf([row(CYP2C19_2, "0/1", filter_text=".")])), CYP2C19_2) == ("G", "A")
    assert bases(read(vcf([row(CYP2C19_2, "0/1", filter_text="")])), CYP2C19_2) == ("G", "A")


@pytest.mark.parametrize("alt", ["<DEL>", "*", "N", "<NON_REF>"])
def test_a_chosen_unusable_base_is_missing_and_an_unchosen_one_is_ignored(alt: str) -> None:
    assert gap(read(vcf([row(CYP2C19_2, "0/1", alt=alt)])), CYP2C19_2) == "unusable_allele"
    assert bases(read(vcf([row(CYP2C19_2, "0/1", alt=f"A,{alt}")])), CYP2C19_2) == ("G", "A")


def test_a_mixed_genotype_with_reads_on_one_base_only_is_missing() -> None:
    assert gap(read(vcf([row(CYP2C19_2, "0/1:30,0", fmt="GT:AD")])), CYP2C19_2) == "one_sided_reads"
    assert bases(read(vcf([row(CYP2C19_2, "0/1:30,2", fmt="GT:AD")])), CYP2C19_2) == ("G", "A")
    assert bases(read(vcf([row(CYP2C19_2, "0/1:30", fmt="GT:AD")])), CYP2C19_2) == ("G", "A")


def test_more_than_two_alleles_cap_the_state() -> None:
    lines = b"".join(vcf_file({})).decode().splitlines()
    rows = [line for line in lines if not line.startswith("#") and CYP2C19_2 not in line]
    reading = read(vcf([*rows, row(CYP2C19_2, "0/0/0")]))
    result = call_gene("CYP2C19", reading)
    assert (result.state, result.reason) == ("called_with_limits", "extra_copies")
    assert "extra_copies" in result.warnings


def test_another_reference_base_makes_the_site_missing() -> None:
    assert gap(read(vcf([row(CYP2C19_2, "0/1", ref="T", alt="A")])), CYP2C19_2) == "other_reference"


def test_an_undocumented_base_is_kept_for_the_matcher() -> None:
    assert bases(read(vcf([row(CYP2C19_2, "0/1", alt="T")])), CYP2C19_2) == ("G", "T")


def test_phase_sets_are_kept_apart_and_missing_ones_are_common() -> None:
    rows = [
        row("rs1800462", "0|1:7", fmt="GT:PS"),
        row("rs1800460", "0|1", fmt="GT"),
        row("rs1142345", "0/1", fmt="GT"),
        row("rs759836180", "1|1:9", fmt="GT:PS"),
    ]
    phases = {call.pos38: call.phase for call in read(vcf(rows)).sites}
    assert phases[site("rs1800462").pos38] == "PS7"
    assert phases[site("rs1800460").pos38] == "common"
    assert phases[site("rs1142345").pos38] is None
    assert phases[site("rs759836180").pos38] is None


@pytest.mark.parametrize(
    ("ref", "alt", "genotype", "expected"),
    [
        ("CAT", "C,CATAT,CATATAT", "0/2", ("CAT", "CATAT")),
        ("CAT", "CATAT", "1/1", ("CATAT", "CATAT")),
        ("C", "CAT", "0/1", ("CAT", "CATAT")),
        ("C", "CATAT", "0/1", ("CAT", "CATATAT")),
        ("CAT", "C", "0/1", ("CAT", "C")),
        ("CATA", "CATATA", "0/1", ("CAT", "CATAT")),
        ("CAT", "CATAT,<NON_REF>", "0/1", ("CAT", "CATAT")),
    ],
)
def test_repeat_lengths_are_recognised_however_they_are_padded(
    ref: str, alt: str, genotype: str, expected: tuple[str, str]
) -> None:
    assert bases(read(vcf([row(UGT1A1_REPEAT, genotype, ref=ref, alt=alt)])), UGT1A1_REPEAT) == expected


def test_split_records_of_one_site_are_joined() -> None:
    rows = [row(UGT1A1_REPEAT, "0/1", ref="C", alt="CAT"), row(UGT1A1_REPEAT, "1/0", ref="CAT", alt="C")]
    assert sorted(bases(read(vcf(rows)), UGT1A1_REPEAT) or ()) == ["C", "CATAT"]
    split = [row("rs7900194", "0/1", alt="A"), row("rs7900194", "1/0", alt="T")]
    assert sorted(bases(read(vcf(split)), "rs7900194") or ()) == ["A", "T"]
    phased = [row("rs7900194", "0|1", alt="A"), row("rs7900194", "1|0", alt="T")]
    assert bases(read(vcf(phased)), "rs7900194") == ("T", "A")
    too_many = [row("rs7900194", "1/1", alt="A"), row("rs7900194", "0/1", alt="T")]
    assert gap(read(vcf(too_many)), "rs7900194") == "records_disagree"


def test_a_normalised_form_of_the_special_table_is_read() -> None:
    assert bases(read(vcf([row(NUDT15_REPEAT, "0/1", ref="A", alt="AGGAGTC")])), NUDT15_REPEAT) == (
        "AGGAGTC",
        "AGGAGTCGGAGTC",
    )


@pytest.mark.parametrize(
    ("name", "ref", "alt", "genotype"),
    [
        (TPMT_INSERTION, "C", ".", "0/0"),
        (TPMT_INSERTION, "C", "T", "0/0"),
        (UGT1A1_REPEAT, "C", ".", "0/0"),
        (CYP2C9_6, "G", ".", "0/0"),
    ],
)
def test_a_single_base_row_never_rules_out_an_indel(name: str, ref: str, alt: str, genotype: str) -> None:
    assert gap(read(vcf([row(name, genotype, ref=ref, alt=alt)])), name) == "indel_not_tested"


def test_an_explicit_reference_row_of_the_full_form_counts() -> None:
    assert bases(read(vcf([row(CYP2C9_6, "0/0", alt=".")])), CYP2C9_6) == ("GA", "GA")
    assert bases(read(vcf([row(TPMT_INSERTION, "0/0")])), TPMT_INSERTION) == ("C", "C")


def test_the_same_length_change_nearby_in_another_spelling_leaves_the_site_untested() -> None:
    shifted = row(CYP2C9_6, "0/1", ref="CA", alt="C", shift=4)
    reading = read(vcf([shifted]))
    assert gap(reading, CYP2C9_6) == "other_spelling"
    assert "other_spelling" in reading.warnings


def test_a_called_deletion_across_a_site_leaves_it_untested() -> None:
    deletion = row(CYP2C19_2, "0/1", ref="CCG", alt="C", shift=-2)
    assert gap(read(vcf([row(CYP2C19_2, "0/0"), deletion])), CYP2C19_2) == "overlapping_change"
    symbolic = row(CYP2C19_2, "0/1", ref="C", alt="<DEL>", info="END=94781900", shift=-40)
    assert gap(read(vcf([row(CYP2C19_2, "0/0"), symbolic])), CYP2C19_2) == "overlapping_change"
    uncalled = row(CYP2C19_2, "0/0", ref="CCG", alt="C", shift=-2)
    assert bases(read(vcf([row(CYP2C19_2, "0/0"), uncalled])), CYP2C19_2) == ("G", "G")


def test_neighbouring_records_make_up_a_two_base_change() -> None:
    name = "rs193922862"
    both = [row(name, "1|0", ref="T", alt="C"), row(name, "1|0", ref="C", alt="T", shift=1)]
    assert bases(read(vcf(both)), name) == ("CT", "TC")
    unphased = [row(name, "1/0", ref="T", alt="C"), row(name, "1/0", ref="C", alt="T", shift=1)]
    assert gap(read(vcf(unphased)), name) == "other_spelling"
    equal = [row(name, "1/1", ref="T", alt="C"), row(name, "1/1", ref="C", alt="T", shift=1)]
    assert bases(read(vcf(equal)), name) == ("CT", "CT")
    assert gap(read(vcf(equal[:1])), name) == "other_spelling"


def block(
    name: str, genotype: str = "0/0", before: int = 500, *, filter_text: str = "PASS", fmt: str = "GT"
) -> str:
    return row(
        name,
        genotype,
        ref="A",
        alt="<NON_REF>",
        info=f"END={site(name).pos38 + 500}",
        shift=-before,
        filter_text=filter_text,
        fmt=fmt,
    )


def test_a_reference_block_covers_single_bases_and_never_indels() -> None:
    reading = read(vcf([block(CYP2C9_6), block(CYP2C19_2)]))
    assert reading.format == "gvcf"
    assert bases(reading, CYP2C19_2) == ("G", "G")
    assert gap(reading, CYP2C9_6) == "indel_not_tested"
    assert bases(reading, "rs4986893") is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (block(CYP2C19_2, filter_text="LowQual"), "filtered"),
        (block(CYP2C19_2, "./."), "no_call"),
        (block(CYP2C19_2, "0/0:0", fmt="GT:DP"), "no_call"),
    ],
)
def test_a_block_that_was_not_read_well_covers_nothing(line: str, reason: str) -> None:
    assert gap(read(vcf([line])), CYP2C19_2) == reason


def test_a_record_outranks_a_block_and_a_far_block_reaches() -> None:
    assert bases(read(vcf([block(CYP2C19_2), row(CYP2C19_2, "0/1")])), CYP2C19_2) == ("G", "A")
    assert bases(read(vcf([block(CYP2C19_2, before=900_000)])), CYP2C19_2) == ("G", "G")


def test_an_unlisted_position_stays_unknown_unless_somebody_states_it_was_tested() -> None:
    data = vcf([row(CYP2C19_2, "0/1")])
    assert len(read(data).sites) == 1
    stated = read(data, assume_reference=True)
    assert bases(stated, "rs4986893") == ("G", "G")
    assert stated.assumed_reference
    for left_out in ("rs3758581", UGT1A1_REPEAT, "rs776746", CYP2C9_6):
        assert bases(stated, left_out) is None
    filtered = vcf([row(CYP2C19_2, "0/1"), row("rs4986893", "0/0", filter_text="LowQual")])
    assert bases(read(filtered, assume_reference=True), "rs4986893") is None
    result = call_gene("CYP2C9", stated)
    assert (result.state, result.reason) == ("called_with_limits", "sites_assumed")
    assert "rs1799853" in result.assumed


@pytest.mark.parametrize(
    ("chrom_rows", "expected"),
    [
        (["chrX\t154536002\t.\tC\tT\t.\t.\t.\tGT\t1"], ("T",)),
        (["X\t154536002\t.\tC\tT\t.\t.\t.\tGT\t0/1"], ("C", "T")),
        (["23\t154536002\t.\tC\tT\t.\t.\t.\tGT\t0"], ("C",)),
    ],
)
def test_one_x_is_one_copy(chrom_rows: list[str], expected: tuple[str, ...]) -> None:
    assert bases(read(vcf(chrom_rows)), "rs1050828") == expected


def test_mitochondrial_numbering_must_be_the_revised_cambridge_one() -> None:
    name = "rs267606617"
    risk = ["MT\t1555\t.\tA\tG\t.\t.\t.\tGT\t1"]
    assert bases(read(vcf(risk)), name) == ("G",)
    older = ["##contig=<ID=chr1,length=249250621>", "##contig=<ID=chrM,length=16571>"]
    reading = read(vcf(["chrM\t1555\t.\tA\tG\t.\t.\t.\tGT\t1"], header=older))
    assert gap(reading, name) == "not_rcrs"
    unknown = read(vcf(["chrM\t1555\t.\tA\tG\t.\t.\t.\tGT\t1"], build=37))
    assert gap(unknown, name) == "not_rcrs"


def test_samples_are_chosen_by_name() -> None:
    rows = [row(CYP2C19_2, "0/0\t1/1")]
    data = vcf(rows, samples=("Amara", "Bo"))
    with pytest.raises(UnreadableGenome) as caught:
        read(data)
    assert (caught.value.code, caught.value.facts["samples"]) == ("several_samples", ("Amara", "Bo"))
    assert bases(read(data, sample="Bo"), CYP2C19_2) == ("A", "A")
    with pytest.raises(UnreadableGenome) as caught:
        read(data, sample="Sam")
    assert caught.value.code == "unknown_sample"
    with pytest.raises(UnreadableGenome) as caught:
        read(vcf([], samples=()))
    assert caught.value.code == "no_sample_column"


def test_order_of_lines_and_naming_of_chromosomes_change_nothing() -> None:
    choices = {"CYP2C19": ("*1", "*17"), "UGT1A1": ("*1", "*28"), "DPYD": ("Reference", "c.2846A>T")}
    expected = read(b"".join(vcf_file(choices))).sites
    lines = b"".join(vcf_file(choices, chr_prefix=False)).splitlines(keepends=True)
    header = [line for line in lines if line.startswith(b"#")]
    rows = [line for line in lines if not line.startswith(b"#")]
    random.Random(4).shuffle(rows)
    assert read(b"".join((*header, *rows))).sites == expected
    accession = [
        line.replace(b"10\t", b"NC_000010.11\t", 1) if line.startswith(b"10\t") else line for line in rows
    ]
    assert read(b"".join((*header, *accession))).sites == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (row(CYP2C19_2, "0/" + "1" * 5000), "bad_genotype_index"),
        (row(CYP2C19_2, "0/1", alt=",".join(["A"] * 3000)), "malformed_line"),
        (row(CYP2C19_2, "0/-1"), "bad_genotype_index"),
        (row(CYP2C19_2, "0/²"), "bad_genotype_index"),
    ],
)
def test_absurd_numbers_are_refused(line: str, code: str) -> None:
    with pytest.raises(UnreadableGenome) as caught:
        read(vcf([line]))
    assert caught.value.code == code


def test_absurdly_long_bases_and_names_stay_harmless() -> None:
    long_base = row(CYP2C19_2, "0/1", alt="A" * 500_000)
    assert gap(read(vcf([long_base])), CYP2C19_2) == "unusable_allele"
    deletion = row(CYP2C19_2, "0/1", ref="G" * 500_000, alt="G" * 400_000, shift=-10)
    assert gap(read(vcf([row(CYP2C19_2, "0/0"), deletion])), CYP2C19_2) == "overlapping_change"
    named = read(vcf([row(CYP2C19_2, "0|1:" + "7" * 100_000, fmt="GT:PS")]))
    assert len(named.sites[0].phase or "") < 100
    block_end = row(CYP2C19_2, "0/0", ref="G", alt="<NON_REF>", info="END=" + "9" * 5000)
    assert bases(read(vcf([block_end])), CYP2C19_2) == ("G", "G")


def test_the_linked_site_of_the_repeat_says_that_the_repeat_was_not_tested() -> None:
    rows = [row("rs887829", "0/1"), row("rs4148323", "0/0"), row("rs35350960", "0/0")]
    result = call_gene("UGT1A1", read(vcf(rows)))
    assert "linked_to_untested_site" in result.warnings
    assert result.state == "ambiguous"
    assert {"*1/*80", "*1/*80+*28", "*1/*80+*37"} <= set(result.diplotypes)
    tested = call_gene("UGT1A1", read(vcf([*rows, row(UGT1A1_REPEAT, "0/1", alt="CATAT")])))
    assert tested.warnings == ()


def test_sites_that_define_no_allele_are_shown_and_assumed_positions_are_marked() -> None:
    shown = {seen.site: seen for seen in call_gene("CYP2C9", read(vcf([row("rs12777823", "0/1")]))).bases}
    assert (shown["rs12777823"].role, shown["rs12777823"].bases) == ("extra", "G/A")
    resting = next(entry for entry in genes().sites_of["CYP2C9"] if entry.pos37_assumed and entry.rsid)
    for build, marked in ((37, True), (38, False)):
        reading = read(vcf([row(resting.rsid, "0/1", build=build)], build=build))  # type: ignore[arg-type]
        assert [seen.position_assumed for seen in call_gene("CYP2C9", reading).bases] == [marked]


def refusal(data: bytes, sample: str) -> UnreadableGenome:
    with pytest.raises(UnreadableGenome) as caught:
        read(data, sample=sample)
    return caught.value


@pytest.mark.parametrize(
    "columns",
    [
        "#CHROM\tPOS\tID\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tAmara\tBo",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tAmara\tBo",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tBo\tBo",
    ],
)
def test_a_damaged_column_line_never_gives_one_person_the_data_of_another(columns: str) -> None:
    whole = vcf([f"{row('rs4244285', '0/1')}\t1/1"], samples=("Amara", "Bo"))
    lines = whole.decode().split("\n")
    lines = [columns if text.startswith("#CHROM") else text for text in lines]
    assert refusal("\n".join(lines).encode(), sample="Bo").code == "malformed_header"


def test_a_record_with_a_cell_too_many_or_too_few_is_refused() -> None:
    for genotypes in ("0/1", "0/1\t1/1\t0/0"):
        data = vcf([f"{row('rs4244285', genotypes)}"], samples=("Amara", "Bo"))
        assert refusal(data, sample="Amara").code == "malformed_line"
