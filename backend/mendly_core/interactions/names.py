"""From what people write about a medicine to its ingredients: the one place that knows names.

Known are the ingredients, synonyms and combination products of these tables, and the ingredients and brands of the
drug-gene guidance. Case, accents, strength and form do not matter; the longest name wins ("Tylenol PM").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mendly_core.interactions.facts import InteractionFacts, interaction_facts
from mendly_core.knowledge_pack import knowledge_folder, per_pack, read_part
from mendly_core.packs import listed

NameKind = Literal["ingredient", "synonym", "product", "brand"]
_WORD = re.compile(r"[a-z0-9]+")
_BETWEEN = re.compile(r"[/+,;&]|(?<=\s)(?:and|with|y|e|con)(?=\s)")
_NAMING = re.compile(r"[a-z]{3,}")
_HYPHENS = "-\u2010\u2011\u2012\u2013"
_MOST_WORDS = 60
_NO_NAMES = re.compile(
    r"acting|and|bedtime|capsule|capsules|caplet|caplets|coated|comp|comprimido|comprimidos|cream|"
    r"crema|daily|dia|dosage|dose|doses|drop|drops|ear|extended|eye|film|food|for|gel|gotas|hour|"
    r"hours|inhaler|injection|jarabe|liquid|long|mcg|mls|oil|oral|ointment|patch|per|pill|pills|"
    r"pomada|powder|relief|release|short|slow|solution|spray|strength|suspension|sustained|syrup|tab|"
    r"tableta|tabletas|tablet|tablets|tabs|tbsp|the|tsp|water|active|agua|alimentos|capsula|capsulas|"
    r"comida|desayuno|night|noche"
)
"""Words of forms and uses: one that stands alone between two signs is no medicine that we would have to know."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the tables as it is written there, and its `ingredients` under the tables' own names.

    `rxnorm` is the code of its only ingredient, where the drug-gene guidance gives one.
    """

    text: str
    kind: NameKind
    ingredients: tuple[str, ...]
    rxnorm: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: the names found, in order, and the parts in which no name was found, as written."""

    names: tuple[Name, ...]
    unknown: tuple[str, ...]

    @property
    def ingredients(self) -> tuple[str, ...]:
        """As the tables that know the names call them, in order, each once."""
        return tuple(dict.fromkeys(part for name in self.names for part in name.ingredients))

    @property
    def canonical(self) -> tuple[str, ...]:
        """As the interaction tables call them, in name order, each once."""
        canonical = interaction_facts().canonical
        return tuple(sorted({canonical(part) for part in self.ingredients}))

    @property
    def not_checked(self) -> tuple[str, ...]:
        """What the interaction tables do not know: parts without a name, and names of the guidance alone."""
        known, canonical = interaction_facts().ingredients, interaction_facts().canonical
        return (*self.unknown, *(part for part in self.ingredients if canonical(part) not in known))


def read_names(text: str) -> Reading:
    """Read the name of a medicine, a list of ingredients, or both ("a / b", "a and b", "a y b")."""
    folded = _Folded.of(text)
    words = list(_WORD.finditer(folded.text))[:_MOST_WORDS]
    found = list(_found(words))
    spans = [(words[start].start(), words[end - 1].end()) for start, end, _ in found]
    unknown = tuple(
        folded.original(start, end)
        for start, end in _parts(folded.text, spans)
        if not any(start < name_end and name_start < end for name_start, name_end in spans)
        and _names_something(folded.text[start:end])
    )
    if not found and not unknown and any(not _NO_NAMES.fullmatch(word[0]) for word in words):
        unknown = (" ".join(text.split()),)
    return Reading(tuple(name for _, _, name in found), unknown)


def ingredients_of(name: str, written: str, code: str = "") -> Reading:
    """What is in a medicine of that name, whose ingredients somebody wrote down or left empty.

    What was written counts, for a brand may hold other things elsewhere. Only where it is less than the
    combination product that the name says, all parts of the product count. Where no word is known, the RxNorm
    `code` of the ingredient may be.
    """
    by_name, by_words = read_names(name), read_names(written)
    is_less = set(by_words.canonical) < set(by_name.canonical) and not by_words.unknown
    reading = by_name if not written.strip() or (is_less and by_words.names) else by_words
    coded = None if reading.names else _by_code().get(code)
    return reading if coded is None else Reading((coded,), ())


@per_pack
def _by_code() -> dict[str, Name]:
    return {name.rxnorm: name for name in known_names() if name.rxnorm and name.kind == "ingredient"}


