"""Someone close helps: asked by the patient, within scopes and a time, never with genes, ended quietly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from mendly.accounts.tokens import hash_of
from mendly.audit.models import AccessRecord
from mendly.audit.selectors import accesses_of, broken_chains
from mendly.care.models import Proxy, ProxyInvitation
from mendly.care.services import accept_proxy, end_proxy
from mendly.clock import new_id, now
from mendly.errors import Conflict, NotFound
from mendly.policy import SHAREABLE, Action, Category, may
from tests.backend.conftest import People, Persona


@pytest.fixture
def invite(
    people: People,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    mailoutbox: list[EmailMessage],
) -> Any:
    def send(email: str, *scopes: str, days: float = 30) -> str:
        """Carmen asks for help; returns the token that only the mail holds."""
        body = {
            "email": email,
            "name": "My neighbour",
            "scopes": scopes,
            "ends_at": now() + timedelta(days=days),
        }
        with django_capture_on_commit_callbacks(execute=True):
            answer = people.carmen.browser().post(proxies_of(people.carmen), body)
        assert answer.status_code == 202, answer.content
        return next(part for part in str(mailoutbox[-1].body).split("/") if len(part) == 43)

    return send


def proxies_of(patient: Persona) -> str:
    assert patient.patient is not None
    return f"/api/v1/patients/{patient.patient.id}/proxies/"


def invitations_of(patient: Persona) -> str:
    assert patient.patient is not None
    return f"/api/v1/patients/{patient.patient.id}/proxy-invitations/"


def may_do(proxy: Persona, patient: Persona) -> set[tuple[Action, Category]]:
    assert patient.patient is not None
    return {
        (action, category)
        for action in Action
        for category in (*SHAREABLE, Category.SHARING, Category.ACCESS_LOG)
        if may(proxy.actor, action, patient.patient.id, category)
    }


RECORD = {(Action.RECORD, c) for c in (Category.MEDICINES, Category.READINGS)}
VIEW = {(Action.VIEW, c) for c in (Category.PROFILE, Category.MEDICINES, Category.READINGS)}
MESSAGE = {(action, Category.MESSAGES) for action in (Action.VIEW, Action.ADD)}


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (["view"], VIEW),
        (["record"], VIEW | RECORD),
        (["message"], MESSAGE),
        (["view", "record", "message"], VIEW | RECORD | MESSAGE),
    ],
)
def test_a_helper_may_do_what_the_patient_ticked_and_nothing_else(
    people: People, invite: Any, scopes: list[str], allowed: set[tuple[Action, Category]]
) -> None:
    token = invite("dario@example.test", *scopes)
    assert may_do(people.dario, people.carmen) == set()
    accept_proxy(people.dario.actor, token)
    assert may_do(people.dario, people.carmen) == allowed


def test_help_ends_by_itself_and_when_the_patient_says_so(people: People, invite: Any) -> None:
    accept_proxy(people.dario.actor, invite("dario@example.test", "view"))
    with time_machine.travel(now() + timedelta(days=30, seconds=1)):
        assert may_do(people.dario, people.carmen) == set()
    [row] = people.carmen.phone().get(proxies_of(people.carmen)).json()
    for other in (people.dario, people.amara, people.imani):
        assert other.phone().delete(f"{proxies_of(people.carmen)}{row['id']}/").status_code == 404
    assert people.amara.phone().delete(f"{proxies_of(people.amara)}{row['id']}/").status_code == 404
    assert may_do(people.dario, people.carmen) == VIEW
    assert people.carmen.phone().delete(f"{proxies_of(people.carmen)}{row['id']}/").status_code == 204
    assert may_do(people.dario, people.carmen) == set()
    assert people.carmen.phone().get(proxies_of(people.carmen)).json() == []


def test_a_second_invitation_replaces_the_first(people: People, invite: Any) -> None:
    accept_proxy(people.dario.actor, invite("dario@example.test", "view", "record", "message"))
    accept_proxy(people.dario.actor, invite("dario@example.test", "message"))
    assert may_do(people.dario, people.carmen) == MESSAGE
    assert Proxy.objects.filter(patient=people.carmen.patient, ended_at=None).count() == 1


def test_who_was_ended_does_not_come_back_by_an_older_letter(people: People, invite: Any) -> None:
    older = invite("Dario@Example.test", "view", "record")
    invite("sam@example.test", "view")
    newer = invite("dario@example.test", "view")
    with pytest.raises(NotFound):
        accept_proxy(people.dario.actor, older)
    proxy = accept_proxy(people.dario.actor, newer)
    waiting = invite("dario@example.test", "view")
    assert people.carmen.phone().delete(f"{proxies_of(people.carmen)}{proxy.id}/").status_code == 204
    for letter in (older, newer, waiting):
        with pytest.raises(NotFound):
            accept_proxy(people.dario.actor, letter)
    assert may_do(people.dario, people.carmen) == set()
    assert [row["email"] for row in people.carmen.phone().get(invitations_of(people.carmen)).json()] == [
        "sam@example.test"
    ]


def test_a_yes_is_a_link_of_the_patients_chain(people: People, invite: Any) -> None:
    accept_proxy(people.dario.actor, invite("dario@example.test", "view"))
    assert people.carmen.patient is not None
    newest = accesses_of(people.carmen.actor, people.carmen.patient.id)[1]
    assert (newest.actor, newest.action, newest.category, newest.about) == (
        people.dario.user.id,
        "accept",
        "sharing",
        "proxy",
    )
    token = invite("carmen@example.test", "view")
    before = AccessRecord.objects.count()
    with pytest.raises(Conflict):
        accept_proxy(people.carmen.actor, token)
    assert AccessRecord.objects.count() == before
    assert broken_chains() == []


def test_a_yes_closes_what_else_was_sent_to_this_address(people: People, invite: Any) -> None:
    token = invite("dario@example.test", "view")
    row = ProxyInvitation.objects.get()
    row.pk, row.token_hash = new_id(), hash_of("x" * 43)
    row.save(force_insert=True)
    accept_proxy(people.dario.actor, token)
    with pytest.raises(NotFound):
        accept_proxy(people.dario.actor, "x" * 43)


def test_the_end_holds_also_for_a_letter_answered_in_between(people: People, invite: Any) -> None:
    first = accept_proxy(people.dario.actor, invite("dario@example.test", "view"))
    accept_proxy(people.dario.actor, invite("dario@example.test", "view", "record"))
    assert people.carmen.patient is not None
    end_proxy(people.carmen.actor, people.carmen.patient.id, first.id)
    assert may_do(people.dario, people.carmen) == set()


def test_an_invitation_is_listed_until_it_is_answered_or_withdrawn(people: People, invite: Any) -> None:
    phone, address = people.carmen.phone(), invitations_of(people.carmen)
    token = invite("dario@example.test", "view")
    [row] = phone.get(address).json()
    assert (row["email"], row["name"], row["scopes"]) == ("dario@example.test", "My neighbour", ["view"])
    for other in (people.dario, people.imani, people.sam):
        assert other.phone().delete(f"{address}{row['id']}/").status_code == 404
    assert people.amara.phone().delete(f"{invitations_of(people.amara)}{row['id']}/").status_code == 404
    for _ in range(2):
        assert phone.delete(f"{address}{row['id']}/").status_code == 204
    assert phone.get(address).json() == []
    with pytest.raises(NotFound):
        accept_proxy(people.dario.actor, token)
    with time_machine.travel(now() - timedelta(days=8)):
        invite("dario@example.test", "view")
    assert phone.get(address).json() == []


def test_a_token_serves_one_person_once_for_a_week(people: People, invite: Any) -> None:
    token = invite("dario@example.test", "view")
    with pytest.raises(NotFound):
        accept_proxy(people.sam.actor, token)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)), pytest.raises(NotFound):
        accept_proxy(people.dario.actor, token)
    accept_proxy(people.dario.actor, token)
    with pytest.raises(NotFound):
        accept_proxy(people.dario.actor, token)


def test_nobody_is_their_own_helper(people: People, invite: Any) -> None:
    token = invite("carmen@example.test", "view")
    with pytest.raises(Conflict):
        accept_proxy(people.carmen.actor, token)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["genes"]},
        {"scopes": "view"},
        {"name": " "},
        {"name": "x" * 81},
        {"email": "nobody"},
        {"ends_at": "2020-01-01T00:00:00Z"},
        {"ends_at": "9999-12-31T23:59:59-12:00"},
        {"ends_at": "soon"},
    ],
)
def test_a_wrong_wish_is_a_problem_and_sends_nothing(
    people: People, mailoutbox: list[EmailMessage], wrong: dict[str, object]
) -> None:
    ends_at = (now() + timedelta(days=30)).isoformat()
    body = {"email": "x@example.test", "name": "Neighbour", "scopes": ["view"], "ends_at": ends_at}
    assert people.carmen.browser().post(proxies_of(people.carmen), body | wrong).status_code == 400
    assert mailoutbox == []


@pytest.mark.parametrize("who", ["dario", "imani", "sam"])
def test_only_the_patient_asks_for_help(people: People, who: str) -> None:
    ends_at = (now() + timedelta(days=30)).isoformat()
    body = {"email": "x@example.test", "name": "Me", "scopes": ["view"], "ends_at": ends_at}
    assert getattr(people, who).browser().post(proxies_of(people.amara), body).status_code == 404
