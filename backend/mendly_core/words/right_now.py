"""What other medicines do to a gene at this moment, in sentences. The genetic result is told beside it, always.

An influence is spoken of a medicine by the name that the person knows it by. Mendly works out a phenotype only
where the guideline has a rule; else it tells the direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mendly_core.words.cards import MOST_URGENT_LEVEL_FIRST, CardText, Level, gene_medicine_card
from mendly_core.words.doctor_part import advice_actions
from mendly_core.words.documents import outcome_words
from mendly_core.words.gene_words import Pace, find
from mendly_core.words.lists import medicine_list
from mendly_core.words.shapes import EndingFacts, GuidanceFacts, RightNowFacts
from mendly_core.words.speech import say

Change = Literal["none", "slower", "same", "unclear"]
_FASTER = "acts faster"


@dataclass(frozen=True, slots=True)
class ChangeText:
    """What an intended medicine would do to one that is used already. `for_your_doctor` may use terms."""

    title: str
    level: Level
    lines: tuple[str, ...]
    for_your_doctor: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """How one medicine is spoken of: its name, the names of the others, the language and the day of the card."""

    medicine: str
    names: Mapping[str, str]
    language: str
    updated_on: date
    checked: bool

    def card(self, guidance: GuidanceFacts) -> CardText:
        return gene_medicine_card(
            guidance,
            medicine_name=self.medicine,
            language=self.language,
            updated_on=self.updated_on,
            checked_by_clinic=self.checked,
        )


def medicine_card_now(
    guidance: GuidanceFacts,
    right_now: Sequence[RightNowFacts],
    *,
    names: Mapping[str, str],
    medicine_name: str,
    language: str,
    updated_on: date,
    checked_by_clinic: bool = False,
) -> CardText:
    """Return the card of `gene_medicine_card`, with what other medicines change at this moment.

    `right_now`: the entries about this medicine; those about other genes than the card's are left out. `names`
    maps ingredients to what the person calls them. Where the guideline's rule gives an answer that is at least as
    urgent, that answer leads and the genetic one stands in `right_now`; where nobody can work it out, a card
    that would say "nothing to do" asks for the care team instead.
    """
    speaker = _Speaker(medicine_name, names, language, updated_on, checked_by_clinic)
    genetic = card = speaker.card(guidance)
    genes = tuple(use.gene for use in guidance.genes)
    for entry in right_now:
        if entry.gene in genes:
            card = _with_entry(card, genetic, entry, genes, speaker)
    return card


def intended_change(
    entry: RightNowFacts, *, names: Mapping[str, str], medicine_name: str, language: str, updated_on: date
) -> ChangeText:
    """Return what an intended medicine would do to one of the list, called `medicine_name`."""
    speaker = _Speaker(medicine_name, names, language, updated_on, checked=False)
    lines = [*influence_lines(entry, language, names, intended=True)]
    doctor: list[str] = []
    levels: list[Level] = []
    for guidance in entry.by_genes.guidance:
        now = _guidance_now(entry, tuple(use.gene for use in guidance.genes))
        told = speaker.card(now or guidance)
        if now is not None:
            lines.append(say("check.changes.then", language, message=told.headline))
        lines.append(say("right_now.genes_alone", language, message=speaker.card(guidance).headline))
        doctor += _doctor_lines(entry, now, language, names)
        levels.append("watch" if now is None and told.level in ("info", "unknown") else told.level)
    return ChangeText(
        title=say("check.changes.title", language, medicine=medicine_name),
        level=min(levels, key=MOST_URGENT_LEVEL_FIRST.index, default="watch"),
        lines=tuple(dict.fromkeys(lines)),
        for_your_doctor=tuple(dict.fromkeys(doctor)),
    )


def _with_entry(
    card: CardText, genetic: CardText, entry: RightNowFacts, genes: tuple[str, ...], speaker: _Speaker
) -> CardText:
    language = speaker.language
    now = _guidance_now(entry, genes)
    told = speaker.card(now) if now is not None else None
    lines = [*card.right_now, *influence_lines(entry, language, speaker.names)]
    if told is not None and _urgency(told) <= _urgency(card):
        card = replace(card, level=told.level, means=told.means, todo=told.todo, headline=told.headline)
        if told.headline != genetic.headline:
            card = replace(card, headline=say("right_now.headline", language, message=told.headline))
    elif _is_open(entry) and card.level in ("info", "unknown"):
        card = replace(
            card,
            level="watch",
            headline=say("right_now.caution", language, medicine=speaker.medicine),
            means=(),
            todo=(say("right_now.do.ask", language), card.todo[-1]),
        )
    if card.headline != genetic.headline:
        lines.append(say("right_now.genes_alone", language, message=genetic.headline))
    lines += _endings(entry, language, speaker.names, medicine=speaker.medicine)
    return replace(
        card,
        right_now=tuple(dict.fromkeys(lines)),
        not_looked_at=tuple(
            dict.fromkeys(line for said in genetic.not_looked_at for line in _not_looked_at(said, language))
        ),
        for_your_doctor=(*card.for_your_doctor, *_doctor_lines(entry, now, language, speaker.names)),
    )


def _urgency(card: CardText) -> int:
    return MOST_URGENT_LEVEL_FIRST.index(card.level)


def _not_looked_at(said: str, language: str) -> tuple[str, ...]:
    """The other medicines were looked at in part."""
    if said != say("guidance.not_looked_at", language):
        return (said,)
    return say("right_now.not_looked_at", language), say("right_now.not_looked_at.list", language)


def _change(entry: RightNowFacts) -> Change:
    """What becomes of the gene where the guideline has a rule: from its phenotypes by genes and right now."""
    if entry.now is None or len(entry.now.phenotypes) != 1 or len(entry.by_genes.phenotypes) != 1:
        return "unclear"
    if entry.now.activity_scores == entry.by_genes.activity_scores:
        return "same"
    now = find(entry.gene, entry.now.phenotypes[0])
    if now.key == "genes.enzyme.none":
        return "none"
    return "slower" if now.pace is not Pace.UNCLEAR else "unclear"


def _guidance_now(entry: RightNowFacts, genes: Sequence[str]) -> GuidanceFacts | None:
    """What the guideline says with the changed phenotype, for the same genes as a card; None if not worked out."""
    if entry.now is None or _change(entry) in ("same", "unclear"):
        return None
    return next((one for one in entry.now.guidance if [use.gene for use in one.genes] == list(genes)), None)


def _is_open(entry: RightNowFacts) -> bool:
    """Whether a medicine acts on the gene and nobody can work out what that makes of it."""
    return entry.kind == "caution" or _change(entry) == "unclear"


def influence_lines(
    entry: RightNowFacts, language: str, names: Mapping[str, str], *, intended: bool = False
) -> tuple[str, ...]:
    """Return who acts on the gene and how. `intended`: one of them is not used yet, so "would" is said."""
    if entry.kind == "caution":
        return tuple(_cautions(entry, language, names))
    others = _listed([influence.ingredient for influence in entry.influences], names, language)
    key = f"{'check.changes' if intended else 'right_now'}.{_change(entry)}"
    return (say(key, language, other=others, gene=entry.gene),)


def _endings(
    entry: RightNowFacts, language: str, names: Mapping[str, str], *, medicine: str
) -> tuple[str, ...]:
    """Return what changes when each of the medicines behind it ends."""
    lines = [line for ending in entry.endings for line in _ending(entry, ending, language, names)]
    changes = entry.kind == "caution" or _change(entry) != "same"
    if changes and any(not ending.stays for ending in entry.endings):
        lines.append(say("right_now.ends.then", language, medicine=medicine))
    return tuple(lines)


def _doctor_lines(
    entry: RightNowFacts, guidance: GuidanceFacts | None, language: str, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return scores, influences with their source, the guideline's action right now, and what remains of it."""
    genetic = outcome_words(entry.by_genes, language)
    if entry.now is None:
        lines = [say("right_now.doctor.caution", language, gene=entry.gene, genetic=genetic)]
    else:
        now = outcome_words(entry.now, language)
        lines = [say("right_now.doctor.score", language, gene=entry.gene, now=now, genetic=genetic)]
    lines += [
        say(
            "right_now.doctor.influence",
            language,
            other=_name(influence.ingredient, names),
            strength=influence.strength,
            gene=entry.gene,
            effect=influence.effect,
            source=influence.source,
        )
        for influence in entry.influences
    ]
    for population, action in advice_actions(guidance, language) if guidance else ():
        known = _name(entry.ingredient, names)
        lines.append(
            say("right_now.doctor.action", language, medicine=known, action=action, population=population)
        )
    return (*lines, *(_doctor_ending(ending, language, names) for ending in entry.endings))


