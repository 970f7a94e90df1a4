"""One cell of the matrix: a route, a method, somebody who asks, and whose things they ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from tests.backend.matrix.expectations import API, Need
from tests.backend.matrix.oracle import expected
from tests.backend.matrix.pages import PAGES
from tests.backend.matrix.world import ACTORS, NAMES_OF_THINGS, Things, World

DECLARED = API | PAGES
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WORD = re.compile(r"<(?:uuid|slug|str):(\w+)>")


@dataclass(frozen=True)
class Cell:
    route: str
    method: str
    actor: str
    target: str

    @property
    def need(self) -> Need:
        return DECLARED[self.route][self.method]

    @property
    def expected(self) -> str:
        return expected(self.actor, self.need, self.target)


def routes() -> Iterator[str]:
    """Every address that the product answers, as its pattern."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, path)
            else:
                yield path

    yield from walk(get_resolver(), "")


def cells_of(declared: Iterable[str]) -> list[Cell]:
    return [
        Cell(route, method, actor, target)
        for route in declared
        for method, need in DECLARED[route].items()
        for actor in ACTORS
        for target in _targets(route, need)
    ]


def _targets(route: str, need: Need) -> tuple[str, ...]:
    names = {need.words.get(name, name) for name in _WORD.findall(route)} & NAMES_OF_THINGS
    if "patient" in names:
        return ("amara", "carmen", "absent", "crossed") if len(names) > 1 else ("amara", "carmen", "absent")
    return ("amara", "carmen", "absent") if names else ("amara",)


def things_of(world: World, target: str) -> Things:
    if target == "amara":
        return world.amara
    if target == "carmen":
        return world.carmen
    return world.carmen.with_patient_of(world.amara) if target == "crossed" else world.amara.absent()


def address_of(route: str, need: Need, things: Things) -> str:
    def fill(found: re.Match[str]) -> str:
        word = need.words.get(found[1], found[1])
        return str(things.ids.get(word, word))

    return "/" + _WORD.sub(fill, route)


def ask(world: World, cell: Cell) -> str:
    """Make the request inside a transaction that is taken back, and classify the answer."""
    need, things = cell.need, things_of(world, cell.target)
    with transaction.atomic():
        response = _send(world, cell, address_of(cell.route, need, things), need.body and need.body(things))
        answer = classify(response, cell)
        transaction.set_rollback(True)
    cache.clear()
    return answer


def _send(world: World, cell: Cell, address: str, body: Any) -> HttpResponse:
    client = world.clients[cell.actor]
    if cell.method == "GET":
        return client.get(address, body or {})
    if cell.need.raw:
        return client.generic(cell.method, address, body, "application/octet-stream")
    if cell.route in API:
        return client.generic(cell.method, address, json.dumps(body or {}), "application/json")
    return client.post(address, body or {})


def classify(response: HttpResponse, cell: Cell) -> str:
    status = response.status_code
    location = response.headers.get("Location", "")
    if status == 401 or (status == 302 and location.startswith("/accounts/login/")):
        return "sign-in"
    if status == 302 and location.startswith("/second-factor/"):
        return "second-factor"
    if status == 403 and b"second-factor" in response.content:
        return "second-factor"
    if status == 302 and location.startswith("/accounts/reauthenticate/"):
        return "step-up"
    if status == 403 and b"step-up" in response.content:
        return "step-up"
    if status == 404:
        return "hidden"
    if status < 400 or (cell.need.clashes and status in {400, 409, 422}):
        return "ok"
    return f"status {status}"
