"""Who an account is: read once for a page, anew for each request and for everything that changes something."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mendly.accounts import identity
from mendly.accounts.identity import NOBODY, identities_held, identity_of
from mendly.accounts.models import Provider, User
from mendly.accounts.selectors import patient_of_user, provider_of_user
from mendly.accounts.services import create_patient
from mendly.clock import now
from mendly.policy import Action, Category, may
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_it_tells_record_post_and_whether_the_account_lives(people: People) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    amara, imani = identity_of(people.amara.user.id), identity_of(people.imani.user.id)
    assert (amara.active, amara.patient, amara.provider) == (True, people.amara.patient.id, None)
    assert (imani.patient, imani.working) == (None, people.imani.provider)
    assert identity_of(None) is NOBODY
    User.objects.filter(id=people.dario.user.id).update(is_active=False)
    assert not identity_of(people.dario.user.id).active


def test_someone_who_left_the_clinic_is_known_and_works_no_more(people: People) -> None:
    Provider.objects.filter(user=people.imani.user).update(ended_at=now())
    imani = identity_of(people.imani.user.id)
    assert (imani.provider, imani.working) == (people.imani.provider, None)
    assert provider_of_user(people.imani.user.id) is None


def test_within_a_request_an_account_is_read_once(people: People) -> None:
    with CaptureQueriesContext(connection) as queries, identities_held():
        for _ in range(3):
            assert patient_of_user(people.amara.user.id)
            assert may(people.amara.actor, Action.VIEW, patient_of_user(people.amara.user.id), Category.GENES)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert patient_of_user(people.amara.user.id) == patient_of_user(people.amara.user.id)
    assert len(queries) == 2


def test_what_the_request_itself_saves_is_read_anew(people: People) -> None:
    with identities_held():
        assert identity_of(people.dario.user.id).patient is None
        made = create_patient(people.dario.user, name="Dario Neri", birth_date=None)
        assert identity_of(people.dario.user.id).patient == made.id
        people.dario.user.is_active = False
        people.dario.user.save()
        assert not identity_of(people.dario.user.id).active


def test_a_long_request_sees_within_a_second_that_an_account_was_closed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 100.0
    monkeypatch.setattr(identity, "monotonic", lambda: seconds)
    with identities_held():
        assert identity_of(people.amara.user.id).active
        User.objects.filter(id=people.amara.user.id).update(is_active=False)
        seconds = 100.9
        assert identity_of(people.amara.user.id).active
        seconds = 101.1
        assert not identity_of(people.amara.user.id).active


def test_the_next_request_knows_what_changed(people: People) -> None:
    browser = browser_of(people.imani)
    assert browser.get("/panel/").status_code == 200
    Provider.objects.filter(user=people.imani.user).update(ended_at=now())
    assert browser.get("/panel/").status_code == 404
