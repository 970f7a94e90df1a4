"""The fact tables read a second time, as plainly as can be: what the product must agree with, pair by pair."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import mendly_core.interactions.tables

FOLDER = Path(mendly_core.interactions.tables.__path__[0])
MOST_SEVERE_FIRST = ["contraindicated", "serious", "monitor"]


def table(name: str) -> list[dict[str, str]]:
    with FOLDER.joinpath(f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cell(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


SYNONYMS = {row["name"]: row["ingredient"] for row in table("synonyms")}
CLASSES = {f"class:{row['class']}": cell(row["ingredients"]) for row in table("classes")}


def usual(name: str) -> str:
    return SYNONYMS.get(name, name)


def side(text: str) -> list[str]:
    return [usual(name) for name in CLASSES.get(text, [text])]


def expected_pairs() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Both orders of every pair -> the (kind, severity) of all rows that speak of it."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in table("interactions"):
        for first in side(row["a"]):
            for second in side(row["b"]):
                if first != second:
                    said = (row["kind"], row["severity"])
                    found.setdefault((first, second), set()).add(said)
                    found.setdefault((second, first), set()).add(said)
    return found


def products() -> dict[str, set[str]]:
    return {row["product"]: {usual(name) for name in cell(row["ingredients"])} for row in table("combos")}


def all_ingredients() -> list[str]:
    """Every ingredient that any table names, under its usual name."""

    def named() -> Iterator[str]:
        for row in table("interactions"):
            yield from side(row["a"])
            yield from side(row["b"])
        for names in CLASSES.values():
            yield from map(usual, names)
        for members in products().values():
            yield from members
        for row in table("duplicates"):
            yield from (usual(name) for name in cell(row["members"]) if name != "*")
        for row in table("max_daily"):
            yield usual(row["ingredient"])
        yield from SYNONYMS.values()

    return sorted(set(named()))


def most_severe(said: set[tuple[str, str]]) -> tuple[str, str]:
    return min(said, key=lambda each: MOST_SEVERE_FIRST.index(each[1]))
