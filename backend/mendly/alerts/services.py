"""Evaluating rules when readings come, and answering the alerts that open."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from mendly.accounts.selectors import provider_of_user
from mendly.alerts.escalation import TEAM_AFTER, tell_patient
from mendly.alerts.facts import PressureFacts
from mendly.alerts.models import (
    PRESSURE_RULE,
    Alert,
    AlertRuleState,
    AlertStep,
    Answer,
    EvaluationTodo,
    State,
    Step,
    Urgency,
)
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of, providers_of
from mendly.clock import now
from mendly.errors import BadInput, Conflict, Denied, NotFound
from mendly.live.services import emit
from mendly.policy import SYSTEM, Action, Actor, Category, Purpose, may
from mendly.vitals.selectors import observations_of, reading_of
from mendly.vitals.values import BLOOD_PRESSURE
from mendly_core.signals.blood_pressure import (
    CLOCK_TOLERANCE,
    FRESH,
    LEAST_READINGS,
    BloodPressureReading,
    RuleState,
    evaluate_blood_pressure,
)

FORGOTTEN = timedelta(seconds=10)
"""How long a due evaluation may wait for its task before the sweep asks again."""
LONGEST_NOTE = 1000
ANSWERS = Answer.values
"""What a provider can have done about an alert."""
log = logging.getLogger("mendly.alerts")


def ask_for_evaluation(patient_id: UUID) -> None:
    """Note in the caller's transaction that a reading came; the work starts after its commit."""
    EvaluationTodo.objects.create(patient_id=patient_id, due_at=now())
    transaction.on_commit(lambda: _enqueue(patient_id), robust=True)


def evaluate(patient_id: UUID) -> None:
    """Evaluate the blood-pressure rule over the last 24 hours: older readings alarm nobody.

    The to-dos go in the same transaction as the conclusion: one that dies in between leaves them.
    """
    at = now()
    if not _due(patient_id, at):
        return
    enter(SYSTEM, Action.CHANGE, patient_id, Category.READINGS, "alert rule")
    with transaction.atomic():
        row = _locked_state(patient_id)
        todos = _due(patient_id, at)
        rows = observations_of(SYSTEM, patient_id, type=BLOOD_PRESSURE, start=at - FRESH)
        readings = [reading_of(observation) for observation in rows]
        previous = RuleState.from_json(row.conclusion) if row.conclusion else RuleState()
        state = evaluate_blood_pressure(readings, previous, at)
        row.conclusion, row.rule_version, row.evaluated_at = state.to_json(), state.version, at
        row.save()
        EvaluationTodo.objects.filter(patient_id=patient_id, id__in=todos).delete()
        _come_back_for_later_readings(patient_id, readings, at)
        alert = _apply(patient_id, previous, state, at)
        if alert is not None:
            emit("alert", audience_of(patient_id, Category.READINGS), patient=patient_id, alert=alert.id)


def _due(patient_id: UUID, at: datetime) -> list[UUID]:
    rows = EvaluationTodo.objects.filter(patient_id=patient_id, due_at__lte=at)
    return list(rows.values_list("id", flat=True))


def _locked_state(patient_id: UUID) -> AlertRuleState:
    AlertRuleState.objects.get_or_create(patient_id=patient_id, rule=PRESSURE_RULE)
    return AlertRuleState.objects.select_for_update().get(patient_id=patient_id, rule=PRESSURE_RULE)


def _come_back_for_later_readings(
    patient_id: UUID, readings: list[BloodPressureReading], at: datetime
) -> None:
    """A reading from a clock that runs ahead waits until its time has come."""
    waiting = [reading.taken_at for reading in readings if reading.taken_at > at + CLOCK_TOLERANCE]
    if waiting:
        EvaluationTodo.objects.create(patient_id=patient_id, due_at=min(waiting) - CLOCK_TOLERANCE)


def _apply(patient_id: UUID, previous: RuleState, state: RuleState, at: datetime) -> Alert | None:
    """Turn the step from one conclusion to the next into the alert's own; return the alert that changed."""
    alert = _open_alert(patient_id)
    if state.is_open and not previous.is_open:
        return _open(patient_id, state, at)
    if alert is not None and previous.is_open and not state.is_open:
        return _resolve(alert, at)
    has_news = state.seen != previous.seen and len(state.seen) >= LEAST_READINGS
    if alert is not None and has_news and state.is_open and state.lower_evaluations == 0:
        return _count(alert, previous, state, at)
    return None


def _open_alert(patient_id: UUID) -> Alert | None:
    rows = Alert.objects.select_for_update().filter(patient_id=patient_id, rule=PRESSURE_RULE)
    return rows.exclude(state=State.RESOLVED).first()


def _open(patient_id: UUID, state: RuleState, at: datetime) -> Alert:
    facts = PressureFacts.of(state)
    alert = Alert.objects.create(
        patient_id=patient_id,
        rule=PRESSURE_RULE,
        rule_version=state.version,
        state=State.NOTIFIED if _is_before_the_team(patient_id) else State.OPEN,
        urgency=facts.urgency,
        facts=facts.to_json(),
        opened_at=at,
        raised_at=at,
        changed_at=at,
    )
    _add_step(alert, Step.OPENED, at)
    tell_patient(alert)
    announce("alert.opened", patient=patient_id, alert=alert.id)
    return alert


