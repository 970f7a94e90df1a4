"""What every answer carries and which requests end before any room of the house hears of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.backend.conftest import People
from tests.backend.matrix.cells import DECLARED

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_programs_in_the_open_are_refused_and_not_redirected(client: Client, settings: Any) -> None:
    settings.HTTPS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answer = client.get("/api/v1/me/", headers={"X-Forwarded-Proto": "http"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert "Location" not in answer
    assert client.get("/api/v1/me/", headers={"X-Forwarded-Proto": "https"}).status_code == 401
    assert client.get("/healthz").status_code == 200


def test_signing_out_empties_what_the_browser_kept(people: People) -> None:
    browser = Client()
    browser.force_login(people.amara.user)
    assert "Clear-Site-Data" not in browser.get("/accounts/logout/")
    assert browser.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in browser.get("/")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK"])
def test_methods_that_nobody_needs_are_refused(client: Client, method: str) -> None:
    for address in (
        "/",
        "/healthz",
        "/metrics",
        "/transparency/",
        "/accounts/login/",
        "/api/v1/me/",
        "/sw.js",
    ):
        answer = client.generic(method, address, headers={"X-Secret": "zqx"})
        assert answer.status_code in {401, 403, 405}, address
        assert b"zqx" not in answer.content


@pytest.mark.parametrize(
    "address",
    [
        *("/.git/config", "/.git/HEAD", "/static/", "/static/portal/", "/data/", "/sealed/", "/media/"),
        *(
            "/admin/",
            "/api/schema/",
            "/api/v1/schema/",
            "/api/docs/",
            "/__debug__/",
            "/static/../pyproject.toml",
        ),
        *("/.env", "/SECURITY.md", "/backend/mendly/settings/__init__.py"),
    ],
)
def test_nothing_but_pages_lies_in_the_open(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_there_is_no_address_for_documents_of_the_api_or_for_administering() -> None:
    assert not [route for route in DECLARED if "admin" in route or "schema" in route or "docs" in route]


def test_every_answer_is_private_whoever_asks(people: People) -> None:
    browser = Client()
    browser.force_login(people.amara.user)
    for address in (
        "/",
        "/accounts/login/",
        "/settings/",
        "/api/v1/me/",
        "/healthz",
        "/nothing/",
        "/safety/",
    ):
        answer = browser.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_of_a_simple_kind_reaches_no_room(people: People, kind: str) -> None:
    """Kinds that a foreign page may send without asking first."""
    assert people.amara.patient is not None
    before = people.amara.patient.name
    browser = Client()
    browser.force_login(people.amara.user)
    address = f"/api/v1/patients/{people.amara.patient.id}/"
    answer = browser.put(address, b'{"name": "Changed", "birth_date": null}', content_type=kind)
    assert answer.status_code == 415
    people.amara.patient.refresh_from_db()
    assert people.amara.patient.name == before
