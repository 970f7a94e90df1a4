"""From readings to alerts: what opens one, what does not, and what closes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction

from mendly.alerts import services
from mendly.alerts.models import Alert, AlertStep, EvaluationTodo, State, Urgency
from mendly.clock import new_id
from mendly.live.models import Event
from mendly.notify.models import Delivery, PushSubscription
from mendly.vitals.models import Observation
from mendly.vitals.services import record_observation, withdraw_observation
from mendly.vitals.values import BloodPressure
from tests.backend.conftest import People

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
Measure = Callable[..., None]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def measure(people: People, clock: Any) -> Measure:
    """Amara measures `minutes` after the last time, `ago` before she sends it; the task runs."""

    def measured(
        systolic: int, diastolic: int = 80, *, minutes: int = 10, ago: timedelta = timedelta(0)
    ) -> None:
        clock.shift(timedelta(minutes=minutes))
        record(people, systolic, diastolic, datetime.now(UTC) - ago)
        services.evaluate(people.amara.patient.id)

    return measured


def record(people: People, systolic: int, diastolic: int, taken_at: datetime) -> None:
    record_observation(
        people.amara.actor,
        people.amara.patient.id,
        observation_id=new_id(),
        taken_at=taken_at,
        values=BloodPressure(systolic, diastolic),
        confirmed=True,
    )


def test_one_high_reading_opens_nothing_and_the_confirming_one_does(measure: Measure) -> None:
    measure(150)
    assert Alert.objects.count() == 0
    measure(152)
    alert = Alert.objects.get()
    assert (alert.state, alert.urgency, alert.count) == (State.NOTIFIED, Urgency.SOON, 1)
    assert alert.rule_version == "vitals-2026-11-22"
    assert alert.facts["mean_systolic"] == 151


def test_further_high_readings_count_on_the_open_alert(measure: Measure) -> None:
    for systolic in (150, 152, 154, 156):
        measure(systolic)
    alert = Alert.objects.get()
    assert alert.count == 3
    assert len(alert.facts["readings"]) == 4


def test_it_settles_only_after_two_lower_looks(measure: Measure) -> None:
    measure(150)
    measure(150)
    measure(118, minutes=23 * 60 + 45)  # the first has left the day; the mean of two is 134
    assert Alert.objects.get().is_open
    measure(118)
    alert = Alert.objects.get()
    assert (alert.state, alert.is_open) == (State.RESOLVED, False)
    assert alert.resolved_at is not None
    assert [step.step for step in AlertStep.objects.order_by("at", "id")] == ["opened", "resolved"]


def test_a_value_that_swings_around_the_threshold_does_not_flap(measure: Measure) -> None:
    for systolic in (142, 142, 132, 148, 132, 150, 134, 148):
        measure(systolic)
    assert Alert.objects.count() == 1
    assert Alert.objects.get().is_open


def test_after_settling_a_new_rise_opens_a_new_alert(measure: Measure) -> None:
    measure(150)
    measure(150)
    for _ in range(2):
        measure(118, minutes=23 * 60)
    measure(160, minutes=24 * 60)
    measure(160)
    assert [alert.state for alert in Alert.objects.order_by("id")] == [State.RESOLVED, State.NOTIFIED]


def test_late_readings_go_on_the_chart_and_alarm_nobody(measure: Measure) -> None:
    for _ in range(4):
        measure(190, 125, ago=timedelta(hours=25))
    assert Alert.objects.count() == 0
    assert EvaluationTodo.objects.count() == 0


def test_very_high_needs_a_repeat_after_five_minutes_and_is_urgent(measure: Measure) -> None:
    measure(185, 100)
    assert Alert.objects.count() == 0
    measure(186, 100, minutes=6)
    assert Alert.objects.get().urgency == Urgency.NOW


def test_numbers_that_cannot_be_right_alarm_nobody(measure: Measure) -> None:
    for _ in range(3):
        measure(290, 295)
    assert Alert.objects.count() == 0


def test_an_answered_alert_stays_answered_until_it_gets_worse(people: People, measure: Measure) -> None:
    measure(150)
    measure(150)
    services.acknowledge_alert(
        people.imani.actor, people.amara.patient.id, Alert.objects.get().id, answer="called"
    )
    measure(151)
    assert Alert.objects.get().state == State.ACKNOWLEDGED
    measure(190, 100)
    assert Alert.objects.get().state == State.ACKNOWLEDGED
    measure(190, 100, minutes=6)
    alert = Alert.objects.get()
    assert (alert.state, alert.urgency, alert.acknowledged_by) == (State.NOTIFIED, Urgency.NOW, None)
    assert "worsened" in AlertStep.objects.values_list("step", flat=True)


@pytest.fixture
def answered(people: People, measure: Measure) -> Callable[[], None]:
    """Very high twice; Dr Imani answers when this is called."""
    measure(190, 125)
    measure(190, 125)

    def answer() -> None:
        services.acknowledge_alert(
            people.imani.actor, people.amara.patient.id, Alert.objects.get().id, answer="called"
        )

    answer()
    return answer


@pytest.fixture
def browser(people: People) -> PushSubscription:
    """Amara's, which shows notifications."""
    return PushSubscription.objects.create(
        user=people.amara.user, endpoint="https://push.test/amara", endpoint_digest="amara", created_at=START
    )


