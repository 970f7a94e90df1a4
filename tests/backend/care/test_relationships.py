"""From a provider's invitation to the end of care: nothing opens before the patient says so, all closes at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from mendly.accounts.models import Provider
from mendly.audit.models import AccessRecord
from mendly.care.services import relationships
from mendly.clock import now
from mendly.policy import SHAREABLE, Action, Category, may
from tests.backend.conftest import People, Persona

INVITE, ACCEPT = "/api/v1/invitations/", "/api/v1/invitations/accept/"


@pytest.fixture
def invite(
    people: People,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    mailoutbox: list[EmailMessage],
) -> Any:
    def send(email: str, provider: Persona = people.imani) -> str:
        """Invite by the API; returns the token that only the mail holds."""
        with django_capture_on_commit_callbacks(execute=True):
            answer = provider.phone().post(INVITE, {"email": email})
        assert (answer.status_code, answer.content) == (202, b"")
        return next(part for part in str(mailoutbox[-1].body).split("/") if len(part) == 43)

    return send


def of(person: Persona, rest: str) -> str:
    assert person.patient is not None
    return f"/api/v1/patients/{person.patient.id}/{rest}"


def may_view(provider: Persona, patient: Persona) -> set[Category]:
    assert patient.patient is not None
    return {c for c in SHAREABLE if may(provider.actor, Action.VIEW, patient.patient.id, c)}


def share(patient: Persona, provider: Persona, **answers: str) -> int:
    assert provider.provider is not None
    body = {"provider": str(provider.provider.id), "answers": answers}
    return int(patient.browser().post(of(patient, "consents/"), body).status_code)


def end(person: Persona, patient: Persona, relationship: str) -> int:
    return int(person.phone().post(of(patient, f"relationships/{relationship}/end/")).status_code)


@pytest.mark.both_databases
def test_from_invitation_over_consent_to_the_end(people: People, invite: Any) -> None:
    carmen, imani = people.carmen, people.imani
    token = invite("Carmen@Example.test")
    assert may_view(imani, carmen) == set()
    accepted = carmen.browser().post(ACCEPT, {"token": token})
    assert (accepted.status_code, accepted.json()["provider_name"]) == (201, "Dr Imani")
    assert may_view(imani, carmen) == set()
    assert share(carmen, imani, medicines="permit") == 201
    assert may_view(imani, carmen) == {Category.MEDICINES}
    phone = imani.phone()
    assert phone.get(of(carmen, "medicines/")).status_code == 200
    assert end(carmen, carmen, accepted.json()["id"]) == 204
    assert phone.get(of(carmen, "medicines/")).status_code == 404
    assert carmen.phone().get(of(carmen, "relationships/")).json()[0]["ended_at"]


def test_who_is_accepted_again_is_asked_again_what_may_be_seen(people: People, invite: Any) -> None:
    carmen, imani = people.carmen, people.imani
    first = carmen.browser().post(ACCEPT, {"token": invite("carmen@example.test")}).json()
    share(carmen, imani, medicines="permit", genes="permit")
    end(carmen, carmen, first["id"])
    again = carmen.browser().post(ACCEPT, {"token": invite("carmen@example.test")}).json()
    assert again["id"] != first["id"]
    assert may_view(imani, carmen) == set()
    share(carmen, imani, medicines="permit")
    assert may_view(imani, carmen) == {Category.MEDICINES}


def test_the_mail_says_nothing_about_anyone(
    people: People, invite: Any, mailoutbox: list[EmailMessage]
) -> None:
    invite("carmen@example.test")
    text = f"{mailoutbox[-1].subject} {mailoutbox[-1].body}".lower()
    assert mailoutbox[-1].to == ["carmen@example.test"]
    for word in ("imani", "carmen", "harbour", "clinic", "doctor", "health", "medicine", "gene"):
        assert word not in text


def test_a_token_serves_one_person_once_for_a_week_and_says_no_more(people: People, invite: Any) -> None:
    token = invite("carmen@example.test")
    answers = [
        people.sam.browser().post(ACCEPT, {"token": token}),
        people.carmen.browser().post(ACCEPT, {"token": "x" * 43}),
    ]
    late = invite("carmen@example.test")
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        answers.append(people.carmen.browser().post(ACCEPT, {"token": late}))
    assert people.carmen.browser().post(ACCEPT, {"token": token}).status_code == 201
    answers.append(people.carmen.browser().post(ACCEPT, {"token": token}))
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_a_provider_who_left_cares_for_nobody(people: People, invite: Any) -> None:
    token = invite("carmen@example.test")
    assert may_view(people.imani, people.amara) == set(SHAREABLE)
    Provider.objects.filter(id=people.imani.provider.id).update(ended_at=now())
    assert may_view(people.imani, people.amara) == set()
    assert people.carmen.browser().post(ACCEPT, {"token": token}).status_code == 404


@pytest.mark.parametrize("who", ["amara", "dario", "sam"])
def test_only_a_provider_invites_into_care(people: People, who: str) -> None:
    assert getattr(people, who).phone().post(INVITE, {"email": "x@example.test"}).status_code == 404


def test_a_provider_invites_only_after_the_second_step(people: People) -> None:
    answer = people.imani.phone(second_factor=False).post(INVITE, {"email": "x@example.test"})
    assert (answer.status_code, answer.json()["type"]) == (403, "about:blank#second-factor")


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "x" * 250 + "@example.test", "a@example.test\x00", None]
)
def test_a_malformed_address_is_a_problem(people: People, email: object) -> None:
    assert people.imani.phone().post(INVITE, {"email": email}).status_code == 400


def test_only_the_two_of_them_can_end_it(people: People) -> None:
    rows = people.amara.phone().get(of(people.amara, "relationships/")).json()
    mine = next(row["id"] for row in rows if row["provider_name"] == "Dr Imani")
    for other in (people.jules, people.quill, people.dario, people.sam, people.bo):
        assert end(other, people.amara, mine) == 404
    assert end(people.bo, people.bo, mine) == 404
    assert may_view(people.imani, people.amara) == set(SHAREABLE)
    assert end(people.imani, people.amara, mine) == 204
    log = people.amara.phone().get(of(people.amara, "access-log/")).json()
    assert ("Dr Imani", "leave", "sharing") in {(row["name"], row["action"], row["category"]) for row in log}
    assert end(people.amara, people.amara, mine) == 204
    assert may_view(people.imani, people.amara) == set()
    assert may_view(people.jules, people.amara) == set(SHAREABLE)


@pytest.mark.parametrize("who", ["dario", "imani", "sam"])
@pytest.mark.parametrize("page", ["relationships/", "proxies/", "consents/", "access-log/"])
def test_who_shares_with_whom_is_for_the_patient_alone(people: People, who: str, page: str) -> None:
    assert getattr(people, who).phone().get(of(people.amara, page)).status_code == 404
    assert people.amara.phone().get(of(people.amara, page)).status_code == 200


def test_nobody_sends_mails_without_end(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relationships, "MOST_PATIENTS_A_DAY", 2)
    phone = people.imani.phone()
    answers = [phone.post(INVITE, {"email": f"x{n}@example.test"}).status_code for n in range(3)]
    assert answers == [202, 202, 429]
    assert people.jules.phone().post(INVITE, {"email": "x@example.test"}).status_code == 202
    with time_machine.travel(now() + timedelta(days=1, seconds=1)):
        assert people.imani.phone().post(INVITE, {"email": "x9@example.test"}).status_code == 202


def test_who_ends_it_again_leaves_no_further_link(people: People) -> None:
    """Else a former provider could write into the patient's list for ever."""
    rows = people.amara.phone().get(of(people.amara, "relationships/")).json()
    mine = next(row["id"] for row in rows if row["provider_name"] == "Dr Imani")
    assert end(people.imani, people.amara, mine) == 204
    links = AccessRecord.objects.filter(patient=people.amara.patient.id).count()
    assert [end(people.imani, people.amara, mine) for _ in range(3)] == [204] * 3
    assert AccessRecord.objects.filter(patient=people.amara.patient.id).count() == links


@pytest.mark.parametrize("wish", ["person=", "before=", "person=x", "before=yesterday"])
def test_an_empty_or_wrong_wish_is_told_and_not_taken_for_none(people: People, wish: str) -> None:
    assert people.amara.phone().get(f"{of(people.amara, 'access-log/')}?{wish}").status_code == 400
