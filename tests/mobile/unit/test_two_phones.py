"""Two phones of one person and a server: whatever comes late, twice or by a wrong clock, all tell the same."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_app.devices.fakes import FakeClock
from mendly_app.patient.adding import Kind, NewMedicine
from mendly_app.sync.engine import Link
from tests.mobile.world import AMARA, SUNDAY_NOON, FakeServer, Phone, make_phone

FAULTS = ("", "", "drop", "lose", "twice", "500")
KINDS = ("medicine", "schedule", "plan", "intake", "profile")


@contextmanager
def two_phones(server: FakeServer) -> Iterator[tuple[Phone, Phone]]:
    """The clock of the second is a day ahead."""
    with tempfile.TemporaryDirectory() as folder:
        phones = tuple(
            make_phone(Path(folder) / name, FakeClock(SUNDAY_NOON + ahead, "Europe/Madrid"), server)
            for name, ahead in (("one", timedelta(0)), ("two", timedelta(days=1)))
        )
        yield phones[0], phones[1]
        for phone in phones:
            phone.store.close()


def act(phone: Phone, dice: random.Random, number: int) -> None:
    """Something that a person does, also with nothing to do it about."""
    companion = phone.companion
    medicines = [medicine.id for medicine in companion.medicines.all()]
    doses = [dose.key for dose in companion.doses.today().doses]
    extras = [extra.id for extra in companion.extras.today()]
    chosen = dice.choice(["add", "add_needed", "extra", "take", "undo", "part", "move", "snooze", "skip"])
    if chosen == "add" or not medicines:
        companion.adding.add(NewMedicine(f"Medicine {number}", times=("08:00", "13:00", "21:00")))
    elif chosen == "add_needed":
        companion.adding.add(NewMedicine(f"Medicine {number}", kind=Kind.AS_NEEDED, most=Decimal(4), gap=240))
    elif chosen == "extra":
        companion.extras.log(dice.choice(medicines))
    elif chosen == "undo" and extras:
        companion.extras.undo(dice.choice(extras))
    elif doses:
        key = dice.choice(doses)
        {
            "take": lambda: companion.doses.take(key),
            "undo": lambda: companion.doses.undo(key),
            "part": lambda: companion.doses.take_part(key, Decimal("0.5")),
            "move": lambda: companion.doses.move(key, phone.clock.now() + timedelta(hours=1)),
            "snooze": lambda: companion.doses.snooze(key, 30),
            "skip": lambda: companion.doses.skip(key, "none left"),
        }[chosen if chosen in {"take", "undo", "part", "move", "snooze"} else "skip"]()


def sync(phone: Phone, *faults: str) -> Link:
    phone.server.faults = list(faults)
    return asyncio.run(phone.companion.engine.sync_once())


def told(phone: Phone) -> dict[str, Any]:
    """All that is known, and what it makes of the day, by the clock that both then share."""
    known = {
        kind: {record.id: (record.state, record.body) for record in phone.store.records.all(kind)}
        for kind in KINDS
    }
    phone.clock.move(SUNDAY_NOON - phone.clock.now())
    day = {
        dose.key: (dose.state.state, dose.state.intake_id, dose.state.occurrence.instant)
        for dose in phone.companion.doses.today().doses
    }
    return known | {"day": day}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), steps=st.integers(5, 25))
def test_phones_and_server_tell_the_same_once_all_is_quiet(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    server = FakeServer(FakeClock(SUNDAY_NOON))
    server.document("profile", AMARA, {"name": "Amara Okafor", "language": "en", "zone": "Europe/Madrid"})
    with two_phones(server) as phones:
        for phone in phones:
            sync(phone)
        made: list[str] = []
        for number in range(steps):
            phone = dice.choice(phones)
            before = {event.id for event in phone.store.outbox.first(500)}
            act(phone, dice, number)
            made += [event.id for event in phone.store.outbox.first(500) if event.id not in before]
            phone.clock.move(timedelta(seconds=dice.randrange(600)))
            if dice.random() < 0.4:
                sync(dice.choice(phones), *(dice.choice(FAULTS) for _ in range(3)))
        for phone in (*phones, *phones):
            assert sync(phone) is Link.ONLINE
        assert sorted(server.arrivals) == sorted(made)
        assert [phone.store.outbox.waiting() for phone in phones] == [0, 0]
        one, two = (told(phone) for phone in phones)
        assert one == two
        assert one["plan"] == {}
