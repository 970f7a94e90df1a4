"""Side effects: what is told stays, a correction is added, and a red flag reaches the queue at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict, NotFound
from mendly.medicines.models import SideEffect
from mendly.medicines.services import report_side_effect, withdraw_side_effect
from mendly.medicines.services.side_effects import Told
from mendly.medicines.side_effects import side_effects_of
from mendly.worklist import services as worklist
from mendly.worklist.models import Item, Kind, Urgency
from mendly.worklist.selectors import queue_for
from mendly_core.side_effects import Common, Severity, red_flags
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course

MILD = Told(Common.MUSCLES, Severity.MILD, MONDAY, words="My legs are sore")


def tell(
    people: People, course: Course, told: Told = MILD, effect: UUID | None = None, number: int = 1
) -> UUID:
    effect = effect or new_id()
    report_side_effect(people.amara.actor, course.patient, effect, told, number=number)
    return effect


def queue(people: People) -> list[tuple[UUID, int, str]]:
    found = (line for line in queue_for(people.imani.actor) if line.kind == Kind.SIDE_EFFECT)
    return [(line.source, line.urgency, line.lane) for line in found]


def test_a_mild_one_is_kept_and_stays_out_of_the_queue(people: People, course: Course) -> None:
    effect = tell(people, course, replace(MILD, medicine=course.medicine))
    found = side_effects_of(people.imani.actor, course.patient)
    assert [(one.id, one.now.medicine_name, one.now.words) for one in found] == [
        (effect, "Simvastatin", "My legs are sore")
    ]
    assert queue(people) == []


@pytest.mark.parametrize("sign", [None, *(flag.sign for flag in red_flags())])
def test_severe_or_a_sign_reaches_the_queue_at_once(people: People, course: Course, sign: str | None) -> None:
    told = replace(MILD, severity=Severity.SEVERE) if sign is None else replace(MILD, signs=(sign,))
    effect = tell(people, course, told)
    assert queue(people) == [(effect, Urgency.NOW, "team")]


def test_what_the_team_finished_comes_back_only_when_it_gets_worse(people: People, course: Course) -> None:
    severe = replace(MILD, severity=Severity.SEVERE)
    effect = tell(people, course, severe)
    worklist.finish(people.imani.actor, Item.objects.get(source=effect).id, version=1)
    tell(people, course, replace(severe, words="Both legs"), effect, 2)
    assert [lane for _, _, lane in queue(people)] == ["done"]
    tell(people, course, replace(severe, words="Both legs", signs=("breathing",)), effect, 3)
    assert [lane for _, _, lane in queue(people)] == ["team", "done"]


def test_a_correction_that_settles_it_takes_it_out_again(people: People, course: Course) -> None:
    effect = tell(people, course, replace(MILD, severity=Severity.SEVERE))
    tell(people, course, MILD, effect, 2)
    assert [lane for _, _, lane in queue(people)] == ["done"]
    one = side_effects_of(people.amara.actor, course.patient)[0]
    assert (one.now.severity, [report.severity for report in one.earlier]) == ("mild", ["severe"])


def test_withdrawn_is_gone_from_the_list_and_kept_in_the_record(people: People, course: Course) -> None:
    effect = tell(people, course, replace(MILD, signs=("swelling",)))
    for _ in range(2):
        withdraw_side_effect(people.amara.actor, course.patient, effect)
    assert side_effects_of(people.imani.actor, course.patient) == []
    assert SideEffect.objects.filter(effect=effect).count() == 2
    assert [lane for _, _, lane in queue(people)] == ["done"]
    with pytest.raises(Conflict):
        tell(people, course, MILD, effect, 3)


def test_a_report_counts_once_and_two_corrections_at_once_do_not_overwrite(
    people: People, course: Course
) -> None:
    effect = tell(people, course)
    tell(people, course, MILD, effect)
    tell(people, course, replace(MILD, words="One"), effect, 2)
    with pytest.raises(Conflict):
        tell(people, course, replace(MILD, words="Two"), effect, 2)
    with pytest.raises(NotFound):
        tell(people, course, MILD, None, 2)
    assert SideEffect.objects.count() == 2


def test_nobody_writes_under_anothers_side_effect(people: People, course: Course) -> None:
    effect = tell(people, course)
    assert people.bo.patient is not None
    with pytest.raises(Conflict):
        report_side_effect(people.bo.actor, people.bo.patient.id, effect, MILD)
    with pytest.raises(NotFound):
        withdraw_side_effect(people.bo.actor, people.bo.patient.id, effect)
    with pytest.raises(NotFound):
        withdraw_side_effect(people.dario.actor, course.patient, effect)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"since": MONDAY + timedelta(days=1)}, "since"),
        ({"since": date(1800, 1, 1)}, "since"),
        ({"ended_on": MONDAY - timedelta(days=1)}, "ended_on"),
        ({"signs": ("sneezing",)}, "signs"),
        ({"what": Common.OTHER, "words": " "}, "words"),
        ({"medicine": new_id()}, "medicine"),
        ({"words": "x" * 1001}, "words"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(
    people: People, course: Course, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        tell(people, course, replace(MILD, **change))
    assert refused.value.field == field
    assert SideEffect.objects.count() == 0


def test_the_api_takes_a_report_its_correction_and_its_withdrawal(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    amara, effect = people.amara.phone(), str(new_id())
    address = f"/api/v1/patients/{course.patient}/side-effects/"
    body = {"id": effect, "what": "rash", "severity": "moderate", "since": MONDAY.isoformat()}
    assert amara.post(address, body, format="json").status_code == 201
    assert amara.post(address, body, format="json").status_code == 200
    worse = body | {"number": 2, "signs": ["blisters"], "medicine": str(course.medicine)}
    told = amara.post(address, worse, format="json")
    assert (told.status_code, told.json()["now"]["is_urgent"]) == (201, True)
    assert len(told.json()["earlier"]) == 1
    assert amara.get("/api/v1/side-effect-signs/").json()[4]["source"] == "NHS, Stevens-Johnson syndrome"
    assert amara.delete(f"{address}{effect}/").status_code == 204
    assert amara.get(address).json() == []
