from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from mendly.accounts.selectors import profile_of
from mendly.audit.guards import unguard_statements
from mendly.audit.models import AccessRecord, ChainTip
from mendly.audit.selectors import accesses_of, broken_chains
from mendly.audit.services import enter, enter_list, former_repeat_of
from mendly.audit.verification import breaks
from mendly.errors import Denied
from mendly.policy import Action, Category
from tests.backend.conftest import People


@pytest.mark.both_databases
def test_a_read_leaves_one_link_a_minute_and_a_write_one_each(people: People) -> None:
    patient = people.amara.patient.id
    before = AccessRecord.objects.filter(patient=patient).count()
    for _ in range(3):
        profile_of(people.imani.actor, patient)
    assert AccessRecord.objects.filter(patient=patient).count() == before + 1
    for _ in range(3):
        enter(people.imani.actor, Action.ADD, patient, Category.MEDICINES, "intake")
    assert AccessRecord.objects.filter(patient=patient).count() == before + 4


def test_a_denied_read_leaves_no_link_and_shows_nothing(people: People) -> None:
    before = AccessRecord.objects.count()
    with pytest.raises(Denied):
        profile_of(people.quill.actor, people.amara.patient.id)
    assert AccessRecord.objects.count() == before


def test_a_list_is_one_link_of_the_actor_and_shows_on_each_patients_page(people: People) -> None:
    members = [people.amara.patient.id, people.bo.patient.id]
    enter_list(people.imani.actor, Category.CLINIC, members, "panel")
    enter_list(people.imani.actor, Category.CLINIC, members, "panel")
    assert AccessRecord.objects.filter(chain=people.imani.user.id).count() == 1
    seen = accesses_of(people.amara.actor, people.amara.patient.id)
    assert [(a.actor, a.about) for a in seen if a.listed] == [(people.imani.user.id, "panel")]


@pytest.mark.both_databases
def test_the_database_refuses_to_change_or_delete_links(people: People) -> None:
    profile_of(people.imani.actor, people.amara.patient.id)
    for act in (
        lambda: AccessRecord.objects.update(role="nobody"),
        lambda: AccessRecord.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.both_databases
@pytest.mark.parametrize("harm", ["change", "delete", "tip"])
def test_a_change_behind_the_databases_back_is_found(people: People, harm: str) -> None:
    for category in (Category.PROFILE, Category.MEDICINES, Category.READINGS):
        enter(
            people.imani.actor,
            Action.ADD if category != Category.PROFILE else Action.VIEW,
            people.amara.patient.id,
            category,
            "x",
        )
    assert broken_chains() == []
    links = AccessRecord.objects.filter(chain=people.amara.patient.id).order_by("number")
    last = links.last()
    assert last is not None
    with connection.cursor() as cursor:
        _drop_guards(cursor)
        if harm == "change":
            cursor.execute("UPDATE audit_accessrecord SET role = 'nobody' WHERE number = 2")
        elif harm == "delete":
            cursor.execute("DELETE FROM audit_accessrecord WHERE number = %s", [last.number])
        else:
            ChainTip.objects.filter(chain=people.amara.patient.id).update(length=last.number + 1)
    assert people.amara.patient.id in [chain for chain, _ in broken_chains()]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_unbroken_chain(people: People) -> None:
    def write(who: str) -> None:
        for _ in range(10):
            enter(
                getattr(people, who).actor, Action.ADD, people.amara.patient.id, Category.MEDICINES, "intake"
            )
        connection.close()

    threads = [Thread(target=write, args=(who,)) for who in ("amara", "imani", "jules")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AccessRecord.objects.filter(about="intake").count() == 30
    assert broken_chains() == []


def _drop_guards(cursor: object) -> None:
    for statement in unguard_statements(connection.vendor):
        cursor.execute(statement)  # type: ignore[attr-defined]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_a_busy_log_is_not_called_broken(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links that come while it is verified: after the tips were read, and in a chain that was not there yet."""
    profile_of(people.imani.actor, people.amara.patient.id)
    read_tips = ChainTip.objects.iterator

    def and_then_others_write(*args: Any, **kwargs: Any) -> Iterator[ChainTip]:
        tips = list(read_tips(*args, **kwargs))
        enter(people.imani.actor, Action.ADD, people.amara.patient.id, Category.MEDICINES, "intake")
        enter(people.bo.actor, Action.VIEW, people.bo.patient.id, Category.MEDICINES, "medicines")
        return iter(tips)

    monkeypatch.setattr(ChainTip.objects, "iterator", and_then_others_write)
    assert list(breaks()) == []


def test_links_from_before_roles_were_in_the_mark_still_fit(people: People) -> None:
    profile_of(people.imani.actor, people.amara.patient.id)
    link = AccessRecord.objects.exclude(repeat=None).first()
    assert link is not None
    assert former_repeat_of(link) != link.repeat
    with connection.cursor() as cursor:
        for statement in unguard_statements(connection.vendor):
            cursor.execute(statement)
    AccessRecord.objects.filter(id=link.id).update(repeat=former_repeat_of(link))
    assert list(breaks()) == []
