"""How array tables of different makers look: their headers and rows, for files of people who do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from mendly_core.genes.knowledge import Build

Vendor = Literal["23andme", "ancestry", "myheritage", "ftdna", "livingdna", "tellmegen", "final_report"]

_INVENTED = "made by Mendly for a person who does not exist"
_HEADERS: Mapping[Vendor, str] = MappingProxyType(
    {
        "23andme": (
            f"# This data file was {_INVENTED}. Layout: 23andMe.\n"
            "# The positions refer to human assembly build {build}, plus strand.\n"
            "# rsid\tchromosome\tposition\tgenotype\n"
        ),
        "ancestry": (
            f"#AncestryDNA layout, {_INVENTED}.\n"
            "#Positions refer to human reference build {build} coordinates, forward (+) strand.\n"
            "rsid\tchromosome\tposition\tallele1\tallele2\n"
        ),
        "myheritage": (
            f"# MyHeritage layout, {_INVENTED}.\n"
            "##reference=build{build}\n"
            "RSID,CHROMOSOME,POSITION,RESULT\n"
        ),
        "ftdna": "RSID,CHROMOSOME,POSITION,RESULT\n",
        "livingdna": (
            f"# Living DNA layout, {_INVENTED}.\n"
            "# Human Genome Reference Build {build}. Genotypes are given on the forward strand.\n"
            "# rsid\tchromosome\tposition\tgenotype\n"
        ),
        "tellmegen": "# rsid\tchromosome\tposition\tgenotype\n",
        "final_report": (
            f"[Header]\nFile made by,{_INVENTED}\nContent,build {{build}}\n[Data]\n"
            "SNP Name,Sample ID,Allele1 - Plus,Allele2 - Plus,Chr,Position\n"
        ),
    }
)
_ROWS: Mapping[Vendor, str] = MappingProxyType(
    {
        "23andme": "{name}\t{chrom}\t{position}\t{letters}\n",
        "ancestry": "{name}\t{chrom}\t{position}\t{first}\t{second}\n",
        "myheritage": '"{name}","{chrom}","{position}","{letters}"\n',
        "ftdna": '"{name}","{chrom}","{position}","{letters}"\n',
        "livingdna": "{name}\t{chrom}\t{position}\t{letters}\n",
        "tellmegen": "{name}\t{chrom}\t{position}\t{letters}\n",
        "final_report": "{name},SAMPLE,{first},{second},{chrom},{position}\n",
    }
)
_NUMBERED = {"X": "23", "Y": "24", "MT": "26"}
VENDORS: tuple[Vendor, ...] = tuple(_ROWS)


def array_header(vendor: Vendor, build: Build) -> str:
    """The lines before the first row."""
    return _HEADERS[vendor].format(build=build)


def array_row(vendor: Vendor, name: str, chrom: str, position: int, letters: str) -> str:
    """One row; ``letters`` holds one letter per copy, or ``--`` for no call."""
    first, second = letters[0], letters[-1]
    if vendor == "ancestry":
        chrom = _NUMBERED.get(chrom, chrom)
        first, second = ("0", "0") if "-" in letters else (first, second)
    return _ROWS[vendor].format(
        name=name, chrom=chrom, position=position, letters=letters, first=first, second=second
    )
