"""The personas in front of the portal: each signed in with a browser, on a clock that the tests move."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine, set_schedule
from tests.backend.conftest import *  # noqa: F403
from tests.backend.conftest import People, Persona
from tests.backend.medicines.conftest import MONDAY, draft, madrid

__all__ = ["MONDAY", "Course", "browser_of", "madrid", "page_of"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Monday, half past eight in the morning in Madrid; it moves only when a test moves it."""
    with time_machine.travel(madrid(MONDAY, "08:30"), tick=False) as traveller:
        yield traveller


def browser_of(
    persona: Persona, *, second_factor: bool = True, fresh: bool = True, language: str = "en"
) -> Client:
    """A browser in which this person signed in just now, with their second step, unless told otherwise."""
    persona.user.language = language
    persona.user.save(update_fields=["language"])
    browser = Client()
    browser.force_login(persona.user)
    session, at = browser.session, time.time() if fresh else 0
    method = "mfa" if second_factor else "password"
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": at}]
    session.save()
    return browser


def page_of(persona: Persona, path: str) -> str:
    """The address of a page of this patient's record."""
    assert persona.patient is not None
    return f"/p/{persona.patient.id}/{path}"


@dataclass(frozen=True, slots=True)
class Course:
    """Amara's simvastatin: one tablet at 08:00 and one at 20:00, since the day before."""

    patient: UUID
    medicine: UUID
    schedule: UUID

    def named(self, day: date, slot: int = 1) -> dict[str, object]:
        """The hidden fields that name one dose."""
        return {"schedule": self.schedule, "day": day.isoformat(), "slot": slot}


@pytest.fixture
def course(people: People) -> Course:
    assert people.amara.patient is not None
    actor, patient = people.amara.actor, people.amara.patient.id
    words = MedicineWords("Simvastatin", ingredient="simvastatin", strength="20 mg", how="with water")
    medicine, _ = add_medicine(actor, patient, words, started_on=date(2026, 11, 1))
    plan = draft("08:00", "20:00", valid_from=date(2026, 11, 1))
    revision, _ = set_schedule(actor, patient, medicine.id, plan)
    return Course(patient, medicine.id, revision.schedule)
