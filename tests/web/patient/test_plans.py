"""Every kind of plan has a form: filled in, kept, shown in words, changed again; wrong input keeps nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from mendly.clock import new_id
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.models import IntakeEvent, ScheduleRevision
from mendly.medicines.plans import PlanDraft
from mendly.medicines.selectors import doses_between
from mendly.medicines.services import log_dose, pause_plan, set_schedule
from mendly_core.doses import AsNeededRule, IntakeKind, Rule, State
from portal.patient.plan_kinds import KINDS
from tests.backend.conftest import People
from tests.web.patient.conftest import MONDAY, Course, browser_of, madrid, page_of

DAY = timedelta(days=1)
DOSE = {"amount": "2", "unit": "tablet", "rev": "1"}
TIMES = {"time_1": "08:00", "time_2": "20:00"}
NEXT = {"next_on": "2026-11-03", "next_at": "09:00"}
FILLED_IN: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "week": (
        {"kind": "weekdays", "days": ["0", "2"], **TIMES},
        "Monday and Wednesday at 8:00 am and 8:00 pm",
        {"kind": "weekdays", "days": [0, 2]},
    ),
    "as_needed": (
        {"most": "8", "gap": "4"},
        "Only when needed. At most 8 tablets in 24 hours. At least 4 hours apart",
        {"kind": "as_needed", "most": "8", "gap": 240},
    ),
    "hours": (
        {"every": "8", **NEXT},
        "Every 8 hours, day and night",
        {"kind": "hours", "every": 8, "anchor": "2026-11-03T08:00:00Z"},
    ),
    "waking": (
        {"every": "2.5", "first": "08:00", "last": "20:00"},
        "Every 150 minutes from 8:00 am to 8:00 pm",
        {"kind": "waking", "every": 150, "first": "08:00", "last": "20:00"},
    ),
    "after_intake": (
        {"hours": "6", **NEXT},
        "6 hours after the last dose",
        {"kind": "after_intake", "minutes": 360, "first": "2026-11-03T08:00:00Z"},
    ),
    "every_days": (
        {"every": "3", "anchor": "2026-11-04", **TIMES},
        "Every 3 days at 8:00 am and 8:00 pm",
        {"kind": "every_days", "every": 3, "anchor": "2026-11-04"},
    ),
    "every_weeks": (
        {"every": "2", "days": ["4"], "anchor": "2026-11-04", **TIMES},
        "Every 2 weeks on Friday at 8:00 am and 8:00 pm",
        {"kind": "every_weeks", "every": 2, "days": [4], "anchor": "2026-11-04"},
    ),
    "cycle": (
        {"on": "21", "off": "7", "anchor": "2026-11-01", **TIMES},
        "21 days at 8:00 am and 8:00 pm, then 7 days without",
        {"kind": "cycle", "on": 21, "off": 7, "anchor": "2026-11-01"},
    ),
    "month_days": (
        {"days": "15, 1 31", **TIMES},
        "Days 1, 15 and 31 of each month at 8:00 am and 8:00 pm",
        {"kind": "month_days", "days": [1, 15, 31]},
    ),
}


@pytest.fixture
def medicine(people: People, course: Course) -> Course:
    """Amara's medicine without the plan that it began with."""
    ScheduleRevision.objects.all().delete()
    return Course(course.patient, course.medicine, new_id())


def address(people: People, medicine: Course, kind: str = "") -> str:
    page = page_of(people.amara, f"medicines/{medicine.medicine}/plan/{medicine.schedule}/")
    return f"{page}?kind={kind}" if kind else page


def said(people: People, medicine: Course) -> str:
    page = page_of(people.amara, f"medicines/{medicine.medicine}/")
    return str(browser_of(people.amara).get(page).content.decode())


def rule_of(people: People, medicine: Course) -> dict[str, Any]:
    [plan] = [one for one in plans_of(people.amara.actor, medicine.patient) if one.id == medicine.schedule]
    return {name: part for name, part in plan.rule.to_json().items() if name != "times"}


@pytest.mark.parametrize("kind", FILLED_IN)
def test_a_plan_of_this_kind_is_kept_said_and_filled_in_again(
    people: People, medicine: Course, kind: str
) -> None:
    given, words, rule = FILLED_IN[kind]
    browser = browser_of(people.amara)
    for _ in range(2):
        answer = browser.post(address(people, medicine, kind), DOSE | given)
    assert answer.status_code == 302, answer.content.decode()
    assert rule_of(people, medicine) == rule
    assert words in said(people, medicine)
    form = browser.get(address(people, medicine)).context["form"]
    shown = {name: form[name].value() for name in given if name not in {*TIMES, *NEXT}}
    assert {name: str(value).removesuffix(":00:00") for name, value in shown.items() if name != "days"} == {
        name: value.removesuffix(":00") for name, value in given.items() if name in shown and name != "days"
    }
    assert [field.value() for field in form.times if field.value()] == [
        datetime.strptime(at, "%H:%M").replace(tzinfo=UTC).time()
        for name, at in given.items()
        if name in TIMES
    ]


