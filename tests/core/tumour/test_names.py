"""Every alias of the table, in every spelling people use, against a second reading of the table."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.tumour import TumourReportRefused, read_report, tumour_facts


def table(name: str) -> list[dict[str, str]]:
    text = files("mendly_core.tumour.tables").joinpath(f"{name}.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def same_spelling(text: str) -> str:
    """The comparison that the table's README asks for, and nothing more."""
    return re.sub(r"[\s()\[\]]", "", text).casefold()


ALIASES = table("aliases")
BY_NAME: dict[tuple[str, str], set[str]] = defaultdict(set)
for _row in ALIASES:
    BY_NAME[_row["gene"], same_spelling(_row["alias"])].add(_row["molecular_profile"])
GENES = sorted({row["gene"] for row in ALIASES if row["gene"]})
BARE = sorted(
    {(row["gene"], row["alias"]) for row in ALIASES if re.match(r"p\.|c\.|[A-Z]\d+[A-Z]$", row["alias"])}
)


def whole_profiles(line: str) -> set[str]:
    """Without the parts of compound profiles, which are findings of their own ("17p Deletion")."""
    return findings(line) & set(tumour_facts().profiles)


def findings(line: str) -> set[str]:
    return set(read_report(line).findings)


def test_every_alias_beside_its_gene_gives_the_profiles_of_the_table() -> None:
    checked = 0
    for row in ALIASES:
        line = f"{row['gene']} {row['alias']}".strip()
        assert whole_profiles(line) == BY_NAME[row["gene"], same_spelling(row["alias"])], line
        checked += 1
    assert checked == 454


@given(
    alias=st.sampled_from([(row["gene"], row["alias"]) for row in ALIASES]),
    shape=st.sampled_from(("upper", "lower", "brackets", "blanks", "colon", "detected", "dashes")),
)
def test_spelling_does_not_matter(alias: tuple[str, str], shape: str) -> None:
    gene, text = alias
    shaped = {
        "upper": f"{gene} {text}".upper(),
        "lower": f"{gene} {text}".lower(),
        "brackets": f"{gene} ({text})",
        "blanks": f"  {gene}   {text} ",
        "colon": f"{gene}: {text}" if gene else text,
        "detected": f"{gene} {text} detected",
        "dashes": f"{gene} {text}".replace("-", "\u2011"),
    }[shape]
    assert whole_profiles(shaped) == BY_NAME[gene, same_spelling(text)], shaped


@given(name=st.sampled_from(BARE), gene=st.sampled_from(GENES))
def test_a_change_counts_only_beside_its_own_gene(name: tuple[str, str], gene: str) -> None:
    text = name[1]
    expected = BY_NAME.get((gene, same_spelling(text)), set())
    assert findings(f"{gene} {text}") == expected


@given(name=st.sampled_from(BARE))
def test_a_change_without_a_gene_is_never_matched(name: tuple[str, str]) -> None:
    (line,) = read_report(name[1]).lines
    assert (line.status, line.findings) == ("gene_missing", ())


@given(name=st.sampled_from(BARE), gene=st.sampled_from(("STK11", "ARID1A", "FOXA1", "XYZ9")))
def test_a_change_of_a_gene_outside_the_table_is_never_matched(name: tuple[str, str], gene: str) -> None:
    (line,) = read_report(f"{gene} {name[1]}").lines
    assert (line.status, line.findings, line.gene_in_list) == ("not_in_list", (), False)


@given(
    alias=st.sampled_from([(row["gene"], row["alias"]) for row in ALIASES]),
    words=st.sampled_from(
        ("not detected", "absent", ": no", "0%", "no detectado", "of uncertain significance", "VUS")
    ),
)
def test_what_a_report_denies_or_doubts_is_never_a_finding(alias: tuple[str, str], words: str) -> None:
    for line in read_report(f"{alias[0]} {alias[1]} {words}").lines:
        assert line.findings == ()
        assert line.status in ("reported_absent", "reported_unsure")


