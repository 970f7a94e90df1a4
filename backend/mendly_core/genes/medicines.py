"""Ingredients with drug-gene guidance: names, brands, and medicines that change how an enzyme works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from mendly_core.genes.knowledge import Conversion, Drug, guidance_tables
from mendly_core.interactions.facts import interaction_facts
from mendly_core.interactions.names import fold, known_names, read_names
from mendly_core.knowledge_pack import per_pack

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
    """The ingredient with guidance that a medicine's name means: generic or brand name, with strength and form.

    None when no name fits, or when names of different ingredients do.
    """
    found = _drugs_in(text)
    return found[0] if len(found) == 1 else None


def _drugs_in(text: str) -> tuple[Drug, ...]:
    drugs = guidance_tables().drugs
    return tuple(drugs[name] for name in _names_in(text) if name in drugs)


def _names_in(text: str) -> tuple[str, ...]:
    """The ingredients of a text as the drug-gene tables call them; others under their usual name."""
    drugs, canonical = guidance_tables().drugs, interaction_facts().canonical
    found = (name if name in drugs else canonical(name) for name in read_names(text).ingredients)
    return tuple(dict.fromkeys(found))


def listed_ingredients(names: Iterable[str]) -> tuple[str, ...]:
    """The ingredients that matter here in a list of medicine names as people write them, in name order.

    Ingredients with drug-gene guidance, by generic or brand name, and those that change how an enzyme works.
    """
    matter = guidance_tables().drugs.keys() | _acting()
    return tuple(sorted({name for text in names for name in _names_in(text) if name in matter}))


def known_medicines(text: str) -> tuple[str, ...]:
    """The ingredients that a typed name means, in name order: as `listed_ingredients`, and those without a row.

    Of a combination, the parts that the tables know.
    """
    return listed_ingredients([text])


def suggested_medicines(text: str, *, most: int = 6) -> tuple[str, ...]:
    """Names that the tables know and that look like a typed one: those that begin so, then close spellings.

    Accents and endings of another language count as spelling. Empty for fewer than three letters.
    """
    plain = fold(text)
    if len(plain) < _FEWEST_LETTERS:
        return ()
    begin = sorted({name for name in _spellings() if name.startswith(plain)})
    close = get_close_matches(plain, _spellings(), n=most, cutoff=_CLOSE_ENOUGH)
    return tuple(dict.fromkeys((*begin, *close)))[:most]


@per_pack
def _spellings() -> tuple[str, ...]:
    """Names of ingredients that matter here, and their brands."""
    matter = guidance_tables().drugs.keys() | _acting()
    kinds = {"ingredient", "brand"}
    fitting = (name for name in known_names() if name.kind in kinds and matter & set(name.ingredients))
    return tuple(dict.fromkeys(fold(name.text) for name in fitting))


@per_pack
def _acting() -> frozenset[str]:
    return frozenset(conversion.ingredient for conversion in guidance_tables().conversions)


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
