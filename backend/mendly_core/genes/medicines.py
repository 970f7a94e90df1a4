"""Ingredients with drug-gene guidance: names, brands, and medicines that change how an enzyme works."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from mendly_core.genes.knowledge import Conversion, Drug, guidance_tables
from mendly_core.knowledge_pack import per_pack

_WORD = re.compile(r"[a-z0-9-]+")
_MOST_WORDS = 60
_BETWEEN_PARTS = re.compile(r"[/+,;]|\s(?:and|with|y|con)\s", re.IGNORECASE)
_FEWEST_LETTERS = 3
_CLOSE_ENOUGH = 0.72
SCORE_RULE = "cpic_opioid_and_beta_blocker"
SCORE_RULE_GROUPS = frozenset({"opioid painkiller", "beta-blocker"})


@dataclass(frozen=True, slots=True)
class PhenoconversionNote:
    """A medicine that changes the work of an enzyme which other medicines of the same list depend on.

    ``score_rule_for`` names those where CPIC has a rule for the score (CYP2D6 with opioids and beta-blockers);
    for the others the note is a caution. The effect lasts some days to weeks after the medicine is stopped.
    """

    ingredient: str
    gene: str
    strength: str
    effect: str
    affects: tuple[str, ...]
    score_rule_for: tuple[str, ...]
    source: str


def ingredients() -> tuple[Drug, ...]:
    """Every ingredient with a drug-gene pair, in name order; some have no guideline row."""
    return tuple(sorted(guidance_tables().drugs.values(), key=lambda drug: drug.ingredient))


def find_ingredient(text: str) -> Drug | None:
    """The ingredient that a medicine's name means: generic or brand name, alone or with strength and form.

    None when no name fits, or when names of different ingredients do.
    """
    words = _words(text)[:_MOST_WORDS]
    named = _names()
    longest = max(map(len, named))
    found = {
        drug.ingredient: drug
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
        for drug in named.get(words[start:end], ())
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


@per_pack
def _names() -> dict[tuple[str, ...], tuple[Drug, ...]]:
    names: dict[tuple[str, ...], list[Drug]] = defaultdict(list)
    for drug in guidance_tables().drugs.values():
        for name in (drug.ingredient, *drug.brands):
            names[_words(name)].append(drug)
    return {words: tuple(drugs) for words, drugs in names.items()}


def listed_ingredients(names: Iterable[str]) -> tuple[str, ...]:
    """The ingredients that matter here in a list of medicine names as people write them, in name order.

    Ingredients with drug-gene guidance, by generic or brand name, and those that change how an enzyme works.
    """
    found = set()
    for text in names:
        drug = find_ingredient(text)
        if drug is not None:
            found.add(drug.ingredient)
        words = _words(text)[:_MOST_WORDS]
        for start in range(len(words)):
            found |= {name for part, name in _acting().items() if words[start : start + len(part)] == part}
    return tuple(sorted(found))


def known_medicines(text: str) -> tuple[str, ...]:
    """The ingredients that a typed name means, in name order: as `listed_ingredients`, and those without a row.

    Of a combination, the parts that the tables know.
    """
    parts = _BETWEEN_PARTS.split(text)
    found = {drug.ingredient for part in (text, *parts) if (drug := find_ingredient(part)) is not None}
    return tuple(sorted(found | set(listed_ingredients([text, *parts]))))


def suggested_medicines(text: str, *, most: int = 6) -> tuple[str, ...]:
    """Names that the tables know and that look like a typed one: those that begin so, then close spellings.

    Accents and endings of another language count as spelling. Empty for fewer than three letters.
    """
    plain = " ".join(_words(_without_accents(text)))
    if len(plain) < _FEWEST_LETTERS:
        return ()
    names = [" ".join(words) for words in (*_names(), *_acting())]
    begin = sorted({name for name in names if name.startswith(plain)})
    close = get_close_matches(plain, dict.fromkeys(names), n=most, cutoff=_CLOSE_ENOUGH)
    return tuple(dict.fromkeys((*begin, *close)))[:most]


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


@per_pack
def _acting() -> dict[tuple[str, ...], str]:
    return {
        _words(conversion.ingredient): conversion.ingredient for conversion in guidance_tables().conversions
    }


def _with_score_rule(conversion: Conversion, affected: Iterable[str]) -> tuple[str, ...]:
    if conversion.basis != SCORE_RULE:
        return ()
    drugs = guidance_tables().drugs
    return tuple(name for name in affected if drugs[name].group in SCORE_RULE_GROUPS)


def phenoconversion_notes(listed: Iterable[str]) -> tuple[PhenoconversionNote, ...]:
    """For a person's list of ingredients: who changes which enzyme, and which of the others depend on it."""
    tables = guidance_tables()
    names = sorted({name.strip().lower() for name in listed})
    depends: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for gene in sorted({gene for group in tables.rows.get(name, {}) for gene in group}):
            depends[gene].append(name)
    notes = []
    for conversion in tables.conversions:
        affected = tuple(name for name in depends[conversion.gene] if name != conversion.ingredient)
        if conversion.ingredient in names and affected:
            notes.append(
                PhenoconversionNote(
                    ingredient=conversion.ingredient,
                    gene=conversion.gene,
                    strength=conversion.strength,
                    effect=conversion.effect,
                    affects=affected,
                    score_rule_for=_with_score_rule(conversion, affected),
                    source=conversion.source,
                )
            )
    return tuple(notes)
