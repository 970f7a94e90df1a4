"""Tumour findings and the therapies they speak for or against: loaded once, checked and indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, cast

from mendly_core.packs import Pack, Row, listed, read_pack, require

Meaning = Literal["may_help", "resistance", "little_benefit"]
Given = Literal["alone", "together", "any_one"]
Level = Literal["A", "B"]
Kind = Literal["solid", "blood"]

ANY_SOLID = "Solid tumour (any site)"

_PACKAGE = "mendly_core.tumour.tables"
_COLUMNS = {
    "pairs": (
        "molecular_profile",
        "gene",
        "variant_kind",
        "disease",
        "therapies",
        "therapy_interaction_type",
        "evidence_type",
        "evidence_direction",
        "significance",
        "evidence_level",
        "basis",
        "note",
        "reviewed",
    ),
    "aliases": ("alias", "gene", "molecular_profile"),
    "more_names": ("alias", "gene", "names"),
    "members": ("member", "of"),
    "gene_names": ("name", "gene"),
    "diseases": ("disease", "kind", "part_of", "other_names"),
    "exclusions": ("molecular_profile", "disease", "excluded", "from_note"),
}
MEANINGS: Mapping[tuple[str, str], Meaning] = MappingProxyType(
    {
        ("supports", "sensitivity"): "may_help",
        ("supports", "resistance"): "resistance",
        ("does not support", "sensitivity"): "little_benefit",
    }
)
GIVEN: Mapping[str, Given] = MappingProxyType(
    {"": "alone", "combination": "together", "substitutes": "any_one"}
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row: a profile, a disease, therapies and what is known. `note` and `basis` are for professionals.

    `given`: alone = one medicine, together = all of them, any_one = one of them.

    """

    profile: str
    genes: tuple[str, ...]
    variant_kind: str
    disease: str
    therapies: tuple[str, ...]
    given: Given
    meaning: Meaning
    level: Level
    basis: str
    note: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease one can choose. `part_of` names the wider one, empty for none."""

    name: str
    kind: Kind
    part_of: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as laboratories write it, and the profiles or parts of profiles it stands for."""

    text: str
    gene: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TumourFacts:
    """The whole pack. `exclusions`: (profile, disease of the row) -> diseases left out."""

    version: str
    evidence: tuple[Evidence, ...]
    aliases: tuple[Alias, ...]
    members: Mapping[str, tuple[str, ...]]
    gene_names: Mapping[str, str]
    diseases: Mapping[str, Disease]
    exclusions: Mapping[tuple[str, str], frozenset[str]]

    @property
    def profiles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.profile for row in self.evidence))


def listed_therapies(text: str) -> tuple[str, ...]:
    """Return the medicines of a cell, parted by `;` or `,`, in small letters and in the order of the alphabet."""
    return tuple(sorted({name.casefold() for name in listed(text.replace(",", ";"))}))


def alternatives(profile: str) -> tuple[frozenset[str], ...]:
    """Return the sets of findings of which one must be complete: `A AND B` is one set, `A OR B` two."""
    return tuple(frozenset(part.split(" AND ")) for part in profile.split(" OR "))


def parts(profiles: Iterable[str]) -> tuple[str, ...]:
    """Return every single finding the profiles are made of, and the profiles themselves."""
    found = dict.fromkeys(profiles)
    found |= dict.fromkeys(
        part for profile in found for group in alternatives(profile) for part in sorted(group)
    )
    return tuple(found)


