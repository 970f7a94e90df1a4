"""Cards are worked out beside each other; older answers never replace newer ones."""

from __future__ import annotations

import pytest
from django.db import transaction

from mendly.insights import services
from mendly.insights.models import Insight, RefreshToDo
from mendly.insights.selectors import insights_of
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from tests.backend.conftest import People
from tests.backend.genome.test_from_file_to_insight import dna, upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.both_databases
def test_a_slow_worker_does_not_write_over_a_newer_answer(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    amara, wanted_cards = people.amara, services._wanted_cards
    add_medicine(amara.actor, amara.patient.id, MedicineWords(name="Simvastatin", ingredient="simvastatin"))
    upload(amara, amara, dna())
    assert len(insights_of(amara.actor, amara.patient.id, "en")) == 1

    def nothing_yet_and_then_asked_anew(patient_id: object, findings: object) -> dict[object, object]:
        monkeypatch.setattr(services, "_wanted_cards", wanted_cards)
        with transaction.atomic():
            services.ask_for_refresh(amara.patient.id)
        assert not RefreshToDo.objects.exists()
        return {}

    monkeypatch.setattr(services, "_enqueue", lambda patient_id: None)
    with transaction.atomic():
        services.ask_for_refresh(amara.patient.id)
    monkeypatch.setattr(services, "_enqueue", services.refresh)
    monkeypatch.setattr(services, "_wanted_cards", nothing_yet_and_then_asked_anew)
    services.refresh(amara.patient.id)
    assert Insight.objects.filter(ended_at=None).count() == 1
    assert len(insights_of(amara.actor, amara.patient.id, "en")) == 1