def test_a_dose_that_follows_another(people: People, course: Course) -> None:
    follower = Course(course.patient, course.medicine, new_id())
    browser = browser_of(people.amara)
    html = browser.get(address(people, follower, "following")).content.decode()
    assert f'value="{course.schedule}:1"' in html
    given = DOSE | {"leader": f"{course.schedule}:1", "minutes": "30"}
    assert browser.post(address(people, follower, "following"), given).status_code == 302
    assert rule_of(people, follower)["minutes"] == 30
    assert "30 minutes after another dose" in said(people, follower)
    stranger = DOSE | {"leader": f"{new_id()}:1", "minutes": "30"}
    assert browser.post(address(people, follower, "following"), stranger).status_code == 422


def test_step_by_step_less(people: People, medicine: Course) -> None:
    browser = browser_of(people.amara)
    given = {"unit": "tablet", "rev": "1", "time_1": "23:00"} | {
        "days_1": "3",
        "amount_1": "2",
        "days_2": "4",
        "amount_2": "1",
    }
    for _ in range(2):
        answer = browser.post(address(people, medicine, "taper"), given)
        assert answer.status_code == 302, answer.content.decode()
    doses = doses_between(people.amara.actor, medicine.patient, MONDAY, MONDAY + 20 * DAY)
    assert [int(dose.amount) for dose in doses] == [2] * 3 + [1] * 4
    assert "From Thursday 5 November" in said(people, medicine)
    half = given | {"days_2": ""}
    answer = browser.post(address(people, medicine, "taper"), half)
    assert "A step needs its days and how much." in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("hours", {"every": "0"}),
        ("hours", {"next_at": "soon"}),
        ("waking", {"first": "20:00", "last": "08:00"}),
        ("month_days", {"days": "0, 40"}),
        ("month_days", {"days": "first"}),
        ("cycle", {"off": "0"}),
        ("every_days", {"anchor": ""}),
        ("every_weeks", {"days": []}),
        ("as_needed", {"most": "-1"}),
        ("week", {"time_1": "", "time_2": ""}),
        ("week", {"valid_to": "2026-10-01"}),
        ("week", {"amount": "0"}),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(
    people: People, medicine: Course, kind: str, wrong: dict[str, Any]
) -> None:
    given = DOSE | FILLED_IN[kind][0] | wrong
    answer = browser_of(people.amara).post(address(people, medicine, kind), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not ScheduleRevision.objects.exists()


def test_a_kind_that_we_do_not_know_is_no_page(people: People, medicine: Course) -> None:
    assert browser_of(people.amara).get(address(people, medicine, "moon")).status_code == 404


def test_every_kind_can_be_chosen(people: People, medicine: Course) -> None:
    page = page_of(people.amara, f"medicines/{medicine.medicine}/plan/")
    html = browser_of(people.amara).get(page).content.decode()
    assert all(f"?kind={kind}" in html for kind in KINDS)


def test_a_course_of_some_days(people: People, medicine: Course) -> None:
    given = DOSE | {"kind": "daily", "time_1": "23:00", "valid_from": "2026-11-05", "valid_to": "2026-11-07"}
    assert browser_of(people.amara).post(address(people, medicine, "week"), given).status_code == 302
    doses = doses_between(people.amara.actor, medicine.patient, MONDAY, MONDAY + 20 * DAY)
    assert [dose.local_date.day for dose in doses] == [5, 6, 7]
    form = browser_of(people.amara).get(address(people, medicine)).context["form"]
    assert form["valid_to"].value().day == 7


def test_a_plan_rests_and_goes_on(people: People, course: Course) -> None:
    browser, page = browser_of(people.amara), address(people, course)
    assert browser.post(f"{page}rest/", {"until": "2020-01-01"}).status_code == 422
    assert browser.post(f"{page}rest/", {"until": ""}).status_code == 302
    assert "Rests now" in said(people, course)
    assert browser.get(f"{page}rest/").status_code == 404
    assert browser.post(f"{page}go-on/").status_code == 302
    assert "Rests now" not in said(people, course)


def today(people: People) -> str:
    return str(browser_of(people.amara).get(page_of(people.amara, "today/")).content.decode())


def dose_named(people: People, course: Course) -> dict[str, Any]:
    doses = doses_between(people.amara.actor, course.patient, MONDAY, MONDAY + DAY)
    dose = next(dose for dose in doses if dose.schedule == course.schedule)
    return {"schedule": dose.schedule, "day": dose.local_date, "slot": dose.slot, "entry": new_id()}


def send(people: People, act: str, facts: dict[str, Any]) -> Any:
    return browser_of(people.amara).post(page_of(people.amara, f"doses/{act}/"), facts)


def state(people: People, course: Course) -> State:
    doses = doses_between(people.amara.actor, course.patient, MONDAY, MONDAY + DAY)
    return next(dose.state for dose in doses if dose.schedule == course.schedule)


def test_only_a_part_was_taken(people: People, course: Course, clock: time_machine.Traveller) -> None:
    clock.move_to(madrid(MONDAY, "08:05"))
    assert send(people, "part", dose_named(people, course) | {"amount": "none"}).status_code == 422
    assert send(people, "part", dose_named(people, course) | {"amount": "0.5"}).status_code == 302
    assert state(people, course) is State.PARTIAL
    assert "Part of it taken" in today(people)


def test_a_reminder_is_put_off(people: People, course: Course, clock: time_machine.Traveller) -> None:
    clock.move_to(madrid(MONDAY, "08:05"))
    assert send(people, "later", dose_named(people, course) | {"minutes": "7"}).status_code == 400
    assert send(people, "later", dose_named(people, course) | {"minutes": "30"}).status_code == 302
    assert "We remind you in 30 minutes." in today(people)
    clock.move_to(madrid(MONDAY, "08:36"))
    assert "We remind you" not in today(people)


def test_one_dose_is_moved_a_little_and_the_plan_stays(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:05"))
    to = {"on": MONDAY, "at": "11:00"}
    assert send(people, "move", dose_named(people, course) | to).status_code == 302
    assert "11:00 am" in today(people)
    far = {"on": MONDAY + 3 * DAY, "at": "11:00"}
    answer = send(people, "move", dose_named(people, course) | far)
    assert answer.status_code == 422
    assert "at most 24 hours" in answer.content.decode()
    assert IntakeEvent.objects.filter(kind=IntakeKind.MOVED).count() == 1


def needed(people: People, medicine: Course, rule: Rule) -> None:
    draft = PlanDraft(rule, Decimal(2), "tablet")
    set_schedule(people.amara.actor, medicine.patient, medicine.medicine, draft)


def extra(people: People, medicine: Course, **more: Any) -> Any:
    return send(people, "extra", {"medicine": medicine.medicine, "entry": new_id(), "amount": "2", **more})


def test_a_dose_as_needed_is_logged_and_the_next_one_too_soon_asks(people: People, medicine: Course) -> None:
    needed(people, medicine, AsNeededRule(most=Decimal(8), gap=240))
    assert extra(people, medicine).status_code == 302
    html = today(people)
    assert "Logged in the last 24 hours: 2. Your plan says at most 8." in html
    assert "The next one fits your plan in 4 hours." in html
    answer = extra(people, medicine)
    assert answer.status_code == 422
    assert "sooner than your plan says" in answer.content.decode()
    assert IntakeEvent.objects.count() == 1
    assert extra(people, medicine, sure="yes").status_code == 302
    assert IntakeEvent.objects.count() == 2


def test_more_than_the_most_of_a_day_asks(people: People, medicine: Course) -> None:
    needed(people, medicine, AsNeededRule(most=Decimal(3)))
    extra(people, medicine)
    assert "over the most of your plan" in extra(people, medicine).content.decode()


def test_a_dose_sent_twice_is_logged_once(people: People, medicine: Course) -> None:
    entry = new_id()
    for _ in range(2):
        extra(people, medicine, entry=entry, sure="yes")
    assert IntakeEvent.objects.count() == 1


def test_without_limits_we_ask_only_right_after_another(
    people: People, medicine: Course, clock: time_machine.Traveller
) -> None:
    extra(people, medicine)
    assert "logged a short time ago" in extra(people, medicine).content.decode()
    clock.shift(timedelta(minutes=11))
    assert extra(people, medicine).status_code == 302


def test_a_stranger_logs_nothing(people: People, medicine: Course) -> None:
    page = page_of(people.amara, "doses/extra/")
    facts = {"medicine": medicine.medicine, "entry": new_id()}
    assert browser_of(people.sam).post(page, facts).status_code == 404
    other = {"medicine": new_id(), "entry": new_id()}
    assert browser_of(people.amara).post(page, other).status_code == 404
    assert not IntakeEvent.objects.exists()


def test_a_plan_that_rests_already_changes_nothing(people: People, course: Course) -> None:
    pause_plan(people.amara.actor, course.patient, course.schedule)
    rows = ScheduleRevision.objects.count()
    log_dose(people.amara.actor, course.patient, kind=IntakeKind.TAKEN, medicine_id=course.medicine)
    assert browser_of(people.amara).post(f"{address(people, course)}rest/", {}).status_code == 404
    assert ScheduleRevision.objects.count() == rows