@cache
def tumour_facts() -> TumourFacts:
    """The pack, loaded and checked once. Raises :class:`mendly_core.packs.DamagedPack`."""
    pack = read_pack(_PACKAGE, _COLUMNS)
    diseases = {row["disease"]: _disease(row) for row in pack.tables["diseases"]}
    evidence = tuple(_evidence(row, diseases) for row in pack.tables["pairs"])
    known = frozenset(parts(row.profile for row in evidence))
    require(
        all(disease.part_of in diseases for disease in diseases.values() if disease.part_of),
        "diseases: part_of",
    )
    return TumourFacts(
        version=pack.version,
        evidence=evidence,
        aliases=_aliases(pack, known),
        members=MappingProxyType(_members(pack, known)),
        gene_names=MappingProxyType(_gene_names(pack, evidence)),
        diseases=MappingProxyType(diseases),
        exclusions=MappingProxyType(_exclusions(pack, diseases)),
    )


def _disease(row: Row) -> Disease:
    require(row["kind"] in ("solid", "blood"), f"diseases: {row['disease']}: neither solid nor blood")
    return Disease(row["disease"], cast(Kind, row["kind"]), row["part_of"], listed(row["other_names"]))


def _evidence(row: Row, diseases: Mapping[str, Disease]) -> Evidence:
    where = f"pairs: {row['molecular_profile']}"
    meaning = MEANINGS.get((row["evidence_direction"], row["significance"]))
    therapies = listed(row["therapies"])
    require(meaning is not None and row["evidence_type"] == "Predictive", f"{where}: the evidence")
    require(row["evidence_level"] in ("A", "B"), f"{where}: the level")
    require(row["therapy_interaction_type"] in GIVEN, f"{where}: how the therapies are given")
    require(
        (len(therapies) == 1) == (row["therapy_interaction_type"] == "") and bool(therapies),
        f"{where}: therapies",
    )
    require(row["disease"] == ANY_SOLID or row["disease"] in diseases, f"{where}: the disease has no row")
    return Evidence(
        profile=row["molecular_profile"],
        genes=listed(row["gene"]),
        variant_kind=row["variant_kind"],
        disease=row["disease"],
        therapies=therapies,
        given=GIVEN[row["therapy_interaction_type"]],
        meaning=cast(Meaning, meaning),
        level=cast(Level, row["evidence_level"]),
        basis=row["basis"],
        note=row["note"],
        reviewed=row["reviewed"] == "1",
    )


def _aliases(pack: Pack, known: frozenset[str]) -> tuple[Alias, ...]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in pack.tables["aliases"]:
        key = (row["alias"], row["gene"])
        found[key] = (*found.get(key, ()), row["molecular_profile"])
    for row in pack.tables["more_names"]:
        key = (row["alias"], row["gene"])
        require(key not in found, f"more_names: {row['alias']} is already an alias")
        found[key] = listed(row["names"])
    require(all(name in known for names in found.values() for name in names), "aliases: an unknown profile")
    return tuple(Alias(text, gene, names) for (text, gene), names in found.items())


def _members(pack: Pack, known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in pack.tables["members"]:
        require({row["member"], row["of"]} <= known, f"members: {row['member']}: an unknown profile")
        found[row["member"]] = (*found.get(row["member"], ()), row["of"])
    require(
        not any(wider in found for widers in found.values() for wider in widers),
        "members: more than one step",
    )
    return found


def _gene_names(pack: Pack, evidence: Iterable[Evidence]) -> dict[str, str]:
    names = {gene: gene for row in evidence for gene in row.genes}
    for row in pack.tables["gene_names"]:
        require(row["gene"] in names and row["name"] not in names, f"gene_names: {row['name']}")
        names[row["name"]] = row["gene"]
    return names


def _exclusions(pack: Pack, diseases: Mapping[str, Disease]) -> dict[tuple[str, str], frozenset[str]]:
    notes = {(row["molecular_profile"], row["disease"]): row["note"] for row in pack.tables["pairs"]}
    found: dict[tuple[str, str], frozenset[str]] = {}
    for row in pack.tables["exclusions"]:
        key = (row["molecular_profile"], row["disease"])
        require(notes.get(key) == row["from_note"] and row["excluded"] in diseases, f"exclusions: {key}")
        found[key] = found.get(key, frozenset()) | {row["excluded"]}
    return found
