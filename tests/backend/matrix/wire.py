"""Requests of an outside program, answered by the product in this process and taken back afterwards."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

BASE = "http://testserver"


class InProcess(BaseAdapter):
    """Hands each request to Django's own test client; nothing that it writes stays."""

    def __init__(self) -> None:
        super().__init__()
        self.client = Client(raise_request_exception=False)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        headers = {str(name): str(value) for name, value in request.headers.items()}
        with transaction.atomic():
            answer = self.client.generic(
                str(request.method),
                parts.path,
                request.body or b"",
                headers.pop("Content-Type", "application/octet-stream"),
                headers=headers,
                QUERY_STRING=parts.query,
            )
            content = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        cache.clear()
        self.client.cookies.clear()
        told = requests.Response()
        told.status_code, told.url, told.request = answer.status_code, str(request.url), request
        told.reason = answer.reason_phrase
        told.headers = requests.structures.CaseInsensitiveDict(answer.headers)
        told.raw = HTTPResponse(
            BytesIO(content), headers=dict(answer.headers), version=11, preload_content=False
        )
        told._content = content
        return told

    def close(self) -> None:
        """Nothing is held open."""


def session_with(token: str) -> requests.Session:
    session = requests.Session()
    session.mount(BASE, InProcess())
    session.headers["Accept-Encoding"] = "identity"
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return session
