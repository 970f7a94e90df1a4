"""A journey: the plan keeps its clock until told, and a gap far from the usual is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.mobile.world import Phone, fill


async def taken(phone: Phone, *times: str) -> Phone:
    phone.server.plan("Metformin", "", "", list(times))
    await phone.companion.engine.sync_once()
    dose = next(d for d in phone.companion.doses.today().doses if d.state.occurrence.local_time == times[0])
    assert phone.companion.doses.take(dose.key)
    return phone


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("zone", "short", "long", "hours"),
    [
        ("Asia/Tokyo", True, False, 4),
        ("America/Los_Angeles", False, True, 21),
        ("Europe/Athens", False, False, 11),
    ],
)
async def test_real_hours_to_the_next_dose_are_told_with_what_is_unusual(
    phone: Phone, zone: str, short: bool, long: bool, hours: int
) -> None:
    await taken(phone, "13:00", "01:00")
    phone.clock.travel(zone)
    journey = phone.companion.travel.journey()
    assert journey is not None
    [home], [here] = journey.by_home, journey.by_here
    assert (home.gap, home.is_short, home.is_long) == (timedelta(hours=12), False, False)
    assert (here.gap, here.is_short, here.is_long) == (timedelta(hours=hours), short, long)


@pytest.mark.asyncio
async def test_zones_whose_clocks_agree_are_no_journey(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.clock.travel("Europe/Paris")
    assert phone.companion.travel.journey() is None


@pytest.mark.asyncio
async def test_a_choice_holds_offline_and_falls_when_the_server_refuses_it(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.clock.travel("Asia/Tokyo")
    phone.companion.zone.follow()
    assert phone.companion.zone.name() == "Asia/Tokyo"
    [event] = phone.store.outbox.first(10)
    phone.server.refuse[event.id] = "Your time zone was changed meanwhile. Please choose again."
    await phone.companion.engine.sync_once()
    assert phone.companion.zone.name() == "Europe/Madrid"
    phone.companion.give_up(phone.store.outbox.set_aside()[0])
    assert phone.companion.zone.name() == "Europe/Madrid"


@pytest.mark.asyncio
async def test_who_stays_is_asked_again_at_a_third_place(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.clock.travel("Asia/Tokyo")
    phone.companion.zone.stay()
    assert phone.companion.zone.is_settled()
    phone.clock.travel("America/New_York")
    assert not phone.companion.zone.is_settled()
