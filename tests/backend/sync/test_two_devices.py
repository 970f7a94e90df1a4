"""Two phones and the server: whatever the network and the clocks do, all three say the same in the end."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from mendly.clock import now
from mendly.medicines.kept_plans import revisions_of
from mendly.medicines.models import IntakeEvent
from mendly_core.doses import HoursRule, Intake, Occurrence, ZonePolicy, fold_all, plan
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, clock, course, daily, madrid
from tests.backend.medicines.kinds import course_of
from tests.backend.sync.devices import KINDS, Phone

__all__ = ["clock", "course"]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ZONE = "Europe/Madrid"


def doses_of(people: People, course: Course, start: date, end: date) -> list[Occurrence]:
    """As planned, wherever they were moved to since."""
    plans = [row.plan() for row in revisions_of(people.amara.actor, course.patient)]
    return [dose for dose in plan(plans, (), start, end, ZONE) if dose.schedule_id == course.schedule]


def told_by(phone: APIClient, course: Course, start: date, end: date) -> list[dict[str, Any]]:
    answer = phone.get(f"/api/v1/patients/{course.patient}/doses/", {"from": start, "to": end})
    assert answer.status_code == 200
    return [dose for dose in answer.json() if dose["schedule"] == str(course.schedule)]


def states(events: list[Intake], people: People, course: Course, start: date, end: date) -> dict[str, Any]:
    """What a phone makes of its own log."""
    plans = [row.plan() for row in revisions_of(people.amara.actor, course.patient)]
    folded = fold_all(plan(plans, events, start, end, ZONE), events, now())
    return {
        one.occurrence.key: (one.state.value, str(one.intake_id or None), one.occurrence.instant)
        for one in folded
        if one.occurrence.schedule_id == course.schedule
    }


@pytest.mark.both_databases
@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_two_phones_and_the_server_come_to_say_the_same(
    people: People, clock: time_machine.Traveller, count: int
) -> None:
    chance = random.Random(count)
    course = course_of(people, daily("07:00", "12:00", "17:00", "22:00"), valid_from=MONDAY - 30 * DAY)
    clock.move_to(madrid(MONDAY + 60 * DAY, "12:00"))
    start, end = MONDAY - 30 * DAY, MONDAY + 60 * DAY
    doses = doses_of(people, course, start, end)[-max(20, count // 30) :]
    ahead = Phone("ahead", people.amara.phone, DAY, chance)
    behind = Phone("behind", people.amara.phone, -DAY, chance)
    phones = (ahead, behind)
    held: list[tuple[Phone, list[Intake]]] = []
    sent: Counter[str] = Counter()
    done = 0
    while done < count:
        phone = chance.choice(phones)
        for _ in range(chance.randrange(1, 40)):
            done += phone.act(chance.choice(KINDS), chance.choice(doses))
            clock.shift(timedelta(milliseconds=chance.randrange(2_000)))
        chance.shuffle(phone.unsent)
        cut = chance.randrange(len(phone.unsent) + 1)
        held.append((phone, phone.unsent[:cut]))
        del phone.unsent[:cut]
        for _ in range(chance.randrange(3)):  # some stay under way for long, some arrive twice
            which = chance.randrange(len(held))
            sender, batch = held[which] if chance.random() < 0.2 else held.pop(which)
            sent.update(sender.send(batch))
            if not held:
                break
        if chance.random() < 0.3:
            phone.receive("" if chance.random() < 30 / count else None)  # now and then all comes again
    chance.shuffle(held)
    for sender, batch in [*held, *((phone, phone.unsent) for phone in phones)]:
        for start_of_batch in range(0, len(batch), 500):
            sent.update(sender.send(batch[start_of_batch : start_of_batch + 500]))
    for phone in phones:
        phone.receive()
    made = {entry.id: entry for phone in phones for entry in phone.made}
    kept = {row.id: row.entry() for row in IntakeEvent.objects.all()}
    assert made.keys() - kept.keys() == set(), "lost"
    assert IntakeEvent.objects.count() == len(kept) == len(made) == sent["accepted"], "doubled"
    assert kept == made
    assert ahead.log == behind.log == made
    server = {
        dose["occurrence"]: (dose["state"], str(dose["intake"]), dose["due_at"])
        for dose in told_by(people.amara.phone(), course, start, end)
    }
    for phone in phones:
        own = states(list(phone.log.values()), people, course, start, end)
        told = {key: (*rest, at.isoformat().replace("+00:00", "Z")) for key, (*rest, at) in own.items()}
        assert told == server
    answered = Counter(state for state, _, _ in server.values())
    kinds = Counter(entry.kind.value for entry in made.values())
    print(
        f"{len(made)} entries {dict(kinds)}, {sent['duplicate']} came again, {len(server)} doses "
        f"{dict(answered)}: 0 lost, 0 doubled, 0 states differ"
    )


POLICIES: dict[str, tuple[Any, dict[str, Any]]] = {
    "floating": (daily("08:00", "20:00"), {}),
    "home": (daily("08:00", "20:00"), {"zone_policy": ZonePolicy.HOME, "home_zone": "America/New_York"}),
    "absolute": (HoursRule(8, madrid(MONDAY, "06:00")), {}),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_new_york_to_tokyo_and_back_in_the_middle_of_the_day_loses_and_doubles_nothing(
    people: People, clock: time_machine.Traveller, policy: str
) -> None:
    """The person logs each dose as soon as they are asked for it, or find it not logged, every second hour."""
    rule, more = POLICIES[policy]

    def fly_to(zone: str) -> None:
        people.amara.user.zone = zone
        people.amara.user.save()

    fly_to("America/New_York")
    course = course_of(people, rule, **more)
    first, last = MONDAY - DAY, MONDAY + 7 * DAY
    phone = Phone("phone", people.amara.phone, timedelta(0), random.Random(1))
    taken: Counter[str] = Counter()
    asked_again: list[str] = []
    for hours in range(0, 6 * 24, 2):
        clock.move_to(madrid(MONDAY, "06:00") + hours * HOUR)
        if hours == 2 * 24 + 12:  # noon in New York
            fly_to("Asia/Tokyo")
        if hours == 3 * 24 + 4:  # early afternoon in Tokyo
            fly_to("America/New_York")
        zone = "Asia/Tokyo" if 2 * 24 + 12 <= hours < 3 * 24 + 4 else "America/New_York"
        plans = [row.plan() for row in revisions_of(people.amara.actor, course.patient)]
        planned = {dose.key: dose for dose in plan(plans, (), first, last, zone)}
        for told in told_by(phone.client, course, first, last):
            if told["state"] not in {"due", "late", "missed"}:
                continue
            if told["occurrence"] in taken:
                asked_again.append(told["occurrence"])
            taken[told["occurrence"]] += 1
            _take(phone, planned[told["occurrence"]])
    settled = told_by(phone.client, course, first, last)
    behind = [dose for dose in settled if dose["state"] != "upcoming"]
    assert {dose["state"] for dose in behind} == {"taken"}, "lost"
    assert len(behind) >= 11
    assert asked_again == [], "doubled"
    assert set(taken.values()) == {1}
    assert IntakeEvent.objects.count() == len(taken) == len(behind)
    assert len({dose["occurrence"] for dose in settled}) == len(settled)
    print(f"{policy}: {len(taken)} doses, each logged once, none asked for again")


def _take(phone: Phone, dose: Occurrence) -> None:
    assert phone.act("taken", dose)
    assert phone.send(phone.unsent) == ["accepted"]
    phone.unsent.clear()
