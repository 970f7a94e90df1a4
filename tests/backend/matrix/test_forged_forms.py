"""A form that another site sends in our person's name: every address that changes something refuses it.

A scanner that replays forms cannot tell this apart from a refusal of its own, so it is shown here for every route.
"""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.backend.conftest import People
from tests.backend.matrix.cells import DECLARED, address_of
from tests.backend.matrix.expectations import API
from tests.backend.matrix.world import World, make_world

BEARER_ONLY = frozenset(
    {
        "api/v1/devices/pair/",
        "api/v1/devices/refresh/",
    }
)
"""Asked by phones without a cookie: nothing rides along that another site could use."""
CHECKED_INSIDE = {"p/<uuid:patient>/genes/file/"}
"""Asks who it is before it reads on, as the form is a whole file: hidden from who is not let in anyway."""
CHANGING = [
    (route, method)
    for route, methods in DECLARED.items()
    for method in methods
    if method != "GET" and route not in BEARER_ONLY
]


@pytest.fixture
def world(people: People) -> World:
    return make_world(people)


def browser_of(world: World, actor: str) -> Client:
    """The cookies of this person in a browser whose forms are checked as in real life."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = world.clients[actor].cookies
    return browser


@pytest.mark.parametrize(("actor", "token"), [("owner", ""), ("provider", "wapiti")])
def test_no_address_takes_a_form_without_its_token(world: World, actor: str, token: str) -> None:
    browser, let_in = browser_of(world, actor), []
    for route, method in CHANGING:
        need = DECLARED[route][method]
        body = need.body(world.amara) if need.body else {}
        address = address_of(route, need, world.amara)
        if need.raw or route in API:
            answer = browser.generic(
                method, address, json.dumps({}), "application/json", headers={"X-CSRFToken": token}
            )
        else:
            answer = browser.post(address, {**body, "csrfmiddlewaretoken": token})
        refused = {401, 403, 404} if route in CHECKED_INSIDE and actor == "provider" else {401, 403}
        if answer.status_code not in refused:
            let_in.append((route, method, answer.status_code))
    assert let_in == []
