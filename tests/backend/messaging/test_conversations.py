from __future__ import annotations

from threading import Thread
from uuid import UUID

import pytest
from django.db import connection

from mendly.clock import new_id
from mendly.live.models import Event
from mendly.messaging.models import Message
from mendly.messaging.selectors import conversations_of, unread_count
from mendly.messaging.services import send_message, start_conversation
from tests.backend.conftest import People


def conversation_of_amara(people: People) -> UUID:
    conversation, _ = start_conversation(
        people.amara.actor, people.amara.patient.id, subject="My legs", body="They are sore."
    )
    return conversation.id


def address(people: People, conversation: UUID, part: str = "messages") -> str:
    return f"/api/v1/patients/{people.amara.patient.id}/conversations/{conversation}/{part}/"


@pytest.mark.both_databases
def test_a_repeated_send_is_the_same_message(people: People) -> None:
    conversation = conversation_of_amara(people)
    phone, message = people.amara.phone(), {"id": str(new_id()), "body": "Is that the new tablet?"}
    answers = [phone.post(address(people, conversation), message, format="json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Message.objects.count() == 2


def test_an_id_that_is_taken_by_other_words_is_refused(people: People) -> None:
    conversation = conversation_of_amara(people)
    phone, message_id = people.amara.phone(), str(new_id())
    phone.post(address(people, conversation), {"id": message_id, "body": "One"}, format="json")
    answer = phone.post(address(people, conversation), {"id": message_id, "body": "Two"}, format="json")
    assert answer.status_code == 409


@pytest.mark.both_databases
def test_a_repeated_start_is_the_same_topic_and_other_words_are_refused(people: People) -> None:
    path = f"/api/v1/patients/{people.amara.patient.id}/conversations/"
    given = {"id": str(new_id()), "subject": "My legs", "body": "They are sore."}
    answers = [people.amara.phone().post(path, given, format="json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.content for answer in answers}) == 1
    for other in ({"subject": "My arms"}, {"body": "Better."}):
        assert people.amara.phone().post(path, given | other, format="json").status_code == 409
    assert people.imani.phone().post(path, given, format="json").status_code == 409
    crossed = f"/api/v1/patients/{people.bo.patient.id}/conversations/"
    assert people.bo.phone().post(crossed, given, format="json").status_code == 409
    assert Message.objects.count() == 1


def test_the_provider_answers_and_both_sides_see_what_was_read(people: People) -> None:
    conversation = conversation_of_amara(people)
    imani, amara = people.imani.phone(), people.amara.phone()
    imani.post(
        address(people, conversation), {"id": str(new_id()), "body": "We look into it."}, format="json"
    )
    assert unread_count(people.amara.actor, [people.amara.patient.id]) == 1
    lines = amara.get(address(people, conversation)).json()
    assert [(line["author_name"], line["mine"]) for line in lines] == [
        ("Amara Okafor", True),
        ("Dr Imani", False),
    ]
    amara.post(address(people, conversation, "read"), {"message": lines[-1]["id"]}, format="json")
    assert unread_count(people.amara.actor, [people.amara.patient.id]) == 0
    assert imani.get(address(people, conversation)).json()[-1]["read_by_other_side"]


@pytest.mark.parametrize("stranger", ["sam", "quill", "carmen"])
def test_strangers_find_nothing(people: People, stranger: str) -> None:
    conversation = conversation_of_amara(people)
    client = getattr(people, stranger).phone()
    assert client.get(address(people, conversation)).status_code == 404
    assert client.post(address(people, conversation), {"id": str(new_id()), "body": "Hi"}).status_code == 404
    own = getattr(people, stranger).patient
    if own:
        crossed = f"/api/v1/patients/{own.id}/conversations/{conversation}/messages/"
        assert client.get(crossed).status_code == 404


@pytest.mark.parametrize("body", ["", "   ", "x" * 5001, None, 7.5e300, ["a"], "a\x00b"])
def test_bad_bodies_change_nothing(people: People, body: object) -> None:
    conversation = conversation_of_amara(people)
    answer = people.amara.phone().post(
        address(people, conversation), {"id": str(new_id()), "body": body}, format="json"
    )
    assert (answer.status_code, Message.objects.count()) in {(400, 1), (201, 2)}
    assert answer.status_code == 400 or isinstance(body, float)


def test_the_proxy_writes_under_the_name_that_the_patient_gave(people: People) -> None:
    conversation = conversation_of_amara(people)
    people.dario.phone().post(
        address(people, conversation), {"id": str(new_id()), "body": "I am with her."}, format="json"
    )
    lines = people.imani.phone().get(address(people, conversation)).json()
    assert lines[-1]["author_name"] == "Dario, my son"


def test_every_person_in_the_circle_gets_one_event_with_ids_only(people: People) -> None:
    conversation = conversation_of_amara(people)
    circle = {people.amara.user.id, people.dario.user.id, people.imani.user.id, people.jules.user.id}
    events = Event.objects.filter(kind="message", ids__conversation=str(conversation))
    assert {event.user for event in events} == circle
    assert len(events) == 4
    assert set(events[0].ids) == {"patient", "conversation", "message"}


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_people_writing_at_once_lose_nothing_and_share_one_order(people: People) -> None:
    conversation = conversation_of_amara(people)

    def write(who: str) -> None:
        actor = getattr(people, who).actor
        for n in range(10):
            send_message(actor, people.amara.patient.id, conversation, message_id=new_id(), body=f"{who} {n}")
        connection.close()

    threads = [Thread(target=write, args=(who,)) for who in ("amara", "imani")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = (
        Message.objects.filter(conversation=conversation).order_by("number").values_list("number", flat=True)
    )
    assert list(numbers) == list(range(1, 22))
    seqs = Event.objects.filter(user=people.amara.user.id).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, len(seqs) + 1))
    assert len(conversations_of(people.amara.actor, people.amara.patient.id)) == 1
