"""A colleague leaves the clinic: what ends, what stays, and who may not do it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mendly.accounts.models import Provider
from mendly.accounts.selectors import colleagues_of
from mendly.audit.models import AccessRecord
from mendly.care.models import CareRelationship, Opening
from mendly.care.services import end_colleague, open_in_emergency
from mendly.errors import Conflict, Denied, NotFound, StepUpNeeded
from mendly.live.models import Event
from mendly.policy import Action, Category, may
from tests.backend.conftest import People, Persona

pytestmark = pytest.mark.django_db


def place(person: Persona) -> Provider:
    assert person.provider is not None
    return Provider.objects.get(id=person.provider.id)


def sees(people: People, who: Persona) -> bool:
    assert people.amara.patient is not None
    return may(who.actor, Action.VIEW, people.amara.patient.id, Category.MEDICINES)


def test_at_once_they_see_nobody_and_are_signed_out_and_what_they_did_stays(people: People) -> None:
    jules, phone, patient = people.jules, people.jules.phone(), people.amara.patient
    assert patient is not None
    assert sees(people, jules)
    assert phone.get("/api/v1/panel/").status_code == 200
    written = AccessRecord.objects.filter(patient=patient.id).count()
    end_colleague(people.imani.actor, place(jules).id)
    assert not sees(people, jules)
    assert phone.get("/api/v1/panel/").status_code == 401
    assert not CareRelationship.objects.filter(provider=place(jules), ended_at=None).exists()
    assert sees(people, people.imani), "nobody else loses anything"
    assert AccessRecord.objects.filter(patient=patient.id).count() == written + 1
    assert Event.objects.filter(user=people.amara.user.id, kind="relationship").exists()
    assert place(jules).id not in [one.id for one in colleagues_of(people.imani.actor)]
    with pytest.raises(NotFound):
        end_colleague(people.imani.actor, place(jules).id)


def test_an_open_emergency_of_theirs_ends_too(people: People) -> None:
    actor = replace(people.jules.actor, fresh=True)
    opening = open_in_emergency(
        actor, who="sam@example.test", reason="other", words="Found on the street, asleep."
    )
    assert people.sam.patient is not None
    told = Event.objects.filter(user=people.sam.user.id, kind="emergency").count()
    end_colleague(people.imani.actor, place(people.jules).id)
    assert Opening.objects.get(id=opening.id).ended_at is not None
    assert Event.objects.filter(user=people.sam.user.id, kind="emergency").count() == told + 1
    link = AccessRecord.objects.filter(patient=people.sam.patient.id).latest("number")
    assert (link.actor, link.action) == (people.imani.user.id, Action.LEAVE)
    assert not may(people.jules.actor, Action.VIEW, people.sam.patient.id, Category.MEDICINES)


def test_the_only_administrator_stays(people: People) -> None:
    with pytest.raises(Conflict):
        end_colleague(people.imani.actor, place(people.imani).id)
    Provider.objects.filter(id=place(people.jules).id).update(is_admin=True)
    end_colleague(people.imani.actor, place(people.imani).id)
    assert place(people.imani).ended_at is not None


def test_only_an_administrator_who_has_just_shown_that_it_is_them(people: People) -> None:
    with pytest.raises(Denied):
        end_colleague(people.jules.actor, place(people.imani).id)
    with pytest.raises(StepUpNeeded):
        end_colleague(replace(people.imani.actor, fresh=False), place(people.jules).id)
    with pytest.raises(NotFound):
        end_colleague(people.imani.actor, place(people.quill).id)
    assert place(people.jules).ended_at is None
    assert place(people.quill).ended_at is None