def fold(text: str) -> str:
    """The text in one case, without accents, apostrophes and signs; words are parted by one blank."""
    return " ".join(_WORD.findall(_Folded.of(text).text))


@per_pack
def known_names() -> tuple[Name, ...]:
    """Every name, each once; what an earlier kind of table says of a name holds against a later one."""
    names: dict[str, Name] = {}
    for name in (*_table_names(interaction_facts()), *_guidance_names()):
        names.setdefault(fold(name.text), name)
    return tuple(names.values())


def _table_names(facts: InteractionFacts) -> Iterator[Name]:
    codes = _codes()
    for product in facts.products:
        yield Name(product.name, "product", product.ingredients)
        for brand in product.brands:
            yield Name(brand, "brand", product.ingredients)
    for text, ingredient in facts.synonyms.items():
        # A synonym that the drug-gene guidance knows by that name keeps it: its rows are about that form.
        own = text if text in codes else ingredient
        yield Name(text, "synonym", (own,), codes.get(own, ""))
    for ingredient in sorted({*facts.ingredients, *facts.synonyms.values()}):
        yield Name(ingredient, "ingredient", (ingredient,), codes.get(ingredient, ""))


def _guidance_names() -> Iterator[Name]:
    rows = read_part("genes", knowledge_folder()).tables["drugs"]
    brands: dict[str, tuple[str, ...]] = {}
    for row in rows:
        yield Name(row["ingredient"], "ingredient", (row["ingredient"],), row["rxnorm"])
        for brand in listed(row["us_brands"], ","):
            brands[brand] = (*brands.get(brand, ()), row["ingredient"])
    codes = _codes()
    for brand, ingredients in brands.items():
        yield Name(brand, "brand", ingredients, codes[ingredients[0]] if len(ingredients) == 1 else "")
    for row in read_part("genes", knowledge_folder()).tables["phenoconversion"]:
        yield Name(row["ingredient"], "ingredient", (row["ingredient"],), codes.get(row["ingredient"], ""))


@per_pack
def _codes() -> dict[str, str]:
    rows = read_part("genes", knowledge_folder()).tables["drugs"]
    return {row["ingredient"]: row["rxnorm"] for row in rows}


@per_pack
def _index() -> dict[tuple[str, ...], Name]:
    return {tuple(fold(name.text).split()): name for name in known_names()}


@per_pack
def _longest() -> int:
    return max(map(len, _index()))


def _found(words: list[re.Match[str]]) -> Iterator[tuple[int, int, Name]]:
    """The names in a row of words as (first word, word behind the last, name): the longest from the left."""
    index, longest = _index(), _longest()
    spelled = [word[0] for word in words]
    start = 0
    while start < len(words):
        for end in range(min(start + longest, len(words)), start, -1):
            name = index.get(tuple(spelled[start:end]))
            if name is not None:
                yield start, end, name
                start = end
                break
        else:
            start += 1


def _parts(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches between separating signs that lie outside every found name.

    A hyphen parts where it joins something to a name ("lisinopril-hctz"), not in other words.
    """
    edges = {start for start, _ in spans} | {end for _, end in spans}
    cuts = [found.span() for found in _BETWEEN.finditer(text)]
    cuts += [(at, at + 1) for at, sign in enumerate(text) if sign in _HYPHENS and {at, at + 1} & edges]
    inside = [cut for cut in cuts if not any(start < cut[1] and cut[0] < end for start, end in spans)]
    bounds = [0, *(place for cut in sorted(inside) for place in cut), len(text)]
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def _names_something(part: str) -> bool:
    """Whether a part names something that ought to be known, and is not only an amount or a form."""
    return any(not _NO_NAMES.fullmatch(word) for word in _NAMING.findall(part))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text made comparable, which still knows from which sign of the original each of its signs comes."""

    text: str
    origins: tuple[int, ...]
    source: str

    @classmethod
    def of(cls, source: str) -> _Folded:
        text, origins = [], []
        for at, sign in enumerate(source):
            for folded in _folded_sign(sign):
                text.append(folded)
                origins.append(at)
        return cls("".join(text), tuple(origins), source)

    def original(self, start: int, end: int) -> str:
        """The stretch as it was written, blanks around it removed."""
        if start >= end:
            return ""
        return " ".join(self.source[self.origins[start] : self.origins[end - 1] + 1].split())


def _folded_sign(sign: str) -> str:
    if sign in "'\u2019\u02bc`":
        return ""
    if sign == "&":
        return " and "
    plain = unicodedata.normalize("NFKD", sign).lower()
    return "".join(each for each in plain if not unicodedata.combining(each))
