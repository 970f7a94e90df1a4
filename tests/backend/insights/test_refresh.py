"""Cards are worked out beside each other; older answers never replace newer ones."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from mendly.insights import services
from mendly.insights.models import Insight, RefreshToDo
from mendly.insights.selectors import insights_of
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import Medicine
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


def cards(people: People) -> list[list[str]]:
    found = people.amara.phone().get(f"/api/v1/patients/{people.amara.patient.id}/insights/").json()
    return [card["genes"] for card in found]


def rename(people: People, medicine: Medicine, name: str) -> dict[str, Any]:
    address = f"/api/v1/patients/{people.amara.patient.id}/medicines/{medicine.id}/"
    answer = people.amara.phone().patch(address, {"name": name})
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.mark.parametrize("name", ["Simvastatin", "Zocor 20 mg"])
@pytest.mark.parametrize("kept", [True, False], ids=["added now", "added before ingredients were kept"])
def test_a_medicine_under_another_name_keeps_its_card(people: People, name: str, kept: bool) -> None:
    amara = people.amara
    medicine, _ = add_medicine(amara.actor, amara.patient.id, MedicineWords(name))
    if not kept:
        medicine.ingredient = ""
        medicine.save()
    upload(amara, amara, dna())
    assert cards(people) == [["SLCO1B1"]]
    answer = rename(people, medicine, "My cholesterol pill")
    assert (answer["name"], answer["ingredient"]) == ("My cholesterol pill", "simvastatin")
    assert cards(people) == [["SLCO1B1"]]
    rename(people, medicine, "The evening one")
    assert cards(people) == [["SLCO1B1"]]


def test_a_name_that_was_wrong_is_corrected_with_its_card(people: People) -> None:
    amara = people.amara
    medicine, _ = add_medicine(amara.actor, amara.patient.id, MedicineWords("Simvastatin"))
    upload(amara, amara, dna())
    assert rename(people, medicine, "Clopidogrel 75 mg")["ingredient"] == "clopidogrel"
    assert cards(people) == [["CYP2C19"]]


def test_a_mistyped_name_says_nothing_about_what_is_in_it(people: People) -> None:
    amara = people.amara
    medicine, _ = add_medicine(amara.actor, amara.patient.id, MedicineWords("Simvatsatin"))
    upload(amara, amara, dna())
    assert (medicine.ingredient, cards(people)) == ("", [])
    rename(people, medicine, "Simvastatin")
    assert cards(people) == [["SLCO1B1"]]


def test_an_ingredient_that_was_given_stays_under_any_name(people: People) -> None:
    amara = people.amara
    words = MedicineWords("Cholesterol pill", ingredient="simvastatin", rxnorm="36567")
    medicine, _ = add_medicine(amara.actor, amara.patient.id, words)
    assert rename(people, medicine, "Not clopidogrel")["ingredient"] == "simvastatin"


def test_a_combination_keeps_all_its_parts(people: People) -> None:
    amara = people.amara
    words = MedicineWords("Clopidogrel and simvastatin")
    medicine, _ = add_medicine(amara.actor, amara.patient.id, words)
    rename(people, medicine, "Both in one")
    upload(amara, amara, dna())
    assert sorted(cards(people)) == [["CYP2C19"], ["SLCO1B1"]]


def test_the_same_medicine_sent_again_is_the_one_that_is_there(people: People) -> None:
    amara, words = people.amara, MedicineWords("Zocor 20 mg")
    first, _ = add_medicine(amara.actor, amara.patient.id, words)
    again, created = add_medicine(amara.actor, amara.patient.id, words, medicine_id=first.id)
    assert (again.id, created) == (first.id, False)
