"""The phone's side of the HTTP API: pairing, tokens, push, pull. Every failure is one of four errors."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import httpx

from mendly_app.sync.outbox import Event
from mendly_app.sync.seal import Body
from mendly_app.sync.session import Session, SessionKeeper, Tokens
from mendly_app.sync.trust import trusted

TIMEOUT = httpx.Timeout(15.0, connect=10.0)
COMPRESS_FROM_BYTES = 2_000
REFRESH_PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0)
"""Pauses in seconds before the tries of one refresh. The server repeats a lost answer until its tokens are
used, so a later refresh may ask again with the same token."""

Now = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


class Unreached(Exception):
    """No usable answer came: no network, a timeout, a server in trouble. Worth another try later."""


class SignedOut(Exception):
    """The server no longer knows this phone. The person has to pair it again."""


class Refused(Exception):
    """The server understood and said no. `sentence` is safe to show, empty when it gave none."""

    def __init__(self, status: int, sentence: str = "") -> None:
        super().__init__(f"refused with status {status}")
        self.status = status
        self.sentence = sentence


class CursorGone(Exception):
    """The server cannot go on from our cursor: everything has to be read anew."""


class Verdict(StrEnum):
    """What the server did with one event. The first two both mean that it has it."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server's answer to one event."""

    id: str
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """`server_time` is UTC, None when it could not be read."""

    receipts: tuple[Receipt, ...]
    server_time: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One record as the server has it; `body` is None for a deleted one."""

    kind: str
    id: str
    body: Body | None


@dataclass(frozen=True, slots=True)
class Page:
    """Changes in the server's order, and the cursor after them."""

    changes: tuple[Change, ...]
    cursor: str
    has_more: bool


