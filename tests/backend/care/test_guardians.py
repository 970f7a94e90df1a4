"""Somebody young: a guardian makes and looks after the record, until they are of age or take it over themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from mendly.care.ages import guardian_until
from mendly.care.models import Authority, HandOver, Proxy
from mendly.care.selectors import guardians_of
from mendly.care.services import (
    birth_date_changed,
    end_proxy,
    invite_guardian,
    invite_proxy,
    make_child_record,
    send_key,
    take_over,
)
from mendly.clock import now
from mendly.errors import Conflict, NotFound, StepUpNeeded
from mendly.policy import Action, Actor, Category, may
from tests.backend.conftest import People, Persona, make_user

pytestmark = pytest.mark.django_db
GUARDED = {
    *((act, data) for act in ("view", "add", "change", "record") for data in ("medicines", "readings")),
    *((act, "messages") for act in ("view", "add")),
    *(("view", data) for data in ("profile", "drug_response", "access_log")),
    *((act, "sharing") for act in ("view", "share", "withdraw")),
}
"""All that a guardian may do: of genes only what they say about medicines."""


def rights(actor: Actor, patient: UUID) -> set[tuple[str, str]]:
    pairs = ((act, data) for act in Action for data in Category if data != "clinic")
    return {(str(act), str(data)) for act, data in pairs if may(actor, act, patient, data)}


def child_of(guardian: Persona, years: int) -> UUID:
    """Nia, so old in this year."""
    born = date(now().year - years, 1, 1)
    return make_child_record(guardian.actor, name="Nia", birth_date=born, called="Dad").id


def end_of_childhood(child: UUID) -> datetime:
    until = guardian_until(child)
    assert until is not None
    return until


def second_guardian(child: UUID, person: Persona, ends_at: datetime) -> Proxy:
    return Proxy.objects.create(
        patient_id=child,
        user=person.user,
        name="Mum",
        scopes=["view"],
        authority=Authority.GUARDIAN,
        starts_at=now(),
        ends_at=ends_at,
    )


@pytest.fixture
def child(people: People) -> UUID:
    return child_of(people.dario, 10)


class Letters:
    """The tokens that only the mails hold, in the order they were sent."""

    def __init__(self, outbox: list[EmailMessage]) -> None:
        self.outbox = outbox

    def token(self, nth: int = -1) -> str:
        return [part for mail in self.outbox for part in str(mail.body).split("/") if len(part) == 43][nth]


@pytest.fixture
def letters(mailoutbox: list[EmailMessage]) -> Letters:
    return Letters(mailoutbox)


def test_a_guardian_makes_the_record_and_sees_no_genes(people: People) -> None:
    body = {"name": "Nia", "birth_date": "2018-05-01", "called": "Dad"}
    answer = people.dario.phone().post("/api/v1/children/", body, format="json")
    assert answer.status_code == 201, answer.content
    patient = UUID(answer.json()["patient"])
    assert rights(people.dario.actor, patient) == GUARDED
    assert guardians_of(patient) == [people.dario.user.id]
    assert rights(people.amara.actor, patient) == set()


@pytest.mark.parametrize("born", ["2090-01-01", "1899-01-01", "2001-01-01", "9995-01-01", "no date"])
def test_only_the_record_of_somebody_young_is_made_for_them(people: People, born: str) -> None:
    body = {"name": "Nia", "birth_date": born, "called": "Dad"}
    answer = people.dario.phone().post("/api/v1/children/", body, format="json")
    assert answer.status_code == 400, answer.content
    assert not Proxy.objects.filter(authority=Authority.GUARDIAN).exists()


def test_a_provider_uses_another_account_for_their_family(people: People) -> None:
    with pytest.raises(Conflict):
        child_of(people.imani, 10)


def test_opening_the_record_to_others_takes_a_proof_of_now(people: People, child: UUID) -> None:
    later = people.dario.actor_some_time_later
    assert rights(later, child) == GUARDED - {("share", "sharing")}
    with pytest.raises(StepUpNeeded):
        invite_guardian(later, child, email="eve@example.test", name="Mum")


def test_it_ends_on_the_birthday(people: People, child: UUID) -> None:
    until = Proxy.objects.get(patient_id=child).ends_at
    with time_machine.travel(until, tick=False):
        assert rights(people.dario.actor, child) == set()
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert rights(people.dario.actor, child) == GUARDED


def test_a_birth_date_put_right_moves_the_end_but_revives_nobody(people: People, child: UUID) -> None:
    Proxy.objects.filter(patient_id=child).update(ends_at=now() - timedelta(days=1))
    mum = second_guardian(child, people.bo, now() + timedelta(days=1))
    birth_date_changed(child)
    mum.refresh_from_db()
    assert mum.ends_at == end_of_childhood(child)
    assert rights(people.dario.actor, child) == set()


def test_what_a_guardian_sent_out_ends_with_them(
    people: People,
    child: UUID,
    letters: Letters,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The first asks a second and a third; the second ends the first; then the third answers."""
    with django_capture_on_commit_callbacks(execute=True):
        invite_guardian(people.dario.actor, child, email=people.bo.user.email, name="Mum")
        invite_guardian(people.dario.actor, child, email=people.carmen.user.email, name="Aunt")
        send_key(people.dario.actor, child, email="nia@example.test")
    assert people.bo.browser().post(f"/help-invitation/{letters.token(0)}/").status_code == 302
    assert rights(people.bo.actor, child) == GUARDED
    end_proxy(people.bo.actor, child, Proxy.objects.get(patient_id=child, user=people.dario.user).id)
    assert people.carmen.browser().post(f"/help-invitation/{letters.token(1)}/").status_code == 404
    assert rights(people.carmen.actor, child) == set()
    assert not HandOver.objects.filter(patient_id=child, answered_at=None).exists()


