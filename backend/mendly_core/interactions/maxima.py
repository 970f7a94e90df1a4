"""The planned amount of a day, summed over all products, beside the maximum of labels for use without a prescription.

Where an amount or a strength in mg is not known, the sum is not known either, unless the known part alone is over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from types import MappingProxyType

from mendly_core.interactions.facts import Maximum, interaction_facts
from mendly_core.interactions.names import fold, read_names

ADULT = 18
"""Age in years from which the maxima hold: max_daily.tsv is for adults."""
OLDER = 65
_UNDER_OLDER = f"under {OLDER} years"
_STRENGTH = re.compile(r"(\d+(?:[.,]\d+)*)\s*(mcg|\u00b5g|\u03bcg|ug|mg|g)(?![a-z])", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_IN_MILLIGRAMS: Mapping[str, Decimal] = MappingProxyType({"mg": Decimal(1), "g": Decimal(1000)})
_MICRO = Decimal("0.001")
_BETWEEN = re.compile(r"[/+;]|\s(?:and|with|y|con)\s", re.IGNORECASE)
_PIECE = re.compile(r"(?:tablet|capsule|caplet|pill|piece|comprimido|tableta|pastilla|capsula)s?")
_SODIUM = frozenset({"sodium", "sodico", "sodica", "aleve"})
_NAPROXEN_OF_SODIUM = Decimal(600) / Decimal(660)
"""mg of naproxen in one mg of naproxen sodium: the note of its row in max_daily.tsv."""


class Standing(StrEnum):
    """How a planned amount stands to the maximum. `WITHIN` never means safe."""

    OVER = "over"
    WITHIN = "within"
    NOT_KNOWN = "not_known"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class PlannedMedicine:
    """A medicine as it is written on a list, and how many `unit`s of it are planned on each of some days.

    `days` is None where no amount is planned, such as for a medicine taken as needed without a most of a day.
    """

    key: str
    name: str
    strength: str
    ingredients: tuple[str, ...]
    unit: str
    days: tuple[Decimal, ...] | None


@dataclass(frozen=True, slots=True)
class DayTotal:
    """One ingredient with a maximum. `most` is the known part of its highest day in mg, None where nothing is known.

    `keys` name the medicines that hold it.
    """

    ingredient: str
    keys: tuple[str, ...]
    standing: Standing
    most: Decimal | None
    maximum: Maximum


def day_totals(planned: Sequence[PlannedMedicine], age: int | None) -> tuple[DayTotal, ...]:
    """One total for each listed ingredient that has a maximum, in name order. `age` in years, None: not known."""
    maxima = interaction_facts().maxima
    held = sorted({name for one in planned for name in one.ingredients if name in maxima})
    return tuple(
        _total(maxima[name], [one for one in planned if name in one.ingredients], age) for name in held
    )


def milligrams(text: str) -> Decimal | None:
    """The one amount in mg that a text of strength gives ("500 mg", "1 g"), or None.

    None for several amounts, for a share of a volume ("100 mg/5 ml"), and where a dot or comma may be read in two ways.
    """
    found = _STRENGTH.findall(text)
    if len(found) != 1 or _DIGIT.search(_STRENGTH.sub("", text)) or "%" in text:
        return None
    number = _number(found[0][0])
    return None if number is None else number * _IN_MILLIGRAMS.get(found[0][1].lower(), _MICRO)


def _number(text: str) -> Decimal | None:
    """A number as people write it. "1,000" is a thousand, "0,125" a part of one; "1.000" could be either."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) or not re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return None
    return Decimal(text.replace(",", "."))


def _total(maximum: Maximum, holding: Sequence[PlannedMedicine], age: int | None) -> DayTotal:
    per_product = [_daily(one, maximum.ingredient) for one in holding]
    sums = [sum(day, Decimal(0)) for day in zip_longest(*filter(None, per_product), fillvalue=Decimal(0))]
    most = max(sums, default=None)
    return DayTotal(
        ingredient=maximum.ingredient,
        keys=tuple(one.key for one in holding),
        standing=_standing(maximum, age, most, all_known=None not in per_product),
        most=most,
        maximum=maximum,
    )


def _standing(maximum: Maximum, age: int | None, most: Decimal | None, *, all_known: bool) -> Standing:
    if age is None or age < ADULT or (age >= OLDER and maximum.note == _UNDER_OLDER):
        return Standing.NOT_COMPARED
    if most is not None and most > maximum.milligrams:
        return Standing.OVER
    return Standing.WITHIN if all_known else Standing.NOT_KNOWN


def _daily(medicine: PlannedMedicine, ingredient: str) -> tuple[Decimal, ...] | None:
    """The mg of one ingredient on each day."""
    if medicine.days is None:
        return None
    each = _of_one_unit(medicine, ingredient)
    return None if each is None else tuple(each * count for count in medicine.days)


def _of_one_unit(medicine: PlannedMedicine, ingredient: str) -> Decimal | None:
    """How many mg of an ingredient one unit of a dose holds. A dose in mg says so itself, of a single ingredient."""
    unit = fold(medicine.unit)
    alone = medicine.ingredients == (ingredient,)
    if unit in _IN_MILLIGRAMS:
        found = _IN_MILLIGRAMS[unit] if alone else None
    elif _PIECE.fullmatch(unit):
        texts = (text for text in (medicine.strength, medicine.name) if _STRENGTH.search(text))
        text = next(texts, "")
        found = milligrams(text) if alone else _named_strength(text, ingredient)
    else:
        found = None
    if found is None or ingredient != "naproxen":
        return found
    is_sodium = _SODIUM & set(fold(f"{medicine.name} {medicine.strength}").split())
    return found * _NAPROXEN_OF_SODIUM if is_sodium else found


def _named_strength(text: str, ingredient: str) -> Decimal | None:
    """Of a combination, the strength that stands beside the ingredient's own name ("325 mg acetaminophen").

    The order of two bare numbers is that of the pack, which nobody told us.
    """
    fitting = [part for part in _BETWEEN.split(text) if read_names(part).canonical == (ingredient,)]
    return milligrams(fitting[0]) if len(fitting) == 1 else None
