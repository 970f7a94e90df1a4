"""A GRCh37 twin says what the GRCh38 file says: every genotype of every site, every allele, every kind of file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mendly_core.genes import GeneResult, GenomeReading, UnreadableGenome, call_genes
from mendly_core.genes.knowledge import Build, Site, genes
from mendly_core.genes.samples import VENDORS, Choices, array_file, gvcf_file, vcf_file, vcf_of_several
from tests.core.genes.files import read, vcf

BUILDS: tuple[Build, Build] = (37, 38)
ALLELES = {
    gene: [row.name for row in rows if row.changes]
    for gene, rows in genes().alleles_of.items()
    if gene in genes().sites_of
}
MOST_ALLELES = max(map(len, ALLELES.values()))
FEW = 2


def person(number: int) -> Choices:
    """A person with the n-th allele of every gene, beside another one."""
    return {
        gene: (names[number % len(names)], names[(number * 7 + 3) % len(names)])
        for gene, names in ALLELES.items()
    }


def genotypes(site: Site) -> list[tuple[str, ...]]:
    """Every ordered pair of bases, single ones too where one copy is possible."""
    single = [(form,) for form in site.forms] if site.chrom in ("chrX", "chrM") else []
    return single if site.chrom == "chrM" else [*itertools.product(site.forms, repeat=2), *single]


def written(site: Site, bases: tuple[str, ...], build: Build, joint: str) -> str:
    reference = site.reference(build)
    forms = [reference, *(form for form in site.forms if form != reference)]
    genotype = joint.join(str(forms.index(base)) for base in bases)
    chrom = site.chrom.removeprefix("chr")
    chrom = "MT" if chrom == "M" else chrom
    return f"{chrom}\t{site.position(build)}\t.\t{reference}\t{','.join(forms[1:])}\t.\t.\t.\tGT\t{genotype}"


def shown(reading: GenomeReading) -> list[tuple[object, ...]]:
    return [(call.gene, call.pos38, call.bases, call.phase) for call in reading.sites]


def answers(reading: GenomeReading) -> list[GeneResult]:
    """Results without the mark of GRCh37 positions that rest on an offset: the one thing a build changes."""
    return [
        replace(result, bases=tuple(replace(s, position_assumed=False, origin="") for s in result.bases))
        for result in call_genes(reading)
    ]


@pytest.mark.parametrize("joint", ["/", pytest.param("|", marks=pytest.mark.long)])
def test_every_genotype_of_every_site_reads_alike_on_both_builds(joint: str) -> None:
    sites = [site for site in genes().sites if site.chrom != "chrX"]
    on_x = [site for site in genes().sites if site.chrom == "chrX"]
    checked = 0
    for group in (sites, on_x):
        choices = [genotypes(site) for site in group]
        for number in range(max(map(len, choices))):
            rows = [
                (site, options[number % len(options)]) for site, options in zip(group, choices, strict=True)
            ]
            twins = [
                read(vcf([written(site, bases, build, joint) for site, bases in rows], build=build))
                for build in BUILDS
            ]
            assert twins[0].sites == twins[1].sites
            wanted = {(site.gene, site.pos38): bases for site, bases in rows}
            found = {(call.gene, call.pos38): call.bases for call in twins[0].sites}
            # A called deletion over a neighbouring site leaves that one untested.
            assert found.items() <= wanted.items()
            assert len(found) > 0.9 * len(wanted)
            checked += len(rows)
    assert checked > 5000


@pytest.mark.parametrize("number", range(FEW))
def test_people_of_many_alleles_get_the_same_answers(number: int) -> None:
    check_person(number * 31 + 1)


@pytest.mark.long
def test_every_allele_of_every_gene_gets_the_same_answers() -> None:
    for number in range(MOST_ALLELES):
        check_person(number)
    print(f"{MOST_ALLELES} people with every allele of every gene: 0 differences between twins")


def check_person(number: int) -> None:
    choices = person(number)
    for make in makers():
        twins = [read(b"".join(make(choices, build))) for build in BUILDS]
        assert [twin.build for twin in twins] == list(BUILDS)
        assert shown(twins[0]) == shown(twins[1])
        assert answers(twins[0]) == answers(twins[1])


def makers() -> Iterator[object]:
    yield lambda choices, build: vcf_file(choices, build=build, chr_prefix=False)
    yield lambda choices, build: vcf_file(choices, build=build, chr_prefix=False, phased=True)
    yield lambda choices, build: gvcf_file(choices, build=build, chr_prefix=False)
    yield lambda choices, build: array_file(choices, 0, build=build, vendor=VENDORS[0])


def test_reference_blocks_say_what_reference_records_say() -> None:
    for build in BUILDS:
        records = read(b"".join(vcf_file(person(5), build=build)))
        blocks = read(b"".join(gvcf_file(person(5), build=build)))
        assert blocks.format == "gvcf"
        assert [(c.gene, c.pos38, c.bases) for c in blocks.sites] == [
            (c.gene, c.pos38, c.bases) for c in records.sites
        ]


def test_each_of_several_people_gets_an_own_answer_and_nobody_is_chosen_by_guess() -> None:
    people = {"Amara": person(3), "Bo": person(8), "Carmen": person(21)}
    data = b"".join(vcf_of_several(people))
    with pytest.raises(UnreadableGenome) as caught:
        read(data)
    assert (caught.value.code, caught.value.samples) == ("several_samples", ("Amara", "Bo", "Carmen"))
    for name, choices in people.items():
        assert read(data, sample=name).sites == read(b"".join(vcf_file(choices))).sites
