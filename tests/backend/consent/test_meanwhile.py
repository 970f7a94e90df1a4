"""A revoke and a reading in the same moment: neither may stop the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connections

from mendly.clock import new_id, now
from mendly.consent import services as consent
from mendly.consent.models import Answer
from mendly.policy import Category
from mendly.vitals import services as vitals
from mendly.vitals.models import Observation
from mendly.vitals.values import Weight, values_of
from tests.backend.conftest import People

PATIENCE = 1.0
"""Seconds; on SQLite the reading waits outside until the revoke is through."""


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_reading_at_its_commit_does_not_stop_a_revoke(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The revoke has the patient's row and wants to tell; the reading has told and names the patient's row."""
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    patient, provider = people.amara.patient.id, people.imani.provider.id
    locked, told = Event(), Event()
    emit_consent, emit_reading = consent.emit, vitals.emit

    def when_the_reading_has_told(*args: Any, **ids: Any) -> None:
        locked.set()
        told.wait(PATIENCE)
        emit_consent(*args, **ids)

    def and_say_so(*args: Any, **ids: Any) -> None:
        emit_reading(*args, **ids)
        told.set()

    def revoke() -> None:
        try:
            answers = {Category.READINGS: Answer.DENY}
            consent.decide_sharing(people.amara.actor, patient, provider, answers, language="en")
        finally:
            connections.close_all()

    def add() -> None:
        assert locked.wait(PATIENCE * 5)
        try:
            values = values_of("weight", {"weight": "80"})
            assert isinstance(values, Weight)
            vitals.record_observation(
                people.amara.actor, patient, observation_id=new_id(), taken_at=now(), values=values
            )
        finally:
            connections.close_all()

    monkeypatch.setattr(consent, "emit", when_the_reading_has_told)
    monkeypatch.setattr(vitals, "emit", and_say_so)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(revoke), pool.submit(add)]:
            done.result()
    assert Observation.objects.count() == 1
