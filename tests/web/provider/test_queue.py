"""The work queue: reason first, one winner of a race, everything can be brought back."""

from __future__ import annotations

import re

from django.db import transaction
from django.test import Client

from mendly.care.access_log import looks_at
from mendly.clock import new_id, now
from mendly.insights.models import KnowledgeRun, KnowledgeStep
from mendly.policy import Action, Category
from mendly.worklist.arrivals import answers_changed
from mendly.worklist.models import Item, State
from mendly.worklist.selectors import open_lines_of
from tests.backend.conftest import People
from tests.web.provider.conftest import HTMX, Record, browser_of

TAKEN = b"Someone else has taken this."


def alert_item(record: Record) -> Item:
    return Item.objects.get(source=record.alert)


def act(browser: Client, item: Item, name: str, **headers: str) -> bytes:
    """Press the button of a page that showed the item as it is in `item`."""
    address = f"/queue/{item.id}/{name}/"
    answer = browser.post(address, {"version": item.version}, follow=not headers, **headers)
    assert answer.status_code == 200
    return answer.content


def test_every_row_says_its_reason_and_leads_to_the_answer(record: Record, imani: Client) -> None:
    html = imani.get("/queue/").content.decode()
    rows = re.findall(r"<li class=\"row\" data-item.*?</li>", html, flags=re.DOTALL)
    alert, message = rows
    assert "Blood pressure 168 / 104" in alert
    assert f"/patients/{record.patient}/alerts/{record.alert}/" in alert
    assert "My legs" in message
    assert f"/patients/{record.patient}/messages/{record.conversation}/" in message
    for row in rows:
        assert [f'data-key="{key}"' in row for key in "res"] == [True, True, True]


def test_of_two_who_take_the_same_one_gets_it_and_the_other_hears_so(
    people: People, record: Record, imani: Client
) -> None:
    item = alert_item(record)
    assert TAKEN not in act(imani, item, "claim")
    assert TAKEN in act(browser_of(people.jules), item, "claim")
    assert alert_item(record).assigned_to == people.imani.provider


def test_the_sentence_about_a_race_is_spoken_in_spanish_too(
    people: People, record: Record, imani: Client
) -> None:
    item = alert_item(record)
    act(imani, item, "claim")
    assert "Otra persona ya lo tomó.".encode() in act(browser_of(people.jules, language="es"), item, "claim")


def test_done_and_bring_back(record: Record, imani: Client) -> None:
    assert b"You can bring it back" in act(imani, alert_item(record), "done")
    assert alert_item(record).state == State.DONE
    act(imani, alert_item(record), "reopen")
    assert alert_item(record).state != State.DONE


def test_put_aside_until_tomorrow(record: Record, imani: Client) -> None:
    act(imani, alert_item(record), "snooze")
    assert alert_item(record).state == State.WAITING


def test_an_act_from_a_living_page_answers_with_lanes_and_a_note(record: Record, imani: Client) -> None:
    content = act(imani, alert_item(record), "done", **HTMX)
    assert b"<html" not in content
    assert b'id="acted"' in content
    assert b"You can bring it back" in content


def test_acts_that_are_none_and_items_that_are_not_there_are_not_found(
    people: People, record: Record, imani: Client
) -> None:
    item = alert_item(record)
    assert imani.post(f"/queue/{item.id}/shred/", {"version": 1}).status_code == 404
    assert imani.post(f"/queue/{new_id()}/done/", {"version": 1}).status_code == 404
    assert browser_of(people.quill).post(f"/queue/{item.id}/done/", {"version": 1}).status_code == 404
    assert alert_item(record).state == item.state


def test_a_version_that_is_no_number_changes_nothing(record: Record, imani: Client) -> None:
    item = alert_item(record)
    for version in ("", "x", "-1", "9" * 40):
        imani.post(f"/queue/{item.id}/done/", {"version": version})
    assert alert_item(record).state == item.state


def test_the_patients_page_has_the_same_acts_for_the_first_open_item(record: Record, imani: Client) -> None:
    html = imani.get(record.page("?part=why"), **HTMX).content.decode()
    assert html.count("Why this is in the queue") == 2
    assert [html.count(f'data-key="{key}"') for key in "res"] == [1, 1, 1]
    item = alert_item(record)
    act(imani, item, "done")
    html = imani.get(record.page("?part=why"), **HTMX).content.decode()
    assert f"/queue/{item.id}/done/" not in html
    assert "Open alert" in html


def test_looking_at_what_waits_about_one_patient_is_recorded_and_needs_the_category(
    people: People, record: Record
) -> None:
    assert {line.kind for line in open_lines_of(people.imani.actor, record.patient)} == {"alert", "message"}
    looks = looks_at(people.amara.actor, record.patient)
    seen = {(look.category, look.action) for look in looks if look.who == "provider"}
    assert seen >= {(Category.READINGS, Action.VIEW), (Category.MESSAGES, Action.VIEW)}
    assert open_lines_of(people.quill.actor, record.patient) == []


def test_changed_answers_are_one_row_that_leads_to_the_patients(
    people: People, record: Record, imani: Client
) -> None:
    run = KnowledgeRun.objects.create(number=1, version="2026-02-01+0", started_at=now())
    step = KnowledgeStep(patient_id=record.patient, run=run, stepped_at=now(), told_at=now())
    answer = {"ingredient": "simvastatin", "action": "monitor"}
    before, after = {"genes": {"SLCO1B1": {}}, "cards": {}}, {"genes": {}, "cards": {"place": answer}}
    step.facts = {"before": before, "after": after}
    step.save()
    with transaction.atomic():
        answers_changed(record.patient, run.id)
    html = imani.get("/queue/").content.decode()
    assert "The gene answers of 1 patient changed" in html
    [address] = set(re.findall(r"/changed-answers/[\w-]+/", html))
    page = imani.get(address).content.decode()
    for words in ("Amara Okafor", "SLCO1B1", "simvastatin", f"/patients/{record.patient}/genes/"):
        assert words in page
    assert (
        "Cambiaron las respuestas" in browser_of(people.jules, language="es").get("/queue/").content.decode()
    )
