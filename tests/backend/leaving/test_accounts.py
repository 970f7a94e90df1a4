"""People without a record: a helper, a guardian, a former colleague leave in the same steps as a patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail

from mendly.accounts.models import Provider, User
from mendly.accounts.services import create_patient
from mendly.care.models import Proxy
from mendly.care.services import end_colleague
from mendly.clock import new_id, now, standing_at
from mendly.errors import Conflict, Denied, SecondFactorNeeded, StepUpNeeded
from mendly.leaving.inventory import Person, Tie
from mendly.leaving.models import ErasureReceipt, ErasureRequest
from mendly.leaving.selectors import erasure_of_account
from mendly.leaving.services import (
    ask_account_erasure,
    cancel_account_erasure,
    erase_again,
    erase_due,
    erase_now,
)
from mendly.leaving.services.erasure import COOL_OFF, SETTLING
from mendly.leaving.tombstones import stones_kept, who_is
from mendly.messaging.models import Message
from mendly.messaging.services import start_conversation
from tests.backend.conftest import People, Persona
from tests.backend.leaving.full_life import MAY_STAY, traces_of


@pytest.fixture(autouse=True)
def own_tombstones(settings, tmp_path) -> None:
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


def sweep_until_done() -> int:
    with standing_at(now() + COOL_OFF + timedelta(seconds=1)):
        done = erase_due()
    with standing_at(now() + COOL_OFF + SETTLING + timedelta(seconds=5)):
        return done + erase_due()


def amara(people: People) -> UUID:
    assert people.amara.patient is not None
    return people.amara.patient.id


def former(people: People) -> Persona:
    """Nurse Jules, who wrote to Amara and has left the clinic since."""
    assert people.jules.provider is not None
    start_conversation(people.jules.actor, amara(people), subject="Hello", body="From your nurse")
    end_colleague(people.imani.actor, people.jules.provider.id)
    return Persona(User.objects.get(id=people.jules.user.id))


def test_a_helper_is_gone_and_the_record_they_helped_with_is_whole(people: People) -> None:
    dario = people.dario.user
    EmailAddress.objects.create(user=dario, email="dario.second@example.test", verified=True, primary=False)
    people.dario.phone()
    start_conversation(people.dario.actor, amara(people), subject="Hello", body="From your son")
    ask_account_erasure(people.dario.actor)
    assert User.objects.filter(id=dario.id, is_active=True).exists()
    assert sweep_until_done() == 1
    assert traces_of(dario.email, "dario.second@example.test") == {}
    assert set(traces_of(dario.id)) <= MAY_STAY | {"messaging_message", "messaging_conversation"}
    assert not Proxy.objects.filter(patient=amara(people)).exists()
    assert Message.objects.filter(patient=amara(people)).exists(), (
        "it is Amara's, with a bare id of its author"
    )
    receipt = ErasureReceipt.objects.get()
    assert (receipt.counts["accounts.user"], receipt.counts["care.proxy"]) == (1, 1)
    assert who_is(dario.id) in {stone.who for stone in stones_kept()}
    assert not ErasureRequest.objects.exists()


def test_a_former_colleague_keeps_their_name_where_they_wrote_and_nothing_else(people: People) -> None:
    jules = former(people)
    ask_account_erasure(jules.actor)
    assert sweep_until_done() == 1
    assert traces_of(people.jules.user.email) == {}
    shell = User.objects.get(id=jules.user.id)
    assert (shell.is_active, shell.has_usable_password(), shell.email.rpartition("@")[2]) == (
        *(False, False),
        "erased.invalid",
    )
    assert Provider.objects.get(user=shell).name == "Nurse Jules"
    assert Message.objects.filter(patient=amara(people)).exists()
    assert erase_again() == 0, "a shell is not somebody who came back"


@pytest.mark.parametrize("who", ["amara", "imani", "quill"])
def test_who_has_a_record_or_works_in_a_clinic_goes_another_way(people: People, who: str) -> None:
    actor = getattr(people, who).actor
    for act in (ask_account_erasure, cancel_account_erasure, erasure_of_account):
        with pytest.raises(Denied):
            act(actor)
    assert not ErasureRequest.objects.exists()


def test_it_asks_for_the_same_proofs_and_can_be_taken_back(
    people: People, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    dario = people.dario
    with pytest.raises(StepUpNeeded):
        ask_account_erasure(dario.actor_some_time_later)
    Authenticator.objects.create(user=dario.user, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(SecondFactorNeeded):
        ask_account_erasure(dario.actor_with_password_only)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        ask_account_erasure(dario.actor)
    assert [letter.to for letter in mail.outbox] == [[dario.user.email]]
    with pytest.raises(Conflict):
        ask_account_erasure(dario.actor)
    assert erasure_of_account(dario.actor) is not None
    cancel_account_erasure(dario.actor_some_time_later)
    cancel_account_erasure(dario.actor)
    assert sweep_until_done() == 0
    assert User.objects.filter(id=dario.user.id).exists()


def test_an_account_that_got_a_record_meanwhile_stays(people: People) -> None:
    ask_account_erasure(people.dario.actor)
    create_patient(people.dario.user, name="Dario Okafor")
    assert sweep_until_done() == 0
    assert User.objects.filter(id=people.dario.user.id, is_active=True).exists()
    assert not ErasureRequest.objects.exists()


def test_a_backup_does_not_bring_an_account_back(people: People) -> None:
    dario = people.dario.user
    ask_account_erasure(people.dario.actor)
    sweep_until_done()
    User(id=dario.id, email=dario.email, password="!").save(force_insert=True)
    assert erase_again() == 1
    assert not User.objects.filter(id=dario.id).exists()
    assert erase_again() == 0


def test_without_an_account_a_column_that_names_nobody_is_nobodys(people: People) -> None:
    nobody = Person(new_id(), None, ())
    assert not list(User.objects.filter(nobody.rows_by(Tie("last_login", "user"))))
    assert User.objects.filter(last_login=None).exists()
    before = traces_of("")
    erase_now(new_id())
    after = traces_of("")
    assert {table: count for table, count in before.items() if after.get(table, 0) < count} == {}
