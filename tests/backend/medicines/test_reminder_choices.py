"""How a patient is reminded: chosen by them, kept whole or not at all, and what rings follows it at once."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from mendly.audit.models import AccessRecord
from mendly.errors import DomainError
from mendly.medicines.models import ReminderChoice
from mendly.medicines.reminder_choices import Reminding, reminder_choice_of
from mendly.medicines.services import choose_reminders
from mendly.notify.models import Delivery
from mendly_core.doses.rings import RingWishes
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, madrid, ring_due
from tests.backend.notify.browsers import Browser, let_show

BODY = {
    "quiet_from": "22:00",
    "quiet_to": "09:00",
    "again_times": 2,
    "again_after": 15,
    "by_email": False,
    "proxies_after": None,
}


def put(people: People, course: Course, who: str = "amara", **changes: object) -> Any:
    phone = getattr(people, who).phone()
    return phone.put(f"/api/v1/patients/{course.patient}/reminders/", BODY | changes, format="json")


def test_what_was_chosen_is_read_back(people: People, course: Course) -> None:
    before = reminder_choice_of(people.amara.actor, course.patient)
    assert before == Reminding(RingWishes())
    answer = put(people, course)
    assert (answer.status_code, answer.json()) == (200, BODY)
    assert reminder_choice_of(people.amara.actor, course.patient).wishes == RingWishes(22 * 60, 9 * 60, 2, 15)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("again_times", 6),
        ("again_after", 4),
        ("proxies_after", 1),
        ("quiet_to", None),
        ("quiet_to", "22:00"),
        ("quiet_from", "24:00"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    people: People, course: Course, field: str, value: object
) -> None:
    answer = put(people, course, **{field: value})
    assert answer.status_code == 400
    assert not ReminderChoice.objects.exists()


def test_what_rings_follows_at_once(
    people: People, course: Course, own_browser: Browser, clock: time_machine.Traveller
) -> None:
    let_show(people.amara, own_browser)
    ring_due()
    choose_reminders(people.amara.actor, course.patient, Reminding(RingWishes(22 * 60, 9 * 60)))
    clock.move_to(madrid(MONDAY, "08:00"))
    assert ring_due() == 0
    clock.move_to(madrid(MONDAY, "09:00"))
    assert ring_due() == 1
    assert Delivery.objects.count() == 1


def test_helpers_hear_only_after_a_proof_of_now(people: People, course: Course) -> None:
    wished = Reminding(RingWishes(proxies_after=60))
    with pytest.raises(DomainError):
        choose_reminders(people.amara.actor_some_time_later, course.patient, wished)
    assert not ReminderChoice.objects.exists()
    assert not AccessRecord.objects.filter(about="reminders").exists()
    choose_reminders(people.amara.actor, course.patient, wished)
    later = Reminding(RingWishes(again_times=1, proxies_after=60))
    assert choose_reminders(people.amara.actor_some_time_later, course.patient, later) == later


def test_the_wait_of_the_care_team_stays(people: People, course: Course) -> None:
    choose_reminders(people.amara.actor, course.patient, Reminding(RingWishes()))
    ReminderChoice.objects.update(team_after=120)
    choose_reminders(people.amara.actor, course.patient, Reminding(RingWishes(again_times=1)))
    assert ReminderChoice.objects.get().wishes() == RingWishes(again_times=1, team_after=120)


@pytest.mark.parametrize("who", ["dario", "imani", "sam", "quill"])
def test_nobody_else_chooses(people: People, course: Course, who: str) -> None:
    assert put(people, course, who).status_code in {401, 403, 404}
    assert not ReminderChoice.objects.exists()
