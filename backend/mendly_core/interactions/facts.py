"""Facts about medicines that should not meet: loaded once, checked, and indexed by pairs of ingredients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal, cast

from mendly_core.packs import Pack, Row, listed, read_pack, require

Kind = Literal["drug", "food", "alcohol", "supplement"]
Severity = Literal["contraindicated", "serious", "monitor"]
Advice = Literal[
    "do_not_combine_ask_now", "ask_before_next_dose", "space_apart", "watch_for", "ask_at_next_visit"
]
SEVERITIES: tuple[Severity, ...] = ("contraindicated", "serious", "monitor")
"""The most severe first."""
ADVICE: tuple[Advice, ...] = (
    "do_not_combine_ask_now",
    "ask_before_next_dose",
    "space_apart",
    "watch_for",
    "ask_at_next_visit",
)
"""The most urgent first."""
KINDS: tuple[Kind, ...] = ("drug", "food", "alcohol", "supplement")
ANY_INGREDIENT = "*"

_PACKAGE = "mendly_core.interactions.tables"
_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "interactions": (
            "a",
            "b",
            "kind",
            "severity",
            "effect",
            "mechanism",
            "advice_class",
            "basis",
            "agreement",
            "reviewed",
        ),
        "classes": ("class", "ingredients", "note"),
        "duplicates": ("group", "members", "level", "effect", "advice_class", "note"),
        "combos": ("product", "ingredients", "us_brands", "status"),
        "max_daily": ("ingredient", "max_24h", "unit", "population", "basis", "note", "reviewed"),
        "synonyms": ("name", "ingredient"),
    }
)
_CLASS = "class:"


@dataclass(frozen=True, slots=True)
class Interaction:
    """One row. `effect` and `mechanism` are terms, no sentences; `agreement` counts sources, 1 to 4."""

    a: str
    b: str
    kind: Kind
    severity: Severity
    effect: str
    mechanism: str
    advice: Advice
    basis: str
    agreement: int
    reviewed: bool

    @property
    def rank(self) -> tuple[int, int, int]:
        """The smallest wins: the most severe, then the most urgent, then the best agreed."""
        return SEVERITIES.index(self.severity), ADVICE.index(self.advice), -self.agreement


@dataclass(frozen=True, slots=True)
class Group:
    """Ingredients of which two at once should warn. No `members`: any ingredient that is there twice."""

    name: str
    members: frozenset[str]
    by_ingredient: bool
    effect: str
    advice: Advice
    note: str


@dataclass(frozen=True, slots=True)
class Product:
    """A combination product. `brands` may be none."""

    name: str
    ingredients: tuple[str, ...]
    brands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most of an ingredient in 24 hours that labels for use without a prescription give for adults, in mg."""

    ingredient: str
    milligrams: Decimal
    basis: str
    note: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class InteractionFacts:
    """The whole pack. Ingredients of `pairs`, `groups` and `maxima` are canonical: a synonym never stands there.

    `pairs`: two different ingredients -> the row that wins. `synonyms`: another name -> the canonical one.
    """

    version: str
    rows: tuple[Interaction, ...]
    pairs: Mapping[frozenset[str], Interaction]
    touching: Mapping[str, tuple[str, ...]]
    groups: tuple[Group, ...]
    products: tuple[Product, ...]
    maxima: Mapping[str, Maximum]
    synonyms: Mapping[str, str]
    ingredients: frozenset[str]

    def canonical(self, name: str) -> str:
        """The one name under which an ingredient stands in the tables; unknown names come back as they are."""
        return self.synonyms.get(name, name)


@cache
def interaction_facts() -> InteractionFacts:
    """The pack, loaded and checked once. Raises :class:`mendly_core.packs.DamagedPack`."""
    pack = read_pack(_PACKAGE, _COLUMNS)
    synonyms = _synonyms(pack)
    classes = {row["class"]: _members(row["ingredients"], synonyms) for row in pack.tables["classes"]}
    rows = tuple(_interaction(row, classes) for row in pack.tables["interactions"])
    pairs = _pairs(rows, classes)
    groups = tuple(_group(row, synonyms) for row in pack.tables["duplicates"])
    products = tuple(_product(row) for row in pack.tables["combos"])
    maxima = {row["ingredient"]: _maximum(row) for row in pack.tables["max_daily"]}
    known = {name for pair in pairs for name in pair} | {name for group in groups for name in group.members}
    known |= {synonyms.get(name, name) for product in products for name in product.ingredients} | set(maxima)
    return InteractionFacts(
        version=pack.version,
        rows=rows,
        pairs=MappingProxyType(pairs),
        touching=MappingProxyType(_touching(pairs)),
        groups=groups,
        products=products,
        maxima=MappingProxyType(maxima),
        synonyms=MappingProxyType(synonyms),
        ingredients=frozenset(known),
    )


