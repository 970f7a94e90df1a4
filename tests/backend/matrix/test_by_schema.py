"""An outside tool reads the API's schema and sends what fits it and what does not: no answer falls out of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from mendly.accounts import tokens
from mendly.accounts.models import Device
from mendly.clock import now
from tests.backend.conftest import People, Persona
from tests.backend.matrix.wire import BASE, session_with
from tests.backend.matrix.world import Things, World, make_world, open_invitations

SCHEMA = Path(__file__).parents[2] / "contract" / "openapi.yaml"
ROLES = ("amara", "imani", "dario")
REAL_IDS = 0.75
"""How often an address names something that is really there: random ids alone would find nothing."""
load_all_checks()
CHECKED = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    ]
)
"""Not asked: whether all that fits the schema is accepted. It cannot tell that a dose must not lie in the future. Nor
whether a request without sign-in is let in: the matrix asks that of every route."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Count:
    cases: int = 0
    reached: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    def note(self, status: int) -> None:
        self.cases += 1
        self.reached += status < 400
        self.statuses[status] = self.statuses.get(status, 0) + 1


Counts = dict[str, Count]


def token_of(persona: Persona) -> str:
    device = Device.objects.create(
        user=persona.user, name="Program", platform="test", second_factor=True, last_seen_at=now()
    )
    return tokens.start_family(device).access


def spoken_schema() -> Any:
    """The checked-in schema without its ways to sign in: who asks is not what is tried here."""
    told = yaml.safe_load(SCHEMA.read_text())
    del told["components"]["securitySchemes"]
    for methods in told["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    return schemathesis.openapi.from_dict(told)


def with_real_ids(case: Any, things: Things, chance: random.Random) -> None:
    """An address that was made wrong on purpose stays as it is."""
    in_path = case.meta.components.get(ParameterLocation.PATH)
    if in_path is not None and in_path.mode is GenerationMode.NEGATIVE:
        return
    for name in case.path_parameters or {}:
        if name in things.ids and chance.random() < REAL_IDS:
            case.path_parameters[name] = str(things.ids[name])


def send_many(world: World, roles: Sequence[str], examples: int) -> Counts:
    """`examples` cases of each kind (fitting and not) to every operation, as each of the people in turn."""
    schema = spoken_schema()
    chance = random.Random(3)
    counts: Counts = {role: Count() for role in ROLES}
    for number, operation in enumerate(schema.get_all_operations()):
        for role in roles or [ROLES[number % len(ROLES)]]:
            for mode in MODES:
                session = session_with(token_of(getattr(world.people, role)))  # a token lasts five minutes
                _send_to(operation.ok(), mode, examples, world, session, chance, counts[role])
    return counts


def _send_to(
    operation: Any,
    mode: GenerationMode,
    examples: int,
    world: World,
    session: Any,
    chance: random.Random,
    count: Count,
) -> None:
    @seed(4)
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        with_real_ids(case, world.amara, chance)
        answer = case.call(base_url=BASE, session=session)
        count.note(answer.status_code)
        case.validate_response(
            answer, checks=CHECKED, transport_kwargs={"session": session, "base_url": BASE}
        )

    try:
        send()
    except Exception as refused:
        if "Unsatisfiable" in type(refused).__name__:
            return
        raise


@pytest.fixture
def world(people: People) -> World:
    world = make_world(people)
    open_invitations(world)
    return world


def tell(counts: Counts) -> int:
    for role, count in counts.items():
        print(f"{role}: {count.cases} cases, {count.reached} let in, {dict(sorted(count.statuses.items()))}")
        assert count.reached > count.cases // 50, "hardly anything was let in"
    return sum(count.cases for count in counts.values())


def test_every_answer_is_one_that_the_schema_tells_of(world: World) -> None:
    """Each operation as one of the people."""
    tell(send_many(world, (), 1))


@pytest.mark.long
def test_every_answer_of_very_many_is_one_that_the_schema_tells_of(world: World) -> None:
    assert tell(send_many(world, ROLES, 150)) >= 50_000
