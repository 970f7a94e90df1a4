"""The document of a sample: every gene, every key, names as the tables write them."""

from __future__ import annotations

import io
import json

import pytest

from mendly_core.genes import SiteCall, UnreadableGenome, call_document, call_file, call_gene, gene_document
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import array_file, vcf_file, vcf_of_several
from tests.core.genes.files import gene_reading, read, site, with_sites
from tests.core.genes.test_twins import person

KEYS = {
    *("gene", "state", "reason", "standing", "diplotypes", "variants", "candidates", "phenotypes"),
    *("activity_scores", "lookups", "not_seen", "cannot_rule_out", "warnings"),
}


def test_every_gene_and_every_key_is_always_there() -> None:
    for data in (b"".join(vcf_file(person(4), sample="Amara")), b"".join(array_file({}, 0))):
        document = call_document(read(data))
        assert document == json.loads(json.dumps(document))
        assert [entry["gene"] for entry in document["genes"]] == list(genes().genes)
        assert all(entry.keys() == KEYS for entry in document["genes"])
        assert document["build"] in ("GRCh37", "GRCh38")
        assert document["knowledge_version"]
    assert call_document(read(b"".join(vcf_file({}, sample="Amara"))))["sample"] == "Amara"


def test_names_in_pairs_are_those_of_the_tables() -> None:
    for number in range(0, 60, 20):
        document = call_document(read(b"".join(vcf_file(person(number), phased=True))))
        for entry in document["genes"]:
            known = {row.name for row in genes().alleles_of[entry["gene"]]}
            named = {name for pair in entry["diplotypes"] for name in pair} | set(entry["variants"])
            assert named <= known
            assert all(len(pair) in (1, 2) for pair in entry["diplotypes"])
            assert {name for candidate in entry["candidates"] for name in candidate["alleles"]} <= known


def test_a_name_that_holds_a_slash_stays_whole() -> None:
    names = [row.name for row in genes().alleles_of["G6PD"] if "/" in row.name and row.changes]
    for name in names:
        document = gene_document(call_gene("G6PD", gene_reading("G6PD", ("B (reference)", name))))
        assert {"B (reference)", name} in [{*pair} for pair in document["diplotypes"]]


def test_one_copy_is_a_list_of_one() -> None:
    reading = gene_reading("G6PD", ("B (reference)", "B (reference)"))
    single = with_sites(SiteCall(c.gene, c.pos38, c.bases[:1], None, "record") for c in reading.sites)
    assert gene_document(call_gene("G6PD", single))["diplotypes"] == [["B (reference)"]]


def test_a_variant_list_without_an_exact_pair_fills_the_variants() -> None:
    two = {site("rs3918290").pos38: ("C", "T"), site("rs67376798").pos38: ("T", "A")}
    for phased in (False, True):
        reading = gene_reading("DPYD", ("Reference", "Reference"), changed=two, phased=phased)
        document = gene_document(call_gene("DPYD", reading))
        assert document["diplotypes"] == []
        assert {*document["variants"]} >= {"c.1905+1G>A (*2A)", "c.2846A>T"}


def test_several_samples_are_called_one_by_one_or_refused_by_name() -> None:
    people = {"Amara": person(3), "Bo": person(8)}
    data = b"".join(vcf_of_several(people))

    def opened() -> io.BytesIO:
        return io.BytesIO(data)

    with pytest.raises(UnreadableGenome) as caught:
        list(call_file(opened))
    assert caught.value.samples == ("Amara", "Bo")
    every = list(call_file(opened, all_samples=True))
    assert [document["sample"] for document in every] == ["Amara", "Bo"]
    assert list(call_file(opened, sample="Bo")) == every[1:]
    alone = b"".join(vcf_file(person(3), sample="Amara"))
    assert list(call_file(lambda: io.BytesIO(alone), all_samples=True)) == every[:1]
