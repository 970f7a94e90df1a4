"""Sharing: what each may see in the words that go on record, ends that hold at once, who looked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import time_machine
from django.core import mail

from mendly.care.access_log import looks_at, looks_of_others
from mendly.care.models import CareRelationship, Proxy, ProxyInvitation
from mendly.care.services import invite_patient
from mendly.clock import now
from mendly.consent.models import ConsentRecord
from mendly.consent.selectors import sharing_with
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.selectors import medicines_of
from mendly.policy import Action, Category, may
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of

HELPER = {
    "name": "Eva, my sister",
    "email": "eva@example.test",
    "scopes": ["record"],
    "until": "2026-12-24",
}


def sharing(people: People) -> str:
    return browser_of(people.amara).get(page_of(people.amara, "sharing/")).content.decode()


def imanis_care(people: People) -> CareRelationship:
    assert people.imani.provider is not None
    assert people.amara.patient is not None
    return CareRelationship.objects.get(
        provider=people.imani.provider, patient=people.amara.patient, ended_at=None
    )


def decide(people: People, *categories: str) -> object:
    address = page_of(people.amara, f"sharing/{imanis_care(people).id}/")
    return browser_of(people.amara).post(address, {"category": categories})


def test_the_page_names_the_care_team_and_the_helpers_in_sentences(people: People) -> None:
    html = sharing(people)
    assert "Dr Imani may see your medicines and doses." in html
    assert "Nurse Jules may see your messages." in html
    assert "Dario, my son cannot see your genes." in html
    assert "Dr Quill" not in html


def test_what_is_no_longer_ticked_is_closed_at_once_and_the_rest_stays(people: People) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    before = ConsentRecord.objects.count()
    assert decide(people, "profile", "medicines", "readings", "tumours", "messages").status_code == 302
    patient = people.amara.patient.id
    assert not may(people.imani.actor, Action.VIEW, patient, Category.GENES)
    assert may(people.imani.actor, Action.VIEW, patient, Category.MEDICINES)
    assert ConsentRecord.objects.count() == before + 1
    assert ConsentRecord.objects.get(answer="deny").words == "consent.deny.genes"
    shared = sharing_with(people.amara.actor, patient, people.imani.provider.id)
    assert [category for category, yes in shared.items() if not yes] == [Category.GENES]
    assert "Dr Imani may not see what your genes say about your medicines." in sharing(people)


def test_the_same_choice_again_adds_nothing(people: People) -> None:
    before = ConsentRecord.objects.count()
    decide(people, "profile", "medicines", "readings", "messages", "genes", "tumours", "a made-up kind")
    assert ConsentRecord.objects.count() == before


def test_ending_care_closes_everything_at_once(people: People) -> None:
    assert people.amara.patient is not None
    address = page_of(people.amara, f"sharing/{imanis_care(people).id}/end/")
    assert browser_of(people.bo).post(address).status_code == 404
    assert browser_of(people.amara).post(address).status_code == 302
    assert not may(people.imani.actor, Action.VIEW, people.amara.patient.id, Category.MEDICINES)
    assert "Dr Imani can no longer see your data." in sharing(people)
    assert browser_of(people.amara).post(address).status_code == 404


def test_someone_close_is_asked_and_who_may_log_may_see(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser_of(people.amara).post(page_of(people.amara, "sharing/helper/"), HELPER)
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["eva@example.test"]
    assert "Amara" not in letter.body + letter.subject
    address = re.search(r"https?://[^/]+(/help-invitation/\S+/)", letter.body)
    assert address is not None
    people.carmen.user.email = "eva@example.test"
    people.carmen.user.save()
    eva = browser_of(people.carmen)
    html = eva.get(address[1]).content.decode()
    assert "It ends by itself on 24 December 2026." in html
    assert eva.post(address[1])["Location"] == page_of(people.amara, "today/")
    proxy = Proxy.objects.get(user=people.carmen.user)
    assert sorted(proxy.scopes) == ["record", "view"]
    assert "Eva, my sister" in sharing(people)


def test_an_invitation_that_waits_is_shown_and_can_be_withdrawn(people: People) -> None:
    browser_of(people.amara).post(page_of(people.amara, "sharing/helper/"), HELPER)
    html = sharing(people)
    assert "Eva, my sister" in html
    assert "eva@example.test" in html
    invitation = ProxyInvitation.objects.get()
    address = page_of(people.amara, f"sharing/helper/invitation/{invitation.id}/withdraw/")
    assert f'action="{address}"' in html
    assert browser_of(people.dario).post(address).status_code == 404
    assert browser_of(people.amara).post(address).status_code == 302
    assert "Eva, my sister" not in sharing(people)
    invitation.refresh_from_db()
    assert invitation.answered_at is not None


def test_an_invitation_that_does_not_fit_is_told_and_not_sent(people: People) -> None:
    browser = browser_of(people.amara)
    for facts in (
        {"name": ""},
        {"email": "nobody"},
        {"scopes": []},
        {"scopes": ["genes"]},
        {"until": "2026-11-02"},
        {"until": "2028-01-01"},
        {"until": "some day"},
    ):
        answer = browser.post(page_of(people.amara, "sharing/helper/"), HELPER | facts)
        assert answer.status_code == 422, facts
        assert 'class="errors flow"' in answer.content.decode(), facts
    assert mail.outbox == []


def test_help_ends_quietly(people: People) -> None:
    proxy = Proxy.objects.get(user=people.dario.user)
    address = page_of(people.amara, f"sharing/helper/{proxy.id}/end/")
    assert browser_of(people.dario).post(address).status_code == 404
    assert browser_of(people.amara).post(address).status_code == 302
    assert mail.outbox == []
    assert "Dario, my son cannot" not in sharing(people)


def test_who_looked_is_told_with_the_time_of_the_patients_clock(people: People) -> None:
    assert people.amara.patient is not None
    medicines_of(people.imani.actor, people.amara.patient.id)
    plans_of(people.imani.actor, people.amara.patient.id)
    html = sharing(people)
    assert html.count("Dr Imani, Harbour Clinic looked at your medicines on 2 November 2026 at 8:30 am.") == 1


def test_however_often_the_patient_looks_the_looks_of_others_stay_in_sight(people: People) -> None:
    assert people.amara.patient is not None
    amara, patient = people.amara.actor, people.amara.patient.id
    medicines_of(people.imani.actor, patient)
    for minute in range(1, 6):
        with time_machine.travel(now() + timedelta(minutes=minute), tick=False):
            medicines_of(amara, patient)
    assert {look.who for look in looks_at(amara, patient, limit=3)} == {"self"}
    newest, *_ = looks_of_others(amara, patient, limit=3)
    assert (newest.who, newest.category) == ("provider", "medicines")


def test_every_decision_can_be_read_again(people: People) -> None:
    html = sharing(people)
    until = (now() + timedelta(days=365)).date()
    assert f"This holds until {until.day} November {until.year}." in html
    assert "All my decisions" in html


def test_a_provider_is_answered_in_the_sentences_that_go_on_record(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite_patient(people.quill.actor, email=people.carmen.user.email)
    address = re.search(r"https?://[^/]+(/invitation/\S+/)", mail.outbox[-1].body)
    assert address is not None
    browser = browser_of(people.carmen)
    html = browser.get(address[1]).content.decode()
    assert "Dr Quill may see your medicines and doses." in html
    assert "checked" not in html.partition("<main")[2].partition("</main>")[0]
    browser.post(address[1], {"categories": ["medicines"]})
    assert people.carmen.patient is not None
    patient = people.carmen.patient.id
    assert may(people.quill.actor, Action.VIEW, patient, Category.MEDICINES)
    assert not may(people.quill.actor, Action.VIEW, patient, Category.GENES)


def test_without_a_care_team_nothing_is_shared(people: People) -> None:
    html = browser_of(people.carmen).get(page_of(people.carmen, "sharing/")).content.decode()
    assert "You share nothing yet. Only you can see your data." in html
    assert "No one else has looked at your data." in html
