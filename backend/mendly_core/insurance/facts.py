"""Facts about genetic results and insurance by country: loaded once, checked, dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from mendly_core.packs import Row, read_pack, require

_PACKAGE = "mendly_core.insurance.tables"
_COLUMNS = {
    "insurance": (
        "country",
        "law",
        "protected",
        "not_protected",
        "in_force_since",
        "last_checked",
        "verify",
        "note",
    ),
    "rules": ("key", "country", "law"),
    "countries": ("code", "country"),
}


@dataclass(frozen=True, slots=True)
class InsuranceRule:
    """One law or code. `key` chooses its sentences. `checked_in` is the first day of the month of the last look.

    `to_be_confirmed`: at least one cell rests on a secondary source; say so wherever the row is shown.
    """

    key: str
    area: str
    law: str
    protected: str
    not_protected: str
    in_force_since: date | None
    checked_in: date
    to_be_confirmed: bool
    note: str


@dataclass(frozen=True, slots=True)
class CountryInsurance:
    """What is known for one country. Without rules the country is unknown, which is not "unprotected"."""

    code: str
    area: str
    rules: tuple[InsuranceRule, ...]
    knowledge_version: str

    @property
    def known(self) -> bool:
        return bool(self.rules)


@dataclass(frozen=True, slots=True)
class _Facts:
    version: str
    rules: tuple[InsuranceRule, ...]
    areas: dict[str, str]


def insurance_for(country_code: str) -> CountryInsurance:
    """Return the facts for an ISO 3166-1 two-letter code; any code without a row is unknown.

    Raises ValueError for text that is no two-letter code.
    """
    code = country_code.strip().upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise ValueError("A country is given by its two-letter code, such as ES or US.")
    facts = _facts()
    area = facts.areas.get(code, "")
    rules = tuple(rule for rule in facts.rules if area and rule.area == area)
    return CountryInsurance(code, area, rules, facts.version)


def insurance_countries() -> tuple[str, ...]:
    """Return the codes of the countries that have facts."""
    return tuple(_facts().areas)


def insurance_rules() -> tuple[InsuranceRule, ...]:
    """Return every row."""
    return _facts().rules


@cache
def _facts() -> _Facts:
    pack = read_pack(_PACKAGE, _COLUMNS)
    keys = {(row["country"], row["law"]): row["key"] for row in pack.tables["rules"]}
    rows = pack.tables["insurance"]
    require(list(keys) == [(row["country"], row["law"]) for row in rows], "rules: not the rows of insurance")
    require(len(set(keys.values())) == len(keys), "rules: a key is used twice")
    areas = {row["code"]: row["country"] for row in pack.tables["countries"]}
    require(set(areas.values()) == {row["country"] for row in rows}, "countries: an area without rows")
    return _Facts(pack.version, tuple(_rule(row, keys[row["country"], row["law"]]) for row in rows), areas)


def _rule(row: Row, key: str) -> InsuranceRule:
    require(row["verify"] in ("0", "1"), f"insurance: {key}: verify")
    since = row["in_force_since"]
    return InsuranceRule(
        key=key,
        area=row["country"],
        law=row["law"],
        protected=row["protected"],
        not_protected=row["not_protected"],
        in_force_since=date.fromisoformat(since) if since else None,
        checked_in=date.fromisoformat(f"{row['last_checked']}-01"),
        to_be_confirmed=row["verify"] == "1",
        note=row["note"],
    )