def _cautions(entry: RightNowFacts, language: str, names: Mapping[str, str]) -> Iterator[str]:
    for direction in ("slower", "faster"):
        acting = [
            influence.ingredient
            for influence in entry.influences
            if (influence.effect.startswith(_FASTER)) == (direction == "faster")
        ]
        if acting:
            others = _listed(acting, names, language)
            yield say(f"right_now.caution.{direction}", language, other=others, gene=entry.gene)


def _ending(
    entry: RightNowFacts, ending: EndingFacts, language: str, names: Mapping[str, str]
) -> Iterator[str]:
    other = _name(ending.ingredient, names)
    stays = [one.ingredient for one in ending.stays if _name(one.ingredient, names) != other]
    if entry.now is not None and _change(entry) == "same":
        yield say("right_now.ends.same", language, other=other, gene=entry.gene)
    elif stays:
        others = _listed(stays, names, language)
        yield say("right_now.ends.stays", language, other=other, stays=others, gene=entry.gene)
    else:
        yield say("right_now.ends.alone", language, other=other)


def _doctor_ending(ending: EndingFacts, language: str, names: Mapping[str, str]) -> str:
    other, then = _name(ending.ingredient, names), outcome_words(ending.outcome, language)
    if not ending.stays:
        return say("right_now.doctor.ends", language, other=other, then=then)
    stays = _listed([influence.ingredient for influence in ending.stays], names, language)
    return say("right_now.doctor.ends_with", language, other=other, then=then, stays=stays)


def _name(ingredient: str, names: Mapping[str, str]) -> str:
    return names.get(ingredient, ingredient)


def _listed(ingredients: Sequence[str], names: Mapping[str, str], language: str) -> str:
    known = tuple(dict.fromkeys(_name(ingredient, names) for ingredient in ingredients))
    return medicine_list(known, language, all_of=True)
