"""Property by role: what an answer holds for whom, and what a body cannot set. See also the matrix of routes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction

from tests.backend.conftest import People
from tests.backend.matrix.cells import Cell, address_of
from tests.backend.matrix.expectations import API
from tests.backend.matrix.properties import SCHEMA, documented, is_documented, properties_in
from tests.backend.matrix.world import World, make_world, open_invitations

ROLES = ("owner", "provider", "proxy")
SECRET = re.compile(r"password|secret|token_hash|wrapped|sealed|token|kek|recovery", re.IGNORECASE)
TELLS_A_SECRET = frozenset(
    {
        "POST api/v1/devices/pair/",
        "POST api/v1/devices/refresh/",
        "POST api/v1/patients/{patient}/erasure/",
    }
)
"""Where a phone is given its tokens, and who leaves the link of their receipt, once."""
PLANTED_ID = UUID("0badc0de-0000-7000-8000-00000badc0de")
PLANTED_WORD = "planted-by-the-body"

ONLY_FOR: dict[str, dict[str, frozenset[str]]] = {}
"""By route and property: the roles that get it, where not all who get an answer do."""


@pytest.fixture
def world(people: People) -> World:
    world = make_world(people)
    open_invitations(world)
    return world


def reads() -> Iterator[tuple[str, str]]:
    """Each readable API address with each role that the declared table lets in."""
    for route, methods in API.items():
        for role in ROLES:
            if "GET" in methods and Cell(route, "GET", role, "amara").expected == "ok":
                yield route, role


def operation_of(route: str, method: str) -> dict[str, Any] | None:
    path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)
    found = SCHEMA["paths"].get(path, {}).get(method.lower())
    return found if isinstance(found, dict) else None


def answer_to(world: World, role: str, route: str) -> Any:
    need = API[route]["GET"]
    body = need.body(world.amara) if need.body else {}
    answer = world.clients[role].get(address_of(route, need, world.amara), body)
    assert answer.status_code == 200, (route, role, answer.status_code)
    return answer.json()


def test_answers_hold_only_documented_properties_and_no_secret(world: World) -> None:
    cells = 0
    for route, role in reads():
        operation = operation_of(route, "GET")
        if operation is None:
            continue
        named = documented(operation)
        for path in set(properties_in(answer_to(world, role, route))):
            cells += 1
            assert is_documented(path, named), f"{role} GET {route}: {path} is not in the schema"
            assert not SECRET.search(path), f"{role} GET {route}: {path}"
    print(f"\nproperties read: {cells} cells, 0 wrong")
    assert cells > 300


def test_no_schema_offers_a_secret_property() -> None:
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            name = f"{method.upper()} {path.lstrip('/')}"
            offending = [found for found in documented(operation) if SECRET.search(found)]
            assert not offending or name in TELLS_A_SECRET, (name, offending)


def test_roles_get_the_same_properties_unless_declared(world: World) -> None:
    by_route: dict[str, dict[str, set[str]]] = {}
    for route, role in reads():
        if route.startswith("api/v1/patients/"):
            by_route.setdefault(route, {})[role] = set(properties_in(answer_to(world, role, route)))
    for route, by_role in by_route.items():
        everything = set().union(*by_role.values())
        for path in everything:
            wanted = ONLY_FOR.get(route, {}).get(path, frozenset(by_role))
            got = {role for role, paths in by_role.items() if path in paths}
            assert got == wanted, f"GET {route}: {path} goes to {sorted(got)}, declared {sorted(wanted)}"


def writes() -> Iterator[tuple[str, str, str]]:
    for route, methods in API.items():
        for method, need in methods.items():
            for role in ROLES:
                changes = method in {"POST", "PUT", "PATCH"} and not need.raw
                if changes and Cell(route, method, role, "amara").expected == "ok":
                    yield route, method, role


def every_column() -> dict[str, object]:
    """A value for each column of the product's tables, and for words that such attacks use."""
    planted: dict[str, object] = {
        "is_admin": True,
        "is_staff": True,
        "is_superuser": True,
        "role": PLANTED_WORD,
    }
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            is_id = isinstance(column, models.UUIDField | models.ForeignKey | models.OneToOneField)
            value: object = str(PLANTED_ID) if is_id else PLANTED_WORD
            planted[column.name] = planted[column.attname] = value
    return planted


def test_a_body_sets_nothing_but_what_it_names(world: World) -> None:
    planted, cells = every_column(), 0
    for route, method, role in writes():
        need = API[route][method]
        honest = need.body(world.amara) if need.body else {}
        told = _accepted(route, method)
        extra = {name: value for name, value in planted.items() if name not in told}
        with transaction.atomic():
            world.clients[role].generic(
                method,
                address_of(route, need, world.amara),
                json.dumps({**extra, **honest}),
                "application/json",
            )
            found = list(_planted_rows())
            transaction.set_rollback(True)
        cells += len(extra)
        assert not found, f"{role} {method} {route} set {found}"
    print(f"\nproperties written: {cells} cells, 0 wrong")
    assert cells > 3000


def _accepted(route: str, method: str) -> set[str]:
    """The names that the schema lets a body of this operation say."""
    operation = operation_of(route, method) or {}
    content = operation.get("requestBody", {}).get("content", {}).values()
    found: set[str] = set()
    for one in content:
        reference = str(one["schema"].get("$ref", "")).rpartition("/")[2]
        found |= set(SCHEMA["components"]["schemas"].get(reference, one["schema"]).get("properties", {}))
    return found


def _planted_rows() -> Iterator[str]:
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.UUIDField | models.ForeignKey | models.OneToOneField):
                target = column.target_field if isinstance(column, models.ForeignKey) else column
                wanted: object = PLANTED_ID if isinstance(target, models.UUIDField) else None
            else:
                wanted = PLANTED_WORD if isinstance(column, models.CharField | models.TextField) else None
            if wanted is not None and model._default_manager.filter(**{column.attname: wanted}).exists():
                yield f"{model._meta.label}.{column.name}"
