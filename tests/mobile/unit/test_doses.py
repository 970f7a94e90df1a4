"""The day's doses: the plan, the states, and take, skip, undo, each saved with its event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from mendly_app.patient.doses import Dose
from mendly_app.sync.records import RecordState
from mendly_core.doses import Intake, IntakeKind, State
from tests.mobile.world import DEVICE, FakeServer, Phone, fill, ident, schedule_body


def today(phone: Phone) -> list[tuple[str, State]]:
    return [(dose.medicine.label, dose.state.state) for dose in phone.companion.doses.today().doses]


def dose_of(phone: Phone, name: str) -> Dose:
    return next(dose for dose in phone.companion.doses.today().doses if dose.medicine.name == name)


def events(phone: Phone) -> list[Intake]:
    return [Intake.from_json(event.body) for event in phone.store.outbox.first(100)]


async def prepared(phone: Phone) -> Phone:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    return phone


@pytest.mark.asyncio
async def test_the_day_shows_every_dose_by_time_with_its_state(phone: Phone) -> None:
    await prepared(phone)
    assert today(phone) == [
        ("Lisinopril 10 mg", State.MISSED),
        ("Metformin 500 mg", State.DUE),
        ("Simvastatin 20 mg", State.UPCOMING),
    ]


@pytest.mark.asyncio
async def test_taking_a_dose_offline_saves_record_and_event_at_once(phone: Phone) -> None:
    await prepared(phone)
    phone.server.online = False
    dose = dose_of(phone, "Metformin")
    assert phone.companion.doses.take(dose.key)
    taken = dose_of(phone, "Metformin")
    assert (taken.state.state, taken.sent) == (State.TAKEN, RecordState.PENDING)
    [event] = events(phone)
    assert event.kind is IntakeKind.TAKEN
    assert event.taken_at == phone.clock.now()
    assert event.occurrence == dose.key
    assert str(event.amount) == "1"
    assert event.device_zone == "Europe/Madrid"
    assert event.hlc.endswith(DEVICE)
    assert UUID(phone.store.outbox.first(1)[0].id) == event.id


@pytest.mark.asyncio
async def test_a_second_tap_logs_nothing(phone: Phone) -> None:
    await prepared(phone)
    key = dose_of(phone, "Metformin").key
    assert phone.companion.doses.take(key)
    assert not phone.companion.doses.take(key)
    assert not phone.companion.doses.skip(key)
    assert len(events(phone)) == 1


@pytest.mark.asyncio
async def test_undo_names_the_entry_and_opens_the_dose_again(phone: Phone) -> None:
    await prepared(phone)
    key = dose_of(phone, "Metformin").key
    assert not phone.companion.doses.undo(key)
    phone.companion.doses.skip(key, "felt sick")
    phone.clock.move(timedelta(seconds=5))
    assert phone.companion.doses.undo(key)
    assert not phone.companion.doses.undo(key)
    assert dose_of(phone, "Metformin").state.state is State.DUE
    skipped, undone = events(phone)
    assert (skipped.kind, skipped.reason) == (IntakeKind.SKIPPED, "felt sick")
    assert (undone.kind, undone.supersedes) == (IntakeKind.UNDONE, skipped.id)
    assert skipped.hlc < undone.hlc
    assert phone.companion.doses.take(key)
    assert dose_of(phone, "Metformin").state.state is State.TAKEN


@pytest.mark.asyncio
async def test_entries_keep_their_order_when_the_clock_is_set_back(phone: Phone) -> None:
    await prepared(phone)
    key = dose_of(phone, "Metformin").key
    phone.companion.doses.take(key)
    phone.clock.move(timedelta(minutes=-30))
    phone.companion.doses.undo(key)
    taken, undone = events(phone)
    assert taken.hlc < undone.hlc
    assert dose_of(phone, "Metformin").state.state is State.DUE


@pytest.mark.asyncio
async def test_an_entry_of_another_device_is_outranked_by_a_later_one_here(phone: Phone) -> None:
    await prepared(phone)
    dose = dose_of(phone, "Metformin")
    ahead = int((phone.clock.now() + timedelta(minutes=3)).timestamp() * 1000)
    other = Intake(
        id=UUID(ident("portal intake")),
        kind=IntakeKind.TAKEN,
        medicine=dose.medicine.id,
        logged_at=phone.clock.now(),
        device_zone="Europe/Madrid",
        hlc=f"{ahead:016x}-0000-portal",
        occurrence=dose.key,
        schedule=dose.state.occurrence.schedule_id,
        local_date=dose.state.occurrence.local_date,
        slot=1,
        taken_at=phone.clock.now(),
    )
    phone.server.document("intake", str(other.id), other.to_json())
    await phone.companion.engine.sync_once()
    assert dose_of(phone, "Metformin").state.state is State.TAKEN
    phone.companion.doses.undo(dose.key)
    assert dose_of(phone, "Metformin").state.state is State.DUE


@pytest.mark.asyncio
async def test_after_sync_the_entry_counts_as_sent(phone: Phone) -> None:
    await prepared(phone)
    phone.companion.doses.take(dose_of(phone, "Metformin").key)
    await phone.companion.engine.sync_once()
    taken = dose_of(phone, "Metformin")
    assert (taken.state.state, taken.sent) == (State.TAKEN, RecordState.SYNCED)


@pytest.mark.asyncio
async def test_a_refused_entry_stays_visible_as_not_sent(phone: Phone) -> None:
    await prepared(phone)
    phone.companion.doses.take(dose_of(phone, "Metformin").key)
    [event] = phone.store.outbox.first(10)
    phone.server.refuse[event.id] = "We do not know this medicine."
    await phone.companion.engine.sync_once()
    assert dose_of(phone, "Metformin").sent is RecordState.REFUSED


@pytest.mark.asyncio
async def test_the_double_dose_guard_asks_soon_after_the_last_dose(phone: Phone) -> None:
    phone.server.plan("Metformin", "500 mg", "", ["12:00", "14:00"])
    await phone.companion.engine.sync_once()
    first, second = phone.companion.doses.today().doses
    assert phone.companion.doses.soon_after(first.key) is None
    phone.companion.doses.take(first.key)
    assert phone.companion.doses.soon_after(second.key) == phone.clock.now()
    phone.clock.move(timedelta(minutes=61))
    assert phone.companion.doses.soon_after(second.key) is None


@pytest.mark.asyncio
async def test_the_guard_knows_that_morning_and_evening_have_a_plan_each(phone: Phone) -> None:
    medicine, afternoon_plan = phone.server.plan("Metformin", "500 mg", "", ["12:00"]), ident("afternoon")
    plan = schedule_body(afternoon_plan, medicine, ["20:00"])
    phone.server.document("schedule", afternoon_plan, plan)
    await phone.companion.engine.sync_once()
    morning, afternoon = phone.companion.doses.today().doses
    phone.companion.doses.take(morning.key)
    assert phone.companion.doses.soon_after(afternoon.key) == phone.clock.now()
    phone.clock.move(timedelta(hours=5))
    assert phone.companion.doses.soon_after(afternoon.key) is None


@pytest.mark.asyncio
async def test_a_late_evening_dose_can_still_be_logged_after_midnight(phone: Phone) -> None:
    await prepared(phone)
    phone.clock.move(datetime(2026, 11, 22, 23, 30, tzinfo=UTC) - phone.clock.now())
    names = [(dose.medicine.name, dose.state.state) for dose in phone.companion.doses.today().doses]
    assert names[0] == ("Simvastatin", State.LATE)
    phone.clock.move(timedelta(hours=2))
    assert "Simvastatin" in [dose.medicine.name for dose in phone.companion.doses.today().doses]
    assert dose_of(phone, "Simvastatin").state.occurrence.local_date.day == 23


@pytest.mark.asyncio
@pytest.mark.parametrize(("act", "state"), [("take", State.TAKEN), ("skip", State.SKIPPED)])
async def test_what_is_logged_after_midnight_stays_in_sight_for_the_day_and_can_be_undone(
    phone: Phone, act: str, state: State
) -> None:
    await prepared(phone)
    phone.clock.move(datetime(2026, 11, 22, 23, 30, tzinfo=UTC) - phone.clock.now())
    late = phone.companion.doses.today().doses[0]
    getattr(phone.companion.doses, act)(late.key)
    assert today(phone)[0] == ("Simvastatin 20 mg", state)
    phone.companion.doses.undo(late.key)
    assert today(phone)[0] == ("Simvastatin 20 mg", State.LATE)
    getattr(phone.companion.doses, act)(late.key)
    phone.clock.move(timedelta(hours=24))
    assert late.key not in [dose.key for dose in phone.companion.doses.today().doses]


@pytest.mark.asyncio
async def test_the_day_keeps_the_clock_of_the_plan_until_the_traveller_follows_the_one_here(
    phone: Phone,
) -> None:
    await prepared(phone)
    phone.clock.travel("Asia/Tokyo")
    assert today(phone)[-1] == ("Simvastatin 20 mg", State.UPCOMING)
    phone.companion.zone.follow()
    assert today(phone)[-1] == ("Simvastatin 20 mg", State.DUE)


@pytest.mark.asyncio
async def test_an_ended_medicine_is_no_longer_asked_for_but_what_was_taken_stays(phone: Phone) -> None:
    await prepared(phone)
    key = dose_of(phone, "Metformin").key
    phone.companion.doses.take(key)
    for name in ("Metformin", "Simvastatin"):
        phone.server.document("medicine", ident(name), {"id": ident(name), "name": name, "status": "ended"})
    await phone.companion.engine.sync_once()
    assert today(phone) == [("Lisinopril 10 mg", State.MISSED), ("Metformin", State.TAKEN)]


@pytest.mark.asyncio
async def test_a_schedule_that_cannot_be_read_is_told_and_not_skipped_silently(phone: Phone) -> None:
    await prepared(phone)
    strange = schedule_body(ident("strange"), ident("Metformin"), ["10:00"], rule={"kind": "moon"})
    phone.server.document("schedule", ident("strange"), strange)
    await phone.companion.engine.sync_once()
    day = phone.companion.doses.today()
    assert day.unreadable == 1
    assert len(day.doses) == 3


@pytest.mark.asyncio
async def test_the_newest_revision_of_a_schedule_plans_the_day(phone: Phone) -> None:
    await prepared(phone)
    schedule, medicine = ident("schedule of Metformin"), ident("Metformin")
    newer = schedule_body(schedule, medicine, ["15:30"], rev=2, valid_from="2026-11-22")
    phone.server.document("schedule", ident("another row"), newer)
    await phone.companion.engine.sync_once()
    [dose] = [d for d in phone.companion.doses.today().doses if d.medicine.name == "Metformin"]
    assert dose.state.occurrence.local_time == "15:30"


@pytest.mark.asyncio
async def test_medicines_are_listed_with_their_next_dose(phone: Phone, server: FakeServer) -> None:
    await prepared(phone)
    server.document(
        "medicine", ident("Aspirin"), {"name": "Aspirin", "strength": "100 mg", "status": "ended"}
    )
    await phone.companion.engine.sync_once()
    medicines = phone.companion.medicines
    assert [m.label for m in medicines.all()] == [
        "Lisinopril 10 mg",
        "Metformin 500 mg",
        "Simvastatin 20 mg",
        "Aspirin 100 mg",
    ]
    coming = medicines.next_dose(UUID(ident("Lisinopril")), "Europe/Madrid")
    assert coming is not None
    assert (coming.local_date.day, coming.local_time) == (23, "08:00")
    assert medicines.next_dose(UUID(ident("Aspirin")), "Europe/Madrid") is None
