"""Who looked at my data: the audit links of one patient, with the people named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mendly.accounts.selectors import providers_by_user, user_of_patient
from mendly.audit.selectors import Access, accesses_of
from mendly.care.selectors import proxy_name
from mendly.policy import Actor


@dataclass(frozen=True, slots=True)
class Look:
    """One line for the patient. `who` is one of self, provider, proxy, mendly; `listed`: seen in a list."""

    at: datetime
    who: str
    name: str
    clinic: str
    action: str
    category: str
    about: str
    via: str
    listed: bool


def looks_at(actor: Actor, patient_id: UUID, *, limit: int = 200) -> list[Look]:
    """The newest looks of everyone, the patient's own among them."""
    return _named(patient_id, accesses_of(actor, patient_id, limit=limit))


def looks_of_others(actor: Actor, patient_id: UUID, *, limit: int = 200) -> list[Look]:
    """The newest looks of people; however often the patient looked, theirs push none of these out."""
    accesses = accesses_of(actor, patient_id, limit=limit, people_but=user_of_patient(patient_id))
    return _named(patient_id, accesses)


def _named(patient_id: UUID, accesses: list[Access]) -> list[Look]:
    people = {access.actor for access in accesses if access.actor}
    providers = providers_by_user(people)
    own = user_of_patient(patient_id)
    proxies = {user: proxy_name(patient_id, user) or "" for user in people - providers.keys() - {own}}

    def look(access: Access) -> Look:
        who, name, clinic = "mendly", "Mendly", ""
        if access.actor == own:
            who, name = "self", ""
        elif access.actor in providers:
            provider = providers[access.actor]
            who, name, clinic = "provider", provider.name, provider.clinic.name
        elif access.actor is not None:
            who, name = "proxy", proxies[access.actor]
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
        )

    return [look(access) for access in accesses]
