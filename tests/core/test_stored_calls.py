"""What is kept of a file: small, complete, and the same answer as the file itself, under any pack."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import GenomeReading, UnreadableGenome, call_genes
from mendly_core.genes.samples import array_file, gvcf_file, vcf_file
from mendly_core.knowledge_pack import knowledge_from
from mendly_core.predisposition import findings_for
from mendly_core.stored_calls import packed, read_all_places, results_of, unpacked, wanted_places
from tests.core.genes.damage import damaged
from tests.core.genes.test_extra_sites import BESIDE, SHOW_ALL, small_array, small_vcf, vcf_row, with_rows
from tests.planted_packs import both, pack_with, setting, without

CHOICES = {"CYP2C19": ("*2", "*17"), "DPYD": ("Reference", "c.1905+1G>A (*2A)")}
MAKERS = {"array": array_file, "vcf": vcf_file, "gvcf": gvcf_file}
MOST_BYTES = 4096


def whole(kind: str, build: int = 38) -> bytes:
    data = b"".join(MAKERS[kind](CHOICES))  # type: ignore[operator]
    rows = [vcf_row(place, "0/1", build) for place in BESIDE]
    return data if kind == "array" else with_rows(data, rows)


def reading_of(data: bytes) -> GenomeReading:
    return read_all_places(io.BytesIO(data))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_whole_file_is_kept_in_few_bytes_and_comes_back_equal(kind: str) -> None:
    reading = reading_of(whole(kind))
    assert len(packed(reading)) < MOST_BYTES
    assert unpacked(packed(reading)) == reading


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_reading_comes_back_equal(draw: random.Random) -> None:
    data = damaged(draw.choice((small_vcf(draw, 38), small_vcf(draw, 37), small_array(draw))), draw)
    try:
        reading = reading_of(data)
    except UnreadableGenome:
        return
    again = unpacked(packed(reading))
    assert again == reading
    assert results_of(packed(reading)) == call_genes(again) == call_genes(reading)
    shown = (findings_for(each.with_extras, SHOW_ALL, minor=False) for each in (again, reading))
    assert next(shown) == next(shown)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_new_pack_answers_from_what_is_kept_as_from_the_file(kind: str, tmp_path: Path) -> None:
    kept, before = packed(reading_of(whole(kind))), wanted_places()
    functions = setting({"gene": "CYP2C19", "allele": "*2"}, {"function": "decreased"})
    alleles = both(functions, without({"gene": "CYP2C19", "allele": "*35"}))
    with knowledge_from(pack_with(tmp_path / "pack", {"genes/alleles": alleles})):
        assert wanted_places() == before
        results = results_of(kept)
        assert results == call_genes(reading_of(whole(kind)))
    assert results != results_of(kept)


def test_a_place_that_is_wanted_anew_or_differently_is_told(tmp_path: Path) -> None:
    shipped = wanted_places().identities
    site = {"gene": "CYP2C19", "rsid": "rs12248560"}
    moved = pack_with(tmp_path / "moved", {"genes/positions": setting(site, {"pos37": "96521658"})})
    named = pack_with(tmp_path / "named", {"genes/positions": setting(site, {"tier1": ""})})
    place = setting({"rsid": "rs1799945"}, {"pos37": "26091180"})
    beside = pack_with(tmp_path / "beside", {"predisposition/variants": place})
    with knowledge_from(moved):
        assert len(wanted_places().identities - shipped) == 1
    with knowledge_from(named):
        assert wanted_places().identities == shipped
    with knowledge_from(beside):
        assert len(wanted_places().identities - shipped) == 1
