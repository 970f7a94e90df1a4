"""The knowledge pack: every table that results and advice rest on, as one thing with one version.

A pack has two parts, `genes` (definitions and guidance) and `predisposition`; each holds its tables and its own
checksum. One pack is shipped as package data. Another one is a folder of the same shape: `FOLDER/genes/*.tsv`,
`FOLDER/predisposition/*.tsv`, a `checksum.txt` in each. A process interprets with one pack at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import ParamSpec, TypeVar, cast

from mendly_core.packs import Pack, checked_version, read_pack

Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one table, and how many of them, from `key`, tell its rows apart."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


def _table(columns: str, key: str) -> Table:
    return Table(tuple(columns.split()), tuple(key.split()))


GENE_TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "alleles": _table(
            "gene allele is_reference function activity changes tier1 structural note", "gene allele"
        ),
        "build_differences": _table(
            "gene kind chrom pos38 pos37 rsid ref38 ref37 offset n_listed n_agree listed_min38 listed_max38 "
            "n_by_offset n_outside_listed max_bases_outside note",
            "gene kind pos38",
        ),
        "drugs": _table("ingredient rxnorm atc drug_group us_brands uses", "ingredient"),
        "matching": _table(
            "gene method undocumented_base_policy phase_rule ties chromosome reference_allele callable_from "
            "never_callable note",
            "gene",
        ),
        "nat2_priority": _table("order candidates pick", "order"),
        "pairs": _table(
            "gene ingredient cpic_level cpic_status guideline guideline_year guideline_pmid dpwg fda_label "
            "source_version note",
            "gene ingredient",
        ),
        "phenoconversion": _table(
            "ingredient gene strength effect_on_phenotype rule_basis source reviewed", "ingredient gene"
        ),
        "phenotypes": _table("gene rule_kind a b phenotype lookup", "gene rule_kind a b"),
        "phenotypes_exceptions": _table(
            "gene allele1 allele2 phenotype activity lookup", "gene allele1 allele2"
        ),
        "positions": _table(
            "gene chrom pos38 pos37 rsid ref38 ref37 alts kind required tier1 pos37_from role", "gene pos38"
        ),
        "recommendations": _table(
            "ingredient gene1 lookup1 gene2 lookup2 population action action_detail effect strength "
            "guideline_year source reviewed note",
            "ingredient gene1 lookup1 gene2 lookup2 population source",
        ),
        "special": _table("gene kind key value note", "gene kind key"),
    }
)
PREDISPOSITION_TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "variants": _table(
            "condition gene rsid name chrom pos38 pos37 ref38 ref37 risk_allele other_allele genotype_rule "
            "effect_class penetrance_note populations opt_in confirm_in_lab not_reassuring_if_absent "
            "grch37_ref_is_risk basis verified_by note reviewed",
            "condition gene rsid genotype_rule",
        ),
        "conditions": _table("condition key category onset", "condition"),
        "outcomes": _table(
            "condition gene rsid genotype_rule outcome rank sharing", "condition gene rsid genotype_rule"
        ),
        "frequencies": _table("outcome group result low high age from_note", "outcome group result age"),
    }
)
PARTS: Mapping[str, Mapping[str, Table]] = MappingProxyType(
    {"genes": GENE_TABLES, "predisposition": PREDISPOSITION_TABLES}
)
_SHIPPED = {
    "genes": "mendly_core.genes.knowledge.tables",
    "predisposition": "mendly_core.predisposition.tables",
}


@dataclass(slots=True)
class _Choice:
    """Where the pack of this process lies; None: the shipped one."""

    folder: Path | None = None


_choice = _Choice()


def use_knowledge(folder: Path | None) -> None:
    """Interpret with the pack in this folder, None for the shipped one: once, when a process starts.

    Raises :class:`mendly_core.packs.DamagedPack` and changes nothing when the pack is not whole.
    """
    chosen = folder.resolve() if folder else None
    pack_version(chosen)
    _choice.folder = chosen


@contextmanager
def knowledge_from(folder: Path | None) -> Iterator[None]:
    """Inside the block this process interprets with another pack. For one thread: the choice is the process's."""
    before = _choice.folder
    use_knowledge(folder)
    try:
        yield
    finally:
        _choice.folder = before


def knowledge_folder() -> Path | None:
    return _choice.folder


def per_pack(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """Remember what is worked out from the tables, for each pack apart."""

    kept: dict[Path | None, Callable[Given, Made]] = {}

    @wraps(work)
    def for_chosen_pack(*given: Given.args, **named: Given.kwargs) -> Made:
        folder = _choice.folder
        if folder not in kept:
            kept[folder] = cast(Callable[Given, Made], cache(work))
        return kept[folder](*given, **named)

    return for_chosen_pack


def read_part(part: str, folder: Path | None = None) -> Pack:
    """The rows of one part. Raises :class:`mendly_core.packs.DamagedPack`."""
    columns = {name: table.columns for name, table in PARTS[part].items()}
    return read_pack(_place(part, folder), columns)


@cache
def pack_version(folder: Path | None) -> tuple[str, str]:
    """The date of the gene tables, and the version of the pack: that date and the start of a checksum of all.

    Raises :class:`mendly_core.packs.DamagedPack`.
    """
    stated = {part: checked_version(_place(part, folder), tuple(tables)) for part, tables in PARTS.items()}
    whole = hashlib.sha256("\n".join(f"{part} {stated[part][1]}" for part in sorted(stated)).encode())
    date = stated["genes"][0]
    return date, f"{date}+{whole.hexdigest()[:8]}"


def _place(part: str, folder: Path | None) -> Traversable:
    return folder / part if folder else files(_SHIPPED[part])
