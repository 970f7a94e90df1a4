"""The shapes of the fact tables: one frozen class per table, values as the table writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Build = Literal[37, 38]


@dataclass(frozen=True, slots=True)
class Site:
    """One place to look at. Bases are plus strand, in the anchored, left-aligned form of the tables.

    ``ref37`` differs from ``ref38`` at the seven swapped sites only. ``pos37_assumed`` marks a GRCh37
    position that rests on the gene's constant offset. ``role`` is ``define``, ``extra`` (reported, defines
    no allele) or ``witness`` (a swapped site outside the allele tables; it helps to tell the builds apart).
    """

    gene: str
    chrom: str
    pos38: int
    pos37: int
    rsid: str
    ref38: str
    ref37: str
    alts: tuple[str, ...]
    kind: str
    required: bool
    tier1: tuple[str, ...]
    pos37_assumed: bool
    role: str

    @property
    def label(self) -> str:
        """The name to show: the rsID, or chromosome and GRCh38 position when there is none."""
        return self.rsid or f"{self.chrom}:{self.pos38}"

    @property
    def forms(self) -> tuple[str, ...]:
        """Every base the tables list here; the same set in both builds."""
        return (self.ref38, *self.alts)

    def position(self, build: Build) -> int:
        return self.pos38 if build == 38 else self.pos37

    def reference(self, build: Build) -> str:
        return self.ref38 if build == 38 else self.ref37


@dataclass(frozen=True, slots=True)
class Allele:
    """One named allele; ``changes`` are its own written cells as (GRCh38 position, base or IUPAC code)."""

    gene: str
    name: str
    is_reference: bool
    function: str
    activity: str
    changes: tuple[tuple[int, str], ...]
    tier1: bool
    structural: bool
    note: str


@dataclass(frozen=True, slots=True)
class GeneRule:
    """How one gene is called."""

    gene: str
    method: str
    undocumented: str
    chromosome: str
    reference_allele: str
    callable_from: frozenset[str]
    never_callable: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PhenotypeRule:
    """One rule from two functions, a score range or a presence to a phenotype and its look-up key."""

    gene: str
    kind: str
    a: str
    b: str
    phenotype: str
    lookup: str


@dataclass(frozen=True, slots=True)
class SpecialFact:
    gene: str
    kind: str
    key: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """For unphased NAT2: when every one of ``candidates`` is possible, ``pick`` is the call."""

    order: int
    candidates: frozenset[str]
    pick: str


@dataclass(frozen=True, slots=True)
class Drug:
    """One ingredient with a drug-gene pair: lower-case generic name, RxNorm code, US brand names."""

    ingredient: str
    rxnorm: str
    atc: tuple[str, ...]
    group: str
    brands: tuple[str, ...]
    uses: str


@dataclass(frozen=True, slots=True)
class Pair:
    gene: str
    ingredient: str
    level: str
    status: str
    guideline: str
    year: str
    pmid: str
    dpwg: bool
    fda_label: bool


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One guideline row. ``lookups`` belong to ``genes`` in order; ``reviewed`` is how the row was coded."""

    ingredient: str
    genes: tuple[str, ...]
    lookups: tuple[str, ...]
    population: str
    action: str
    detail: str
    effect: str
    strength: str
    year: str
    source: str
    reviewed: str
    note: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """A medicine that changes how an enzyme works while it is taken."""

    ingredient: str
    gene: str
    strength: str
    effect: str
    basis: str
    source: str
