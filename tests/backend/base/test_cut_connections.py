"""A connection that is cut or stands still half way must not look like the end of the body."""

from __future__ import annotations

import io
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async

from mendly import asgi
from mendly.genome.models import GenomeFile
from mendly.vault.models import SealedFile
from mendly.wsgi import WholeBody
from tests.backend.conftest import People, Persona
from tests.backend.genome.test_from_file_to_insight import dna


def test_a_whole_body_reads_as_it_is() -> None:
    body = WholeBody(io.BytesIO(b"one\ntwo\nand what follows"), 7)
    assert (body.readline(), body.read(2), body.read(), body.read(), body.readline()) == (
        b"one\n",
        b"tw",
        b"o",
        b"",
        b"",
    )


@pytest.mark.parametrize("read", [lambda body: body.read(), lambda body: [body.readline() for _ in range(3)]])
def test_a_body_that_ends_early_raises(read: Any) -> None:
    with pytest.raises(ConnectionError):
        read(WholeBody(io.BytesIO(b"one\ntwo"), 8))


def bearer(person: Persona) -> bytes:
    return str(person.phone()._credentials["HTTP_AUTHORIZATION"]).encode()


async def send_half(people: People, path: str, content_type: bytes, body: bytes) -> ApplicationCommunicator:
    """Start a POST of the body, and send its first half."""
    token = await database_sync_to_async(bearer)(people.amara)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            (b"authorization", token),
            (b"content-type", content_type),
            (b"content-length", str(len(body)).encode()),
        ],
    }
    connection = ApplicationCommunicator(asgi.application, scope)
    half = {"type": "http.request", "body": body[: len(body) // 2], "more_body": True}
    await connection.send_input(half)
    return connection


def kept() -> tuple[int, int]:
    return GenomeFile.objects.count(), SealedFile.objects.count()


@pytest.mark.asyncio
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["cut", "standstill"])
@pytest.mark.parametrize("form", [False, True], ids=["stream", "json"])
async def test_half_a_body_is_no_body(
    people: People, monkeypatch: pytest.MonkeyPatch, end: str, form: bool
) -> None:
    monkeypatch.setattr(asgi, "BODY_SECONDS", 0.5 if end == "standstill" else 30)
    patient = f"/api/v1/patients/{people.amara.patient.id}"
    path, kind, body = (
        (f"{patient}/conversations/", b"application/json", b'{"subject": "a", "body": "b"}   ' * 9)
        if form
        else (f"{patient}/genome/uploads/", b"application/octet-stream", dna())
    )
    connection = await send_half(people, path, kind, body)
    if end == "cut":
        await connection.send_input({"type": "http.disconnect"})
    assert (await connection.receive_output(10))["status"] == 400
    assert await database_sync_to_async(kept)() == (0, 0)
    await connection.wait(5)
