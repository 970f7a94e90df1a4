"""The HTTP side: pairing, tokens that renew themselves, and what each failure means."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from mendly_app.sync.api import (
    COMPRESS_FROM_BYTES,
    Api,
    CursorGone,
    Refused,
    SignedOut,
    Unreached,
    Verdict,
)
from mendly_app.sync.outbox import Event
from mendly_app.sync.session import StoredSession, UnsafeAddress, server_address
from tests.mobile.world import ADDRESS, AMARA, DEVICE, FakeServer, Phone

AT = "2026-11-22T12:00:00Z"


class Pauses:
    """Stands in for asyncio.sleep and remembers."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def api(phone: Phone, pauses: Pauses) -> Iterator[Api]:
    return Api(  # type: ignore[return-value]
        StoredSession(phone.store), now=phone.clock.now, transport=phone.server.transport, sleep=pauses
    )


def session_of(phone: Phone) -> tuple[str, str, bool]:
    session = StoredSession(phone.store).load()
    assert session is not None
    return session.tokens.access, session.tokens.refresh, session.ended


@pytest.mark.asyncio
async def test_pairing_gives_a_session_that_is_not_saved_yet(api: Api, phone: Phone) -> None:
    session = await api.pair(ADDRESS, "ABCD2345", device_name="Phone", platform="test")
    assert (session.server, session.patient, session.device) == (ADDRESS, AMARA, DEVICE)
    assert session.tokens.access == phone.server.access


@pytest.mark.asyncio
async def test_a_wrong_code_is_refused_with_the_servers_sentence(api: Api) -> None:
    with pytest.raises(Refused) as refusal:
        await api.pair(ADDRESS, "ZZZZ9999", device_name="Phone", platform="test")
    assert (refusal.value.status, refusal.value.sentence) == (400, "This code does not work.")


@pytest.mark.asyncio
async def test_too_many_tries_at_pairing_is_an_answer_not_a_network_problem(
    api: Api, server: FakeServer
) -> None:
    server.faults = ["429"]
    with pytest.raises(Refused) as refusal:
        await api.pair(ADDRESS, "ABCD2345", device_name="Phone", platform="test")
    assert refusal.value.status == 429


@pytest.mark.asyncio
async def test_an_old_access_token_is_renewed_and_the_request_repeated(api: Api, phone: Phone) -> None:
    phone.server.access = "access-of-another-moment"
    page = await api.pull(None, limit=10)
    assert page.changes == ()
    assert session_of(phone) == ("access-1", "refresh-1", False)


@pytest.mark.asyncio
async def test_a_lost_answer_to_a_refresh_is_asked_for_again_within_the_grace_time(
    api: Api, phone: Phone, pauses: Pauses
) -> None:
    phone.server.access = "access-of-another-moment"
    phone.server.faults = ["", "lose", "drop"]
    await api.pull(None, limit=10)
    assert session_of(phone) == ("access-1", "refresh-1", False)
    assert pauses.taken == [0.0, 1.0, 2.0]
    assert sum(pauses.taken) < 30


@pytest.mark.asyncio
async def test_a_refresh_that_never_gets_through_is_no_sign_out(
    api: Api, phone: Phone, pauses: Pauses
) -> None:
    phone.server.access = "access-of-another-moment"
    phone.server.faults = ["", *["drop"] * 5]
    with pytest.raises(Unreached):
        await api.pull(None, limit=10)
    assert session_of(phone) == ("access-0", "refresh-0", False)
    assert sum(pauses.taken) < 30


@pytest.mark.asyncio
async def test_a_refused_refresh_signs_the_phone_out(api: Api, phone: Phone) -> None:
    phone.server.access, phone.server.refresh = "access-9", "refresh-9"
    with pytest.raises(SignedOut):
        await api.pull(None, limit=10)
    assert session_of(phone) == ("access-0", "refresh-0", True)
    asked = len(phone.server.requests)
    with pytest.raises(SignedOut):
        await api.pull(None, limit=10)
    assert len(phone.server.requests) == asked


@pytest.mark.asyncio
async def test_a_new_token_that_is_refused_too_signs_the_phone_out(api: Api, phone: Phone) -> None:
    phone.server.faults = ["401", "", "401"]
    with pytest.raises(SignedOut):
        await api.pull(None, limit=10)


