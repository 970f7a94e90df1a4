"""Makes DNA files of people who do not exist, from the fact tables: for the demo clinic and for tests.

Every file is a pure function of its arguments. Filler markers carry invented names and random letters.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from mendly_core.genes.alleles import IUPAC, allele_facts, allele_table
from mendly_core.genes.array_layouts import VENDORS, Vendor, array_header, array_row
from mendly_core.genes.knowledge import Build, Site, genes

Choices = Mapping[str, tuple[str, str]]

_CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
_LAST_BASE = {"MT": 16_000, "Y": 50_000_000}
_USUAL_LAST_BASE = 46_000_000
_FIRST_INVENTED_ID = 9_000_000_001
_ROWS_PER_PIECE = 5000
_PAIRS = ("AA", "CC", "GG", "TT", "AG", "CT", "AC", "GT")
_ASSEMBLIES: Mapping[int, str] = {37: "GRCh37", 38: "GRCh38"}
_PASSED_DEPTH = 30


__all__ = [
    "VENDORS",
    "Choices",
    "Vendor",
    "array_file",
    "gvcf_file",
    "site_bases",
    "strand_of",
    "vcf_file",
    "vcf_of_several",
]


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
    yield array_header(vendor, build).encode()
    yield from _pieces(_array_rows(choices, lines, seed, vendor, build))


def _array_rows(choices: Choices, lines: int, seed: int, vendor: Vendor, build: Build) -> Iterator[str]:
    bases = site_bases(choices)
    wanted: dict[str, list[tuple[int, str]]] = {chrom: [] for chrom in _CHROMOSOMES}
    for site in genes().sites:
        if site.rsid:
            chrom = site.chrom.removeprefix("chr").replace("M", "MT")
            letters = _array_letters(site, bases[(site.gene, site.pos38)])
            wanted[chrom].append(
                (site.position(build), array_row(vendor, site.rsid, chrom, site.position(build), letters))
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


def _filler(
    vendor: Vendor, chrom: str, count: int, number: int, generator: random.Random, taken: set[int]
) -> Iterator[tuple[int, str]]:
    step = max(_LAST_BASE.get(chrom, _USUAL_LAST_BASE) // max(count, 1), 1)
    letters = generator.choices(_PAIRS, k=1024)
    for index in range(count):
        position = 1 + index * step
        if position not in taken:
            pair = letters[index & 1023]
            yield position, array_row(vendor, f"rs{number + index}", chrom, position, pair)


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
    people = {sample: choices}
    yield _vcf_header(build, people, chr_prefix).encode()
    yield from _pieces(_vcf_rows(people, build, lines, seed, phased, chr_prefix))


def vcf_of_several(
    people: Mapping[str, Choices], *, build: Build = 38, phased: bool = False, chr_prefix: bool = True
) -> Iterator[bytes]:
    """A VCF with one sample column per person, by sample name."""
    yield _vcf_header(build, people, chr_prefix).encode()
    yield from _pieces(_vcf_rows(people, build, 0, 1, phased, chr_prefix))


def gvcf_file(
    choices: Choices, *, build: Build = 38, sample: str = "SAMPLE", chr_prefix: bool = True
) -> Iterator[bytes]:
    """A VCF whose unchanged single-base sites lie in reference blocks; all other sites have records.

    A block starts one base earlier, at a base that is no site of ours; a site without such room has a record.
    """
    people = {sample: choices}
    yield _vcf_header(build, people, chr_prefix=chr_prefix).encode()
    bases = site_bases(choices)
    taken = {(site.chrom, site.position(build)) for site in genes().sites}
    rows: dict[str, list[tuple[int, str]]] = {}
    for site in genes().sites:
        position, reference = site.position(build), site.reference(build)
        unchanged = set(bases[(site.gene, site.pos38)]) == {reference}
        if site.kind == "snv" and unchanged and (site.chrom, position - 1) not in taken:
            shown = f"END={position + 1}\tGT:DP\t0/0:{_PASSED_DEPTH}"
            row = f"{_contig(site, chr_prefix)}\t{position - 1}\t.\tN\t<NON_REF>\t.\t.\t{shown}\n"
        else:
            row = _vcf_row(site, [bases[(site.gene, site.pos38)]], build, phased=False, chr_prefix=chr_prefix)
        rows.setdefault(site.chrom, []).append((position, row))
    yield from _pieces(row for chrom in rows for _, row in sorted(rows[chrom]))


def _pieces(rows: Iterable[str]) -> Iterator[bytes]:
    waiting = iter(rows)
    while piece := "".join(islice(waiting, _ROWS_PER_PIECE)):
        yield piece.encode()


def _vcf_header(build: Build, people: Iterable[str], chr_prefix: bool) -> str:
    length = 248956422 if build == 38 else 249250621
    first = "chr1" if chr_prefix else "1"
    samples = "\t".join(people)
    return (
        "##fileformat=VCFv4.2\n"
        "##source=Mendly, a person who does not exist\n"
        f"##contig=<ID={first},length={length},assembly={_ASSEMBLIES[build]}>\n"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
        f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{samples}\n"
    )


def _vcf_rows(
    people: Mapping[str, Choices], build: Build, lines: int, seed: int, phased: bool, chr_prefix: bool
) -> Iterator[str]:
    everyone = [site_bases(choices) for choices in people.values()]
    by_chrom: dict[str, list[tuple[int, str]]] = {}
    for site in genes().sites:
        shown = [bases[(site.gene, site.pos38)] for bases in everyone]
        row = _vcf_row(site, shown, build, phased=phased, chr_prefix=chr_prefix)
        by_chrom.setdefault(site.chrom, []).append((site.position(build), row))
    generator = random.Random(seed)  # noqa: S311 - invented people, no secret
    for name in _CHROMOSOMES:
        chrom = f"chr{name}".replace("MT", "M")
        wanted = sorted(by_chrom.get(chrom, []))
        count = _share(lines, name)
        yield from _merged(_vcf_filler(chrom, name, count, generator, chr_prefix), wanted)


def _vcf_row(
    site: Site, everyone: Sequence[tuple[str, str]], build: Build, *, phased: bool, chr_prefix: bool
) -> str:
    reference = site.reference(build)
    alts = [form for form in site.forms if form != reference]
    forms = [reference, *alts]
    copies = 1 if site.chrom == "chrM" else 2
    genotypes = "\t".join(
        ("|" if phased else "/").join(str(forms.index(base)) for base in bases[:copies]) for bases in everyone
    )
    name = site.rsid or "."
    position = site.position(build)
    chrom = _contig(site, chr_prefix)
    return f"{chrom}\t{position}\t{name}\t{reference}\t{','.join(alts)}\t.\tPASS\t.\tGT\t{genotypes}\n"


def _contig(site: Site, chr_prefix: bool) -> str:
    return site.chrom if chr_prefix else site.chrom.removeprefix("chr").replace("M", "MT")


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