def patient_reads(people: People) -> str:
    return str(
        people.amara.phone().get(f"/api/v1/patients/{people.amara.patient.id}/alerts/").json()[0]["text"]
    )


def told(people: People) -> int:
    return Delivery.objects.filter(user=people.amara.user).count()


def test_an_answer_covers_no_later_very_high_readings(
    browser: PushSubscription, people: People, measure: Measure, answered: Callable[[], None]
) -> None:
    assert patient_reads(people).endswith("Dr Imani has seen this.")
    for _ in range(9):
        measure(150, 95, minutes=8 * 60)
    alert = Alert.objects.get()
    assert (alert.state, alert.facts["category"]) == (State.ACKNOWLEDGED, "STAGE_2")
    assert "has seen" not in patient_reads(people)
    before = told(people)
    measure(215, 130)
    assert Alert.objects.get().state == State.ACKNOWLEDGED
    measure(215, 130)
    alert = Alert.objects.get()
    assert (alert.state, alert.urgency, alert.acknowledged_at) == (State.NOTIFIED, Urgency.NOW, None)
    assert alert.raised_at == datetime.now(UTC)
    assert told(people) == before + 1
    assert "has seen" not in patient_reads(people)
    answered()
    assert patient_reads(people).endswith("Dr Imani has seen this.")


def test_an_answer_covers_no_very_high_readings_after_a_silence(
    measure: Measure, answered: Callable[[], None]
) -> None:
    measure(215, 130, minutes=3 * 24 * 60)
    assert Alert.objects.get().state == State.ACKNOWLEDGED
    measure(215, 130)
    assert Alert.objects.get().state == State.NOTIFIED


def test_very_high_readings_that_go_on_are_answered_but_the_newest_are_not_called_seen(
    people: People, measure: Measure, answered: Callable[[], None]
) -> None:
    measure(192, 125)
    assert Alert.objects.get().state == State.ACKNOWLEDGED
    assert "has seen" not in patient_reads(people)


def test_a_late_reading_taken_before_the_answer_is_not_called_seen(
    people: People, measure: Measure, answered: Callable[[], None]
) -> None:
    measure(195, 125, ago=timedelta(minutes=15))
    assert "has seen" not in patient_reads(people)


def test_a_swinging_value_does_not_put_off_when_the_care_team_hears(
    browser: PushSubscription, people: People, measure: Measure
) -> None:
    measure(190, 125)
    measure(190, 125, minutes=5)
    raised_at = Alert.objects.get().raised_at
    before = told(people)
    for systolic, minutes in ((150, 5), (190, 1), (190, 5)):
        measure(systolic, 100, minutes=minutes)
    assert Alert.objects.get().facts["category"] == "SEVERE"
    assert (Alert.objects.get().raised_at, told(people)) == (raised_at, before)


