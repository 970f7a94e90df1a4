"""An entry is read exactly as agreed, and everything else is refused with a field and a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mendly_core.doses import Intake, IntakeKind, IntakeRefused, occurrence_key
from mendly_core.doses.reading import SENTENCES
from tests.core.doses.plans import MEDICINE, SCHEDULE, dose, entry

AGREED: dict[str, Any] = {
    "id": "0193a000-0000-7000-8000-0000000000e1",
    "kind": "taken",
    "occurrence": occurrence_key(SCHEDULE, date(2026, 11, 23), 1),
    "schedule": str(SCHEDULE),
    "local_date": "2026-11-23",
    "slot": 1,
    "rev": None,
    "step": None,
    "medicine": str(MEDICINE),
    "taken_at": "2026-11-23T07:05:00Z",
    "put_to": None,
    "logged_at": "2026-11-23T07:05:12.345000Z",
    "device_zone": "Europe/Madrid",
    "amount": "1",
    "reason": None,
    "supersedes": None,
    "hlc": "0000019aaaab0000-0003-0193a0000000-7000",
}
UNPLANNED = {"occurrence": None, "schedule": None, "local_date": None, "slot": None}


def test_the_agreed_form_goes_in_and_out_unchanged() -> None:
    assert Intake.from_json(AGREED).to_json() == AGREED


def test_a_dose_outside_any_plan_goes_in_and_out_unchanged() -> None:
    assert Intake.from_json(AGREED | UNPLANNED).to_json() == AGREED | UNPLANNED


def test_parts_that_may_be_null_may_be_absent() -> None:
    short = {name: value for name, value in AGREED.items() if value is not None}
    assert Intake.from_json(short) == Intake.from_json(AGREED)


REFUSED = [
    ({"kind": "doubled"}, "kind", "unknown-kind"),
    ({"kind": None}, "kind", "missing"),
    ({"taken_at": None}, "taken_at", "taken-without-time"),
    ({"kind": "skipped"}, "taken_at", "time-without-taken"),
    ({"taken_at": "2026-11-23T08:05:00+01:00"}, "taken_at", "not-an-instant"),
    ({"taken_at": "2026-11-23T25:05:00Z"}, "taken_at", "not-an-instant"),
    ({"taken_at": "0001-01-01T00:00:00Z"}, "taken_at", "not-an-instant"),
    ({"taken_at": 1793500000}, "taken_at", "not-an-instant"),
    ({"logged_at": None}, "logged_at", "missing"),
    ({"slot": 2}, "occurrence", "wrong-occurrence"),
    ({"local_date": "2026-11-24"}, "occurrence", "wrong-occurrence"),
    ({"schedule": None}, "occurrence", "wrong-occurrence"),
    ({"occurrence": None}, "slot", "slot-without-occurrence"),
    ({"occurrence": "F" * 32}, "occurrence", "not-an-id"),
    ({"amount": "0"}, "amount", "not-an-amount"),
    ({"amount": 1.5}, "amount", "not-an-amount"),
    ({"supersedes": AGREED["id"]}, "supersedes", "supersedes-itself"),
    (UNPLANNED | {"kind": "undone", "taken_at": None}, "supersedes", "undone-without-target"),
    ({"device_zone": "Nowhere"}, "device_zone", "unknown-zone"),
    ({"reason": 5}, "reason", "not-text"),
    ({"reason": "x" * 2001}, "reason", "not-text"),
    ({"hlc": "yesterday"}, "hlc", "not-a-clock"),
    ({"mood": "fine"}, "", "unknown-part"),
]


@pytest.mark.parametrize(("change", "field", "code"), REFUSED)
def test_what_is_not_agreed_is_refused_with_its_field(change: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(IntakeRefused) as refusal:
        Intake.from_json(AGREED | change)
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert refusal.value.sentence == SENTENCES[code]


def test_an_entry_made_in_code_is_checked_as_well() -> None:
    with pytest.raises(IntakeRefused):
        entry(1, IntakeKind.TAKEN, dose(), taken_at=None)
    with pytest.raises(IntakeRefused):
        entry(1, IntakeKind.SKIPPED, dose(), slot=2)