def _count(alert: Alert, previous: RuleState, state: RuleState, at: datetime) -> Alert:
    """Another reading confirms it. If it got worse, an answer given before no longer covers it."""
    facts = PressureFacts.of(state)
    gets_worse = _is_worse(PressureFacts.from_json(alert.facts), previous, facts)
    alert.count += 1
    alert.facts = facts.to_json()
    alert.changed_at = at
    alert.rule_version = state.version
    if gets_worse:
        _raise_again(alert, facts, at)
    alert.save()
    announce("alert.raised" if gets_worse else "alert.changed", patient=alert.patient_id, alert=alert.id)
    return alert


def _is_worse(last: PressureFacts, previous: RuleState, facts: PressureFacts) -> bool:
    """Whether the readings are very high anew: the last conclusion was calmer, or its readings are all old.

    The highest it ever was does not matter: an answer given then covers no later rise.
    """
    if facts.urgency != Urgency.NOW:
        return False
    was_severe = last.urgency == Urgency.NOW and previous.category is facts.category
    return not was_severe or facts.severe.isdisjoint(last.severe)


def _raise_again(alert: Alert, facts: PressureFacts, at: datetime) -> None:
    """Take back the answer, and tell everyone anew; while they are being told, go on with that.

    Starting anew each time would only put off when the care team hears of a value that swings.
    """
    is_being_told = at - alert.raised_at < TEAM_AFTER[Urgency.NOW]
    if alert.is_unanswered and alert.urgency == facts.urgency and is_being_told:
        return
    alert.urgency = facts.urgency
    alert.state = State.NOTIFIED if _is_before_the_team(alert.patient_id) else State.OPEN
    alert.acknowledged_by = alert.acknowledged_at = None
    alert.raised_at = at
    _add_step(alert, Step.WORSENED, at)
    tell_patient(alert)


def _resolve(alert: Alert, at: datetime) -> Alert:
    alert.state = State.RESOLVED
    alert.changed_at = alert.resolved_at = at
    alert.save()
    _add_step(alert, Step.RESOLVED, at)
    announce("alert.resolved", patient=alert.patient_id, alert=alert.id)
    return alert


def _is_before_the_team(patient_id: UUID) -> bool:
    """Whether anyone of the care team may see readings, and so has this in their queue."""
    team = (
        Actor(provider.user_id, Purpose.TREATMENT, second_factor=True, via="task")
        for provider in providers_of(patient_id)
    )
    return any(may(member, Action.VIEW, patient_id, Category.READINGS) for member in team)


def _add_step(
    alert: Alert, step: Step, at: datetime, *, by: UUID | None = None, answer: str = "", note: str = ""
) -> None:
    AlertStep.objects.create(
        patient_id=alert.patient_id, alert=alert, step=step, at=at, by=by, answer=answer, note=note
    )


def acknowledge_alert(
    actor: Actor, patient_id: UUID, alert_id: UUID, *, answer: str, note: str = ""
) -> Alert:
    """A provider says what they did about it. It stays open until the readings settle, but asks nobody again.

    Repeating one's own answer changes nothing; "nothing needed" wants a reason.
    """
    enter(actor, Action.CHANGE, patient_id, Category.READINGS, "alert")
    if provider_of_user(actor.user_id) is None:
        raise Denied
    note = _checked_note(answer, note)
    with transaction.atomic():
        alert = Alert.objects.select_for_update().filter(id=alert_id, patient_id=patient_id).first()
        if alert is None:
            raise NotFound
        if alert.state == State.ACKNOWLEDGED and alert.acknowledged_by == actor.user_id:
            return alert
        if alert.state in (State.ACKNOWLEDGED, State.RESOLVED):
            raise Conflict("This alert has been answered or has settled meanwhile.")
        at = now()
        alert.state = State.ACKNOWLEDGED
        alert.acknowledged_by, alert.acknowledged_at, alert.changed_at = actor.user_id, at, at
        alert.save()
        _add_step(alert, Step.ACKNOWLEDGED, at, by=actor.user_id, answer=answer, note=note)
        announce("alert.changed", patient=patient_id, alert=alert.id)
        emit("alert", audience_of(patient_id, Category.READINGS), patient=patient_id, alert=alert.id)
    return alert


def _checked_note(answer: str, note: str) -> str:
    note = note.strip()
    if answer not in Answer.values:
        raise BadInput("Please say what you did.", field="answer")
    if answer == Answer.NONE and not note:
        raise BadInput("Please write why nothing is needed.", field="note")
    if len(note) > LONGEST_NOTE or "\x00" in note:
        raise BadInput(f"Please write at most {LONGEST_NOTE} plain characters.", field="note")
    return note


def sweep_missed_evaluations() -> int:
    """Find readings whose evaluation got lost, and those whose time has come; return how many patients."""
    due = EvaluationTodo.objects.filter(due_at__lt=now() - FORGOTTEN).order_by()
    patients = list(due.values_list("patient_id", flat=True).distinct()[:100])
    for patient_id in patients:
        _enqueue(patient_id)
    return len(patients)


def _enqueue(patient_id: UUID) -> None:
    from mendly.alerts.tasks import evaluate_readings

    try:
        evaluate_readings.delay(str(patient_id))
    except OperationalError:
        log.warning("the broker is away; the sweep will find the readings")
