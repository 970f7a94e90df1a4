"""The state of a dose follows from its entries, whatever order and however often they arrive."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import DoseState, Intake, IntakeKind, State, fold, fold_all
from tests.core.doses.plans import MONDAY, dose, entry, utc

DUE = utc("2026-11-23 07:00")
NOON = utc("2026-11-23 12:00")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "state", "late"),
    [
        (DUE - 61 * MINUTE, State.UPCOMING, 0),
        (DUE - 60 * MINUTE, State.DUE, 0),
        (DUE, State.DUE, 0),
        (DUE + 60 * MINUTE, State.DUE, 60),
        (DUE + 61 * MINUTE, State.LATE, 61),
        (DUE + 240 * MINUTE - MINUTE / 60, State.LATE, 239),
        (DUE + 240 * MINUTE, State.MISSED, 240),
    ],
)
def test_without_entries_the_clock_alone_decides(now: datetime, state: State, late: int) -> None:
    found = fold(dose(), [], now)
    assert (found.state, found.minutes_late, found.intake_id) == (state, late, None)


def test_with_a_closing_time_inside_the_window_a_dose_goes_from_due_to_missed() -> None:
    short = dose(early_minutes=60, late_minutes=30)
    assert fold(short, [], DUE + 29 * MINUTE).state is State.DUE
    assert fold(short, [], DUE + 30 * MINUTE).state is State.MISSED


def test_a_taken_dose_tells_when_and_by_which_entry() -> None:
    taken = entry(1, IntakeKind.TAKEN, dose(), amount=Decimal("1"))
    assert fold(dose(), [taken], NOON) == DoseState(
        dose(),
        State.TAKEN,
        5,
        UUID(int=1),
        utc("2026-11-23 07:05"),
        True,
        Decimal("1"),
        None,
        taken.logged_at,
    )


@pytest.mark.parametrize(
    ("minutes", "on_time", "late"),
    [(-61, False, 0), (-60, True, 0), (0, True, 0), (60, True, 60), (61, False, 61)],
)
def test_on_time_is_the_same_window_on_both_sides(minutes: int, on_time: bool, late: int) -> None:
    taken = entry(1, IntakeKind.TAKEN, dose(), taken_at=DUE + minutes * MINUTE)
    found = fold(dose(), [taken], NOON)
    assert (found.on_time, found.minutes_late) == (on_time, late)


def test_a_dose_taken_after_it_closed_is_not_on_time() -> None:
    short = dose(early_minutes=60, late_minutes=30)
    taken = entry(1, IntakeKind.TAKEN, short, taken_at=DUE + 45 * MINUTE)
    assert fold(short, [taken], NOON).on_time is False


def test_a_backdated_entry_turns_missed_into_taken() -> None:
    evening = utc("2026-11-23 22:00")
    assert fold(dose(), [], evening).state is State.MISSED
    backdated = entry(1, IntakeKind.TAKEN, dose(), taken_at=DUE, logged_at=evening)
    assert fold(dose(), [backdated], evening).state is State.TAKEN


def test_a_dose_taken_after_midnight_closes_yesterdays() -> None:
    evening = dose(slot=2)
    late = entry(1, IntakeKind.TAKEN, evening, taken_at=utc("2026-11-23 23:30"))
    found = fold(evening, [late], utc("2026-11-24 06:00"))
    assert (found.state, found.occurrence.local_date, found.minutes_late) == (State.TAKEN, MONDAY, 270)


def test_undo_opens_the_dose_again() -> None:
    entries = [
        entry(1, IntakeKind.TAKEN, dose()),
        entry(2, IntakeKind.UNDONE, dose(), supersedes=UUID(int=1)),
    ]
    assert fold(dose(), entries, DUE).state is State.DUE
    assert fold(dose(), entries, NOON).state is State.MISSED
    assert fold(dose(), entries, NOON).taken_at is None


def test_undo_then_taken_is_taken() -> None:
    entries = [
        entry(1, IntakeKind.SKIPPED, dose(), reason="felt fine"),
        entry(2, IntakeKind.UNDONE, dose(), supersedes=UUID(int=1)),
        entry(3, IntakeKind.TAKEN, dose()),
    ]
    assert fold(dose(), entries, NOON).state is State.TAKEN


def test_an_undone_undo_brings_nothing_back_by_itself() -> None:
    entries = [
        entry(1, IntakeKind.TAKEN, dose()),
        entry(2, IntakeKind.UNDONE, dose(), supersedes=UUID(int=1)),
        entry(3, IntakeKind.UNDONE, dose(), supersedes=UUID(int=2)),
    ]
    assert fold(dose(), entries, NOON).state is State.MISSED


def test_an_edit_replaces_the_time_even_when_it_sorts_first() -> None:
    wrong = entry(2, IntakeKind.TAKEN, dose(), taken_at=utc("2026-11-23 09:00"))
    edit = entry(3, IntakeKind.TAKEN, dose(), mark=1, device="web", taken_at=DUE, supersedes=UUID(int=2))
    assert fold(dose(), [wrong, edit], NOON).taken_at == DUE


def test_the_last_of_two_devices_wins_and_the_id_breaks_a_tie() -> None:
    skipped = entry(1, IntakeKind.SKIPPED, dose(), mark=9)
    taken = entry(2, IntakeKind.TAKEN, dose(), mark=8, device="web")
    tied = entry(3, IntakeKind.TAKEN, dose(), mark=9)
    assert fold(dose(), [skipped, taken], NOON).state is State.SKIPPED
    assert fold(dose(), [skipped, tied], NOON).state is State.TAKEN


def test_a_note_changes_nothing_and_replaces_nothing() -> None:
    taken = entry(1, IntakeKind.TAKEN, dose())
    note = entry(2, IntakeKind.NOTE, dose(), reason="with breakfast", supersedes=UUID(int=1))
    assert fold(dose(), [taken, note], NOON) == fold(dose(), [taken], NOON)


def test_entries_of_other_doses_neither_count_nor_replace() -> None:
    taken = entry(1, IntakeKind.TAKEN, dose())
    other = entry(2, IntakeKind.UNDONE, dose(slot=2), supersedes=UUID(int=1))
    extra = entry(3, IntakeKind.UNDONE, None, supersedes=UUID(int=1))
    assert fold(dose(), [taken, other, extra], NOON).state is State.TAKEN


def test_a_part_of_a_dose_is_no_whole_dose() -> None:
    part = entry(1, IntakeKind.PARTIAL, dose(), amount=Decimal("0.5"))
    found = fold(dose(), [part], NOON)
    assert (found.state, found.amount, found.on_time) == (State.PARTIAL, Decimal("0.5"), True)


def test_a_snoozed_dose_stays_open_and_rings_again() -> None:
    first = entry(1, IntakeKind.SNOOZED, dose(), put_to=utc("2026-11-23 07:20"))
    second = entry(2, IntakeKind.SNOOZED, dose(), put_to=utc("2026-11-23 07:40"))
    found = fold(dose(), [first, second], utc("2026-11-23 07:10"))
    assert (found.state, found.rings_at) == (State.DUE, second.put_to)
    taken = entry(3, IntakeKind.TAKEN, dose())
    assert fold(dose(), [first, second, taken], NOON).rings_at is None


def test_taking_back_a_snooze_leaves_an_answer_as_it_is() -> None:
    snooze, taken = entry(1, IntakeKind.SNOOZED, dose()), entry(2, IntakeKind.TAKEN, dose())
    back = entry(3, IntakeKind.UNDONE, dose(), supersedes=UUID(int=1))
    assert fold(dose(), [snooze, taken, back], NOON).state is State.TAKEN
    assert fold(dose(), [snooze, back], utc("2026-11-23 07:10")).rings_at is None


PLANNED = [dose(), dose(slot=2)]
entries = st.lists(
    st.tuples(
        st.sampled_from(IntakeKind),
        st.integers(0, 1),
        st.integers(0, 4),
        st.integers(0, 9),
        st.sampled_from("ab"),
    ),
    max_size=10,
).map(
    lambda rows: [
        entry(
            number,
            kind,
            PLANNED[which],
            mark=mark,
            device=device,
            supersedes=UUID(int=target) if target != number else None,
        )
        for number, (kind, which, mark, target, device) in enumerate(rows, start=1)
    ]
)


@given(entries, st.randoms(use_true_random=False), st.integers(1, 3))
def test_any_order_and_any_repetition_give_the_same_state(
    made: list[Intake], chance: random.Random, times: int
) -> None:
    shuffled = made * times + made[: len(made) // 2]
    chance.shuffle(shuffled)
    for planned in PLANNED:
        assert fold(planned, shuffled, NOON) == fold(planned, made, NOON)
    assert fold_all(PLANNED, shuffled, NOON) == [fold(planned, made, NOON) for planned in PLANNED]


@given(entries)
def test_entries_in_two_batches_end_in_the_same_state_as_in_one(made: list[Intake]) -> None:
    """What a server knows after two uploads does not depend on which came first."""
    first, second = made[::2], made[1::2]
    assert fold_all(PLANNED, first + second, NOON) == fold_all(PLANNED, second + first + second, NOON)


@given(entries)
def test_a_state_is_taken_exactly_when_the_deciding_entry_says_so(made: list[Intake]) -> None:
    by_id = {event.id: event for event in made}
    for found in fold_all(PLANNED, made, NOON):
        deciding = by_id.get(found.intake_id) if found.intake_id else None
        assert (found.state is State.TAKEN) == (deciding is not None and deciding.kind is IntakeKind.TAKEN)
        assert (found.state is State.PARTIAL) == (
            deciding is not None and deciding.kind is IntakeKind.PARTIAL
        )
        assert deciding is None or all(
            event.supersedes != deciding.id
            for event in made
            if event.kind != "note" and event.occurrence == deciding.occurrence
        )
