"""What the patient decides holds at once, in the order it was said, for a time, and a deny wins."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection

from mendly.accounts.models import Provider
from mendly.care.models import CareRelationship
from mendly.care.services import end_care, open_in_emergency
from mendly.care.services.glass import OPENED
from mendly.clock import now
from mendly.consent.models import Answer, ConsentRecord, Recipient
from mendly.consent.resource import consent_resource
from mendly.consent.selectors import barred_from, decision_lines, sharing_with
from mendly.consent.services import decide_sharing, share_only
from mendly.errors import NotFound
from mendly.policy import SHAREABLE, Action, Category, Purpose, may, may_each
from mendly_core.words import say
from tests.backend.conftest import People, Persona


def decide(people: People, category: Category, answer: Answer, *, days: int = 365) -> list[ConsentRecord]:
    """Amara decides about Dr Imani."""
    return decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {category: answer},
        language="en",
        period=timedelta(days=days),
    )


def sees(people: People, category: Category, who: Persona | None = None) -> bool:
    """May Dr Imani view this of Amara? Asked for one and for a list, which must agree."""
    actor, patient = (who or people.imani).actor, people.amara.patient.id
    one = may(actor, Action.VIEW, patient, category)
    assert may_each(actor, Action.VIEW, [patient], category) == (frozenset([patient]) if one else frozenset())
    return one


@pytest.mark.both_databases
def test_the_newest_word_counts_also_within_one_moment(people: People) -> None:
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        for answer in (Answer.DENY, Answer.PERMIT, Answer.DENY, Answer.PERMIT, Answer.DENY):
            decide(people, Category.GENES, answer)
            assert sees(people, Category.GENES) is (answer == Answer.PERMIT)
    assert sees(people, Category.MEDICINES)
    numbers = ConsentRecord.objects.filter(patient=people.amara.patient).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_decision_holds_from_the_next_request_on(people: People) -> None:
    imani, path = people.imani.phone(), f"/api/v1/patients/{people.amara.patient.id}/medicines/"
    body = {"provider": str(people.imani.provider.id), "answers": {"medicines": "deny"}}
    assert imani.get(path).status_code == 200
    consents = f"/api/v1/patients/{people.amara.patient.id}/consents/"
    assert people.amara.browser().post(consents, body).status_code == 201
    assert imani.get(path).status_code == 404
    assert people.jules.phone().get(path).status_code == 200


def test_a_permit_ends_with_its_period(people: People) -> None:
    decide(people, Category.GENES, Answer.PERMIT, days=30)
    for days, seen in ((29, True), (31, False)):
        with time_machine.travel(now() + timedelta(days=days)):
            assert sees(people, Category.GENES) is seen
            shared = sharing_with(people.amara.actor, people.amara.patient.id, people.imani.provider.id)
            assert shared[Category.GENES] is seen


def test_a_newer_permit_of_a_shorter_time_does_not_fall_back_to_an_older_one(people: People) -> None:
    decide(people, Category.GENES, Answer.PERMIT, days=700)
    decide(people, Category.GENES, Answer.PERMIT, days=1)
    with time_machine.travel(now() + timedelta(days=2)):
        assert not sees(people, Category.GENES)


def record_for_clinic(people: People, answer: Answer, *, starts_at: datetime) -> None:
    ConsentRecord.objects.create(
        patient=people.amara.patient,
        number=ConsentRecord.objects.filter(patient=people.amara.patient).count() + 1,
        recipient_kind=Recipient.CLINIC,
        recipient=people.clinic.id,
        purpose=Purpose.TREATMENT,
        category=Category.GENES,
        answer=answer,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=365),
        words="consent.deny.genes",
        words_digest="",
        language="en",
        given_by=people.amara.user.id,
    )


def test_a_deny_for_the_clinic_wins_over_a_permit_for_one_of_it(people: People) -> None:
    record_for_clinic(people, Answer.DENY, starts_at=now())
    decide(people, Category.GENES, Answer.PERMIT)
    assert not sees(people, Category.GENES)
    assert sees(people, Category.MEDICINES)


def test_a_deny_for_one_wins_over_a_permit_for_the_clinic(people: People) -> None:
    record_for_clinic(people, Answer.PERMIT, starts_at=now())
    decide(people, Category.GENES, Answer.DENY)
    assert not sees(people, Category.GENES)
    assert sees(people, Category.GENES, people.jules)


def test_consent_opens_nothing_without_care(people: People) -> None:
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.quill.provider.id,
        dict.fromkeys(SHAREABLE, Answer.PERMIT),
        language="en",
    )
    assert not any(sees(people, category, people.quill) for category in SHAREABLE)


def test_a_record_keeps_the_words_that_were_shown(people: People) -> None:
    [record] = decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {Category.GENES: Answer.DENY},
        language="es",
    )
    shown = say("consent.deny.genes", "es", provider="Dr Imani")
    assert record.words_digest == hashlib.sha256(shown.encode()).hexdigest()
    assert (record.language, record.given_by) == ("es", people.amara.user.id)


def test_saying_the_same_again_records_nothing_and_a_change_records_only_itself(people: People) -> None:
    actor, patient, provider = people.amara.actor, people.amara.patient.id, people.imani.provider.id
    assert share_only(actor, patient, provider, SHAREABLE, language="en") == []
    kept = [category for category in SHAREABLE if category is not Category.GENES]
    [record] = share_only(actor, patient, provider, kept, language="en")
    assert (record.category, record.answer) == (Category.GENES, Answer.DENY)


@pytest.mark.parametrize("who", ["dario", "imani", "sam", "quill"])
def test_nobody_decides_for_the_patient(people: People, who: str) -> None:
    body = {"provider": str(people.quill.provider.id), "answers": {"medicines": "permit"}}
    consents = f"/api/v1/patients/{people.amara.patient.id}/consents/"
    before = ConsentRecord.objects.count()
    assert getattr(people, who).browser().post(consents, body).status_code == 404
    assert ConsentRecord.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"answers": {}}, 400),
        ({"answers": {"sharing": "permit"}}, 400),
        ({"answers": {"access_log": "permit"}}, 400),
        ({"answers": {"genes": "perhaps"}}, 400),
        ({"answers": ["genes"]}, 400),
        ({"days": 0}, 400),
        ({"days": 731}, 400),
        ({"provider": "nobody"}, 400),
        ({"provider": "00000000-0000-7000-8000-000000000009"}, 404),
    ],
)
def test_a_malformed_decision_changes_nothing(people: People, wrong: dict[str, object], status: int) -> None:
    body = {"provider": str(people.imani.provider.id), "answers": {"genes": "deny"}} | wrong
    consents = f"/api/v1/patients/{people.amara.patient.id}/consents/"
    before = ConsentRecord.objects.count()
    assert people.amara.browser().post(consents, body).status_code == status
    assert ConsentRecord.objects.count() == before


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_screens_deciding_at_once_are_put_in_order(people: People) -> None:
    def deny() -> None:
        decide(people, Category.GENES, Answer.DENY)
        connection.close()

    before = ConsentRecord.objects.filter(patient=people.amara.patient).count()
    threads = [Thread(target=deny) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = ConsentRecord.objects.filter(patient=people.amara.patient).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, before + 5))


def test_a_provider_who_left_the_clinic_sees_nothing(people: People) -> None:
    Provider.objects.filter(id=people.imani.provider.id).update(ended_at=now())
    assert not any(sees(people, category) for category in SHAREABLE)


def test_a_no_never_turns_into_silence(people: People) -> None:
    """A provider whom the patient told no cannot open the record in an emergency either, years later."""
    for category in (Category.PROFILE, Category.MEDICINES, Category.READINGS):
        decide(people, category, Answer.DENY, days=1)
    [relation] = CareRelationship.objects.filter(patient=people.amara.patient, provider=people.imani.provider)
    end_care(people.amara.actor, people.amara.patient.id, relation.id)
    with time_machine.travel(now() + timedelta(days=3000)):
        assert barred_from(people.amara.actor, people.amara.patient.id, people.imani.provider.id, OPENED)
        with pytest.raises(NotFound):
            open_in_emergency(
                people.imani.actor, who="amara@example.test", reason="other", words="Found on the street."
            )
    [deny, *_] = [
        line for line in decision_lines(people.amara.patient.id) if line.record.answer == Answer.DENY
    ]
    resource = consent_resource(deny.record, status=deny.status)
    assert resource["status"] == "active"
    assert "end" not in resource["provision"]["period"]
