"""Messages: the emergency line first, sent once, shown as text, live by number."""

from __future__ import annotations

import re

from mendly.clock import new_id
from mendly.messaging.models import Conversation, Message, Receipt
from mendly.messaging.services import mark_read, send_message, start_conversation
from tests.backend.conftest import People
from tests.web.patient.conftest import Course, browser_of, page_of


def talk(people: People, body: str = "How are you?") -> Conversation:
    assert people.amara.patient is not None
    conversation, _ = start_conversation(
        people.imani.actor, people.amara.patient.id, subject="Your legs", body=body
    )
    return conversation


def test_the_emergency_line_comes_before_anything_to_write_in(people: People) -> None:
    conversation = talk(people)
    browser = browser_of(people.amara)
    for path in ("messages/", "messages/new/", f"messages/{conversation.id}/"):
        html = browser.get(page_of(people.amara, path)).content.decode()
        start = html.index("<main")
        line = html.index("Do not use messages in an emergency.")
        assert all(line < match.start() for match in re.finditer("<textarea", html) if match.start() > start)


def test_a_new_topic_is_started_once_however_often_it_is_sent(people: People) -> None:
    browser = browser_of(people.amara)
    facts = {"entry": new_id(), "subject": "My legs", "body": "They are sore."}
    for _ in range(2):
        answer = browser.post(page_of(people.amara, "messages/new/"), facts)
    conversation = Conversation.objects.get()
    assert answer["Location"] == page_of(people.amara, f"messages/{conversation.id}/")
    assert Message.objects.count() == 1


def test_a_message_is_sent_once_however_often_it_is_sent(people: People) -> None:
    conversation = talk(people)
    browser, facts = browser_of(people.amara), {"entry": new_id(), "body": "Better, thank you."}
    for _ in range(2):
        answer = browser.post(page_of(people.amara, f"messages/{conversation.id}/say/"), facts)
        assert answer.status_code == 302
    assert Message.objects.filter(author=people.amara.user.id).count() == 1


def test_the_same_id_with_other_words_is_refused_and_the_text_stays(people: People) -> None:
    conversation = talk(people)
    browser, entry = browser_of(people.amara), new_id()
    address = page_of(people.amara, f"messages/{conversation.id}/say/")
    browser.post(address, {"entry": entry, "body": "One"})
    answer = browser.post(address, {"entry": entry, "body": "Two words"})
    assert answer.status_code == 422
    assert "Two words" in answer.content.decode()
    assert Message.objects.filter(author=people.amara.user.id).count() == 1


