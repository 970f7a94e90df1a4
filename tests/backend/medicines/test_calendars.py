"""The calendar address: what it tells, to whom, and that it ends."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import recurring_ical_events
import time_machine
from django.test import Client
from icalendar import Calendar, Event

from mendly.audit.models import AccessRecord
from mendly.care.access_log import look_sentence, looks_at
from mendly.errors import NotFound, StepUpNeeded
from mendly.medicines.kept_plans import revisions_of
from mendly.medicines.models import CalendarFeed
from mendly.medicines.services import (
    log_dose,
    make_calendar,
    open_calendar,
    record_intake,
    revoke_calendar,
)
from mendly.vault import crypto
from mendly_core.doses import (
    AfterIntakeRule,
    CycleRule,
    HoursRule,
    IntakeKind,
    MonthDaysRule,
    Rule,
    WakingRule,
    WeekdaysRule,
    ZonePolicy,
    occurrence_key,
    plan,
)
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, Course, daily, madrid
from tests.backend.medicines.kinds import course_of

DAY = timedelta(days=1)
SWITCHES = (date(2026, 3, 29), date(2026, 10, 25))


def address_of(people: People, *, names_medicines: bool = False, rings: bool = False) -> str:
    assert people.amara.patient is not None
    made = make_calendar(
        people.amara.actor, people.amara.patient.id, names_medicines=names_medicines, rings=rings
    )
    return "/" + made.address.split("/", 3)[3]


def fetched(address: str) -> Calendar:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    return Calendar.from_ical(answer.content)


def entries(address: str) -> list[Event]:
    return list(fetched(address).walk("VEVENT"))


def start_of(entry: Event) -> datetime:
    moment: datetime = entry["DTSTART"].dt
    return moment


def test_titles_say_nothing_and_nothing_rings_unless_asked(people: People, course: Course) -> None:
    plain = fetched(address_of(people))
    assert {str(entry["SUMMARY"]) for entry in plain.walk("VEVENT")} == {"A reminder from Mendly"}
    assert plain.walk("VALARM") == []
    assert b"imvastatin" not in plain.to_ical()
    people.amara.user.language = "es"
    people.amara.user.save()
    (title,) = {str(entry["SUMMARY"]) for entry in entries(address_of(people))}
    assert title == "Un recordatorio de Mendly"


def test_names_and_bells_stand_there_once_they_were_chosen(people: People, course: Course) -> None:
    told = fetched(address_of(people, names_medicines=True, rings=True))
    assert {str(entry["SUMMARY"]) for entry in told.walk("VEVENT")} == {"Your medicine: Simvastatin 20 mg"}
    assert len(told.walk("VALARM")) == len(told.walk("VEVENT"))


def test_a_file_without_names_opens_no_seal(
    people: People, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_of(people)
    monkeypatch.setattr(crypto, "unseal", lambda *_: pytest.fail("a seal was opened"))
    assert entries(address)


def test_only_a_digest_of_the_secret_is_kept(people: People, course: Course) -> None:
    secret = address_of(people).rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 43  # 256 bits in base64
    row = CalendarFeed.objects.values().get()
    assert secret not in repr(row)


def test_an_address_that_was_replaced_or_ended_leads_nowhere(people: People, course: Course) -> None:
    first = address_of(people)
    second = address_of(people)
    assert Client().get(first).status_code == 404
    assert entries(second)
    revoke_calendar(people.amara.actor, course.patient)
    assert Client().get(second).status_code == 404
    assert Client().get("/calendar/never-was.ics").status_code == 404


def test_an_account_that_ended_tells_nothing(people: People, course: Course) -> None:
    address = address_of(people)
    people.amara.user.is_active = False
    people.amara.user.save()
    answer, never = Client().get(address), Client().get("/calendar/never-was.ics")
    assert (answer.status_code, never.status_code) == (404, 404)
    with pytest.raises(NotFound):
        open_calendar(address.rpartition("/")[2].removesuffix(".ics"))


def test_making_one_takes_a_proof_of_now_and_ending_one_does_not(people: People, course: Course) -> None:
    stale = replace(people.amara.actor, fresh=False)
    with pytest.raises(StepUpNeeded):
        make_calendar(stale, course.patient, names_medicines=False, rings=False)
    address = address_of(people)
    revoke_calendar(stale, course.patient)
    assert Client().get(address).status_code == 404


def test_reading_it_is_told_once_a_day(people: People, course: Course, clock: time_machine.Traveller) -> None:
    address = address_of(people)
    for hours in (0, 1, 2, 25, 26):
        clock.move_to(madrid(MONDAY, "06:00") + timedelta(hours=hours))
        entries(address)
    told = AccessRecord.objects.filter(via="calendar", patient=course.patient)
    assert told.count() == 2
    said = {
        look_sentence(look, "en", person="?", local=look.at)
        for look in looks_at(people.amara.actor, course.patient)
        if look.via == "calendar"
    }
    assert said == {
        "Your calendar address was read on 2 November 2026 at 5:00 am.",
        "Your calendar address was read on 3 November 2026 at 6:00 am.",
    }


def test_asking_too_often_is_refused(people: People, course: Course) -> None:
    address, reader = address_of(people), Client()
    answers = [reader.get(address).status_code for _ in range(122)]
    assert (answers[0], answers[-1]) == (200, 429)
    guesses = [reader.get(f"/calendar/guess-{n}.ics").status_code for n in range(62)]
    assert (guesses[0], guesses[-1]) == (404, 429)


def test_the_secret_stands_in_no_log(
    people: People, course: Course, caplog: pytest.LogCaptureFixture
) -> None:
    address = address_of(people)
    with caplog.at_level(logging.DEBUG):
        entries(address)
        Client().get("/calendar/wrong-one.ics")
    secret = address.rpartition("/")[2].removesuffix(".ics")
    written = "\n".join(repr(vars(record)) for record in caplog.records if record.name.startswith("mendly"))
    assert "route" in written
    assert secret not in written
    assert "wrong-one" not in written


def test_a_moved_dose_stands_at_its_new_time_only_and_with_a_higher_number(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    address, uid = address_of(people), f"{occurrence_key(course.schedule, TUESDAY, 1)}@mendly"

    def of_that_dose() -> list[Event]:
        return [entry for entry in entries(address) if entry["UID"] == uid]

    (before,) = of_that_dose()
    clock.move_to(madrid(MONDAY, "07:00"))
    log_dose(
        people.amara.actor,
        course.patient,
        kind=IntakeKind.MOVED,
        medicine_id=course.medicine,
        schedule_id=course.schedule,
        local_date=TUESDAY,
        slot=1,
        put_to=madrid(TUESDAY, "10:30"),
    )
    (after,) = of_that_dose()
    assert (start_of(before), start_of(after)) == (madrid(TUESDAY, "08:00"), madrid(TUESDAY, "10:30"))
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_a_dose_ahead_that_is_answered_is_left_out_and_a_past_one_stays(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    address = address_of(people)
    count = len(entries(address))
    clock.move_to(madrid(MONDAY, "07:30"))
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY, 1))
    assert len(entries(address)) == count - 1
    clock.move_to(madrid(MONDAY, "08:01"))
    assert len(entries(address)) == count


def times(*at: str) -> Any:
    return daily(*at).times


KINDS: dict[str, tuple[Rule, dict[str, Any]]] = {
    "days": (daily("02:30", "20:00"), {}),
    "at home": (daily("02:30"), {"zone_policy": ZonePolicy.HOME, "home_zone": "America/New_York"}),
    "weekdays": (WeekdaysRule((4, 5, 6, 0), times("02:15")), {}),
    "cycle": (CycleRule(21, 7, date(2026, 3, 9), times("03:00")), {}),
    "month days": (MonthDaysRule((1, 24, 25, 26, 28, 29, 31), times("01:30")), {}),
    "waking": (WakingRule(90, "01:00", "09:00"), {}),
    "hours": (HoursRule(7, datetime(2026, 2, 2, 7, tzinfo=UTC)), {}),
    "after intake": (AfterIntakeRule(480, datetime(2026, 3, 20, 7, tzinfo=UTC)), {}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("switch", SWITCHES)
def test_another_reader_finds_the_instants_of_the_engine_over_both_changes_of_the_clock(
    people: People, clock: time_machine.Traveller, switch: date, kind: str
) -> None:
    """`recurring-ical-events` reads what `icalendar` wrote; the 60 days hold the switch."""
    clock.move_to(madrid(switch - 3 * DAY, "12:00"))
    rule, more = KINDS[kind]
    if isinstance(rule, HoursRule | AfterIntakeRule):
        anchor = datetime(switch.year, switch.month, switch.day, 7, tzinfo=UTC) - 4 * DAY
        rule = HoursRule(7, anchor) if isinstance(rule, HoursRule) else AfterIntakeRule(480, anchor)
    course = course_of(people, rule, valid_from=switch - 5 * DAY, **more)
    read = fetched(address_of(people))
    first, last = switch - 3 * DAY - 7 * DAY, switch - 3 * DAY + 60 * DAY
    found = recurring_ical_events.of(read).between(
        datetime(first.year, first.month, first.day, tzinfo=UTC) - DAY,
        datetime(last.year, last.month, last.day, tzinfo=UTC) + DAY,
    )
    plans = [row.plan() for row in revisions_of(people.amara.actor, course.patient)]
    planned = plan(plans, (), first, last, "Europe/Madrid")
    seen = sorted((str(one["UID"]).removesuffix("@mendly"), start_of(one)) for one in found)
    print(f"{kind}, {switch}: {len(seen)} instants compared")
    assert seen == sorted((dose.key, dose.instant) for dose in planned)
    assert any(dose.instant.date() < switch for dose in planned)
    assert any(dose.instant.date() > switch for dose in planned)
