"""An error that nobody foresaw: programs read a problem, people a page, and neither reads of what it was."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.backend.conftest import People


def test_a_program_reads_a_problem_and_a_person_a_page(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("mendly.accounts.selectors.devices_of", broken)
    monkeypatch.setattr("portal.account.devices_of", broken)
    phone: APIClient = people.amara.phone()
    browser = Client(raise_request_exception=False)
    browser.force_login(people.amara.user)
    phone.raise_request_exception = False
    answer = phone.get("/api/v1/devices/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["type"] == "about:blank#server-error"
    page = browser.get("/devices/")
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert b"secret words" not in answer.content + page.content