def test_an_empty_or_endless_message_is_told_and_not_sent(people: People) -> None:
    conversation = talk(people)
    browser = browser_of(people.amara)
    for body in ("", "   ", "x" * 5001, "a\x00b"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.post(
                page_of(people.amara, f"messages/{conversation.id}/say/"),
                {"entry": new_id(), "body": body},
                headers=headers,
            )
            assert answer.status_code == 422
            assert 'class="errors flow"' in answer.content.decode()
    assert browser.post(page_of(people.amara, "messages/new/"), {"entry": new_id()}).status_code == 422
    assert Message.objects.count() == 1


def test_what_was_said_shows_as_text_and_is_named_by_its_id(people: People) -> None:
    conversation = talk(people, "<b>bold</b> & more")
    html = (
        browser_of(people.amara).get(page_of(people.amara, f"messages/{conversation.id}/")).content.decode()
    )
    message = Message.objects.get()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in html
    assert f'id="m-{message.id}" data-key="00000001"' in html
    assert "Dr Imani" in html
    assert f"live:message:{conversation.id} from:body" in html


def test_the_news_bring_only_what_is_new(people: People) -> None:
    assert people.amara.patient is not None
    conversation = talk(people)
    browser = browser_of(people.amara)
    new, _ = send_message(
        people.imani.actor, people.amara.patient.id, conversation.id, message_id=new_id(), body="Again?"
    )
    address = page_of(people.amara, f"messages/{conversation.id}/news/")
    html = browser.get(address, {"after": "1"}).content.decode()
    assert f"m-{new.id}" in html
    assert "How are you?" not in html
    assert 'id="after-talk" hx-swap-oob="true"' in html
    assert '<input type="hidden" name="after" value="2">' in html
    for unreadable in ("x", "9" * 5000):
        assert browser.get(address, {"after": unreadable}).status_code == 200
    said = {"entry": new_id(), "body": "Yes.", "after": "9" * 5000}
    address = page_of(people.amara, f"messages/{conversation.id}/say/")
    assert browser.post(address, said, headers={"HX-Request": "true"}).status_code == 200


def test_a_sent_fragment_brings_the_message_and_an_empty_form_with_a_new_id(people: People) -> None:
    conversation = talk(people)
    entry = new_id()
    answer = browser_of(people.amara).post(
        page_of(people.amara, f"messages/{conversation.id}/say/"),
        {"entry": entry, "body": "Fine.", "after": "1"},
        headers={"HX-Request": "true"},
    )
    html = answer.content.decode()
    assert f'id="m-{entry}"' in html
    assert f'value="{entry}"' not in html.partition('id="say"')[2]
    assert "Your care team has not read it yet." in html


def test_reading_a_page_marks_it_read_and_looking_for_news_does_not(people: People) -> None:
    conversation = talk(people)
    browser = browser_of(people.amara)
    browser.get(page_of(people.amara, f"messages/{conversation.id}/news/"))
    mine = Receipt.objects.filter(conversation=conversation, user_id=people.amara.user.id)
    assert not mine.exists()
    assert "1 new" in browser.get(page_of(people.amara, "messages/")).content.decode()
    browser.get(page_of(people.amara, f"messages/{conversation.id}/"))
    assert mine.get().read_number == 1
    assert "1 new" not in browser.get(page_of(people.amara, "messages/")).content.decode()


def test_a_message_that_comes_into_view_is_marked(people: People) -> None:
    conversation = talk(people)
    browser = browser_of(people.amara)
    address = page_of(people.amara, f"messages/{conversation.id}/read/")
    assert browser.post(address, {"message": "x"}).status_code == 404
    assert browser.post(address, {"message": Message.objects.get().id}).status_code == 204
    assert Receipt.objects.filter(user_id=people.amara.user.id).exists()


def test_a_receipt_of_the_care_team_shows_under_the_last_message(people: People) -> None:
    assert people.amara.patient is not None
    conversation, first = start_conversation(
        people.amara.actor, people.amara.patient.id, subject="Hello", body="Hello"
    )
    browser, address = browser_of(people.amara), page_of(people.amara, f"messages/{conversation.id}/")
    assert "Your care team has not read it yet." in browser.get(address).content.decode()
    mark_read(people.imani.actor, people.amara.patient.id, conversation.id, first.id)
    assert "Your care team has read your last message." in browser.get(address).content.decode()


def test_a_question_about_a_medicine_starts_with_its_words(people: People, course: Course) -> None:
    browser = browser_of(people.amara)
    html = browser.get(page_of(people.amara, f"messages/new/?medicine={course.medicine}")).content.decode()
    assert "I have a question about Simvastatin." in html
    html = browser.get(page_of(people.amara, "messages/new/?about=readings")).content.decode()
    assert "I have a question about my readings." in html
    assert browser.get(page_of(people.amara, "messages/new/?medicine=x")).status_code == 200
    assert browser.get(page_of(people.amara, f"messages/new/?medicine={new_id()}")).status_code == 404


def test_somebody_elses_talk_is_not_found(people: People) -> None:
    conversation = talk(people)
    browser = browser_of(people.bo)
    for patient in (people.amara, people.bo):
        for path in ("", "news/"):
            address = page_of(patient, f"messages/{conversation.id}/{path}")
            assert browser.get(address).status_code == 404
        facts = {"entry": new_id(), "body": "Hello"}
        assert browser.post(page_of(patient, f"messages/{conversation.id}/say/"), facts).status_code == 404
    assert Message.objects.count() == 1


def test_a_proxys_message_carries_their_own_name(people: People) -> None:
    conversation = talk(people)
    facts = {"entry": new_id(), "body": "She sleeps well."}
    browser_of(people.dario).post(page_of(people.amara, f"messages/{conversation.id}/say/"), facts)
    html = (
        browser_of(people.amara).get(page_of(people.amara, f"messages/{conversation.id}/")).content.decode()
    )
    assert "Dario, my son" in html


def test_without_a_care_team_the_page_says_so(people: People) -> None:
    html = browser_of(people.carmen).get(page_of(people.carmen, "messages/")).content.decode()
    assert "You have no care team in Mendly yet." in html
