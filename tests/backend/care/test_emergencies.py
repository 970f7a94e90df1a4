"""An emergency: one record, one hour, three kinds of data, told at once, judged by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import connection

from mendly.accounts.models import Provider
from mendly.audit.models import AccessRecord
from mendly.audit.selectors import broken_chains
from mendly.care.emergencies import (
    emergency_number_of,
    openings_of,
    openings_to_judge,
    own_openings,
    unread_openings,
)
from mendly.care.models import EmergencyNumber, Opening, OpeningAttempt
from mendly.care.selectors import relationships_of
from mendly.care.services import (
    end_care,
    end_opening,
    mail_notices,
    mark_notice_read,
    open_in_emergency,
)
from mendly.clock import now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.errors import BadInput, Conflict, Denied, NotFound, SecondFactorNeeded, StepUpNeeded, TooMany
from mendly.leaving.models import ErasureRequest
from mendly.leaving.services import ask_erasure
from mendly.leaving.services.steps import close_doors, person_behind, say_so, shred
from mendly.live.models import Event
from mendly.medicines.selectors import medicines_of
from mendly.notify.kinds import PAYLOAD_BYTES, Kind, payload_of
from mendly.notify.models import Delivery, PushSubscription
from mendly.policy import BROKE_THE_GLASS, SHAREABLE, Action, Actor, Category, may
from tests.backend.conftest import People, Persona, make_provider

WORDS = "Found on the street, cannot speak."
OPENED = {Category.PROFILE, Category.MEDICINES, Category.READINGS}


def sure(person: Persona) -> Actor:
    return replace(person.actor, fresh=True)


def amara(people: People) -> UUID:
    assert people.amara.patient is not None
    return people.amara.patient.id


def break_glass(people: People, *, who: str = "amara@example.test", by: Persona | None = None) -> Opening:
    """Dr Quill, of another clinic, finds Amara."""
    return open_in_emergency(sure(by or people.quill), who=who, reason="cannot_answer", words=WORDS)


def rights(people: People, who: Persona) -> set[tuple[Action, Category]]:
    patient = amara(people)
    return {
        (action, category)
        for action in Action
        for category in Category
        if category is not Category.CLINIC and may(who.actor, action, patient, category)
    } - {(Action.INVITE, Category.PROFILE), (Action.BREAK_GLASS, Category.PROFILE)}


@pytest.mark.parametrize("how", ["email", "Email", "number", "number with a dash"])
def test_the_glass_opens_three_kinds_of_data_to_look_at_for_an_hour(people: People, how: str) -> None:
    number = emergency_number_of(people.amara.actor, amara(people))
    names = {
        "email": "amara@example.test",
        "Email": " Amara@Example.TEST ",
        "number": number.replace("-", "").lower(),
        "number with a dash": number,
    }
    assert rights(people, people.quill) == set()
    opening = break_glass(people, who=names[how])
    assert rights(people, people.quill) == {(Action.VIEW, category) for category in OPENED}
    with time_machine.travel(opening.ends_at - timedelta(seconds=1), tick=False):
        assert rights(people, people.quill)
    with time_machine.travel(opening.ends_at, tick=False):
        assert rights(people, people.quill) == set()
    assert not may(people.jules.actor, Action.VIEW, people.sam.patient.id, Category.MEDICINES)


def test_it_is_about_one_patient(people: People) -> None:
    break_glass(people)
    assert people.bo.patient is not None
    assert not any(
        may(people.quill.actor, Action.VIEW, people.bo.patient.id, c) for c in Category if c != "clinic"
    )


def test_the_page_is_open_through_the_api_and_each_look_says_that_it_was_an_emergency(people: People) -> None:
    quill, at = people.quill.phone(), f"/api/v1/patients/{amara(people)}/"
    assert quill.get(f"{at}medicines/").status_code == 404
    break_glass(people)
    assert quill.get(f"{at}medicines/").status_code == 200
    for closed in (
        "genome/results/",
        "insights/",
        "tumour-reports/",
        "conversations/",
        "findings/",
        "access-log/",
    ):
        assert quill.get(f"{at}{closed}").status_code == 404, closed
    looks = [
        line
        for line in people.amara.phone().get(f"{at}access-log/").json()
        if (line["name"], line["category"]) == ("Dr Quill", "medicines")
    ]
    assert looks
    assert {(look["emergency"], look["purpose"]) for look in looks} == {(True, "treatment")}
    assert AccessRecord.objects.filter(role=BROKE_THE_GLASS, action="break_glass").count() == 1
    assert broken_chains() == []


def test_the_patient_is_told_at_once_and_nothing_outside_says_what_or_who(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    PushSubscription.objects.create(
        user=people.amara.user, endpoint="https://push.example/x", endpoint_digest="x", p256dh="x", auth="x",
        created_at=now(),
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        opening = break_glass(people)
    [letter] = mail.outbox
    assert letter.to == ["amara@example.test"]
    assert letter.subject == "Your record was opened in an emergency."
    for told in ("Quill", "Hill", "street", "Amara", str(opening.id), str(amara(people))):
        assert told not in f"{letter.subject}{letter.body}"
    assert Delivery.objects.get(user=people.amara.user).kind == Kind.OPENED
    assert payload_of(Kind.OPENED) == b'{"k": "opened", "u": "/home/"}'.ljust(PAYLOAD_BYTES)
    assert Event.objects.filter(user=people.amara.user.id, kind="emergency").count() == 1
    [line] = unread_openings(people.amara.actor, amara(people))
    assert (line.name, line.clinic, line.reason, line.words) == (
        "Dr Quill",
        "Hill Clinic",
        "cannot_answer",
        WORDS,
    )
    assert mail_notices() == 0
    assert WORDS.encode() not in bytes(Opening.objects.values_list("why", flat=True).get().data)


def test_a_letter_that_a_crash_left_unsent_is_sent_by_the_sweep(people: People) -> None:
    break_glass(people)
    assert (mail_notices(), mail.outbox) == (0, [])
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert mail_notices() == 1
        assert mail_notices() == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [({"second_factor": False}, SecondFactorNeeded), ({"fresh": False}, StepUpNeeded)],
)
def test_it_takes_a_second_factor_and_a_proof_of_now(
    people: People, change: dict[str, bool], error: type[Exception]
) -> None:
    actor = replace(sure(people.quill), **change)
    with pytest.raises(error):
        open_in_emergency(actor, who="amara@example.test", reason="other", words=WORDS)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("who", ["amara", "carmen", "dario"])
def test_only_a_provider_breaks_the_glass(people: People, who: str) -> None:
    with pytest.raises(Denied):
        break_glass(people, by=getattr(people, who), who="bo@example.test")


def test_the_answer_is_the_same_for_nobody_and_for_who_closed_the_record_to_this_provider(
    people: People,
) -> None:
    denied = dict.fromkeys(SHAREABLE, Answer.DENY)
    decide_sharing(people.amara.actor, amara(people), people.quill.provider.id, denied, language="en")
    told = set()
    for who in ("amara@example.test", "nobody@example.test", "2222-2222", "", "amara"):
        with pytest.raises(NotFound) as refused:
            break_glass(people, who=who)
        told.add((type(refused.value), refused.value.sentence))
    assert len(told) == 1
    assert not Opening.objects.exists()
    assert OpeningAttempt.objects.count() == 5
    with pytest.raises(TooMany):
        break_glass(people)
    with time_machine.travel(now() + timedelta(minutes=61)), pytest.raises(NotFound):
        break_glass(people)


def test_closed_to_this_provider_while_it_is_open_the_answer_is_no(people: People) -> None:
    break_glass(people)
    denied = dict.fromkeys(SHAREABLE, Answer.DENY)
    decide_sharing(people.amara.actor, amara(people), people.quill.provider.id, denied, language="en")
    assert rights(people, people.quill) == set()
    with pytest.raises(NotFound):
        break_glass(people)


def test_a_deny_of_one_kind_closes_this_kind(people: People) -> None:
    denied = {Category.MEDICINES: Answer.DENY}
    decide_sharing(people.amara.actor, amara(people), people.quill.provider.id, denied, language="en")
    break_glass(people)
    assert rights(people, people.quill) == {(Action.VIEW, c) for c in OPENED - {Category.MEDICINES}}


def test_a_clinic_has_a_limit_too(people: People) -> None:
    at = now()
    for number in range(20):
        colleague = make_provider(f"Dr Number{number}", people.quill.provider.clinic)
        OpeningAttempt.objects.create(provider=colleague.provider, clinic=people.quill.provider.clinic, at=at)
    with pytest.raises(TooMany):
        break_glass(people)


def test_who_cares_for_the_patient_breaks_no_glass(people: People) -> None:
    with pytest.raises(Conflict):
        break_glass(people, by=people.imani)


@pytest.mark.parametrize("wrong", [{"reason": "curious"}, {"words": "because"}, {"words": "x" * 501}])
def test_a_reason_is_chosen_and_said(people: People, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        open_in_emergency(
            sure(people.quill), **({"who": "amara@example.test", "reason": "other", "words": WORDS} | wrong)
        )
    assert not Opening.objects.exists()


def test_once_more_within_the_hour_is_the_same_opening_and_later_a_new_one(people: People) -> None:
    first = break_glass(people)
    assert break_glass(people).id == first.id
    assert Opening.objects.count() == 1
    with time_machine.travel(now() + timedelta(minutes=70)):
        second = break_glass(people)
        assert second.id != first.id
        assert rights(people, people.quill)
    first.refresh_from_db()
    assert first.ended_at == first.ends_at


@pytest.mark.parametrize("who", ["quill", "amara"])
def test_either_side_ends_it_at_once_and_twice_is_once(people: People, who: str) -> None:
    opening = break_glass(people)
    for other in (people.imani, people.dario, people.sam):
        with pytest.raises(NotFound):
            end_opening(other.actor, amara(people), opening.id)
    for _ in range(2):
        end_opening(getattr(people, who).actor, amara(people), opening.id)
    assert rights(people, people.quill) == set()
    assert own_openings(people.quill.actor) == []
    with pytest.raises(NotFound):
        end_opening(people.bo.actor, people.bo.patient.id, opening.id)


@pytest.mark.parametrize(("who", "for_good"), [("amara", True), ("quill", False)])
def test_closed_by_the_patient_it_stays_closed(people: People, who: str, for_good: bool) -> None:
    """By the API as on the page. A provider who was done may come back to the same emergency."""
    opening, patient = break_glass(people), amara(people)
    answer = getattr(people, who).phone().post(f"/api/v1/patients/{patient}/emergencies/{opening.id}/end/")
    assert answer.status_code == 204
    assert rights(people, people.quill) == set()
    if for_good:
        with pytest.raises(NotFound):
            break_glass(people)
    else:
        assert break_glass(people).id != opening.id


def test_the_red_line_stays_until_it_was_read_and_while_the_record_is_open(people: People) -> None:
    opening = break_glass(people)
    mark_notice_read(people.amara.actor, amara(people), opening.id)
    assert [line.id for line in unread_openings(people.amara.actor, amara(people))] == [opening.id]
    end_opening(people.quill.actor, amara(people), opening.id)
    assert unread_openings(people.amara.actor, amara(people)) == []
    assert [line.id for line in openings_of(people.amara.actor, amara(people))] == [opening.id]
    for other in (people.imani, people.dario, people.quill):
        assert unread_openings(other.actor, amara(people)) == []
        with pytest.raises(NotFound):
            mark_notice_read(other.actor, amara(people), opening.id)


def test_who_leaves_the_clinic_leaves_the_record(people: People) -> None:
    break_glass(people)
    Provider.objects.filter(id=people.quill.provider.id).update(ended_at=now())
    assert rights(people, people.quill) == set()


def test_every_record_has_a_number_of_its_own(people: People) -> None:
    numbers = list(EmergencyNumber.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == 4
    assert all(len(number) == 8 for number in numbers)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_open_once(people: People) -> None:
    def click() -> None:
        break_glass(people)
        connection.close()

    threads = [Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Opening.objects.count() == 1
    assert len(mail.outbox) == 1


def test_who_closes_it_again_leaves_no_further_link(people: People) -> None:
    opening = break_glass(people)
    end_opening(people.quill.actor, amara(people), opening.id)
    links = AccessRecord.objects.filter(patient=amara(people)).count()
    end_opening(people.quill.actor, amara(people), opening.id)
    assert AccessRecord.objects.filter(patient=amara(people)).count() == links


def test_a_look_in_an_emergency_is_a_link_of_its_own_in_the_same_minute_too(people: People) -> None:
    """Care ends and the glass is broken within a minute: what was looked at before and after is told apart."""
    with time_machine.travel((now() + timedelta(minutes=1)).replace(second=5), tick=False):
        medicines_of(people.imani.actor, amara(people))
        [row] = [
            r for r in relationships_of(people.amara.actor, amara(people)) if r.provider.name == "Dr Imani"
        ]
        end_care(people.amara.actor, amara(people), row.id)
        break_glass(people, by=people.imani)
        medicines_of(people.imani.actor, amara(people))
    views = AccessRecord.objects.filter(actor=people.imani.user.id, about="medicines")
    assert [row.role == BROKE_THE_GLASS for row in views.order_by("number")] == [False, True]
    assert broken_chains() == []


def test_the_page_of_a_provider_outlives_the_erasure_of_whom_they_opened(people: People) -> None:
    """The key goes before the rows: until those are gone too, nobody's list stumbles over a broken seal."""
    Provider.objects.filter(id=people.quill.provider.id).update(is_admin=True)
    opening = break_glass(people)
    ask_erasure(people.amara.actor, amara(people))
    request = ErasureRequest.objects.get(patient=amara(people))
    person = person_behind(request)
    for step in (close_doors, say_so, shred):
        step(request, person)
    assert not Opening.objects.filter(id=opening.id, ended_at=None).exists()
    assert own_openings(people.quill.actor) == []
    assert openings_to_judge(people.quill.actor).waiting == ()
    with pytest.raises(NotFound):
        break_glass(people)
