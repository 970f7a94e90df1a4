"""Pairing, whose data a phone holds, and erasing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mendly_app.companion import open_phone
from mendly_app.devices.fakes import FakeAlarms, FakeClock, MemoryVault
from mendly_app.patient.account import PairingFailed, Problem
from mendly_app.patient.preferences import Preferences, load_preferences
from mendly_app.sync.api import Page
from mendly_app.sync.engine import Link
from tests.mobile.world import ADDRESS, AMARA, BO, FakeServer, Phone, fill, make_phone


@pytest.fixture
def fresh(tmp_path: Path, clock: FakeClock, server: FakeServer) -> Phone:
    return make_phone(tmp_path, clock, server, paired=False)


@pytest.mark.asyncio
async def test_a_code_connects_the_phone_and_the_record_arrives(fresh: Phone) -> None:
    fill(fresh.server)
    assert not fresh.companion.account.is_signed_in()
    await fresh.companion.pair("mendly.example", " abcd-2345 ")
    assert fresh.companion.account.is_signed_in()
    assert await fresh.companion.engine.sync_once() is Link.ONLINE
    profile = fresh.companion.account.profile()
    assert (profile.first_name, profile.initials) == ("Amara", "AO")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("address", "code", "problem"),
    [
        ("http://mendly.example", "ABCD2345", Problem.ADDRESS),
        (ADDRESS, "ABCD", Problem.CODE_LENGTH),
        (ADDRESS, "ZZZZ9999", Problem.CODE),
    ],
)
async def test_what_went_wrong_at_pairing_is_told(
    fresh: Phone, address: str, code: str, problem: Problem
) -> None:
    with pytest.raises(PairingFailed) as failed:
        await fresh.companion.pair(address, code)
    assert failed.value.problem is problem
    assert fresh.companion.account.session() is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("drop", Problem.UNREACHED),
        ("500", Problem.UNREACHED),
        ("429", Problem.TOO_MANY),
        ("404", Problem.ADDRESS),
    ],
)
async def test_each_kind_of_failure_has_its_own_sentence(fresh: Phone, fault: str, problem: Problem) -> None:
    fresh.server.faults = [fault]
    with pytest.raises(PairingFailed) as failed:
        await fresh.companion.pair(ADDRESS, "ABCD2345")
    assert failed.value.problem is problem


@pytest.mark.asyncio
async def test_a_phone_with_amaras_data_does_not_take_a_code_of_bo(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.server.codes["BBBB2222"] = BO
    with pytest.raises(PairingFailed) as failed:
        await phone.companion.pair(ADDRESS, "BBBB2222")
    assert failed.value.problem is Problem.OTHER_PERSON
    session = phone.companion.account.session()
    assert session is not None
    assert session.patient == AMARA
    assert phone.server.requests[-1][0] == "DELETE"


@pytest.mark.asyncio
async def test_an_account_without_a_record_is_refused(fresh: Phone) -> None:
    fresh.server.codes["CCCC3333"] = ""
    with pytest.raises(PairingFailed) as failed:
        await fresh.companion.pair(ADDRESS, "CCCC3333")
    assert failed.value.problem is Problem.NO_PATIENT


@pytest.mark.asyncio
async def test_the_same_person_can_connect_again_and_unsent_entries_go_out(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.companion.doses.take(phone.companion.doses.today().doses[1].key)
    phone.server.access, phone.server.refresh = "access-9", "refresh-9"
    assert await phone.companion.engine.sync_once() is Link.SIGNED_OUT
    assert not phone.companion.account.is_signed_in()
    await phone.companion.pair(ADDRESS, "ABCD2345")
    assert await phone.companion.engine.sync_once() is Link.ONLINE
    assert len(phone.server.arrivals) == 1


def hide(server: FakeServer, kind: str) -> list[dict[str, Any]]:
    """What the server holds back from a pairing, as it does with genes where the second step is missing."""
    hidden = [change for change in server.changes if change["kind"] == kind]
    server.changes = [change for change in server.changes if change["kind"] != kind]
    return hidden


def show(server: FakeServer, hidden: list[dict[str, Any]]) -> None:
    server.changes = sorted(server.changes + hidden, key=lambda change: int(change["seq"]))


@pytest.mark.asyncio
async def test_a_new_pairing_brings_what_the_one_before_was_not_shown(phone: Phone) -> None:
    fill(phone.server)
    hidden = hide(phone.server, "medicine")
    await phone.companion.engine.sync_once()
    assert (phone.store.records.all("medicine"), len(hidden)) == ((), 3)
    show(phone.server, hidden)
    await phone.companion.engine.sync_once()
    assert phone.store.records.all("medicine") == ()
    await phone.companion.pair(ADDRESS, "ABCD2345")
    await phone.companion.engine.sync_once()
    assert {record.id for record in phone.store.records.all("medicine")} == {row["id"] for row in hidden}


@pytest.mark.asyncio
async def test_a_new_pairing_drops_what_it_is_not_shown_and_keeps_what_is_unsent(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.companion.doses.take(phone.companion.doses.today().doses[1].key)
    hide(phone.server, "medicine")
    await phone.companion.pair(ADDRESS, "ABCD2345")
    assert (len(phone.store.records.all("medicine")), phone.store.outbox.waiting()) == (3, 1)
    await phone.companion.engine.sync_once()
    assert (phone.store.records.all("medicine"), len(phone.server.arrivals)) == ((), 1)
    assert phone.store.records.all("intake") != ()


@pytest.mark.asyncio
@pytest.mark.parametrize("first", [True, False], ids=["of the first sync", "of a later sync"])
async def test_a_page_of_the_pairing_before_that_arrives_late_is_not_kept(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    fill(phone.server)
    hidden = hide(phone.server, "medicine")
    if not first:
        await phone.companion.engine.sync_once()
    api = phone.companion.engine.server
    pull = api.pull

    async def pull_while_pairing(cursor: str | None, *, limit: int) -> Page:
        page = await pull(cursor, limit=limit)
        monkeypatch.setattr(api, "pull", pull)
        show(phone.server, hidden)
        await phone.companion.pair(ADDRESS, "ABCD2345")
        return page

    monkeypatch.setattr(api, "pull", pull_while_pairing)
    await phone.companion.engine.sync_once()
    assert len(phone.store.records.all("medicine")) == 3
    assert len(phone.store.records.all("profile")) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("online", [True, False])
async def test_signing_out_erases_everything_even_offline(tmp_path: Path, phone: Phone, online: bool) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.companion.doses.take(phone.companion.doses.today().doses[1].key)
    phone.companion.prefer(Preferences(language="es", text_size=1.3))
    old_key = phone.devices.vault.key()
    phone.server.online = online
    await phone.companion.sign_out()
    assert phone.companion.account.session() is None
    assert phone.store.records.all("medicine") == ()
    assert phone.store.outbox.waiting() == 0
    assert phone.companion.status.link is Link.SIGNED_OUT
    assert isinstance(phone.devices.alarms, FakeAlarms)
    assert phone.devices.alarms.planned == []
    phone.store.close()
    again = open_phone(tmp_path, phone.devices.vault)
    assert phone.devices.vault.key() != old_key
    assert load_preferences(again.store) == Preferences(language="es", text_size=1.3)
    again.store.close()


@pytest.mark.asyncio
async def test_a_lost_key_starts_anew_and_tells_how_much_was_unsent(tmp_path: Path, phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.companion.doses.take(phone.companion.doses.today().doses[1].key)
    phone.store.close()
    opened = open_phone(tmp_path, MemoryVault())
    assert opened.lost == 1
    assert opened.store.records.all("medicine") == ()
    opened.store.close()


@pytest.mark.asyncio
async def test_the_language_is_the_persons_choice_then_the_accounts_then_the_phones(fresh: Phone) -> None:
    assert fresh.companion.language == "en"
    fresh.server.document(
        "profile", AMARA, {"name": "Amara Okafor", "language": "es", "zone": "Europe/Madrid"}
    )
    await fresh.companion.pair(ADDRESS, "ABCD2345")
    await fresh.companion.engine.sync_once()
    assert fresh.companion.language == "es"
    fresh.companion.prefer(Preferences(language="en"))
    assert fresh.companion.language == "en"


def test_a_setting_that_is_not_offered_becomes_the_default(phone: Phone) -> None:
    with phone.store.transaction():
        phone.store.keep("preferences", {"language": "xx", "text_size": 9, "look": "pink", "count_steps": 1})
    assert load_preferences(phone.store) == Preferences()
