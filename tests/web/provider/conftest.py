"""Dr Imani in front of the clinic's pages, and Amara with something of each kind to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from mendly.alerts.models import Alert
from mendly.alerts.services import evaluate
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from mendly.messaging.services import start_conversation
from mendly.policy import Category
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from tests.backend.conftest import *  # noqa: F403
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of

__all__ = ["HTMX", "Record", "browser_of", "withdraw"]

HTMX = {"HTTP_HX_REQUEST": "true"}


@dataclass(frozen=True, slots=True)
class Record:
    """Amara's record: simvastatin, two high readings with their alert, and a message to the team."""

    patient: UUID
    alert: UUID
    conversation: UUID

    def page(self, path: str = "") -> str:
        return f"/patients/{self.patient}/{path}"


def withdraw(people: People, *categories: Category) -> None:
    """Amara no longer shares these with Dr Imani."""
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    answers = dict.fromkeys(categories, Answer.DENY)
    patient, provider = people.amara.patient.id, people.imani.provider.id
    decide_sharing(people.amara.actor, patient, provider, answers, language="en")


@pytest.fixture
def record(people: People) -> Record:
    assert people.amara.patient is not None
    actor, patient = people.amara.actor, people.amara.patient.id
    add_medicine(actor, patient, MedicineWords(name="Simvastatin", ingredient="simvastatin"))
    conversation, _ = start_conversation(actor, patient, subject="My legs", body="They are sore.")
    for minutes in (10, 5):
        at, values = now() - timedelta(minutes=minutes), BloodPressure(168, 104, 70)
        record_observation(actor, patient, observation_id=new_id(), taken_at=at, values=values)
    evaluate(patient)
    return Record(patient, Alert.objects.get(patient=patient).id, conversation.id)


@pytest.fixture
def imani(people: People) -> Client:
    return browser_of(people.imani)
