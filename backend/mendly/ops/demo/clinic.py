"""Who is in the demo clinic, and how they sign in."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from mendly.accounts.actors import DEMO_DOMAIN, actor_of_user
from mendly.accounts.models import Patient, Provider, User
from mendly.accounts.services import create_patient, create_provider, open_clinic
from mendly.alerts.services import evaluate
from mendly.care.models import Scope
from mendly.care.services import name_proxy, start_care
from mendly.clock import now, standing_at
from mendly.consent.services import permit_sharing
from mendly.insights.services import refresh
from mendly.ops.demo import past
from mendly.policy import SHAREABLE, Actor

WORDS = (
    *("amber", "birch", "coral", "dune", "ember", "fern", "grove", "heron", "iris", "juniper"),
    *("kelp", "lark", "maple", "olive", "pearl", "quartz", "reed", "sage"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One demo person as the sign-in table shows them."""

    key: str
    role: str
    language: str = "en"
    zone: str = "America/New_York"

    @property
    def email(self) -> str:
        return f"{self.key}{DEMO_DOMAIN}"


PEOPLE = (
    Person("amara", "patient: three medicines, a DNA file, readings"),
    Person("bo", "patient: high blood pressure today"),
    Person("carmen", "patient, in Spanish", language="es"),
    Person("dario", "proxy: Amara's son"),
    Person("imani", "provider and administrator of Harbour Clinic"),
    Person("jules", "provider: nurse at Harbour Clinic"),
    Person("sam", "patient of another clinic"),
    Person("quill", "provider of another clinic"),
)


def fill_demo_clinic() -> None:
    """Make the clinic once; a second call finds it and changes nothing. All of it or nothing is kept."""
    if User.objects.filter(email=PEOPLE[-1].email).exists():
        return
    password = _demo_password()
    with transaction.atomic():
        users = {person.key: _user(person, password) for person in PEOPLE}
        _settle(users)
    for patient_id in Patient.objects.values_list("id", flat=True):
        evaluate(patient_id)
        refresh(patient_id)


def sign_in_lines() -> list[str]:
    password = _demo_password()
    lines = [f"  {person.email:<28} {person.role}" for person in PEOPLE]
    return [f"Demo sign-ins at {settings.PUBLIC_URL}/ (password for all: {password})", *lines]


def _settle(users: dict[str, User]) -> None:
    harbour = open_clinic(name="Harbour Clinic", phone="+1 555 0100")
    hill = open_clinic(name="Hill Clinic")
    imani = create_provider(users["imani"], harbour, name="Dr Imani", profession="doctor", is_admin=True)
    jules = create_provider(users["jules"], harbour, name="Nurse Jules", profession="nurse")
    quill = create_provider(users["quill"], hill, name="Dr Quill", profession="doctor", is_admin=True)
    amara = create_patient(users["amara"], name="Amara Okafor", birth_date=date(1964, 5, 3))
    bo = create_patient(users["bo"], name="Bo Lindqvist", birth_date=date(1957, 11, 20))
    carmen = create_patient(users["carmen"], name="Carmen Ruiz", birth_date=date(1989, 2, 14))
    sam = create_patient(users["sam"], name="Sam Stone", birth_date=date(1978, 8, 8))
    couples = ((amara, imani), (amara, jules), (bo, imani), (bo, jules), (carmen, imani), (sam, quill))
    with standing_at(now() - timedelta(days=past.DAYS + 1)):
        for patient, provider in couples:
            _connect(patient, provider)
        scopes = [Scope.VIEW, Scope.RECORD, Scope.MESSAGE]
        ends_at = now() + timedelta(days=180)
        name_proxy(amara.id, users["dario"], name="Dario, my son", scopes=scopes, ends_at=ends_at)
    past.write_amara(_acting(amara), amara, acting_provider(imani))
    past.write_bo(_acting(bo), bo, acting_provider(imani))
    past.write_carmen(_acting(carmen), carmen, acting_provider(imani))


def _connect(patient: Patient, provider: Provider) -> None:
    actor = _acting(patient)
    start_care(actor, patient.id, provider)
    permit_sharing(actor, patient.id, provider.id, SHAREABLE, language=patient.user.language)


def _acting(patient: Patient) -> Actor:
    return actor_of_user(patient.user, second_factor=True, fresh=True, via="portal")


def acting_provider(provider: Provider) -> Actor:
    return actor_of_user(provider.user, second_factor=True, via="portal")


def _user(person: Person, password: str) -> User:
    user = User(email=person.email, language=person.language, zone=person.zone)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _demo_password() -> str:
    """Made once per data folder; a demonstration on another computer has another one."""
    path = settings.DATA / "secrets" / "demo_password"
    if not path.exists():
        words = "-".join(secrets.choice(WORDS) for _ in range(3))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(f"{words}-{secrets.randbelow(900) + 100}")
    return path.read_text()
