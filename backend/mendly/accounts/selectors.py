"""Reading people: profiles through the policy, and the plain facts that other rooms need about accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator

from mendly.accounts.identity import identity_of
from mendly.accounts.models import Device, Patient, Provider, User
from mendly.audit.services import enter
from mendly.policy import Action, Actor, Category, person_of, require


@dataclass(frozen=True, slots=True)
class Profile:
    patient: UUID
    user: UUID
    name: str
    birth_date: date | None
    language: str
    zone: str


def profile_of(actor: Actor, patient_id: UUID) -> Profile:
    enter(actor, Action.VIEW, patient_id, Category.PROFILE, "profile")
    return _profile(Patient.objects.select_related("user").get(id=patient_id))


def profiles_for_list(patient_ids: Iterable[UUID]) -> dict[UUID, Profile]:
    """Names for a list whose caller has decided and recorded who is on it (`audit.services.enter_list`)."""
    patients = Patient.objects.select_related("user").filter(id__in=list(patient_ids))
    return {patient.id: _profile(patient) for patient in patients}


def _profile(patient: Patient) -> Profile:
    user = patient.user
    return Profile(patient.id, user.id, patient.name, patient.birth_date, user.language, user.zone)


def user_of_patient(patient_id: UUID) -> UUID:
    """The account of the patient: where their own events go."""
    return Patient.objects.values_list("user_id", flat=True).get(id=patient_id)


def zone_of_patient(patient_id: UUID) -> str:
    return User.objects.values_list("zone", flat=True).get(patient__id=patient_id)


def birth_date_of_patient(patient_id: UUID) -> date | None:
    """Only to decide what may be offered at this age; who shows a birth date asks for the profile."""
    birth_date: date | None = Patient.objects.get(id=patient_id).birth_date
    return birth_date


def language_of_patient(patient_id: UUID) -> str:
    return User.objects.values_list("language", flat=True).get(patient__id=patient_id)


def patient_of_user(user_id: UUID | None) -> UUID | None:
    return identity_of(user_id).patient


def provider_of_user(user_id: UUID | None) -> Provider | None:
    return identity_of(user_id).working


def providers_by_user(user_ids: Iterable[UUID]) -> dict[UUID, Provider]:
    """Past providers too: a name in an old message or in the access log stays readable."""
    providers = Provider.objects.select_related("clinic").filter(user_id__in=list(user_ids))
    return {provider.user_id: provider for provider in providers}


def devices_of(user: User) -> list[Device]:
    return list(Device.objects.filter(user=user, revoked_at=None).order_by("-last_seen_at"))


@dataclass(frozen=True, slots=True)
class Colleague:
    id: UUID
    name: str
    profession: str
    is_admin: bool


def colleagues_of(actor: Actor) -> list[Colleague]:
    """Who works in the clinic of this administrator, themself too, by name."""
    require(actor, Action.VIEW, None, Category.STAFF)
    clinic = Provider.objects.filter(user_id=person_of(actor)).values("clinic")
    rows = Provider.objects.filter(clinic__in=clinic, ended_at=None).order_by("name", "id")
    return [Colleague(row.id, row.name, row.profession, row.is_admin) for row in rows]


def second_factors_of(user: User) -> frozenset[str]:
    """What this account can prove a second step with: `totp`, `webauthn` (a passkey), `recovery_codes`."""
    return frozenset(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def own_name(user: User) -> str:
    """How a person's own screen calls them."""
    provider = provider_of_user(user.id)
    if provider is not None:
        return provider.name
    patient = Patient.objects.filter(user=user).first()
    return patient.name if patient else user.email.partition("@")[0]


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What a signed-in person may know about their own account."""

    user: UUID
    email: str
    language: str
    zone: str
    patient: UUID | None
    provider: UUID | None


def own_account(user: User) -> OwnAccount:
    provider = provider_of_user(user.id)
    return OwnAccount(
        user.id,
        user.email,
        user.language,
        user.zone,
        patient_of_user(user.id),
        provider.id if provider else None,
    )
