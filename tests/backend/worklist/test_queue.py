"""The clinic's queue: what comes in, who takes it, what takes it out again."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connections

from mendly.alerts import services as alerts
from mendly.alerts.models import Alert
from mendly.audit.models import ListedPatient
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.errors import Conflict
from mendly.live.kinds import may_see
from mendly.live.models import Event
from mendly.messaging.services import send_message, start_conversation
from mendly.policy import Category
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from mendly.worklist import services
from mendly.worklist.models import Item, State
from mendly.worklist.selectors import QueueLine, counts_for, queue_for
from tests.backend.conftest import People, Persona

QUEUE = "/api/v1/worklist/"


def write(people: People, who: Persona, body: str = "Hello", conversation: UUID | None = None) -> UUID:
    patient = people.amara.patient.id
    if conversation is None:
        return start_conversation(who.actor, patient, subject="My legs", body=body)[0].id
    send_message(who.actor, patient, conversation, message_id=new_id(), body=body)
    return conversation


def measure(people: People, systolic: int, who: str = "amara") -> None:
    persona = getattr(people, who)
    record_observation(
        persona.actor,
        persona.patient.id,
        observation_id=new_id(),
        taken_at=now(),
        values=BloodPressure(systolic, 80),
    )
    alerts.evaluate(persona.patient.id)


def lines(people: People, who: str = "imani") -> list[QueueLine]:
    return queue_for(getattr(people, who).actor)


def withdraw(people: People, category: Category) -> None:
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {category: Answer.DENY},
        language="en",
    )


@pytest.fixture
def item(people: People) -> Item:
    """Amara wrote; nobody has taken it."""
    write(people, people.amara)
    return Item.objects.get()


def test_a_message_of_the_patient_lies_in_the_queue_of_everyone_in_care(people: People, item: Item) -> None:
    for who in ("imani", "jules"):
        line = lines(people, who)[0]
        assert (line.kind, line.lane, line.patient_name) == ("message", "team", "Amara Okafor")
    assert lines(people, "quill") == []


def test_further_messages_add_nothing_and_the_answer_takes_it_out(people: People, item: Item) -> None:
    write(people, people.amara, "Are you there?", item.source)
    write(people, people.dario, "She is asleep.", item.source)
    assert Item.objects.count() == 1
    write(people, people.jules, "Yes.", item.source)
    assert [line.lane for line in lines(people)] == ["done"]
    write(people, people.amara, "Thank you!", item.source)
    assert sorted(line.lane for line in lines(people)) == ["done", "team"]


def test_an_alert_comes_in_and_leaves_when_it_settles(people: People) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for systolic in (150, 151):
            measure(people, systolic)
        assert [(line.kind, line.urgency, line.lane) for line in lines(people)] == [("alert", 2, "team")]
        for _ in range(2):
            clock.shift(timedelta(hours=23))
            measure(people, 115)
        assert [line.lane for line in lines(people)] == ["done"]


def test_an_answered_alert_leaves_the_queue(people: People) -> None:
    measure(people, 150)
    measure(people, 150)
    alerts.acknowledge_alert(
        people.jules.actor, people.amara.patient.id, Alert.objects.get().id, answer="called"
    )
    assert [line.lane for line in lines(people)] == ["done"]


def test_a_snoozed_alert_stays_snoozed_on_the_next_reading_but_not_when_it_gets_worse(people: People) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        measure(people, 150)
        measure(people, 151)
        line = lines(people)[0]
        services.snooze(people.imani.actor, line.id, until=now() + timedelta(hours=4), version=line.version)
        clock.shift(timedelta(minutes=6))
        measure(people, 152)
        assert lines(people)[0].lane == "waiting"
        measure(people, 190)
        clock.shift(timedelta(minutes=6))
        measure(people, 190)
        assert [(line.lane, line.urgency) for line in lines(people)] == [("needs_me", 3)]
        assert counts_for(people.imani.actor).urgent == 1


def test_an_alert_that_was_done_by_hand_comes_back_only_when_it_gets_worse(people: People) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        measure(people, 150)
        measure(people, 151)
        line = lines(people)[0]
        services.finish(people.imani.actor, line.id, version=line.version)
        measure(people, 152)
        assert [line.lane for line in lines(people)] == ["done"]
        measure(people, 190)
        clock.shift(timedelta(minutes=6))
        measure(people, 190)
        assert [line.lane for line in lines(people)] == ["team", "done"]


@pytest.mark.parametrize("act", ["answer", "finish", "snooze"])
def test_what_the_team_did_about_very_high_readings_covers_no_later_ones(people: People, act: str) -> None:
    with time_machine.travel(now(), tick=False) as clock:

        def later(systolic: int, minutes: int = 10) -> None:
            clock.shift(timedelta(minutes=minutes))
            measure(people, systolic)

        for systolic in (190, 190):
            later(systolic)
        line = lines(people)[0]
        if act == "answer":
            alert = Alert.objects.get()
            alerts.acknowledge_alert(people.imani.actor, alert.patient_id, alert.id, answer="called")
        elif act == "finish":
            services.finish(people.imani.actor, line.id, version=line.version)
        else:
            until = now() + timedelta(days=9)
            services.snooze(people.imani.actor, line.id, until=until, version=line.version)
        for _ in range(9):
            later(150, 8 * 60)
        assert [line.lane for line in lines(people)] == ([] if act != "snooze" else ["waiting"])
        later(215)
        later(215)
        lane = "needs_me" if act == "snooze" else "team"
        assert [(line.lane, line.urgency) for line in lines(people)] == [(lane, 3)]


def test_a_snooze_lasts_as_long_as_asked_and_ends_by_itself(people: People, item: Item) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        services.snooze(people.imani.actor, item.id, until=now() + timedelta(hours=4), version=1)
        clock.shift(timedelta(hours=3, minutes=59))
        assert lines(people)[0].lane == "waiting"
        clock.shift(timedelta(minutes=2))
        assert (lines(people)[0].lane, lines(people, "jules")[0].lane) == ("needs_me", "team")


def test_when_the_patient_writes_a_snoozed_conversation_comes_back(people: People, item: Item) -> None:
    services.snooze(people.imani.actor, item.id, until=now() + timedelta(days=2), version=1)
    write(people, people.amara, "It got better.", item.source)
    assert [line.lane for line in lines(people)] == ["needs_me"]


def test_urgent_comes_first_then_what_waits_longest(people: People) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        write(people, people.amara)
        clock.shift(timedelta(minutes=1))
        write(people, people.amara)
        clock.shift(timedelta(minutes=1))
        measure(people, 150, "bo")
        measure(people, 151, "bo")
    found = lines(people)
    assert [line.kind for line in found] == ["alert", "message", "message"]
    assert found[1].opened_at < found[2].opened_at


@pytest.mark.both_databases
def test_whoever_claims_second_is_told(people: People, item: Item) -> None:
    imani, jules = people.imani.phone(), people.jules.phone()
    claim = f"{QUEUE}{item.id}/claim/"
    first = imani.post(claim, {"version": 1})
    assert (first.status_code, first.json()["state"], first.json()["version"]) == (200, "needs_me", 2)
    assert imani.post(claim, {"version": 1}).status_code == 200
    second = jules.post(claim, {"version": 1})
    assert (second.status_code, second.json()["detail"]) == (409, "Someone else has taken this.")
    line = jules.get(QUEUE).json()[0]
    assert (line["lane"], line["assigned_name"]) == ("team", "Dr Imani")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_wins(people: People) -> None:
    write(people, people.amara)
    item, outcomes = Item.objects.get(), []

    def claim(who: Persona) -> None:
        try:
            services.claim(who.actor, item.id, version=1)
            outcomes.append("won")
        except Conflict:
            outcomes.append("lost")
        connections.close_all()

    threads = [Thread(target=claim, args=(who,)) for who in (people.imani, people.jules)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost", "won"]
    item.refresh_from_db()
    assert (item.version, item.state) == (2, State.NEEDS_ME)


def test_done_and_back_again(people: People, item: Item) -> None:
    imani = people.imani.phone()
    assert imani.post(f"{QUEUE}{item.id}/done/", {"version": 1}).json()["state"] == "done"
    assert imani.post(f"{QUEUE}{item.id}/done/", {"version": 1}).status_code == 200
    assert imani.post(f"{QUEUE}{item.id}/reopen/", {"version": 1}).status_code == 409
    assert imani.post(f"{QUEUE}{item.id}/reopen/", {"version": 2}).json()["state"] == "team"
    assert imani.get(f"{QUEUE}counts/").json() == {"needs_me": 0, "team": 1, "waiting": 0, "urgent": 0}


def test_what_is_done_cannot_come_back_beside_a_newer_one(people: People, item: Item) -> None:
    services.finish(people.imani.actor, item.id, version=1)
    write(people, people.amara, "One more thing.", item.source)
    with pytest.raises(Conflict, match="newer"):
        services.reopen(people.imani.actor, item.id, version=2)


def test_an_item_is_handed_to_a_colleague_in_care_only(people: People, item: Item) -> None:
    imani, assign = people.imani.phone(), f"{QUEUE}{item.id}/assign/"
    for stranger in (people.quill.provider.id, new_id()):
        assert imani.post(assign, {"version": 1, "to": str(stranger)}).status_code == 400
    assert imani.post(assign, {"version": 1, "to": str(people.jules.provider.id)}).status_code == 200
    assert lines(people, "jules")[0].lane == "needs_me"
    assert (
        people.imani.phone()
        .post(f"{QUEUE}{item.id}/snooze/", {"version": 2, "until": (now() + timedelta(hours=1)).isoformat()})
        .status_code
        == 409
    )


BAD_ACTS: list[tuple[str, dict[str, Any]]] = [
    ("claim", {}),
    ("claim", {"version": 0}),
    ("claim", {"version": 10**30}),
    ("claim", {"version": "x"}),
    ("snooze", {"version": 1}),
    ("snooze", {"version": 1, "until": "2001-01-01T00:00:00Z"}),
    ("snooze", {"version": 1, "until": "2999-01-01T00:00:00Z"}),
    ("assign", {"version": 1, "to": "me"}),
]


def test_bad_acts_change_nothing(people: People, item: Item) -> None:
    imani = people.imani.phone()
    for act, body in BAD_ACTS:
        assert imani.post(f"{QUEUE}{item.id}/{act}/", body).status_code == 400, (act, body)
    assert Item.objects.get().version == 1


@pytest.mark.parametrize("who", ["amara", "dario", "bo", "carmen", "quill"])
def test_strangers_find_nothing_in_the_queue(people: People, item: Item, who: str) -> None:
    until, to = (now() + timedelta(hours=1)).isoformat(), str(people.imani.provider.id)
    body = {"version": 1, "until": until, "to": to}
    client = getattr(people, who).phone()
    for act in ("claim", "done", "reopen", "snooze", "assign"):
        assert client.post(f"{QUEUE}{item.id}/{act}/", body).status_code == 404, act
    if who != "quill":
        assert client.get(QUEUE).status_code == 404
    assert Item.objects.get().version == 1


def test_withdrawn_consent_hides_items_at_once(people: People, item: Item) -> None:
    measure(people, 150)
    measure(people, 150)
    ids = {"item": str(item.id)}
    assert may_see(people.imani.actor, "worklist", ids)
    assert [line.kind for line in lines(people)] == ["alert", "message"]
    withdraw(people, Category.MESSAGES)
    assert [line.kind for line in lines(people)] == ["alert"]
    assert not may_see(people.imani.actor, "worklist", ids)
    assert people.imani.phone().post(f"{QUEUE}{item.id}/claim/", {"version": 1}).status_code == 404
    withdraw(people, Category.READINGS)
    assert lines(people) == []
    assert counts_for(people.imani.actor).team == 0
    assert len(lines(people, "jules")) == 2


def test_a_name_that_is_not_shared_is_not_shown(people: People, item: Item) -> None:
    withdraw(people, Category.PROFILE)
    assert lines(people)[0].patient_name is None


def test_the_patients_in_a_list_are_recorded(people: People, item: Item) -> None:
    lines(people)
    assert list(ListedPatient.objects.values_list("patient", flat=True)) == [people.amara.patient.id]


def test_every_act_reaches_the_screens_of_the_team_and_nobody_else(people: People, item: Item) -> None:
    services.claim(people.imani.actor, item.id, version=1)
    events = Event.objects.filter(kind="worklist")
    assert {event.user for event in events} == {people.imani.user.id, people.jules.user.id}
    assert events[0].ids == {"item": str(item.id)}


@pytest.mark.both_databases
def test_a_hint_that_died_with_its_process_is_made_up_for(people: People, item: Item) -> None:
    assert not Event.objects.filter(kind="worklist").exists()
    assert services.sweep_untold_items() == 1
    assert Event.objects.filter(kind="worklist").count() == 2
    assert services.sweep_untold_items() == 0


@pytest.mark.django_db(transaction=True)
def test_the_team_is_told_by_itself_after_the_commit(people: People) -> None:
    write(people, people.amara)
    assert Event.objects.filter(kind="worklist").count() == 2
    assert Item.objects.get().told


def test_the_queue_of_another_clinic_stays_its_own(people: People) -> None:
    start_conversation(people.sam.actor, people.sam.patient.id, subject="Hi", body="Hello")
    assert lines(people) == []
    assert [line.patient_name for line in lines(people, "quill")] == ["Sam Stone"]
