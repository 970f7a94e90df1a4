"""Reading who cares for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mendly.accounts.models import Provider
from mendly.accounts.selectors import user_of_patient
from mendly.audit.services import enter
from mendly.care.ages import guardian_until
from mendly.care.models import Authority, CareRelationship, Proxy, ProxyInvitation
from mendly.clock import now
from mendly.policy import Action, Actor, Category, Purpose, may

NO_MAIL = "@young.mendly.invalid"
"""Accounts of children have an address under a domain that cannot exist, and no password: nobody signs in there."""


def relationships_of(actor: Actor, patient_id: UUID) -> list[CareRelationship]:
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "care relationships")
    rows = CareRelationship.objects.select_related("provider__clinic").filter(patient_id=patient_id)
    return list(rows.order_by("ended_at", "started_at"))


def proxies_of(actor: Actor, patient_id: UUID) -> list[Proxy]:
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "proxies")
    return list(Proxy.objects.select_related("user").filter(patient_id=patient_id, ended_at=None))


def proxy_invitations_of(actor: Actor, patient_id: UUID) -> list[ProxyInvitation]:
    """Those whose link still works."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "proxy invitations")
    rows = ProxyInvitation.objects.filter(patient_id=patient_id, answered_at=None, expires_at__gt=now())
    return list(rows.order_by("id"))


def patients_in_care_of(provider: Provider) -> list[UUID]:
    """Ids only: what may be shown of each is still the policy's answer."""
    rows = CareRelationship.objects.filter(provider=provider, ended_at=None).order_by("started_at")
    return list(rows.values_list("patient_id", flat=True))


def patients_helped_by(user_id: UUID) -> list[UUID]:
    at = now()
    rows = Proxy.objects.filter(user_id=user_id, ended_at=None, starts_at__lte=at, ends_at__gt=at)
    return list(rows.values_list("patient_id", flat=True))


def guardians_of(patient_id: UUID) -> list[UUID]:
    """The accounts of those who are guardians of somebody young now."""
    rows = Proxy.objects.filter(
        patient_id=patient_id, authority=Authority.GUARDIAN, ended_at=None, ends_at__gt=now()
    )
    return list(rows.values_list("user_id", flat=True))


def records_to_hand_over(user_id: UUID) -> list[UUID]:
    """Records made for a child by this person, also after their time, that nobody signs in to yet."""
    rows = Proxy.objects.filter(user_id=user_id, authority=Authority.GUARDIAN, ended_at=None)
    rows = rows.filter(patient__user__email__endswith=NO_MAIL)
    return list(rows.order_by("starts_at").values_list("patient_id", flat=True))


def is_young(patient_id: UUID) -> bool:
    """Whether they can have a guardian now. Unknown counts as no."""
    until = guardian_until(patient_id)
    return until is not None and until > now()


def providers_of(patient_id: UUID) -> list[Provider]:
    """The open care team, for rooms that address it (each delivery is decided again)."""
    rows = CareRelationship.objects.select_related("provider__clinic").filter(
        patient_id=patient_id, ended_at=None
    )
    return [row.provider for row in rows]


def carers_among(clinic_id: UUID, patient_ids: Iterable[UUID]) -> list[Provider]:
    """The providers of a clinic who care for at least one of these patients now."""
    rows = CareRelationship.objects.filter(provider__clinic_id=clinic_id, ended_at=None)
    wanted = set(patient_ids)
    carers = {
        provider for patient, provider in rows.values_list("patient_id", "provider_id") if patient in wanted
    }
    return list(Provider.objects.filter(id__in=carers, ended_at=None).order_by("id"))


def care_since(provider_id: UUID, patient_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the open relationship began with each of these patients who has one with this provider."""
    rows = CareRelationship.objects.filter(
        provider_id=provider_id, patient_id__in=list(patient_ids), ended_at=None
    )
    return dict(rows.values_list("patient_id", "started_at"))


def times_of_care(patient_id: UUID) -> dict[UUID, datetime]:
    """By provider, since when they care for this patient now."""
    rows = CareRelationship.objects.filter(patient_id=patient_id, ended_at=None)
    return dict(rows.values_list("provider_id", "started_at"))


def proxy_name(patient_id: UUID, user_id: UUID) -> str | None:
    """What the patient calls this proxy, also after its end (old acts stay readable)."""
    row = Proxy.objects.filter(patient_id=patient_id, user_id=user_id).order_by("-starts_at").first()
    return row.name if row else None


def audience_of(patient_id: UUID, category: Category) -> list[UUID]:
    """Accounts that may see news of this kind now: the patient, of the care team and the proxies those who may.

    Asked here, as a number that moves in somebody's inbox tells them that something happened; and again at each
    delivery. A second factor is taken as given: they can sign in with it at any time.
    """
    at = now()
    proxies = Proxy.objects.filter(patient_id=patient_id, ended_at=None, ends_at__gt=at)
    helpers = [
        *(
            Actor(provider.user_id, Purpose.TREATMENT, True, via="task")
            for provider in providers_of(patient_id)
        ),
        *(
            Actor(user, Purpose.SELF_CARE, True, via="task")
            for user in proxies.values_list("user_id", flat=True)
        ),
    ]
    seeing = (helper.user_id for helper in helpers if may(helper, Action.VIEW, patient_id, category))
    return [user_of_patient(patient_id), *(user for user in seeing if user is not None)]
