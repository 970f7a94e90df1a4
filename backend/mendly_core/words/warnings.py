"""Warnings about a list of medicines in plain words: what can happen, what to ask, where the facts come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from mendly_core.interactions import (
    DayTotal,
    DuplicateWarning,
    Interaction,
    PairWarning,
    Standing,
    interaction_facts,
)
from mendly_core.words.lists import medicine_list
from mendly_core.words.registry import SentenceError
from mendly_core.words.sentences.interaction_effects import effect_key, substance_key
from mendly_core.words.speech import REGISTRY, phrase, say

_TOO_MUCH = re.compile(r"too much (?P<much>[a-z]+)|(?P<poisoning>[a-z]+) poisoning")
_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "ONC high-priority 2012": "onc",
        "FDA label boxed warning": "boxed",
        "FDA label contraindication": "contraindication",
        "FDA label warning": "warning",
    }
)
_NOTICE = re.compile(r"FDA safety communication (\d{4})")


@dataclass(frozen=True, slots=True)
class WarningText:
    """One warning: the `headline` names what meets, `means` what can happen, `todo` the one thing to ask.

    `for_your_doctor` holds the terms of the fact tables, for professionals, in English.
    """

    headline: str
    means: tuple[str, ...]
    todo: str
    sources: tuple[str, ...]
    for_your_doctor: tuple[str, ...]


def interaction_text(warning: PairWarning, names: Mapping[str, str], language: str) -> WarningText:
    """`names`: what the person calls each medicine, by the keys of the warning."""
    row, first = warning.facts, names[warning.first]
    if warning.second is None:
        other = phrase(substance_key(warning.substance), language)
        headline = say(f"interactions.with.{row.severity}", language, first=first, second=other)
    else:
        headline = say(f"interactions.{row.severity}", language, first=first, second=names[warning.second])
    return WarningText(
        headline=headline,
        means=(effect_words(row.effect, language),),
        todo=say(f"interactions.do.{row.advice}", language),
        sources=(_source(row, language), _dated(language)),
        for_your_doctor=(
            f"{' + '.join(sorted(warning.pair))}: {row.effect} ({row.mechanism}), {row.severity}.",
            f"{row.basis}; agreement {row.agreement} of 4; reviewed by a pharmacist: {_yes(row.reviewed)}.",
        ),
    )


def duplicate_text(warning: DuplicateWarning, names: Mapping[str, str], language: str) -> WarningText:
    key = "same_ingredient" if warning.same_ingredient else "duplicate"
    first, second = names[warning.first], names[warning.second]
    note = f" {warning.group.note}." if warning.group.note else ""
    return WarningText(
        headline=say(f"interactions.{key}", language, first=first, second=second),
        means=(effect_words(warning.group.effect, language),),
        todo=say(f"interactions.do.{warning.advice}", language),
        sources=(say("interactions.source.group", language), _dated(language)),
        for_your_doctor=(
            f"{' + '.join(sorted(warning.pair))}: {warning.group.name}; {warning.group.effect}.{note}",
        ),
    )


def maximum_text(total: DayTotal, names: Mapping[str, str], language: str) -> WarningText:
    """What can be said of the planned amount of a day. Raises SentenceError for one within the maximum."""
    if total.standing is Standing.WITHIN:
        raise SentenceError("an amount within the maximum is never called safe, so nothing is said of it")
    todo = say("interactions.maximum.ask", language)
    limit = f"{total.ingredient}: {total.maximum.milligrams} mg in 24 h; {total.maximum.basis}."
    sources = (say("interactions.source.label", language), _dated(language))
    names_held = medicine_list([names[key] for key in total.keys], language, all_of=True)
    held = say("interactions.maximum.held", language, medicines=names_held)
    if total.standing is not Standing.OVER:
        key = f"interactions.maximum.{total.standing.value}"
        headline = say(key, language, medicine=total.ingredient)
        return WarningText(headline, (held,), todo, sources, (limit,))
    planned = _plain(total.most or Decimal(0))
    return WarningText(
        headline=say("interactions.over_label_maximum", language, medicine=total.ingredient),
        means=(
            say(
                "interactions.maximum.amounts",
                language,
                planned=planned,
                most=_plain(total.maximum.milligrams),
            ),
            held,
            say("interactions.maximum.own", language),
            say("interactions.maximum.care", language),
        ),
        todo=say("interactions.do.ask_before_next_dose", language),
        sources=sources,
        for_your_doctor=(limit,),
    )


def not_checked_lines(parts: Sequence[str], language: str) -> tuple[str, ...]:
    """One line for each name that no table knows."""
    return tuple(say("interactions.not_checked", language, medicine=part) for part in parts)


def effect_words(effect: str, language: str) -> str:
    """What an effect of the fact tables means for a person. Raises SentenceError for one without words."""
    found = None if effect_key(effect) in REGISTRY else _TOO_MUCH.fullmatch(effect)
    if found is not None:
        drug = found["much"] or found["poisoning"]
        return say("interactions.effect.too_much", language, medicine=drug)
    return say(effect_key(effect), language)


def facts_day() -> date:
    """The date of the fact tables."""
    return date.fromisoformat(interaction_facts().version.partition("+")[0])


def _source(row: Interaction, language: str) -> str:
    notice = _NOTICE.fullmatch(row.basis)
    if notice is not None:
        return say("interactions.source.notice", language, source=f"FDA, {notice[1]}")
    if row.basis not in _SOURCES:
        raise SentenceError(f"no words for the source {row.basis!r}")
    return say(f"interactions.source.{_SOURCES[row.basis]}", language)


def _dated(language: str) -> str:
    return say("interactions.source.dated", language, day=facts_day())


def _plain(amount: Decimal) -> Decimal:
    return (
        amount.quantize(Decimal(1))
        if amount == amount.to_integral_value()
        else amount.quantize(Decimal("0.1"))
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
