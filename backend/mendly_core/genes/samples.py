"""Makes DNA files of people who do not exist, from the fact tables: for the demo clinic and for tests.

Every file is a pure function of its arguments. Filler markers carry invented names and random letters.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal

from mendly_core.genes.alleles import IUPAC, allele_facts, allele_table
from mendly_core.genes.knowledge import Build, Site, genes

Choices = Mapping[str, tuple[str, str]]
Vendor = Literal["23andme", "ancestry"]

_CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
_LAST_BASE = {"MT": 16_000, "Y": 50_000_000}
_USUAL_LAST_BASE = 46_000_000
_FIRST_INVENTED_ID = 9_000_000_001
_ROWS_PER_PIECE = 5000
_PAIRS = ("AA", "CC", "GG", "TT", "AG", "CT", "AC", "GT")
_ASSEMBLIES: Mapping[int, str] = {37: "GRCh37", 38: "GRCh38"}
_HEADERS: Mapping[str, str] = {
    "23andme": (
        "# This data file was made by Mendly for a person who does not exist. Layout: 23andMe.\n"
        "# The positions refer to human assembly build {build}, plus strand.\n"
        "# rsid\tchromosome\tposition\tgenotype\n"
    ),
    "ancestry": (
        "#AncestryDNA layout, made by Mendly for a person who does not exist.\n"
        "#Positions refer to human reference build {build} coordinates, forward (+) strand.\n"
        "rsid\tchromosome\tposition\tallele1\tallele2\n"
    ),
}


def strand_of(gene: str, allele: str) -> dict[int, str]:
    """The base at every site of the gene on a strand that carries the allele, by GRCh38 position.

    An IUPAC cell takes the reference base when it may. Raises KeyError for an unknown or structural allele.
    """
    facts = allele_facts(gene, allele)
    if facts is None or not facts.changes:
        raise KeyError(f"{gene} {allele}")
    strand = {site.pos38: site.ref38 for site in genes().sites_of[gene]}
    for position, cell in (*allele_table(gene).reference.items(), *facts.changes):
        options = IUPAC.get(cell, frozenset({cell}))
        strand[position] = strand[position] if strand[position] in options else min(options)
    return strand


def site_bases(choices: Choices) -> dict[tuple[str, int], tuple[str, str]]:
    """The two bases at every site; a gene without a choice carries its usual allele twice."""
    bases: dict[tuple[str, int], tuple[str, str]] = {}
    for gene, rule in genes().rules.items():
        if gene not in genes().sites_of or not allele_table(gene).reference:
            continue
        usual = "*1" if gene == "CYP2C19" else rule.reference_allele
        first, second = (strand_of(gene, allele) for allele in choices.get(gene, (usual, usual)))
        for position, base in first.items():
            bases[(gene, position)] = (base, second[position])
    for site in genes().sites:
        bases.setdefault((site.gene, site.pos38), (site.ref38, site.ref38))
    return bases


def array_file(
    choices: Choices, lines: int = 600_000, seed: int = 1, vendor: Vendor = "23andme", build: Build = 37
) -> Iterator[bytes]:
    """An array file of ``lines`` rows in pieces: our sites that have an rsID, among invented fillers."""
    rows = _array_rows(choices, lines, seed, vendor, build)
    yield _HEADERS[vendor].format(build=build).encode()
    while piece := "".join(islice(rows, _ROWS_PER_PIECE)):
        yield piece.encode()


def _array_rows(choices: Choices, lines: int, seed: int, vendor: Vendor, build: Build) -> Iterator[str]:
    bases = site_bases(choices)
    wanted: dict[str, list[tuple[int, str]]] = {chrom: [] for chrom in _CHROMOSOMES}
    for site in genes().sites:
        if site.rsid:
            chrom = site.chrom.removeprefix("chr").replace("M", "MT")
            letters = _array_letters(site, bases[(site.gene, site.pos38)])
            wanted[chrom].append(
                (site.position(build), _array_row(vendor, site.rsid, chrom, site.position(build), letters))
            )
    spare = max(lines - sum(map(len, wanted.values())), 0)
    generator = random.Random(seed)  # noqa: S311 - invented people, no secret
    number = _FIRST_INVENTED_ID
    taken = {position for site in genes().sites for position in (site.pos37, site.pos38)}
    for chrom in _CHROMOSOMES:
        count = _share(spare, chrom)
        yield from _merged(
            _filler(vendor, chrom, count, number, generator, taken),
            sorted(wanted[chrom]),
        )
        number += count


def _share(lines: int, chrom: str) -> int:
    """How many filler rows a chromosome gets: an even part; chromosome 1 also takes what is left over."""
    part = lines // len(_CHROMOSOMES)
    shares = {name: min(part, _LAST_BASE.get(name, part) // 2) for name in _CHROMOSOMES}
    shares["1"] += lines - sum(shares.values())
    return shares[chrom]


def _array_letters(site: Site, bases: tuple[str, str]) -> str:
    """Letters as an array writes them: I and D for two lengths, no call for anything more complicated."""
    if site.kind == "snv":
        letters = "".join(bases)
    elif len(site.alts) == 1 and site.kind in ("ins", "del"):
        longest = max(site.forms, key=len)
        letters = "".join("I" if base == longest else "D" for base in bases)
    else:
        letters = "--"
    return letters[:1] if site.chrom == "chrM" else letters


def _array_row(vendor: Vendor, name: str, chrom: str, position: int, letters: str) -> str:
    if vendor == "23andme":
        return f"{name}\t{chrom}\t{position}\t{letters}\n"
    first, second = (letters[0], letters[-1]) if "-" not in letters else ("0", "0")
    return f"{name}\t{chrom}\t{position}\t{first}\t{second}\n"


def _filler(
    vendor: Vendor, chrom: str, count: int, number: int, generator: random.Random, taken: set[int]
) -> Iterator[tuple[int, str]]:
    step = max(_LAST_BASE.get(chrom, _USUAL_LAST_BASE) // max(count, 1), 1)
    letters = generator.choices(_PAIRS, k=1024)
    for index in range(count):
        position = 1 + index * step
        if position not in taken:
            pair = letters[index & 1023]
            yield position, _array_row(vendor, f"rs{number + index}", chrom, position, pair)


def _merged(filler: Iterator[tuple[int, str]], wanted: list[tuple[int, str]]) -> Iterator[str]:
    """Rows in order of position."""
    waiting = iter(wanted)
    following = next(waiting, None)
    for position, row in filler:
        while following is not None and following[0] < position:
            yield following[1]
            following = next(waiting, None)
        yield row
    while following is not None:
        yield following[1]
        following = next(waiting, None)


def vcf_file(
    choices: Choices,
    *,
    build: Build = 38,
    lines: int = 0,
    seed: int = 1,
    sample: str = "SAMPLE",
    phased: bool = False,
    chr_prefix: bool = True,
) -> Iterator[bytes]:
    """A VCF in pieces: a record for every site, reference ones too, and about ``lines`` filler rows."""
    yield _vcf_header(build, sample, chr_prefix).encode()
    rows = _vcf_rows(choices, build, lines, seed, phased, chr_prefix)
    while piece := "".join(islice(rows, _ROWS_PER_PIECE)):
        yield piece.encode()


def _vcf_header(build: Build, sample: str, chr_prefix: bool) -> str:
    length = 248956422 if build == 38 else 249250621
    first = "chr1" if chr_prefix else "1"
    return (
        "##fileformat=VCFv4.2\n"
        "##source=Mendly, a person who does not exist\n"
        f"##contig=<ID={first},length={length},assembly={_ASSEMBLIES[build]}>\n"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
        f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{sample}\n"
    )


def _vcf_rows(
    choices: Choices, build: Build, lines: int, seed: int, phased: bool, chr_prefix: bool
) -> Iterator[str]:
    bases = site_bases(choices)
    by_chrom: dict[str, list[tuple[int, str]]] = {}
    for site in genes().sites:
        row = _vcf_row(site, bases[(site.gene, site.pos38)], build, phased, chr_prefix)
        by_chrom.setdefault(site.chrom, []).append((site.position(build), row))
    generator = random.Random(seed)  # noqa: S311 - invented people, no secret
    for name in _CHROMOSOMES:
        chrom = f"chr{name}".replace("MT", "M")
        wanted = sorted(by_chrom.get(chrom, []))
        count = _share(lines, name)
        yield from _merged(_vcf_filler(chrom, name, count, generator, chr_prefix), wanted)


def _vcf_row(site: Site, bases: tuple[str, str], build: Build, phased: bool, chr_prefix: bool) -> str:
    reference = site.reference(build)
    alts = [form for form in site.forms if form != reference]
    forms = [reference, *alts]
    numbers = [str(forms.index(base)) for base in bases]
    if site.chrom == "chrM":
        numbers = numbers[:1]
    genotype = ("|" if phased else "/").join(numbers)
    chrom = site.chrom if chr_prefix else site.chrom.removeprefix("chr").replace("M", "MT")
    name = site.rsid or "."
    position = site.position(build)
    return f"{chrom}\t{position}\t{name}\t{reference}\t{','.join(alts)}\t.\tPASS\t.\tGT\t{genotype}\n"


def _vcf_filler(
    chrom: str, name: str, count: int, generator: random.Random, chr_prefix: bool
) -> Iterator[tuple[int, str]]:
    """Filler lies below the first gene of each chromosome, so it never touches a wanted site."""
    last = min((site.pos37 for site in genes().sites if site.chrom == chrom), default=_USUAL_LAST_BASE)
    room = min(last - 100_000, _LAST_BASE.get(name, _USUAL_LAST_BASE)) if chrom != "chrM" else 0
    step = max(room // max(count, 1), 1)
    bases = generator.choices(("A\tG", "C\tT", "G\tA", "T\tC"), k=1024)
    genotypes = generator.choices(("0/1", "1/1", "0/1"), k=1024)
    shown = chrom if chr_prefix else name
    for index in range(min(count, max(room, 0))):
        position = 1 + index * step
        yield (
            position,
            f"{shown}\t{position}\t.\t{bases[index & 1023]}\t50\tPASS\tDP=30\tGT:AD:DP:GQ"
            f"\t{genotypes[(index * 7) & 1023]}:15,15:30:99\n",
        )
