"""The patient's page of a tumour report. What speaks against a medicine looks just like what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mendly_core.words.cards import CardText
from mendly_core.words.lists import medicine_list
from mendly_core.words.sentences import cancers
from mendly_core.words.speech import REGISTRY, english_too, say

if TYPE_CHECKING:
    from mendly_core.tumour import ReportLine, TumourAnswer, TumourMatch

_SAFETY_KEYS = ("tumours.safety", "tumours.sure.unchecked")
_PROPER_NAMES = ("Erdheim",)
_NAMES_DISEASE = frozenset({"other", "not_given"})


@dataclass(frozen=True, slots=True)
class TumourText:
    """A whole page. `lines` tell what became of findings without a card; none of them is a dead end."""

    title: str
    intro: tuple[str, ...]
    cards: tuple[CardText, ...]
    lines: tuple[str, ...]
    todo: tuple[str, ...]
    sources: tuple[str, ...]
    english_safety: tuple[str, ...]


def tumour_page(answer: TumourAnswer, language: str) -> TumourText:
    """Return the page of one report. Cards keep the order of the answer: nearest disease first."""
    intro = [say("tumours.intro", language), say("tumours.only_tumour", language)]
    if not answer.matches:
        intro.append(say("tumours.none", language))
    others = (*answer.without_row, *answer.not_in_list, *answer.other_lines)
    return TumourText(
        title=say("tumours.title", language),
        intro=tuple(intro),
        cards=tuple(
            tumour_card(match, language, version=answer.knowledge_version) for match in answer.matches
        ),
        lines=tuple(text for line in others for text in _line_texts(line, language)),
        todo=(say("tumours.do.ask_report", language), say("tumours.safety", language)),
        sources=(say("tumours.source", language, version=answer.knowledge_version),),
        english_safety=(
            *_english((*_SAFETY_KEYS, *(() if answer.matches else ("tumours.none",))), language),
            *filter(None, (_not_in_list_in_english(line, language) for line in answer.not_in_list)),
        ),
    )


def _not_in_list_in_english(line: ReportLine, language: str) -> str | None:
    return english_too("tumours.line.not_in_list", language, finding=line.text)


def tumour_card(match: TumourMatch, language: str, *, version: str) -> CardText:
    """Return the card of one row. The level is the same for all: a point to talk about."""
    row = match.evidence
    medicines = medicine_list(row.therapies, language, all_of=row.given == "together")
    ask = "ask_for" if row.meaning == "may_help" and match.fit != "excluded" else "ask_against"
    means = [] if row.given == "alone" else [say(f"tumours.given.{row.given}", language)]
    if match.against:
        against = medicine_list(match.against, language, all_of=True)
        means.append(say("tumours.against", language, medicine=against))
    return CardText(
        title=say("tumours.saw", language, finding="; ".join(match.lines)),
        level="watch",
        headline=say(f"tumours.{row.meaning}", language, medicine=medicines),
        saw=(_fit(match, language),),
        means=tuple(means),
        todo=(say(f"tumours.do.{ask}", language, medicine=medicines), say("tumours.safety", language)),
        sure=(
            say(f"tumours.level.{row.level.casefold()}", language),
            say("tumours.sure.depends", language),
            say("tumours.sure.unchecked", language),
        ),
        not_looked_at=(),
        sources=(say("tumours.source", language, version=version),),
        for_your_doctor=tuple(_doctor_lines(match, language)),
        english_safety=_english(_SAFETY_KEYS, language),
    )


def tumour_refused(code: str, language: str, lines: Sequence[str] = ()) -> str:
    """Return why an entered report was refused. `lines` are the two that contradict each other."""
    if code == "contradiction":
        reason = say("tumours.refused.contradiction", language, first=lines[0], second=lines[1])
    else:
        reason = say(f"tumours.refused.{code}", language)
    return f"{reason} {say('tumours.refused.nothing_kept', language)}"


def _within(name: str) -> str:
    """The name of a disease inside a sentence: small, unless it begins with somebody's name."""
    return name if name.startswith(_PROPER_NAMES) else name[:1].lower() + name[1:]


def disease_name(disease: str, language: str) -> str:
    """Return what a disease of the tumour facts is called; one of an imported table keeps its own name."""
    key = cancers.key_of(disease)
    return say(key, language) if key in REGISTRY else disease


def _fit(match: TumourMatch, language: str) -> str:
    key = f"tumours.fit.{match.fit}"
    if match.fit in _NAMES_DISEASE:
        return say(key, language, disease=_within(disease_name(match.evidence.disease, language)))
    return say(key, language)


def _line_texts(line: ReportLine, language: str) -> Iterator[str]:
    status = "without_row" if line.status == "recognised" else line.status
    yield say(f"tumours.line.{status}", language, finding=line.text)
    if line.status == "not_in_list" and line.gene_in_list:
        yield say("tumours.line.other_change", language, gene=line.genes[0])


def _doctor_lines(match: TumourMatch, language: str) -> Iterator[str]:
    row = match.evidence
    joined = {"alone": "", "together": " + ", "any_one": " / "}[row.given]
    yield say(
        "tumours.doctor.row",
        language,
        profile=row.profile,
        disease=disease_name(row.disease, language),
        therapies=joined.join(row.therapies),
        direction=say(f"tumours.doctor.{row.meaning}", language),
        level=row.level,
        basis=row.basis,
    )
    if row.note:
        yield say("tumours.doctor.note", language, note=row.note)
    if not row.reviewed:
        yield say("tumours.doctor.unsigned", language)


def _english(keys: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(filter(None, (english_too(key, language) for key in keys)))