class Api:
    """Speaks to one server for one phone. Tokens are renewed by themselves, by one caller at a time."""

    def __init__(
        self,
        keeper: SessionKeeper,
        *,
        now: Now,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._keeper = keeper
        self._now = now
        self._sleep = sleep
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._renewing = asyncio.Lock()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def pair(self, server: str, code: str, *, device_name: str, platform: str) -> Session:
        """Exchange a pairing code for a session, which is not saved yet. Raises `Refused`, `Unreached`.

        The session's `patient` is empty when the code belongs to someone who is no patient.
        """
        body = {"code": code, "device_name": device_name, "platform": platform}
        response = await self._request("POST", server, "devices/pair/", content=body)
        if response.status_code != HTTPStatus.CREATED:
            raise _refusal(response)
        answer = _object_in(response)
        try:
            return Session(
                server=server,
                device=_id_in(answer, "device"),
                user=_id_in(answer, "user"),
                patient=str(answer.get("patient") or ""),
                language=str(answer["language"]),
                zone=str(answer["zone"]),
                tokens=_tokens_in(answer),
            )
        except (KeyError, TypeError) as error:
            raise Unreached("the answer to the pairing code is not usable") from error

    async def push(self, events: Sequence[Event]) -> PushAnswer:
        """Hand over events, at most 500. Raises `Refused` when the batch as a whole is not taken."""
        batch = {"device_time": _instant(self._now()), "events": [event.to_json() for event in events]}
        response = await self._signed("POST", "sync/events/", content=batch)
        if response.status_code != HTTPStatus.OK:
            raise _refusal(response)
        answer = _object_in(response)
        results = answer.get("results")
        if not isinstance(results, list):
            raise Unreached("the answer to a push has no results")
        receipts = [receipt for receipt in map(_receipt_of, results) if receipt]
        return PushAnswer(tuple(receipts), _time_in(answer.get("server_time")))

    async def pull(self, cursor: str | None, *, limit: int) -> Page:
        """Read the changes after a cursor (None: from the start). Raises `CursorGone`."""
        query = {"limit": str(limit)} | ({"cursor": cursor} if cursor is not None else {})
        response = await self._signed("GET", "sync/changes/", query=query)
        if response.status_code == HTTPStatus.GONE:
            raise CursorGone
        if response.status_code != HTTPStatus.OK:
            raise _refusal(response)
        return _page_of(_object_in(response))

    async def choices(self) -> Body:
        """The topics beyond medicines, and what the person chose. Raises `Refused`, as the next three."""
        return await self._of_patient("GET", "choices/")

    async def choose(self, category: str, choice: str) -> Body:
        """Keep one choice; answers as `choices`."""
        return await self._of_patient("POST", "choices/", {"answers": {category: choice}})

    async def findings(self) -> Body:
        """What the person chose to see. Read when asked, outside of what is synced: the phone does not keep it."""
        return await self._of_patient("GET", "findings/")

    async def look(self, category_id: str) -> Body:
        """One topic that asks first, after the person's yes; answers as `findings`."""
        return await self._of_patient("POST", "findings/look/", {"category": category_id})

    async def _of_patient(self, method: str, path: str, content: Body | None = None) -> Body:
        response = await self._signed(method, f"patients/{self._session().patient}/{path}", content=content)
        if response.status_code != HTTPStatus.OK:
            raise _refusal(response)
        return _object_in(response)

    async def end_session(self) -> None:
        """Tell the server that this phone signs out."""
        await self._signed("DELETE", f"devices/{self._session().device}/")

    async def end_unwanted(self, session: Session) -> None:
        """Sign out a pairing that is not kept, as well as the network allows."""
        headers = {"Authorization": f"Bearer {session.tokens.access}"}
        with suppress(Unreached):
            await self._request("DELETE", session.server, f"devices/{session.device}/", headers=headers)

    def access_token(self) -> str:
        """The token to sign a request with. Raises `SignedOut`."""
        return self._session().tokens.access

    async def renew(self, refused_token: str) -> str:
        """Get a new access token in place of one that the server refused. Raises `SignedOut`, `Unreached`.

        Callers that were refused together share one refresh.
        """
        async with self._renewing:
            session = self._session()
            if session.tokens.access == refused_token:
                tokens = await self._refreshed(session)
                self._keeper.save(session.with_tokens(tokens))
                return tokens.access
            return session.tokens.access

    async def _refreshed(self, session: Session) -> Tokens:
        body = {"refresh_token": session.tokens.refresh}
        for pause in REFRESH_PAUSES:
            await self._sleep(pause)
            with suppress(Unreached):
                response = await self._request("POST", session.server, "devices/refresh/", content=body)
                if response.status_code == HTTPStatus.UNAUTHORIZED:
                    self._keeper.save(session.as_ended())
                    raise SignedOut
                if response.is_success:
                    return _tokens_in(_object_in(response))
        raise Unreached("the tokens could not be renewed")

    async def _signed(
        self, method: str, path: str, *, content: Body | None = None, query: dict[str, str] | None = None
    ) -> httpx.Response:
        server, token = self._session().server, self.access_token()
        for may_renew in (True, False):
            signature = {"Authorization": f"Bearer {token}"}
            response = await self._request(
                method, server, path, content=content, query=query, headers=signature
            )
            if response.status_code != HTTPStatus.UNAUTHORIZED:
                return response
            if may_renew:
                token = await self.renew(token)
        self._keeper.save(self._session().as_ended())
        raise SignedOut

    async def _request(
        self,
        method: str,
        server: str,
        path: str,
        *,
        content: Body | None = None,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        data, encoding = _encoded(content)
        url = f"{server}/api/v1/{path}"
        try:
            response = await self._http().request(
                method, url, params=query, content=data, headers={**encoding, **(headers or {})}
            )
        except httpx.HTTPError as error:
            raise Unreached(type(error).__name__) from error
        busy = response.status_code in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
        if response.is_server_error or (busy and not path.startswith("devices/pair")):
            raise Unreached(f"status {response.status_code}")
        return response

    def _session(self) -> Session:
        session = self._keeper.load()
        if session is None or session.ended:
            raise SignedOut
        return session

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=self._transport,
                verify=trusted(),
                timeout=TIMEOUT,
                trust_env=False,
                headers={"Accept": "application/json", "User-Agent": "Mendly phone"},
            )
        return self._client


def _encoded(content: Body | None) -> tuple[bytes | None, dict[str, str]]:
    if content is None:
        return None, {}
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json"}
    if len(data) < COMPRESS_FROM_BYTES:
        return data, headers
    return gzip.compress(data, 6), {**headers, "Content-Encoding": "gzip"}


def _refusal(response: httpx.Response) -> Exception:
    """4xx: the server's own sentence, if it sent one. Anything else is no answer we know."""
    if not response.is_client_error:
        return Unreached(f"status {response.status_code}")
    try:
        detail = _object_in(response).get("detail")
    except Unreached:
        detail = None
    return Refused(response.status_code, detail if isinstance(detail, str) else "")


def _object_in(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError as error:
        raise Unreached("the answer is not JSON") from error
    if not isinstance(answer, dict):
        raise Unreached("the answer is not an object")
    return answer


def _id_in(answer: dict[str, Any], name: str) -> str:
    identifier = answer[name]
    if not isinstance(identifier, str) or not identifier:
        raise KeyError(name)
    return identifier


def _tokens_in(answer: dict[str, Any]) -> Tokens:
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise Unreached("the answer has no tokens")
    return Tokens(access, refresh)


def _receipt_of(result: Any) -> Receipt | None:
    """Read one result; one that makes no sense counts as not given, so its event is sent again."""
    if not isinstance(result, dict) or result.get("status") not in set(Verdict):
        return None
    reason = result.get("reason")
    identifier = result.get("id")
    if not isinstance(identifier, str):
        return None
    return Receipt(identifier, Verdict(result["status"]), reason if isinstance(reason, str) else None)


def _page_of(answer: dict[str, Any]) -> Page:
    changes, cursor, has_more = answer.get("changes"), answer.get("cursor"), answer.get("has_more")
    if not isinstance(changes, list) or not isinstance(cursor, str) or not isinstance(has_more, bool):
        raise Unreached("the page of changes is not complete")
    return Page(tuple(_change_of(change) for change in changes), cursor, has_more)


def _change_of(change: Any) -> Change:
    if not isinstance(change, dict):
        raise Unreached("a change is not an object")
    kind, identifier, body = change.get("kind"), change.get("id"), change.get("body")
    if not isinstance(kind, str) or not isinstance(identifier, str):
        raise Unreached("a change has no kind or id")
    if change.get("deleted") or not isinstance(body, dict):
        return Change(kind, identifier, None)
    return Change(kind, identifier, body)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _time_in(text: Any) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
