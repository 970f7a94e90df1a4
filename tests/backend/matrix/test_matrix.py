"""Every route x method x actor x own, foreign, crossed or absent object, against one declared table.

A route that is not declared fails. Each named predicate of the policy is then made to say yes, and must be noticed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from mendly import policy
from tests.backend.conftest import People
from tests.backend.matrix.expectations import API, Need
from tests.backend.matrix.oracle import expected
from tests.backend.matrix.pages import ALLAUTH, PAGES
from tests.backend.matrix.world import ACTORS, Things, World, make_world, open_invitations

DECLARED = API | PAGES
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
GOAL = 0.95


@dataclass(frozen=True)
class Cell:
    route: str
    method: str
    actor: str
    target: str

    @property
    def need(self) -> Need:
        return DECLARED[self.route][self.method]


def routes() -> Iterator[str]:
    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, path)
            else:
                yield path

    yield from walk(get_resolver(), "")


def cells() -> list[Cell]:
    return [
        Cell(route, method, actor, target)
        for route, methods in DECLARED.items()
        for method in methods
        for actor in ACTORS
        for target in _targets(route)
    ]


def _targets(route: str) -> tuple[str, ...]:
    names = re.findall(r"<(?:uuid|slug|str):(\w+)>", route)
    if "patient" in names:
        things = set(names) - {"patient", "type"}
        return ("amara", "carmen", "absent", "crossed") if things else ("amara", "carmen", "absent")
    return ("amara", "carmen", "absent") if names else ("amara",)


def things_of(world: World, target: str) -> Things:
    if target == "amara":
        return world.amara
    if target == "carmen":
        return world.carmen
    return world.carmen.with_patient_of(world.amara) if target == "crossed" else world.amara.absent()


def ask(world: World, cell: Cell) -> str:
    """Make the request inside a transaction that is taken back, and classify the answer."""
    things = things_of(world, cell.target)
    address = "/" + re.sub(r"<\w+:(\w+)>", lambda m: str(things.ids[m[1]]), cell.route)
    body = cell.need.body(things) if cell.need.body else {}
    client = world.clients[cell.actor]
    with transaction.atomic():
        if cell.method == "GET":
            response = client.get(address, body)
        elif cell.need.raw:
            response = client.generic(cell.method, address, body, "application/octet-stream")
        elif cell.route in API:
            response = client.generic(cell.method, address, json.dumps(body), "application/json")
        else:
            response = client.post(address, body)
        transaction.set_rollback(True)
    return classify(response, cell)


def classify(response: HttpResponse, cell: Cell) -> str:
    status = response.status_code
    location = response.headers.get("Location", "")
    if status == 401 or (status == 302 and location.startswith("/accounts/login/")):
        return "sign-in"
    if status == 302 and location.startswith("/second-factor/") and cell.route != "home/":
        return "second-factor"
    if status == 403 and b"second-factor" in response.content:
        return "second-factor"
    if status == 404:
        return "hidden"
    if status < 400 or (cell.need.clashes and status in {400, 409, 422}):
        return "ok"
    return f"status {status}"


@pytest.fixture
def world(people: People) -> World:
    world = make_world(people)
    open_invitations(world)
    return world


def test_every_route_is_declared() -> None:
    found = set(routes())
    allauth = {route for route in found if route.startswith("accounts/")}
    assert found - allauth == set(DECLARED), "declare each route in expectations.py or pages.py"
    assert allauth == ALLAUTH


def test_methods_that_are_not_declared_are_refused(world: World) -> None:
    for route, methods in DECLARED.items():
        for method in set(METHODS) - set(methods):
            address = "/" + re.sub(r"<\w+:(\w+)>", lambda m: str(world.amara.ids[m[1]]), route)
            with transaction.atomic():
                answer = world.clients["owner"].generic(method, address)
                transaction.set_rollback(True)
            assert answer.status_code in {405, 404, 302, 403}, (method, route, answer.status_code)
            assert answer.status_code != 302 or "second-factor" in answer.headers["Location"], (method, route)


def test_every_cell_is_as_declared_and_every_predicate_matters(
    world: World, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    asked: dict[str, set[Cell]] = defaultdict(set)
    current: list[Cell] = []

    def watched(name: str, check: policy.Predicate) -> policy.Predicate:
        def run(question: policy.Question) -> bool:
            answer = check(question)
            if not answer and current:
                asked[name].add(current[-1])
            return answer

        return run

    originals = policy.registered_predicates()
    for name, check in originals.items():
        monkeypatch.setitem(policy._predicates, name, watched(name, check))
    wrong = []
    for cell in cells():
        current.append(cell)
        answer = ask(world, cell)
        current.pop()
        cache.clear()
        if answer != expected(cell.actor, cell.need, cell.target):
            wrong.append((cell, answer, expected(cell.actor, cell.need, cell.target)))
    assert not wrong, f"{len(wrong)} wrong, first: {wrong[:12]}"
    noticed = [name for name in originals if _is_noticed(world, name, sorted(asked[name], key=str), monkeypatch)]
    share = len(noticed) / len(originals)
    print(
        f"\nmatrix: {len(DECLARED)} routes, {len(cells())} cells, 0 wrong; "
        f"predicates noticed: {len(noticed)} of {len(originals)}"
    )
    assert share >= GOAL, set(originals) - set(noticed)


def _is_noticed(world: World, name: str, touched: list[Cell], monkeypatch: pytest.MonkeyPatch) -> bool:
    """With this predicate always saying yes, does any cell it had refused change its answer?"""
    with monkeypatch.context() as patch:
        patch.setitem(policy._predicates, name, lambda question: True)
        for cell in touched:
            answer = ask(world, cell)
            cache.clear()
            if answer != expected(cell.actor, cell.need, cell.target):
                return True
    return False
