"""The page of insurance facts that is shown before a DNA file goes up, and before any share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mendly_core.words.formats import format_month
from mendly_core.words.speech import english_too, say

if TYPE_CHECKING:
    from mendly_core.insurance import CountryInsurance, InsuranceRule

_AREA_CODES = {
    "Australia": "au",
    "Canada": "ca",
    "European Union": "eu",
    "United Kingdom": "gb",
    "United States": "us",
}


@dataclass(frozen=True, slots=True)
class InsuranceRuleText:
    """One law: what it protects, what it does not, its dates, and whether it waits to be confirmed."""

    protected: str
    not_protected: str
    facts: tuple[str, ...]
    to_be_confirmed: str | None


@dataclass(frozen=True, slots=True)
class InsuranceText:
    """The page. Without rules `unknown` says that the rules of the country are not known."""

    title: str
    area: str
    intro: str
    protected_heading: str
    not_protected_heading: str
    rules: tuple[InsuranceRuleText, ...]
    unknown: str | None
    no_advice: str
    english_safety: tuple[str, ...]


def country_names(codes: Iterable[str], language: str) -> tuple[tuple[str, str], ...]:
    """Return these countries (two-letter codes, each with facts) as (code, name), by name in that language."""
    names = [(code, say(f"insurance.country.{code.casefold()}", language)) for code in codes]
    return tuple(sorted(names, key=lambda country: _sorted_as(country[1])))


def _sorted_as(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def insurance_page(found: CountryInsurance, language: str) -> InsuranceText:
    """Return the page for one country."""
    return InsuranceText(
        title=say("insurance.title", language),
        area=say(f"insurance.area.{_AREA_CODES[found.area]}", language) if found.known else "",
        intro=say("insurance.intro", language),
        protected_heading=say("insurance.protected", language),
        not_protected_heading=say("insurance.not_protected", language),
        rules=tuple(_rule(rule, language) for rule in found.rules),
        unknown=None if found.known else say("insurance.unknown", language),
        no_advice=say("insurance.no_advice", language),
        english_safety=_english_safety(found, language),
    )


def _english_safety(found: CountryInsurance, language: str) -> tuple[str, ...]:
    keys = ["insurance.to_be_confirmed"] if any(rule.to_be_confirmed for rule in found.rules) else []
    if not found.known:
        keys.append("insurance.unknown")
    return tuple(filter(None, (english_too(key, language) for key in keys)))


def _rule(rule: InsuranceRule, language: str) -> InsuranceRuleText:
    facts = [say("insurance.law", language, law=rule.law)]
    if rule.in_force_since is not None:
        facts.append(say("insurance.since", language, day=rule.in_force_since))
    facts.append(say("insurance.checked", language, month=format_month(rule.checked_in, language)))
    return InsuranceRuleText(
        protected=say(f"insurance.protected.{rule.key}", language),
        not_protected=say(f"insurance.not_protected.{rule.key}", language),
        facts=tuple(facts),
        to_be_confirmed=say("insurance.to_be_confirmed", language) if rule.to_be_confirmed else None,
    )
