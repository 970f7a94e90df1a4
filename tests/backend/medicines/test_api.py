"""Over HTTP: the list, plans, entries and doses, for the right people."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from mendly.clock import new_id
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision
from mendly_core.doses import IntakeKind, occurrence_key
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, Course, madrid


def address(people: People, *parts: object) -> str:
    assert people.amara.patient is not None
    return "/".join(["/api/v1/patients", str(people.amara.patient.id), *map(str, parts), ""])


def revision(**given: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "rule": {"kind": "daily", "times": [{"slot": 1, "at": "02:30"}, {"slot": 2, "at": "20:00"}]},
        "amount": "0.5",
        "unit": "tablet",
        "valid_from": "2026-03-01",
        **given,
    }


def doses(people: People, start: str, end: str) -> list[dict[str, Any]]:
    answer = people.amara.phone().get(address(people, "doses"), {"from": start, "to": end})
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def test_from_a_new_medicine_to_a_taken_dose(people: People) -> None:
    phone = people.amara.phone()
    medicine = phone.post(
        address(people, "medicines"), {"name": " Metformin ", "strength": "500 mg"}, format="json"
    ).json()
    assert (medicine["name"], medicine["status"], medicine["schedules"]) == ("Metformin", "active", [])
    plan = phone.post(
        address(people, "medicines", medicine["id"], "schedules"), revision(valid_from=None), format="json"
    )
    assert (plan.status_code, plan.json()["amount"], plan.json()["home_zone"]) == (
        201,
        "0.5",
        "Europe/Madrid",
    )
    (evening,) = doses(people, "2026-11-02", "2026-11-03")
    assert (evening["state"], evening["due_at"], evening["amount"]) == (
        "upcoming",
        "2026-11-02T19:00:00Z",
        "0.5",
    )
    schedule = UUID(plan.json()["id"])
    intake = Course(UUID(int=0), UUID(medicine["id"]), schedule).intake(MONDAY, 2).to_json()
    assert phone.post(address(people, "intakes"), intake, format="json").status_code == 201
    (evening,) = doses(people, "2026-11-02", "2026-11-03")
    assert (evening["state"], evening["intake"], evening["on_time"]) == ("taken", intake["id"], False)
    listed = phone.get(address(people, "intakes"), {"from": "2026-11-02", "to": "2026-11-03"}).json()
    assert listed == [intake]
    assert phone.get(address(people, "medicines")).json()[0]["schedules"] == [plan.json()]


@pytest.mark.parametrize(
    ("zone", "day", "due"),
    [
        ("Europe/Madrid", "2026-03-29", "2026-03-29T01:30:00Z"),
        ("Europe/Madrid", "2026-03-30", "2026-03-30T00:30:00Z"),
        ("Europe/Madrid", "2026-10-25", "2026-10-25T00:30:00Z"),
        ("America/New_York", "2026-03-08", "2026-03-08T07:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T15:30:00Z"),
    ],
)
def test_days_when_clocks_change_have_each_dose_once(
    people: People, course: Course, zone: str, day: str, due: str
) -> None:
    people.amara.user.zone = zone
    people.amara.user.save()
    phone = people.amara.phone()
    medicine = phone.post(address(people, "medicines"), {"name": "Metformin"}, format="json").json()["id"]
    phone.post(address(people, "medicines", medicine, "schedules"), revision(), format="json")
    following = f"{day[:-2]}{int(day[-2:]) + 1:02d}"
    planned = [dose for dose in doses(people, day, following) if dose["medicine"] == medicine]
    assert [dose["local_time"] for dose in planned] == ["02:30", "20:00"]
    assert planned[0]["due_at"] == due
    assert len({dose["occurrence"] for dose in planned}) == 2


@pytest.mark.both_databases
def test_the_same_entry_three_times(people: People, course: Course) -> None:
    phone, intake = people.amara.phone(), course.intake(MONDAY).to_json()
    answers = [phone.post(address(people, "intakes"), intake, format="json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert all(answer.json() == intake for answer in answers)
    changed = intake | {"reason": "Another"}
    assert phone.post(address(people, "intakes"), changed, format="json").status_code == 409
    assert IntakeEvent.objects.count() == 1


@pytest.mark.both_databases
def test_the_same_medicine_three_times(people: People, course: Course) -> None:
    phone, medicine = people.amara.phone(), {"id": str(new_id()), "name": "Metformin", "how": "With food"}
    answers = [phone.post(address(people, "medicines"), medicine, format="json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    other = phone.post(address(people, "medicines"), medicine | {"how": "At night"}, format="json")
    assert other.status_code == 409
    assert people.bo.patient is not None
    bos = f"/api/v1/patients/{people.bo.patient.id}/medicines/"
    stolen = people.bo.phone().post(bos, medicine, format="json")
    assert (stolen.status_code, stolen.json()["detail"]) == (409, other.json()["detail"])


def test_a_plan_changes_by_its_next_number_only(people: People, course: Course) -> None:
    phone, url = people.amara.phone(), address(people, "medicines", course.medicine, "schedules")
    change = revision(id=str(course.schedule), valid_from="2026-11-03", rev=2)
    assert [phone.post(url, change, format="json").status_code for _ in range(2)] == [201, 200]
    assert phone.post(url, change | {"amount": "2"}, format="json").status_code == 409
    assert phone.post(url, change | {"amount": "2", "rev": 3}, format="json").status_code == 201
    past = change | {"amount": "3", "rev": 4, "valid_from": "2026-11-01"}
    assert phone.post(url, past, format="json").json()["errors"]["valid_from"]


def test_a_change_at_noon_leaves_past_days_alone(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(TUESDAY, "12:30"))
    before = doses(people, "2026-11-02", "2026-11-03")
    url = address(people, "medicines", course.medicine, "schedules")
    later = [{"slot": 1, "at": "09:00"}, {"slot": 2, "at": "21:00"}]
    change = revision(
        id=str(course.schedule), valid_from=None, amount="2", rule={"kind": "daily", "times": later}
    )
    assert people.amara.phone().post(url, change, format="json").status_code == 201
    assert doses(people, "2026-11-02", "2026-11-03") == before
    assert [dose["local_time"] for dose in doses(people, "2026-11-03", "2026-11-04")] == ["08:00", "21:00"]


def test_a_dose_that_was_logged_early_stays_when_its_time_moves(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "19:00"))
    phone, url = people.amara.phone(), address(people, "medicines", course.medicine, "schedules")
    phone.post(address(people, "intakes"), course.intake(MONDAY, 2).to_json(), format="json")
    moved = {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}, {"slot": 2, "at": "21:00"}]}
    phone.post(url, revision(id=str(course.schedule), valid_from=None, rule=moved), format="json")
    evening = doses(people, "2026-11-02", "2026-11-03")[1]
    assert (evening["local_time"], evening["state"], evening["on_time"]) == ("20:00", "taken", True)


def test_the_patient_renames_and_ends_a_medicine(people: People, course: Course) -> None:
    phone, url = people.amara.phone(), address(people, "medicines", course.medicine)
    changed = phone.patch(
        url, {"name": "Evening tablet", "notes": "Blue box", "status": "ended"}, format="json"
    )
    assert (changed.json()["name"], changed.json()["status"]) == ("Evening tablet", "active")
    assert changed.json()["strength"] == "20 mg"
    ended = phone.post(f"{url}end/", {}, format="json").json()
    assert (ended["status"], ended["ended_on"], ended["schedules"]) == ("ended", "2026-11-02", [])
    assert phone.post(f"{url}end/", {}, format="json").status_code == 200
    assert doses(people, "2026-11-02", "2026-11-20") == []


def test_a_medicine_that_ended_days_ago_keeps_what_was_before(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(TUESDAY, "12:30"))
    phone, url = people.amara.phone(), address(people, "medicines", course.medicine, "end")
    for day in ("2026-11-01", "2026-11-04"):
        assert phone.post(url, {"on": day}, format="json").status_code == 400
    phone.post(url, {"on": "2026-11-03"}, format="json")
    assert len(doses(people, "2026-11-02", "2026-11-10")) == 2


BAD_MEDICINES: list[dict[str, Any]] = [
    {},
    {"name": ""},
    {"name": "   "},
    {"name": "x" * 121},
    {"name": "a\x00b"},
    {"name": "a\x1bb"},
    {"name": ["a"]},
    {"name": "A", "id": "1"},
    {"name": "A", "rxnorm": "simvastatin"},
    {"name": "A", "notes": "x" * 2001},
    {"name": "A", "started_on": "2026-11-03"},
    {"name": "A", "started_on": "yesterday"},
]


def test_bad_medicines_change_nothing(people: People, subtests: pytest.Subtests) -> None:
    phone = people.amara.phone()
    for body in BAD_MEDICINES:
        with subtests.test(body=body):
            answer = phone.post(address(people, "medicines"), body, format="json")
            assert (answer.status_code, Medicine.objects.count()) == (400, 0)
            assert answer["Content-Type"] == "application/problem+json"


def times(*pairs: tuple[int, str]) -> dict[str, Any]:
    return {"rule": {"kind": "daily", "times": [{"slot": slot, "at": at} for slot, at in pairs]}}


BAD_PLANS: list[dict[str, Any]] = [
    {"rule": None},
    {"rule": []},
    {"rule": {"kind": "hourly"}},
    times(),
    times((1, "25:00")),
    times((1, "08:00"), (1, "09:00")),
    times((1, "08:00"), (2, "08:00")),
    times(*((slot, f"{slot // 60:02d}:{slot % 60:02d}") for slot in range(1, 26))),
    {"rule": {"kind": "weekdays", "days": [7], "times": [{"slot": 1, "at": "08:00"}]}},
    {"amount": "0"},
    {"amount": "-1"},
    {"amount": "NaN"},
    {"amount": "1e9"},
    {"amount": None},
    {"unit": ""},
    {"unit": "x" * 41},
    {"zone_policy": "absolute"},
    {"zone_policy": "home", "home_zone": "Mars/Base", "valid_from": None},
    {"home_zone": "../../etc/passwd"},
    {"valid_from": "2026-02-30"},
    {"valid_from": "0001-01-01"},
    {"valid_from": "2026-11-05", "valid_to": "2026-11-04"},
    {"late_minutes": 0},
    {"early_minutes": 100_000},
    {"rev": 2},
]


def test_bad_plans_change_nothing(people: People, course: Course, subtests: pytest.Subtests) -> None:
    phone, url = people.amara.phone(), address(people, "medicines", course.medicine, "schedules")
    for change in BAD_PLANS:
        with subtests.test(change=change):
            answer = phone.post(url, revision(**change), format="json")
            assert answer.status_code == (409 if "rev" in change else 400)
            assert answer.json()["detail"].endswith(".")
            assert ScheduleRevision.objects.count() == 1


BAD_INTAKES: list[Any] = [
    [],
    "text",
    None,
    {"kind": "eaten"},
    {"kind": "taken", "taken_at": None},
    {"occurrence": "0" * 32},
    {"slot": 2},
    {"slot": "1"},
    {"hlc": "now"},
    {"amount": "lots"},
    {"amount": 1},
    {"device_zone": "Mars/Base"},
    {"id": "1"},
    {"medicine": None},
    {"reason": "x" * 2001},
    {"taken_at": "2026-11-02T05:00:00"},
    {"colour": "red"},
]


BAD_SPANS: list[dict[str, str]] = [
    {},
    {"from": "2026-11-02"},
    {"from": "2026-11-02", "to": "2026-11-02"},
    {"from": "2026-11-02", "to": "2028-11-02"},
    {"from": "x", "to": "y"},
]


def test_bad_entries_change_nothing(people: People, course: Course, subtests: pytest.Subtests) -> None:
    phone = people.amara.phone()
    for change in BAD_INTAKES:
        with subtests.test(change=change):
            body = course.intake(MONDAY).to_json() | change if isinstance(change, dict) else change
            answer = phone.post(address(people, "intakes"), body, format="json")
            assert (answer.status_code, IntakeEvent.objects.count()) == (400, 0)


def test_a_span_needs_two_days_in_order(people: People, subtests: pytest.Subtests) -> None:
    phone = people.amara.phone()
    for what in ("doses", "intakes"):
        for query in BAD_SPANS:
            with subtests.test(what=what, query=query):
                assert phone.get(address(people, what), query).status_code == 400


@pytest.mark.parametrize("stranger", ["sam", "quill", "carmen", "bo"])
def test_strangers_find_nothing(people: People, course: Course, stranger: str) -> None:
    client = getattr(people, stranger).phone()
    span = {"from": "2026-11-02", "to": "2026-11-03"}
    one = address(people, "medicines", course.medicine)
    answers = [
        client.get(address(people, "medicines")),
        client.post(address(people, "medicines"), {"name": "A"}, format="json"),
        client.get(one),
        client.patch(one, {"name": "A"}, format="json"),
        client.post(f"{one}end/", {}, format="json"),
        client.post(f"{one}schedules/", revision(), format="json"),
        client.get(address(people, "intakes"), span),
        client.post(address(people, "intakes"), course.intake(MONDAY).to_json(), format="json"),
        client.get(address(people, "doses"), span),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_medicine_of_another_patient_is_not_found(people: People, course: Course) -> None:
    assert people.bo.patient is not None
    crossed = f"/api/v1/patients/{people.bo.patient.id}/medicines/{course.medicine}/"
    phone = people.bo.phone()
    assert phone.get(crossed).status_code == 404
    assert phone.patch(crossed, {"name": "A"}, format="json").status_code == 404
    assert phone.post(f"{crossed}end/", {}, format="json").status_code == 404
    assert phone.post(f"{crossed}schedules/", revision(), format="json").status_code == 404


@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-01", "9999-12-30"])
def test_days_at_the_ends_of_the_calendar_are_no_crash(people: People, course: Course, start: str) -> None:
    end = "0001-01-02" if start < "1" else "9999-12-31"
    answer = people.amara.phone().get(address(people, "doses"), {"from": start, "to": end})
    assert answer.status_code == (200 if start < "1" else 400)


def test_a_proxy_logs_a_dose_and_the_care_team_sees_it(people: People, course: Course) -> None:
    body = course.intake(MONDAY, kind=IntakeKind.SKIPPED).to_json()
    assert people.dario.phone().post(address(people, "intakes"), body, format="json").status_code == 201
    for provider in (people.imani, people.jules):
        seen = (
            provider.phone().get(address(people, "doses"), {"from": "2026-11-02", "to": "2026-11-03"}).json()
        )
        assert [dose["state"] for dose in seen] == ["skipped", "upcoming"]


def test_a_provider_changes_the_plan_of_a_patient_in_care(people: People, course: Course) -> None:
    url = address(people, "medicines", course.medicine, "schedules")
    change = revision(id=str(course.schedule), valid_from="2026-11-03")
    assert people.imani.phone().post(url, change, format="json").status_code == 201
    assert people.imani.phone(second_factor=False).post(url, change, format="json").status_code == 403


def test_nobody_reads_without_signing_in(people: People, course: Course) -> None:
    assert APIClient().get(address(people, "medicines")).status_code == 401


def test_columns_and_logs_hold_no_health_detail(
    people: People, course: Course, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="mendly"):
        body = course.intake(MONDAY).to_json() | {"reason": "Marker-Reason", "amount": "7.125"}
        people.amara.phone().post(address(people, "intakes"), body, format="json")
        people.amara.phone().post(address(people, "intakes"), body | {"hlc": "Marker-Clock"}, format="json")
    assert "Marker" not in "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    with connection.cursor() as cursor:
        for table in ("medicines_medicine", "medicines_schedulerevision", "medicines_intakeevent"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = b"|".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            for marker in (b"Simvastatin", b"simvastatin", b"36567", b"Marker", b"7.125", b"tablet"):
                assert marker not in stored


def test_a_page_of_doses_costs_the_same_queries_for_a_day_and_for_a_year(
    people: People, course: Course
) -> None:
    counts = []
    phone = people.amara.phone()
    phone.get(address(people, "doses"), {"from": "2026-11-02", "to": "2026-11-03"})
    for end in ("2026-11-03", "2027-11-02"):
        with CaptureQueriesContext(connection) as queries:
            phone.get(address(people, "doses"), {"from": "2026-11-02", "to": end})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_key_of_a_dose_is_the_engines(people: People, course: Course) -> None:
    first = doses(people, "2026-11-02", "2026-11-03")[0]
    assert first["occurrence"] == occurrence_key(course.schedule, MONDAY, 1)
