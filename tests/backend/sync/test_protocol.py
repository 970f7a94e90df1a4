from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from mendly.clock import new_id, now
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import IntakeEvent
from mendly.medicines.plans import PlanDraft
from mendly.medicines.services import add_medicine, change_medicine, log_dose, set_schedule
from mendly.messaging.models import Message
from mendly.messaging.services import start_conversation
from mendly.vitals.models import Observation
from mendly_core.doses import DailyRule, IntakeKind, SlotTime
from tests.backend.conftest import People

EVENTS, CHANGES = "/api/v1/sync/events/", "/api/v1/sync/changes/"


def event(kind: str, **body: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "kind": kind, "at": now().isoformat(), "body": body}


def everything(phone: APIClient, cursor: str = "", limit: int = 500) -> tuple[list[dict[str, Any]], str]:
    changes: list[dict[str, Any]] = []
    while True:
        page = phone.get(CHANGES, {"cursor": cursor, "limit": limit}).json()
        changes += page["changes"]
        cursor = page["cursor"]
        if not page["has_more"]:
            return changes, cursor


def a_conversation(people: People) -> UUID:
    actor, patient = people.amara.actor, people.amara.patient.id
    return start_conversation(actor, patient, subject="Legs", body="Sore.")[0].id


@pytest.mark.both_databases
def test_the_same_batch_thrice_is_applied_once(people: People) -> None:
    phone, conversation = people.amara.phone(), str(a_conversation(people))
    batch = [
        event("message", conversation=conversation, body="Is it the tablet?"),
        event(
            "observation",
            type="blood_pressure",
            taken_at=now().isoformat(),
            values={"systolic": 128, "diastolic": 82},
        ),
        event(
            "samples",
            type="steps",
            source="phone",
            unit="{steps}",
            zone_offset_min=60,
            points=[[int(now().timestamp() * 1000), 12]],
        ),
    ]
    answers = [phone.post(EVENTS, {"events": batch}).json()["results"] for _ in range(3)]
    assert [r["status"] for r in answers[0]] == ["accepted"] * 3, answers[0]
    assert {r["status"] for answer in answers[1:] for r in answer} == {"duplicate"}
    assert (Message.objects.count(), Observation.objects.count()) == (2, 1)


def test_one_bad_item_spoils_no_other(people: People) -> None:
    phone, conversation = people.amara.phone(), str(a_conversation(people))
    batch = [
        event("nonsense", a=1),
        event("message", conversation=str(new_id()), body="Lost"),
        event("message", conversation=conversation),
        event("intake", medicine="x"),
        event("observation", type="blood_pressure", taken_at="yesterday", values={}),
        event("message", conversation=conversation, body="Found"),
    ]
    results = phone.post(EVENTS, {"events": batch}).json()["results"]
    assert [r["status"] for r in results] == ["rejected"] * 5 + ["accepted"]
    assert all(r["reason"] for r in results[:5])
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    "body", [{}, {"events": "x"}, {"events": [{"id": 5}]}, {"events": [event("message")] * 501}, [], None]
)
def test_a_malformed_batch_is_a_problem_and_changes_nothing(people: People, body: object) -> None:
    answer = people.amara.phone().post(EVENTS, body)
    assert answer.status_code == 400
    assert Message.objects.count() == 0


def test_pages_of_changes_give_every_document_once_and_in_its_newest_form(people: People) -> None:
    phone, conversation = people.amara.phone(), str(a_conversation(people))
    phone.post(
        EVENTS, {"events": [event("message", conversation=conversation, body=f"{n}") for n in range(7)]}
    )
    changes, cursor = everything(phone, limit=3)
    keys = [(change["kind"], change["id"]) for change in changes]
    assert len(keys) == len(set(keys))
    bodies = {c["body"]["body"] for c in changes if c["kind"] == "message"}
    assert bodies == {"Sore.", *(f"{n}" for n in range(7))}
    assert everything(phone, cursor)[0] == []
    phone.post(EVENTS, {"events": [event("message", conversation=conversation, body="new")]})
    assert {c["kind"] for c in everything(phone, cursor)[0]} == {"conversation", "message", "receipt"}


@pytest.mark.parametrize("cursor", ["nonsense", "MTphYmNkZWY6NQ==", "x" * 90, "MQ=="])
def test_a_cursor_that_is_not_ours_starts_afresh(people: People, cursor: str) -> None:
    assert people.amara.phone().get(CHANGES, {"cursor": cursor}).status_code == 410


def test_another_persons_cursor_is_not_ours(people: People) -> None:
    a_conversation(people)
    _, cursor = everything(people.amara.phone())
    assert people.bo.phone().get(CHANGES, {"cursor": cursor}).status_code == 410


def test_medicines_and_doses_logged_elsewhere_reach_the_phone(people: People) -> None:
    amara = people.amara
    medicine, _ = add_medicine(amara.actor, amara.patient.id, MedicineWords(name="Metformin"))
    log_dose(
        people.dario.actor,
        amara.patient.id,
        kind=IntakeKind.TAKEN,
        medicine_id=medicine.id,
        taken_at=now() - timedelta(minutes=5),
    )
    documents = {change["kind"]: change["body"] for change in everything(amara.phone())[0]}
    assert documents["medicine"]["name"] == "Metformin"
    assert documents["intake"]["kind"] == "taken"
    assert IntakeEvent.objects.count() == 1


