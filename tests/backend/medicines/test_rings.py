"""As the patient wishes it: not at night, once more, by e-mail too, and others hear of a dose that stays open."""

from __future__ import annotations

import pytest
import time_machine
from django.core import mail

from mendly.care.models import Proxy
from mendly.care.services import end_proxy
from mendly.clock import now
from mendly.medicines.models import ReminderChoice
from mendly.medicines.services import record_intake
from mendly.medicines.services.reminders import ask_rings_anew
from mendly.notify.models import Delivery
from mendly.notify.services import deliver_due
from mendly_core.doses import IntakeKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, madrid, ring_due
from tests.backend.notify.browsers import Browser, PushService, let_show


def wish(course: Course, **wishes: object) -> None:
    ReminderChoice.objects.create(patient_id=course.patient, changed_at=now(), **wishes)
    ask_rings_anew(course.patient)


def heard_at(clock: time_machine.Traveller, push: PushService, *times: str) -> list[int]:
    """How many notifications had arrived by these times of the Monday."""
    heard = []
    for clock_time in times:
        clock.move_to(madrid(MONDAY, clock_time))
        ring_due()
        deliver_due()
        heard.append(len(push.received))
    return heard


@pytest.fixture
def shown(people: People, course: Course, own_browser: Browser) -> Course:
    let_show(people.amara, own_browser)
    return course


def test_quiet_hours_hold_a_ring_back_until_they_end(
    shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    wish(shown, quiet_from=22 * 60, quiet_to=9 * 60)
    assert heard_at(clock, push_service, "07:59", "08:00", "08:59", "09:00", "09:30") == [0, 0, 0, 1, 1]


def test_an_open_dose_rings_again_as_often_as_wished(
    shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    wish(shown, again_times=2, again_after=15)
    times = ("08:00", "08:14", "08:15", "08:30", "08:45", "09:30")
    assert heard_at(clock, push_service, *times) == [1, 1, 2, 3, 3, 3]


def test_a_dose_that_was_taken_does_not_ring_again(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    wish(shown, again_times=2, again_after=15)
    assert heard_at(clock, push_service, "08:00") == [1]
    record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY))
    assert heard_at(clock, push_service, "08:15", "08:30") == [1, 1]


def test_a_letter_says_nothing_of_medicines(
    people: People, course: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    wish(course, by_email=True)
    mail.outbox.clear()
    assert heard_at(clock, push_service, "08:00", "08:01") == [0, 0]
    [letter] = mail.outbox
    assert letter.to == [people.amara.user.email]
    told = f"{letter.subject} {letter.body}".lower()
    assert not [word for word in ("simvastatin", "tablet", "medicine", "dose", "amara") if word in told]


class TestHelpers:
    @pytest.fixture
    def told(self, people: People, course: Course, own_browser: Browser) -> Course:
        """Amara wishes that her son hears of a dose that is open for an hour."""
        let_show(people.dario, own_browser)
        wish(course, proxies_after=60)
        return course

    def test_they_hear_of_a_dose_that_stays_open(
        self, told: Course, push_service: PushService, own_browser: Browser, clock: time_machine.Traveller
    ) -> None:
        assert heard_at(clock, push_service, "08:00", "08:59", "09:00", "09:10") == [0, 0, 1, 1]
        assert b'"help"' in own_browser.read(push_service.received[0].body)
        assert told.patient.hex[-12:] in Delivery.objects.get().key

    def test_not_of_one_that_was_taken(
        self, people: People, told: Course, push_service: PushService, clock: time_machine.Traveller
    ) -> None:
        heard_at(clock, push_service, "08:00")
        record_intake(people.amara.actor, told.patient, told.intake(MONDAY, kind=IntakeKind.SKIPPED))
        assert heard_at(clock, push_service, "09:00", "09:10") == [0, 0]

    def test_not_after_their_access_ended(
        self, people: People, told: Course, push_service: PushService, clock: time_machine.Traveller
    ) -> None:
        heard_at(clock, push_service, "08:00")
        proxy = Proxy.objects.get(patient=told.patient, user=people.dario.user)
        end_proxy(people.amara.actor, told.patient, proxy.id)
        assert heard_at(clock, push_service, "09:00", "09:10") == [0, 0]

    def test_not_when_it_ends_between_the_ledger_and_the_sending(
        self, people: People, told: Course, push_service: PushService, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(madrid(MONDAY, "09:00"))
        assert ring_due() == 1
        proxy = Proxy.objects.get(patient=told.patient, user=people.dario.user)
        end_proxy(people.amara.actor, told.patient, proxy.id)
        deliver_due()
        assert push_service.received == []

    def test_nobody_hears_without_the_wish(
        self, told: Course, push_service: PushService, clock: time_machine.Traveller
    ) -> None:
        ReminderChoice.objects.update(proxies_after=None)
        ask_rings_anew(told.patient)
        assert heard_at(clock, push_service, "09:00", "12:00") == [0, 0]
