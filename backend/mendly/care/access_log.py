"""Who looked at my data: the audit links of one patient, with the people named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from mendly.accounts.selectors import providers_by_user, user_of_patient
from mendly.audit.selectors import Access, accesses_of, people_in_log
from mendly.care.selectors import guardians_of, proxy_name
from mendly.policy import BROKE_THE_GLASS, Actor, Category
from mendly_core.words import REGISTRY, say
from mendly_core.words.registry import SlotValue

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Look:
    """One line for the patient. `who` is one of self, provider, guardian, proxy, mendly; `listed`: seen in a list.

    `person` is the account behind it, to ask for their lines alone. `emergency`: by breaking the glass.
    """

    at: datetime
    who: str
    name: str
    clinic: str
    action: str
    category: str
    about: str
    via: str
    listed: bool
    person: UUID | None
    purpose: str
    emergency: bool


@dataclass(frozen=True, slots=True)
class LooksPage:
    """`before` asks for the next page; None on the last one."""

    looks: tuple[Look, ...]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Onlooker:
    person: UUID
    who: str
    name: str


def sentence_of(look: Look) -> str:
    """The key of the sentence that tells it, filled with all or some of `person`, `day` and `at`."""
    if look.action == "break_glass":
        return "access.opened"
    if look.via == "calendar":
        return "access.calendar"
    looked = f"access.looked.{look.category}"
    return looked if look.action == "view" and looked in REGISTRY else "access.changed"


def look_sentence(look: Look, language: str, *, person: str, local: datetime) -> str:
    """One look told to the patient. `person` is how they call who looked, `local` when it was on their clock."""
    key = sentence_of(look)
    slots: dict[str, SlotValue] = {"person": person, "day": local.date(), "at": local.time()}
    return say(key, language, **{name: slots[name] for name in REGISTRY[key].slots})


def looks_at(actor: Actor, patient_id: UUID, *, limit: int = 200) -> list[Look]:
    """The newest looks of everyone, the patient's own among them."""
    return _named(patient_id, accesses_of(actor, patient_id, limit=limit))


def looks_page(
    actor: Actor,
    patient_id: UUID,
    *,
    person: UUID | None = None,
    category: Category | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> LooksPage:
    """One page of the whole log, or of what is wished of it. Looks of one instant stay on one page."""
    found = accesses_of(
        actor, patient_id, limit=PAGE + 1, person=person, category=category, since=since, before=before
    )
    shown = found[:PAGE]
    if len(found) > PAGE:
        cut = found[PAGE].at
        shown = [access for access in shown if access.at > cut] or shown
    looks = tuple(_named(patient_id, shown))
    return LooksPage(looks, shown[-1].at if len(found) > PAGE else None)


def onlookers_of(actor: Actor, patient_id: UUID) -> list[Onlooker]:
    """Everyone in the log, by name."""
    name_of = _namer(patient_id, set(people_in_log(actor, patient_id)))
    found = (Onlooker(person, *name_of(person)[:2]) for person in people_in_log(actor, patient_id))
    return sorted(found, key=lambda each: (each.who != "self", each.name.casefold()))


def looks_of_others(actor: Actor, patient_id: UUID, *, limit: int = 200) -> list[Look]:
    """The newest looks of people; however often the patient looked, theirs push none of these out."""
    accesses = accesses_of(actor, patient_id, limit=limit, people_but=user_of_patient(patient_id))
    return _named(patient_id, accesses)


def _named(patient_id: UUID, accesses: list[Access]) -> list[Look]:
    name_of = _namer(patient_id, {access.actor for access in accesses if access.actor})
    return [_look(access, name_of(access.actor)) for access in accesses]


def _look(access: Access, named: tuple[str, str, str]) -> Look:
    who, name, clinic = named
    return Look(
        access.at,
        who,
        name,
        clinic,
        access.action,
        access.category,
        access.about,
        access.via,
        access.listed,
        access.actor,
        access.purpose,
        access.role == BROKE_THE_GLASS,
    )


def _namer(patient_id: UUID, people: set[UUID]) -> Callable[[UUID | None], tuple[str, str, str]]:
    """By account: what they are to the patient, their name and their clinic, also when that is over."""
    providers, own = providers_by_user(people), user_of_patient(patient_id)
    guardians = set(guardians_of(patient_id))
    helpers = {user: proxy_name(patient_id, user) or "" for user in people - providers.keys() - {own}}

    def name_of(user: UUID | None) -> tuple[str, str, str]:
        if user is None:
            return "mendly", "Mendly", ""
        if user == own:
            return "self", "", ""
        if user in providers:
            return "provider", providers[user].name, providers[user].clinic.name
        return "guardian" if user in guardians else "proxy", helpers.get(user, ""), ""

    return name_of
