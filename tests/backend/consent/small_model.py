"""Who may see what of one patient, written down a second time and small: plain values, no database, no policy.

The state machine of `test_state_machine.py` does the same to this and to the product and compares every answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

CLINICS = {"imani": "harbour", "jules": "harbour", "quill": "hill"}
ADMINS = {"imani"}
SHARED = ("profile", "medicines", "readings", "genes", "tumours", "messages")
Pair = tuple[str, str]
"""An action and a category."""


def pairs(actions: str, *categories: str) -> set[Pair]:
    return {(action, category) for action in actions.split() for category in categories}


OWN = (
    pairs("view add change", *SHARED, "drug_response", "choices")
    | pairs("record", "medicines", "readings")
    | pairs("view share withdraw", "sharing")
    | pairs("view export erase withdraw", "everything")
    | pairs("view", "access_log")
)
IN_CARE = (
    pairs("view add change", "medicines", "readings", "tumours", "messages")
    | pairs("record", "medicines", "readings")
    | pairs("view add", "genes")
    | pairs("view", "profile", "drug_response")
)
OWN_ACCOUNT = pairs("view erase withdraw", "account")
"""Of who has no record; about no patient, so nobody has it on one."""
IN_THE_CLINIC = pairs("view change", "clinic") | pairs("invite break_glass", "profile")
ADMINISTERING = (
    pairs("judge", "clinic") | pairs("view invite change", "staff") | pairs("change", "clinic_rules")
)
GLASS = pairs("view", "profile", "medicines", "readings")
GUARDING = (
    pairs("view add change record", "medicines", "readings")
    | pairs("view add", "messages")
    | pairs("view", "profile", "drug_response", "access_log")
    | pairs("view share withdraw", "sharing")
)


@dataclass(frozen=True)
class Word:
    """What the patient said last about one recipient and one kind of data."""

    permits: bool
    adds: bool
    said_at: datetime
    ends_at: datetime


@dataclass
class SmallModel:
    at: datetime
    care: dict[str, datetime] = field(default_factory=dict)
    words: dict[Pair, Word] = field(default_factory=dict)
    """By recipient (a provider or a clinic) and category."""
    proxies: dict[str, tuple[frozenset[str], datetime, bool]] = field(default_factory=dict)
    """Scopes, end, and whether they are a guardian."""
    glass: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Providers who left their clinic."""

    def may(self, who: str, action: str, category: str) -> bool:
        asked = (action, category)
        if who == "nia":
            return asked in OWN
        if who in CLINICS:
            return who not in self.gone and self._provider_may(who, asked)
        return self._helper_may(who, asked)

    def _provider_may(self, who: str, asked: Pair) -> bool:
        if asked in IN_THE_CLINIC or (who in ADMINS and asked in ADMINISTERING):
            return True
        said = self._said_to(who, asked[1])
        if any(not word.permits for word in said):
            return False
        if asked in GLASS and self.glass.get(who, self.at) > self.at:
            return True
        opened = any(asked[0] == "view" or word.adds for word in said)
        return who in self.care and asked in IN_CARE and opened

    def _said_to(self, who: str, category: str) -> list[Word]:
        """What holds now: a permit for its time and the care in which it was given, a no until another word."""
        kind = "genes" if category == "drug_response" else category
        found = (self.words.get((recipient, kind)) for recipient in (who, CLINICS[who]))
        since = self.care.get(who)
        return [
            word
            for word in found
            if word is not None
            and (not word.permits or word.ends_at > self.at)
            and not (word.permits and since is not None and word.said_at < since)
        ]

    def denies_all_to(self, who: str) -> bool:
        said = (self._said_to(who, category) for category in ("profile", "medicines", "readings"))
        return all(any(not word.permits for word in words) for words in said)

    def _helper_may(self, who: str, asked: Pair) -> bool:
        scopes, ends_at, is_guardian = self.proxies.get(who, (frozenset[str](), self.at, False))
        if ends_at <= self.at:
            return False
        if is_guardian and asked in GUARDING:
            return True
        action, category = asked
        if category == "messages":
            return "message" in scopes and action in {"view", "add"}
        if action == "view":
            return "view" in scopes and category in {"profile", "medicines", "readings"}
        return action == "record" and "record" in scopes and category in {"medicines", "readings"}