def _synonyms(pack: Pack) -> dict[str, str]:
    found = {row["name"]: row["ingredient"] for row in pack.tables["synonyms"]}
    require(not set(found) & set(found.values()), "synonyms: one leads to another")
    return found


def _members(cell: str, synonyms: Mapping[str, str]) -> frozenset[str]:
    names = listed(cell, ",")
    require(bool(names), "a class or group without members")
    return frozenset(synonyms.get(name, name) for name in names)


def _interaction(row: Row, classes: Mapping[str, frozenset[str]]) -> Interaction:
    where = f"interactions: {row['a']}, {row['b']}"
    require(row["kind"] in KINDS and row["severity"] in SEVERITIES, f"{where}: kind or severity")
    require(
        row["advice_class"] in ADVICE and row["agreement"] in set("1234"), f"{where}: advice or agreement"
    )
    require(bool(row["effect"] and row["basis"]), f"{where}: without effect or source")
    for side in (row["a"], row["b"]):
        require(not side.startswith(_CLASS) or side[len(_CLASS) :] in classes, f"{where}: an unknown class")
    return Interaction(
        a=row["a"],
        b=row["b"],
        kind=cast(Kind, row["kind"]),
        severity=cast(Severity, row["severity"]),
        effect=row["effect"],
        mechanism=row["mechanism"],
        advice=cast(Advice, row["advice_class"]),
        basis=row["basis"],
        agreement=int(row["agreement"]),
        reviewed=row["reviewed"] == "1",
    )


def _pairs(
    rows: Iterable[Interaction], classes: Mapping[str, frozenset[str]]
) -> dict[frozenset[str], Interaction]:
    found: dict[frozenset[str], Interaction] = {}
    for row in rows:
        for pair in _expanded(row, classes):
            best = found.get(pair)
            require(best is None or best.kind == row.kind, f"interactions: {sorted(pair)}: two kinds")
            found[pair] = row if best is None else min(best, row, key=lambda each: each.rank)
    return found


def _expanded(row: Interaction, classes: Mapping[str, frozenset[str]]) -> set[frozenset[str]]:
    """Every pair of two different ingredients that a row speaks of."""
    first, second = (
        classes[side[len(_CLASS) :]] if side.startswith(_CLASS) else frozenset({side})
        for side in (row.a, row.b)
    )
    return {frozenset((one, other)) for one in first for other in second if one != other}


def _touching(pairs: Mapping[frozenset[str], Interaction]) -> dict[str, tuple[str, ...]]:
    """Of each ingredient, the foods, drinks and supplements that it should not meet."""
    found: dict[str, set[str]] = {}
    for pair, row in pairs.items():
        if row.kind != "drug":
            found.setdefault(next(iter(pair - {row.b})), set()).add(row.b)
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _group(row: Row, synonyms: Mapping[str, str]) -> Group:
    require(row["level"] in ("class", "ingredient"), f"duplicates: {row['group']}: the level")
    require(row["advice_class"] in ADVICE, f"duplicates: {row['group']}: the advice")
    is_any = row["members"] == ANY_INGREDIENT
    return Group(
        name=row["group"],
        members=frozenset() if is_any else _members(row["members"], synonyms),
        by_ingredient=row["level"] == "ingredient",
        effect=row["effect"],
        advice=cast(Advice, row["advice_class"]),
        note=row["note"],
    )


def _product(row: Row) -> Product:
    ingredients = listed(row["ingredients"], ",")
    require(len(ingredients) > 1, f"combos: {row['product']}: one ingredient is no combination")
    return Product(row["product"], ingredients, listed(row["us_brands"], ","))


def _maximum(row: Row) -> Maximum:
    require(
        row["unit"] == "mg" and row["population"] == "adult", f"max_daily: {row['ingredient']}: unit, people"
    )
    return Maximum(
        row["ingredient"], Decimal(row["max_24h"]), row["basis"], row["note"], row["reviewed"] == "1"
    )