def test_whom_a_guardian_asks_helps_no_longer_than_they_do(people: People) -> None:
    child = child_of(people.dario, 17)
    last_day = end_of_childhood(child) - timedelta(days=1)
    with time_machine.travel(last_day, tick=False):
        wish = {"email": "x@example.test", "name": "X", "scopes": ["view"]}
        letter = invite_proxy(people.dario.actor, child, ends_at=now() + timedelta(days=300), **wish)
    assert letter.ends_at == end_of_childhood(child)


def test_the_young_person_takes_the_record_over_and_it_is_theirs_alone(
    people: People,
    letters: Letters,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    child, nia = child_of(people.dario, 17), Persona(make_user("nia"))
    key_page = f"/helping/{child}/key/"
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            people.dario.browser().post(key_page, {"email": nia.user.email}, format="multipart").status_code
            == 302
        )
    link = f"/your-record/{letters.token()}/"
    assert people.amara.browser().get(link).status_code == 404
    assert b"This record was made for you" in nia.browser().get(link).content
    answer = nia.phone().post("/api/v1/hand-overs/accept/", {"token": letters.token()}, format="json")
    assert (answer.status_code, answer.json()) == (201, {"patient": str(child)})
    assert may(nia.actor, Action.VIEW, child, Category.GENES)
    assert rights(people.dario.actor, child) == set(), "who helped is asked anew"
    assert nia.browser().get(link).status_code == 404
    assert people.dario.browser().get(key_page).status_code == 404


@pytest.mark.parametrize(("who", "years"), [("dario", 17), ("amara", 17), ("imani", 17), ("nia", 15)])
def test_neither_helpers_nor_people_with_a_record_nor_the_too_young_take_over(
    people: People,
    letters: Letters,
    who: str,
    years: int,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    child = child_of(people.dario, years)
    person = Persona(make_user("nia")) if who == "nia" else getattr(people, who)
    with django_capture_on_commit_callbacks(execute=True):
        send_key(people.dario.actor, child, email=person.user.email)
    with pytest.raises(Conflict):
        take_over(person.actor, letters.token())
    assert rights(people.dario.actor, child) == GUARDED


def test_a_guardian_whose_time_is_over_can_still_send_the_key_and_sees_nothing(people: People) -> None:
    child = child_of(people.dario, 17)
    with time_machine.travel(end_of_childhood(child) + timedelta(days=1), tick=False):
        browser = people.dario.browser()
        assert browser.get(f"/p/{child}/today/").status_code == 404
        page = browser.get("/helping/").content.decode()
        assert f"/helping/{child}/key/" in page
        assert "Nia" not in page
        assert browser.get(f"/helping/{child}/key/").status_code == 200


def test_the_key_takes_a_proof_of_now_as_it_opens_everything(people: People) -> None:
    child = child_of(people.dario, 17)
    with pytest.raises(StepUpNeeded):
        send_key(people.dario.actor_some_time_later, child, email="nia@example.test")
    page = people.dario.browser(fresh=False).get(f"/helping/{child}/key/").content.decode()
    assert "/accounts/reauthenticate/" in page
    assert 'name="email"' not in page
    phone = people.dario.phone().post(
        f"/api/v1/patients/{child}/hand-over/", {"email": "nia@example.test"}, format="json"
    )
    assert phone.status_code == 403
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("who", ["amara", "imani", "sam"])
def test_nobody_else_sends_a_key_or_asks_guardians(people: People, child: UUID, who: str) -> None:
    person: Persona = getattr(people, who)
    with pytest.raises(NotFound):
        send_key(person.actor, child, email="x@example.test")
    wish = {"email": "x@example.test", "name": "X"}
    answer = person.phone().post(f"/api/v1/patients/{child}/guardians/", wish, format="json")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "page",
    ["today", "medicines", "health", "messages", "sharing", "sharing/looks", "sharing/guardian"],
)
def test_a_guardian_finds_the_pages_of_the_record(people: People, child: UUID, page: str) -> None:
    answer = people.dario.browser().get(f"/p/{child}/{page}/")
    assert answer.status_code == 200
    assert "Nia" in answer.content.decode() or page == "messages"