def test_gene_documents_stay_away_from_a_phone_without_a_second_factor(people: People) -> None:
    assert people.amara.phone(second_factor=False).get(CHANGES).status_code == 200


def test_only_a_patient_syncs(people: People) -> None:
    for person in (people.imani, people.dario):
        assert person.phone().get(CHANGES).status_code == 404
        assert person.phone().post(EVENTS, {"events": []}).status_code == 404
    assert APIClient().get(CHANGES).status_code == 401


def a_plan(medicine: str, **more: Any) -> dict[str, Any]:
    rule = {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]}
    return {
        "id": str(new_id()),
        "rev": 1,
        "medicine": medicine,
        "rule": rule,
        "amount": "1",
        "unit": "tablet",
        "zone_policy": "floating",
        "home_zone": "Europe/Madrid",
        "valid_from": (now() - timedelta(days=3)).date().isoformat(),
        "valid_to": None,
        "early_minutes": 60,
        "late_minutes": 240,
        "ends_at": None,
    } | more


def statuses(phone: APIClient, *events: dict[str, Any]) -> list[str]:
    results = phone.post(EVENTS, {"events": list(events)}).json()["results"]
    return [result["status"] for result in results]


def test_a_medicine_and_its_plan_of_some_days_ago_are_added_once(people: People) -> None:
    phone, tomorrow = people.amara.phone(), (now() + timedelta(days=1)).date()
    medicine = event("medicine", name=" Metformin ", started_on=tomorrow.isoformat())
    plan = event("schedule", **a_plan(medicine["id"]))
    assert statuses(phone, medicine, plan) == ["accepted"] * 2
    assert statuses(phone, plan, medicine, plan) == ["duplicate"] * 3
    told = {(c["kind"], c["body"].get("name")): c for c in everything(phone)[0] if c["body"]}
    assert told["medicine", "Metformin"]["id"] == medicine["id"]
    schedule = told["schedule", None]["body"]
    assert {name: schedule[name] for name in plan["body"]} == plan["body"]


def test_a_repeat_that_comes_after_a_change_in_the_portal_is_a_repeat(people: People) -> None:
    phone, actor, patient = people.amara.phone(), people.amara.actor, people.amara.patient.id
    medicine = event("medicine", name="Metformin")
    plan = event("schedule", **a_plan(medicine["id"]))
    assert statuses(phone, medicine, plan) == ["accepted"] * 2
    change_medicine(actor, patient, UUID(medicine["id"]), name="Metformin evening")
    draft = PlanDraft(DailyRule((SlotTime(1, "20:00"),)), Decimal(2), "tablet")
    set_schedule(actor, patient, UUID(medicine["id"]), draft, schedule_id=UUID(plan["body"]["id"]))
    assert statuses(phone, medicine, plan) == ["duplicate"] * 2


def test_a_change_of_a_plan_that_comes_too_late_is_refused_and_not_taken_for_a_repeat(people: People) -> None:
    phone, actor, patient = people.amara.phone(), people.amara.actor, people.amara.patient.id
    medicine = event("medicine", name="Metformin")
    plan = event("schedule", **a_plan(medicine["id"]))
    statuses(phone, medicine, plan)
    draft = PlanDraft(DailyRule((SlotTime(1, "20:00"),)), Decimal(2), "tablet")
    set_schedule(actor, patient, UUID(medicine["id"]), draft, schedule_id=UUID(plan["body"]["id"]))
    today = now().date().isoformat()
    late = plan["body"] | {"rev": 2, "amount": "3", "valid_from": today}
    assert statuses(phone, event("schedule", **late)) == ["rejected"]


def test_a_plan_that_cannot_be_kept_says_why(people: People) -> None:
    phone, medicine = people.amara.phone(), event("medicine", name="Metformin")
    assert statuses(phone, medicine, event("medicine", name=" "), event("medicine")) == [
        "accepted",
        "rejected",
        "rejected",
    ]
    bad = [
        a_plan(medicine["id"], amount="0"),
        a_plan(str(new_id())),
        a_plan(medicine["id"], rule={"kind": "moon"}),
        {"id": str(new_id())},
    ]
    assert statuses(phone, *(event("schedule", **body) for body in bad)) == ["rejected"] * 4
    stranger = people.bo.phone()
    assert statuses(stranger, medicine, event("schedule", **a_plan(medicine["id"]))) == ["rejected"] * 2


def test_a_traveller_changes_the_zone_from_the_one_the_phone_knew(people: People) -> None:
    phone, home = people.amara.phone(), people.amara.user.zone
    go = event("zone", zone="Asia/Tokyo", was=home)
    assert statuses(phone, go, go) == ["accepted", "duplicate"]
    profile = next(c["body"] for c in everything(phone)[0] if c["kind"] == "profile")
    assert profile["zone"] == "Asia/Tokyo"
    late = event("zone", zone="America/New_York", was=home)
    unknown = event("zone", zone="Moon/Base", was="Asia/Tokyo")
    assert statuses(phone, late, unknown, event("zone")) == ["rejected"] * 3
