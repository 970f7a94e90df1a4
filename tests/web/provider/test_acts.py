"""What a provider writes: answers, results, medicines, messages, invitations. Bad input changes nothing."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.test import Client

from mendly.accounts.models import StaffInvitation
from mendly.alerts.models import Alert, State
from mendly.care.models import CareInvitation
from mendly.clock import new_id
from mendly.genome.models import LabReport
from mendly.medicines.models import Medicine, ScheduleRevision
from mendly.medicines.safety import warnings_of
from mendly.medicines.services import hide_warning
from mendly.messaging.models import Conversation, Message
from mendly.messaging.services import send_message
from mendly.policy import SYSTEM
from tests.backend.conftest import People
from tests.web.provider.conftest import HTMX, Record, browser_of


def test_an_alert_is_answered_with_what_was_done(people: People, record: Record, imani: Client) -> None:
    address = record.page(f"alerts/{record.alert}/")
    assert imani.post(address, {"answer": "called", "note": "Feels well."})["Location"] == record.page()
    alert = Alert.objects.get(id=record.alert)
    assert (alert.state, alert.acknowledged_by) == (State.ACKNOWLEDGED, people.imani.user.id)
    page = imani.get(address).content
    assert b"I called" in page
    assert b"Feels well." in page


def test_the_page_of_an_alert_shows_limit_source_and_readings(record: Record, imani: Client) -> None:
    page = imani.get(record.page(f"alerts/{record.alert}/")).content.decode()
    assert "Upper number 140 or more, or lower number 90 or more" in page
    assert "mean of at least 2 readings" in page
    assert "AHA/ACC 2017 and 2025" in page
    assert page.count("<td>168 / 104</td>") == 2


@pytest.mark.parametrize(
    "given", [{}, {"answer": "none"}, {"answer": "shrugged"}, {"answer": "none", "note": " "}]
)
def test_an_answer_without_what_was_done_or_why_not_is_refused(
    record: Record, imani: Client, given: dict[str, str]
) -> None:
    answer = imani.post(record.page(f"alerts/{record.alert}/"), {"note": "", **given})
    assert answer.status_code == 422
    assert Alert.objects.get(id=record.alert).acknowledged_by is None


def test_the_second_answer_to_an_alert_hears_that_there_is_one(
    people: People, record: Record, imani: Client
) -> None:
    address = record.page(f"alerts/{record.alert}/")
    imani.post(address, {"answer": "called"})
    answer = browser_of(people.jules).post(address, {"answer": "messaged"})
    assert answer.status_code == 422
    assert b"has been answered or has settled meanwhile" in answer.content
    assert Alert.objects.get(id=record.alert).acknowledged_by == people.imani.user.id


LAB = {"gene": "CYP2C19", "diplotype": "*2/*2", "laboratory": "City Lab", "reported_on": "2026-01-05"}


def test_a_laboratory_result_fills_the_report(record: Record, imani: Client) -> None:
    answer = imani.post(record.page("genes/"), LAB)
    assert answer["Location"] == record.page("genes/")
    page = imani.get(record.page("genes/")).content.decode()
    assert "*2/*2" in page
    assert "Poor Metabolizer" in page
    assert "City Lab" in page
    assert "Laboratory results" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"diplotype": ""}, "Please enter at least a diplotype"),
        ({"diplotype": "*1/*999"}, "We do not know this allele name."),
        ({"laboratory": ""}, "Please fill this in."),
        ({"reported_on": "2099-01-01"}, "lies in the future"),
        ({"gene": "BRCA1"}, "Gene"),
    ],
)
def test_a_laboratory_result_that_cannot_be_right_is_refused(
    record: Record, imani: Client, change: dict[str, str], words: str
) -> None:
    answer = imani.post(record.page("genes/"), LAB | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert LabReport.objects.count() == 0


def medicine(entry: UUID, **change: object) -> dict[str, object]:
    plan = {"amount": "1", "unit": "tablet", "kind": "daily", "time_1": "08:00"}
    return {
        **plan,
        "entry": entry,
        "name": "Lisinopril",
        "ingredient": "lisinopril",
        "strength": "10 mg",
        **change,
    }


def test_a_medicine_with_its_plan_is_added_once_however_often_it_is_sent(
    record: Record, imani: Client
) -> None:
    entry = uuid4()
    for _ in range(2):
        answer = imani.post(record.page("medicines/add/"), medicine(entry))
        assert answer["Location"] == record.page()
    assert Medicine.objects.filter(patient=record.patient).count() == 2
    assert ScheduleRevision.objects.filter(medicine=entry).count() == 1
    assert b"Lisinopril" in imani.get(record.page("?part=doses"), **HTMX).content


@pytest.mark.parametrize("change", [{"name": ""}, {"time_1": ""}, {"time_1": "25:00"}, {"amount": "-1"}])
def test_a_medicine_that_is_not_whole_is_refused_and_nothing_is_kept(
    record: Record, imani: Client, change: dict[str, object]
) -> None:
    answer = imani.post(record.page("medicines/add/"), medicine(uuid4(), **change))
    assert answer.status_code == 422
    assert Medicine.objects.filter(patient=record.patient).count() == 1


def test_a_message_is_sent_once_however_often_it_is_sent(
    people: People, record: Record, imani: Client
) -> None:
    address, words = (
        record.page(f"messages/{record.conversation}/"),
        {"entry": new_id(), "body": "We will call."},
    )
    for _ in range(2):
        assert imani.post(address, words)["Location"] == address
    assert Message.objects.filter(author=people.imani.user.id).count() == 1


def test_an_empty_message_is_refused(people: People, record: Record, imani: Client) -> None:
    answer = imani.post(record.page(f"messages/{record.conversation}/"), {"entry": new_id(), "body": " "})
    assert answer.status_code == 422
    assert not Message.objects.filter(author=people.imani.user.id).exists()


def test_a_new_topic_is_started_once(record: Record, imani: Client) -> None:
    words = {"entry": new_id(), "subject": "Your reading", "body": "Please measure again."}
    for _ in range(2):
        imani.post(record.page("messages/"), words)
    assert Conversation.objects.filter(patient=record.patient).count() == 2


def test_a_live_thread_fetches_only_what_is_new(people: People, record: Record, imani: Client) -> None:
    address = record.page(f"messages/{record.conversation}/")
    send_message(
        people.amara.actor, record.patient, record.conversation, message_id=new_id(), body="And my arms."
    )
    news = imani.get(f"{address}?after=1", **HTMX).content
    assert b"And my arms." in news
    assert b"They are sore." not in news
    assert b"<html" not in news


def test_what_people_write_is_shown_as_text(people: People, record: Record, imani: Client) -> None:
    evil = "<script>alert(1)</script><b>bold</b>"
    send_message(people.amara.actor, record.patient, record.conversation, message_id=new_id(), body=evil)
    imani.post(record.page("messages/"), {"entry": new_id(), "subject": evil, "body": evil})
    imani.post(record.page("medicines/add/"), medicine(uuid4(), name=evil[:60]))
    paths = (
        record.page(),
        record.page("messages/"),
        record.page(f"messages/{record.conversation}/"),
        "/queue/",
    )
    for path in paths:
        page = imani.get(path).content
        assert b"<script>alert" not in page, path
        assert b"<b>bold" not in page, path
    assert b"&lt;script&gt;alert" in imani.get(paths[2]).content


def test_a_search_looks_at_names_and_shows_the_words_as_text(record: Record, imani: Client) -> None:
    assert b"Bo Lindqvist" not in imani.get("/panel/?q=aMAra").content
    assert b"Amara Okafor" in imani.get("/panel/?q=aMAra").content
    empty = imani.get('/panel/?q="><script>').content
    assert b"No patient with this name." in empty
    assert b'"><script>' not in empty


def test_a_patient_is_invited_by_mail_and_the_answer_never_tells_who_is_known(
    people: People, imani: Client
) -> None:
    answers = [
        imani.post("/team/", {"email": email}, follow=True).content.decode()
        for email in ("new@example.test", people.carmen.user.email)
    ]
    assert all("The invitation is on its way." in answer for answer in answers)
    assert CareInvitation.objects.count() == 2
    assert imani.post("/team/", {"email": "not an address"}).status_code == 422
    assert CareInvitation.objects.count() == 2
    assert "Imani" not in "".join(message.body for message in mail.outbox)


def test_only_an_administrator_invites_colleagues(people: People, imani: Client) -> None:
    words = {"email": "new@example.test", "name": "Nurse Noor", "profession": "nurse"}
    jules = browser_of(people.jules)
    assert b"Invite a colleague" not in jules.get("/team/").content
    assert jules.post("/team/", words).status_code == 404
    assert StaffInvitation.objects.count() == 0
    imani.post("/team/", words)
    assert StaffInvitation.objects.count() == 1


def test_a_provider_sees_the_warnings_of_a_list_with_their_terms_and_what_was_hidden(
    people: People, imani: Client, record: Record
) -> None:
    for name in ("Warfarin", "Bactrim DS", "Foozol"):
        imani.post(record.page("medicines/add/"), medicine(uuid4(), name=name, ingredient=""))
    html = imani.get(record.page("")).content.decode()
    assert "can harm you together." in html
    assert "sulfamethoxazole + warfarin: bleeding" in html
    assert "We could not check Foozol." in html
    assert "Hidden by the patient" not in html
    check = warnings_of(SYSTEM, record.patient, "en")
    warning = next(each for each in check.shown if "sulfamethoxazole" in each.text.for_your_doctor[0])
    hide_warning(people.amara.actor, record.patient, warning.id, reason="other", note="Planned by Dr Imani")
    hidden = imani.get(record.page("")).content.decode()
    assert "Hidden by the patient or a colleague" in hidden
    assert "Planned by Dr Imani" in hidden