def test_a_reading_from_a_clock_that_runs_ahead_waits_for_its_time(
    people: People, measure: Measure, clock: Any
) -> None:
    measure(150)
    measure(150, ago=-timedelta(hours=2))
    assert Alert.objects.count() == 0
    assert services.sweep_missed_evaluations() == 0
    clock.shift(timedelta(hours=2))
    assert services.sweep_missed_evaluations() == 1
    assert Alert.objects.count() == 1
    assert EvaluationTodo.objects.count() == 0


@pytest.mark.both_databases
def test_a_process_that_died_before_evaluating_is_made_up_for(people: People, clock: Any) -> None:
    for _ in range(2):
        clock.shift(timedelta(minutes=10))
        record(people, 150, 95, datetime.now(UTC))
    assert Alert.objects.count() == 0
    clock.shift(timedelta(seconds=11))
    assert services.sweep_missed_evaluations() == 1
    assert Alert.objects.count() == 1
    clock.shift(timedelta(minutes=1))
    assert services.sweep_missed_evaluations() == 0


@pytest.mark.both_databases
def test_a_process_that_died_while_evaluating_leaves_the_work(
    people: People, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(people, 150, 95, START)
    record(people, 151, 95, START - timedelta(hours=1))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(services, "emit", die)
        with pytest.raises(KeyboardInterrupt):
            services.evaluate(people.amara.patient.id)
    assert (Alert.objects.count(), EvaluationTodo.objects.count()) == (0, 2)
    services.evaluate(people.amara.patient.id)
    assert (Alert.objects.count(), EvaluationTodo.objects.count()) == (1, 0)


@pytest.mark.both_databases
def test_the_database_refuses_a_second_open_alert_of_a_rule(people: People, measure: Measure) -> None:
    measure(150)
    measure(150)
    alert = Alert.objects.get()
    alert.id, alert._state.adding = new_id(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_alert(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_enqueue", lambda patient_id: None)
    record(people, 150, 95, START - timedelta(minutes=20))
    services.evaluate(people.amara.patient.id)
    for minutes in (10, 0):
        record(people, 150, 95, START - timedelta(minutes=minutes))

    failures: list[Exception] = []

    def work() -> None:
        try:
            services.evaluate(people.amara.patient.id)
        except IntegrityError as failure:
            failures.append(failure)
        connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Alert.objects.get().count, failures) == (1, [])
    assert EvaluationTodo.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_task_starts_by_itself_after_the_commit(people: People) -> None:
    record(people, 150, 95, datetime.now(UTC) - timedelta(minutes=10))
    record(people, 150, 95, datetime.now(UTC))
    assert Alert.objects.count() == 1
    circle = {people.amara.user.id, people.dario.user.id, people.imani.user.id, people.jules.user.id}
    events = Event.objects.filter(kind="alert")
    assert {event.user for event in events} == circle
    assert set(events[0].ids) == {"patient", "alert"}


def test_without_a_care_team_it_stays_open(people: People) -> None:
    patient_id = people.carmen.patient.id
    for minutes in (10, 0):
        record_observation(
            people.carmen.actor,
            patient_id,
            observation_id=new_id(),
            taken_at=START - timedelta(minutes=minutes),
            values=BloodPressure(150, 95),
        )
    services.evaluate(patient_id)
    assert Alert.objects.get().state == State.OPEN


def test_what_an_alert_rests_on_lies_sealed(people: People, measure: Measure) -> None:
    measure(150)
    measure(150)
    raw = Alert.objects.values_list("facts", flat=True).get()
    assert b"150" not in raw.data
    assert b"STAGE" not in raw.data


def test_a_reading_taken_back_no_longer_counts(people: People, measure: Measure) -> None:
    measure(150)
    wrong = Observation.objects.get()
    withdraw_observation(people.amara.actor, people.amara.patient.id, wrong.id)
    measure(152)
    assert Alert.objects.count() == 0
