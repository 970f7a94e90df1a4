"""Every route x method x actor x own, foreign, crossed or absent object, against one declared table.

A route that is not declared fails. Each named predicate of the policy is then made to say yes, and must be noticed.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from mendly import policy
from tests.backend.conftest import People
from tests.backend.matrix.cells import DECLARED, METHODS, Cell, address_of, ask, cells_of, routes
from tests.backend.matrix.expectations import API, Need, Routes
from tests.backend.matrix.pages import ACCOUNT_PAGES, ALLAUTH, CLINIC_PAGES, MEDICINE_PAGES, PATIENT_PAGES
from tests.backend.matrix.sockets import socket_cells
from tests.backend.matrix.world import World, make_world, open_invitations

PARTS: dict[str, Routes] = {
    "api": API,
    "medicine pages": MEDICINE_PAGES,
    "patient pages": PATIENT_PAGES,
    "clinic pages": CLINIC_PAGES,
    "account pages": ACCOUNT_PAGES,
}
GOAL = 0.95
ASKED_ON_PAGES = {"leaving/erase/": ACCOUNT_PAGES["leaving/erase/"]}
"""The phone has no address for it."""
ASKED_AT_THE_DOOR = frozenset({"account.active"})
"""A disabled account has lost its session before a page asks; a socket that is open asks again at each frame."""


@pytest.fixture
def world(people: People, monkeypatch: pytest.MonkeyPatch) -> World:
    """The page around a refusal and the numbers beside the menu decide nothing here and would cost half of the time."""
    monkeypatch.setattr("mendly.problems.render", _bare_refusal)
    monkeypatch.setattr("portal.context.open_count", lambda actor: 0)
    monkeypatch.setattr("portal.context.unread_count", lambda actor, patients: 0)
    monkeypatch.setattr("portal.context.waiting_for_judgement", lambda actor: 0)
    monkeypatch.setattr("portal.context.red_lines", lambda actor, patient: [])
    monkeypatch.setattr("portal.context.open_records", lambda actor, patient: [])
    monkeypatch.setattr(
        "django.conf.settings.ACCOUNT_REAUTHENTICATION_TIMEOUT", 86_400
    )  # longer than the matrix
    world = make_world(people)
    open_invitations(world)
    return world


def _bare_refusal(request: HttpRequest, template: str, context: object, status: int) -> HttpResponse:
    return HttpResponse(status=status)


def test_every_route_is_declared() -> None:
    found = set(routes())
    allauth = {route for route in found if route.startswith("accounts/")}
    assert found - allauth == set(DECLARED), "declare each route in expectations.py or pages.py"
    assert allauth == ALLAUTH


def test_methods_that_are_not_declared_are_refused(world: World) -> None:
    for route, methods in DECLARED.items():
        need = next(iter(methods.values()), Need())
        for method in set(METHODS) - set(methods):
            with transaction.atomic():
                answer = world.clients["owner"].generic(method, address_of(route, need, world.amara))
                transaction.set_rollback(True)
            assert answer.status_code in {405, 404, 403}, (method, route, answer.status_code)


@pytest.mark.parametrize("part", PARTS)
def test_every_cell_is_as_declared(world: World, part: str) -> None:
    cells = cells_of(PARTS[part])
    answers = ((cell, ask(world, cell)) for cell in cells)
    wrong = [(cell, answer, cell.expected) for cell, answer in answers if answer != cell.expected]
    assert not wrong, f"{len(wrong)} wrong, first: {wrong[:12]}"
    print(f"\nmatrix, {part}: {len(PARTS[part])} routes, {len(cells)} cells, 0 wrong")


def test_each_predicate_of_the_policy_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    names = policy.registered_predicates()
    noticed = [name for name in names if _is_noticed(world, name, monkeypatch)]
    print(f"\npredicates noticed: {len(noticed)} of {len(names)}")
    assert len(noticed) / len(names) >= GOAL, set(names) - set(noticed)


def _is_noticed(world: World, name: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With this predicate always saying yes, does any cell change its answer?"""
    with monkeypatch.context() as patch:
        patch.setitem(policy._predicates, name, lambda question: True)
        if name in ASKED_AT_THE_DOOR:
            return any(cell.may_see(world) != cell.expected for cell in socket_cells())
        return any(ask(world, cell) != cell.expected for cell in _telling(cells_of(API | ASKED_ON_PAGES)))


def _telling(cells: Iterable[Cell]) -> list[Cell]:
    """The refused ones: a check that says yes too often shows there."""
    return [cell for cell in cells if cell.expected != "ok" and cell.target != "absent"]
