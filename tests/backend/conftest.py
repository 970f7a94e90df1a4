"""The personas, and a way to act as each of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from mendly.accounts import services as accounts
from mendly.accounts import tokens
from mendly.accounts.actors import AUTHENTICATION_METHODS_SESSION_KEY, PROOFS_OF_SESSION_KEY, actor_of_user
from mendly.accounts.models import Clinic, Device, Patient, Provider, User
from mendly.care import services as care
from mendly.care.models import Scope
from mendly.clock import now
from mendly.consent import services as consent
from mendly.consent.models import Answer
from mendly.policy import SHAREABLE, Actor
from mendly.vault.services import forget_held_keys
from tests.flushing import allow_flushing
from tests.kept_rows import KeptRows

allow_flushing()


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Nothing held in memory crosses from one test to the next."""
    forget_held_keys()
    cache.clear()
    yield
    forget_held_keys()


@dataclass(frozen=True, slots=True)
class Persona:
    """One person of the clinic: their account, what they are, and how they act."""

    user: User
    patient: Patient | None = None
    provider: Provider | None = None

    @property
    def actor(self) -> Actor:
        return actor_of_user(self.user, second_factor=True, fresh=True, via="portal")

    @property
    def actor_with_password_only(self) -> Actor:
        return actor_of_user(self.user, second_factor=False, fresh=True, via="portal")

    @property
    def actor_some_time_later(self) -> Actor:
        """Still signed in, but their last proof of who they are is older than five minutes."""
        return actor_of_user(self.user, second_factor=True, via="portal")

    def phone(self, *, second_factor: bool = True) -> APIClient:
        """An API client signed in as this person's paired phone."""
        device = Device.objects.create(
            user=self.user, name="Phone", platform="android", second_factor=second_factor, last_seen_at=now()
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.start_family(device).access}")
        return client

    def browser(self, *, second_factor: bool = True, fresh: bool = True) -> APIClient:
        """An API client in a browser in which this person signed in, just now unless told otherwise."""
        client = APIClient()
        client.force_login(self.user)
        at = time.time() if fresh else 0
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": at}]
        if second_factor:
            session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "mfa", "type": "totp", "at": at}]
        session[PROOFS_OF_SESSION_KEY] = str(self.user.pk)
        session.save()
        return client


@dataclass(frozen=True, slots=True)
class People:
    """Amara is cared for by Dr Imani and Nurse Jules and helped by Dario; Sam and Dr Quill are strangers to her."""

    clinic: Clinic
    amara: Persona
    bo: Persona
    carmen: Persona
    dario: Persona
    imani: Persona
    jules: Persona
    sam: Persona
    quill: Persona


def make_user(name: str, zone: str = "Europe/Madrid") -> User:
    user = User(email=f"{name}@example.test", zone=zone)
    user.set_password("a long enough password")
    user.save()
    return user


def make_patient(name: str) -> Persona:
    user = make_user(name.split()[0].lower())
    return Persona(user, patient=accounts.create_patient(user, name=name, birth_date=date(1964, 5, 3)))


def make_provider(name: str, clinic: Clinic, *, is_admin: bool = False) -> Persona:
    user = make_user(name.split()[-1].lower())
    provider = accounts.create_provider(user, clinic, name=name, profession="doctor", is_admin=is_admin)
    return Persona(user, provider=provider)


def put_in_care(patient: Persona, provider: Persona) -> None:
    """The patient accepted this provider and shares every category with them."""
    assert patient.patient is not None
    assert provider.provider is not None
    care.start_care(patient.actor, patient.patient.id, provider.provider)
    answers = dict.fromkeys(SHAREABLE, Answer.PERMIT)
    consent.decide_sharing(patient.actor, patient.patient.id, provider.provider.id, answers, language="en")


def make_people() -> People:
    clinic = accounts.open_clinic(name="Harbour Clinic")
    other_clinic = accounts.open_clinic(name="Hill Clinic")
    amara, bo, carmen, sam = (
        make_patient(n) for n in ("Amara Okafor", "Bo Lindqvist", "Carmen Ruiz", "Sam Stone")
    )
    imani = make_provider("Dr Imani", clinic, is_admin=True)
    jules, quill = make_provider("Nurse Jules", clinic), make_provider("Dr Quill", other_clinic)
    dario = Persona(make_user("dario"))
    for provider in (imani, jules):
        put_in_care(amara, provider)
    put_in_care(bo, imani)
    put_in_care(sam, quill)
    assert amara.patient is not None
    care.name_proxy(
        amara.patient.id,
        dario.user,
        name="Dario, my son",
        scopes=[Scope.VIEW, Scope.RECORD, Scope.MESSAGE],
        ends_at=now() + timedelta(days=90),
    )
    return People(clinic, amara, bo, carmen, dario, imani, jules, sam, quill)


KEPT_PEOPLE = KeptRows(make_people)


@pytest.fixture
def people(db: None) -> People:
    return KEPT_PEOPLE.lay_out()