@given(text=st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        report = read_report(text)
    except TumourReportRefused:
        return
    assert report.lines


@given(text=st.text(alphabet="KRASEGFLT 012578pc.>:;,()-+wildMSIH", max_size=60))
def test_near_misses_never_crash_and_name_known_findings_only(text: str) -> None:
    try:
        found = findings(text)
    except TumourReportRefused:
        return
    known = {part for profile in tumour_facts().profiles for part in re.split(" OR | AND ", profile)}
    assert found <= known | set(tumour_facts().profiles)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("EGFR p.Leu858Arg", {"EGFR L858R"}),
        ("KRAS G12C", {"KRAS G12C"}),
        ("MSI-H", {"MSI-H or dMMR"}),
        ("NM_005228.5(EGFR):c.2573T>G (p.Leu858Arg)", {"EGFR L858R"}),
        ("BRAF c.1799T>A p.(Val600Glu) VAF 32%", {"BRAF V600E"}),
        ("STRN-ALK fusion", {"ALK Fusion"}),
        ("LMNA::NTRK1", {"NTRK Fusion"}),
        ("BCR::ABL1 T315I", {"BCR::ABL1 T315I"}),
        ("KRAS wild-type", {"KRAS Wild Type"}),
        ("RAS wild type", {"KRAS Wild Type", "NRAS Wild Type"}),
        ("HER2 negative", {"ERBB2 Negative"}),
        ("PD-L1 TPS 60%", {"CD274 TPS 50 Percent or More"}),
        ("PD-L1 TPS 49%", set()),
        ("PD-L1 TPS <50%", set()),
        ("PD-L1 CPS 10", {"CD274 CPS 10 or More"}),
        ("BRCA1 pathogenic mutation", {"BRCA1 or BRCA2 Mutation"}),
        ("MSI-H/dMMR", {"MSI-H or dMMR", "dMMR"}),
        ("EGFR L858R, T790M", {"EGFR L858R", "EGFR T790M"}),
        ("FGFR3::TACC3 and MSI-H", {"FGFR3 Alteration", "MSI-H or dMMR"}),
    ],
)
def test_lines_as_laboratories_write_them(line: str, expected: set[str]) -> None:
    assert findings(line) == expected


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("BRCA2 loss", "not_in_list"),
        ("TP53 R175H", "not_in_list"),
        ("KRAS c.34-1G>A", "not_in_list"),
        ("NRAS G12C", "not_in_list"),
        ("exon 14 skipping", "gene_missing"),
        ("KRAS c.35G>A p.G12C", "names_disagree"),
        ("EGFR L858R A123V", "names_disagree"),
        ("EGFR T790M not detected", "reported_absent"),
        ("HER2 amplification negative", "reported_absent"),
        ("MSI-H: stable", "reported_absent"),
        ("BRCA2 c.1A>G VUS", "reported_unsure"),
        ("likely benign KRAS G12C", "reported_unsure"),
    ],
)
def test_lines_that_are_no_finding_say_why(line: str, status: str) -> None:
    (read,) = read_report(line).lines
    assert (read.status, read.findings) == (status, ())


def test_a_gene_of_the_list_is_told_apart_from_a_foreign_one() -> None:
    assert read_report("BRCA2 loss").lines[0].gene_in_list
    assert not read_report("STK11 loss").lines[0].gene_in_list


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("KRAS G12C\n" * 101, "too_many_lines"),
        ("K" * 201, "line_too_long"),
        ("KRAS\x00G12C", "not_text"),
        ("##fileformat=VCFv4.2", "germline_file"),
        ("rs113488022\t7\t140453136\tAT", "germline_file"),
        ("KRAS wild type\nKRAS G12C", "contradiction"),
        ("KRAS wild type\nKRAS Q99L", "contradiction"),
        ("HER2 negative\nHER2 amplification", "contradiction"),
        ("EGFR T790M\nEGFR p.Thr790Met not detected", "contradiction"),
    ],
)
def test_bad_input_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(TumourReportRefused) as refused:
        read_report(text)
    assert refused.value.code == code


def test_a_contradiction_names_both_lines() -> None:
    with pytest.raises(TumourReportRefused) as refused:
        read_report("MSI-H\nKRAS wild type\nKRAS G12C")
    assert refused.value.lines == ("KRAS wild type", "KRAS G12C")
