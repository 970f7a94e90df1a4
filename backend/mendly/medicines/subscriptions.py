"""What makes rings be planned anew: plans and entries of this room, where a person is, and who is to be told."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.selectors import patient_of_user
from mendly.bus import subscribe
from mendly.medicines.services.reminders import ask_rings_anew


@subscribe("schedule.changed")
def schedule_changed(patient: UUID, schedule: UUID) -> None:
    ask_rings_anew(patient)


@subscribe("intake.recorded")
def intake_recorded(patient: UUID, intake: UUID) -> None:
    ask_rings_anew(patient)


@subscribe("profile.changed")
def person_moved(patient: UUID) -> None:
    ask_rings_anew(patient)


@subscribe("proxy.started")
def proxy_started(patient: UUID, user: UUID) -> None:
    ask_rings_anew(patient)


@subscribe("push.started")
def browser_may_notify(user: UUID) -> None:
    patient = patient_of_user(user)
    if patient is not None:
        ask_rings_anew(patient)