@pytest.mark.asyncio
async def test_callers_that_are_refused_together_share_one_refresh(api: Api, phone: Phone) -> None:
    phone.server.access = "access-of-another-moment"
    await asyncio.gather(*[api.pull(None, limit=10) for _ in range(5)])
    refreshes = [path for _, path in phone.server.requests if path == "devices/refresh/"]
    assert len(refreshes) == 1


@pytest.mark.parametrize("fault", ["drop", "500", "502", "503", "429", "408"])
@pytest.mark.asyncio
async def test_trouble_on_the_way_is_worth_another_try(api: Api, server: FakeServer, fault: str) -> None:
    server.faults = [fault]
    with pytest.raises(Unreached):
        await api.pull(None, limit=10)


@pytest.mark.asyncio
async def test_a_page_of_a_login_portal_is_no_answer(phone: Phone) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, html="<h1>Free Wi-Fi</h1>"))
    api = Api(StoredSession(phone.store), now=phone.clock.now, transport=transport)
    with pytest.raises(Unreached):
        await api.pull(None, limit=10)
    with pytest.raises(Unreached):
        await api.push([Event("e", "intake", AT, {})])


@pytest.mark.asyncio
async def test_a_redirect_is_not_followed_with_our_token(phone: Phone) -> None:
    seen: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})

    api = Api(StoredSession(phone.store), now=phone.clock.now, transport=httpx.MockTransport(elsewhere))
    with pytest.raises(Unreached):
        await api.pull(None, limit=10)
    assert seen == ["mendly.example"]


@pytest.mark.asyncio
async def test_events_go_out_with_the_phones_time_and_receipts_come_back(api: Api, phone: Phone) -> None:
    phone.server.refuse["bad"] = "We do not know this medicine."
    answer = await api.push([Event("good", "intake", AT, {}), Event("bad", "intake", AT, {})])
    verdicts = [(receipt.id, receipt.verdict, receipt.reason) for receipt in answer.receipts]
    assert verdicts == [
        ("good", Verdict.ACCEPTED, None),
        ("bad", Verdict.REJECTED, "We do not know this medicine."),
    ]
    assert answer.server_time == phone.clock.now()
    again = await api.push([Event("good", "intake", AT, {})])
    assert again.receipts[0].verdict is Verdict.DUPLICATE


@pytest.mark.asyncio
async def test_a_large_batch_is_compressed(api: Api, phone: Phone) -> None:
    body = {"text": "a" * COMPRESS_FROM_BYTES}
    await api.push([Event("big", "observation", AT, body)])
    assert phone.server.events["big"]["body"] == body


@pytest.mark.asyncio
async def test_a_receipt_that_makes_no_sense_counts_as_not_given(phone: Phone) -> None:
    results = [
        {"id": "a", "status": "perhaps"},
        {"status": "accepted"},
        "accepted",
        {"id": "b", "status": "accepted"},
    ]
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"results": results}))
    api = Api(StoredSession(phone.store), now=phone.clock.now, transport=transport)
    answer = await api.push([Event("a", "intake", AT, {})])
    assert [receipt.id for receipt in answer.receipts] == ["b"]
    assert answer.server_time is None


@pytest.mark.asyncio
async def test_a_cursor_that_the_server_forgot_is_told_apart(api: Api, server: FakeServer) -> None:
    server.forget_cursors()
    with pytest.raises(CursorGone):
        await api.pull("0:5", limit=10)


@pytest.mark.asyncio
async def test_signing_out_tells_the_server_which_phone(api: Api, server: FakeServer) -> None:
    await api.end_session()
    assert server.requests == [("DELETE", f"devices/{DEVICE}/")]


def test_the_grace_time_of_the_server_is_respected_by_all_tries() -> None:
    from mendly_app.sync.api import REFRESH_PAUSES

    assert timedelta(seconds=sum(REFRESH_PAUSES)) < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("mendly.example", "https://mendly.example"),
        ("  https://Mendly.Example/ ", "https://mendly.example"),
        ("https://mendly.example:8443", "https://mendly.example:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, address: str) -> None:
    assert server_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "http://mendly.example",
        "ftp://mendly.example",
        "https://",
        "https://user:pass@mendly.example",
        "https://mendly.example/login",
        "https://mendly.example?x=1",
        "https://mendly.example:port",
        "my server",
    ],
)
def test_an_address_that_is_not_safe_for_health_data_is_refused(typed: str) -> None:
    with pytest.raises(UnsafeAddress):
        server_address(typed)
