"""What the live medicine list changes: cards follow it at once, and the genetic result stays beside it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from mendly.genome.services import enter_lab_result
from mendly.insights.models import Insight
from mendly.insights.selectors import insight_documents, insights_of
from mendly.insights.services import dismiss
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import Medicine
from mendly.medicines.services import add_medicine, end_medicine
from tests.backend.conftest import People, Persona

pytestmark = pytest.mark.django_db(transaction=True)


def lab(person: Persona, gene: str, diplotype: str) -> None:
    assert person.patient is not None
    enter_lab_result(
        person.actor,
        person.patient.id,
        gene=gene,
        diplotype=diplotype,
        phenotype=None,
        activity_score=None,
        laboratory="Harbour Lab",
        method="",
        reported_on=date(2026, 5, 4),
    )


def takes(person: Persona, name: str, ingredient: str = "") -> Medicine:
    assert person.patient is not None
    medicine, _ = add_medicine(
        person.actor, person.patient.id, MedicineWords(name=name, ingredient=ingredient)
    )
    return medicine


def cards(person: Persona) -> list[dict[str, Any]]:
    assert person.patient is not None
    answer = person.phone().get(f"/api/v1/patients/{person.patient.id}/insights/")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


def test_a_medicine_that_is_added_changes_the_card_of_another_at_once(people: People) -> None:
    amara = people.amara
    lab(amara, "CYP2D6", "*1/*1")
    takes(amara, "Codipar", "codeine")
    (before,) = cards(amara)
    assert (before["level"], before["right_now"]) == ("info", [])
    takes(amara, "Paxil 20", "paroxetine")
    after = next(card for card in cards(amara) if "Codipar" in card["title"])
    assert after["id"] == before["id"]
    assert after["headline"] == "Right now: Codipar may not work as well for you."
    assert after["level"] != "info"
    assert after["saw"] == before["saw"] == ["Your CYP2D6 gene works in the usual way."]
    assert after["right_now"][:2] == [
        "While you use Paxil 20, your CYP2D6 gene hardly works.",
        f"Going by your genes alone: {before['headline']}",
    ]


def test_the_card_goes_back_to_the_genes_when_the_other_medicine_ends(people: People) -> None:
    amara = people.amara
    assert amara.patient is not None
    lab(amara, "CYP2D6", "*1/*1")
    takes(amara, "Codipar", "codeine")
    other = takes(amara, "Paxil", "paroxetine")
    (card,) = (card for card in cards(amara) if "Codipar" in card["title"])
    dismiss(amara.actor, amara.patient.id, UUID(card["id"]))
    end_medicine(amara.actor, amara.patient.id, other.id)
    (back,) = cards(amara)
    assert (back["level"], back["right_now"], back["dismissed"]) == ("info", [], False)


def test_a_card_whose_answer_stays_the_same_is_left_alone(people: People) -> None:
    """A card that was read stays read when a medicine comes that changes nothing about it."""
    amara = people.amara
    assert amara.patient is not None
    lab(amara, "CYP2D6", "*1/*1")
    takes(amara, "Codipar", "codeine")
    takes(amara, "Paxil", "paroxetine")
    before = {row.id: row.changed_at for row in Insight.objects.filter(ended_at=None)}
    for card in before:
        dismiss(amara.actor, amara.patient.id, card)
    takes(amara, "Metformin")
    assert {row.id: row.changed_at for row in Insight.objects.filter(ended_at=None)} == before
    assert all(card["dismissed"] for card in cards(amara))


def test_without_a_rule_the_card_only_asks_to_talk_about_it(people: People) -> None:
    lab(people.amara, "CYP2C19", "*1/*1")
    takes(people.amara, "Plavix", "clopidogrel")
    takes(people.amara, "Fluconazole")
    (card,) = (card for card in cards(people.amara) if "Plavix" in card["title"])
    assert card["level"] == "watch"
    assert "Fluconazole can slow down your CYP2C19 gene. We cannot tell how much." in card["right_now"]
    assert card["todo"][0] == "Ask your care team what your other medicines mean for this one."


def test_the_phone_gets_the_same_lines(people: People) -> None:
    amara = people.amara
    assert amara.patient is not None
    lab(amara, "CYP2D6", "*1/*1")
    takes(amara, "Codipar", "codeine")
    takes(amara, "Paxil", "paroxetine")
    ids = list(Insight.objects.filter(ended_at=None).values_list("id", flat=True))
    documents = insight_documents(amara.actor, amara.patient.id, ids, "es")
    told = [line for document in documents.values() for line in document["right_now"]]
    assert "Mientras usa Paxil, su gen CYP2D6 casi no trabaja." in told


def test_a_card_from_before_this_was_known_is_read_as_it_is(people: People) -> None:
    amara = people.amara
    assert amara.patient is not None
    lab(amara, "CYP2D6", "*1/*1")
    takes(amara, "Codipar", "codeine")
    Insight.objects.update(right_now=None)
    (card,) = insights_of(amara.actor, amara.patient.id, "en")
    assert (card.text.right_now, card.now_by_gene) == ((), {})


def test_nothing_of_it_lies_in_the_open(people: People) -> None:
    lab(people.amara, "CYP2D6", "*1/*1")
    takes(people.amara, "Codipar", "codeine")
    takes(people.amara, "Paxil", "paroxetine")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT right_now FROM insights_insight")
        assert all(b"paroxetine" not in bytes(row[0]) for row in cursor.fetchall())
