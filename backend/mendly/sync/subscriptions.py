"""Rooms announce; the phone's list of changes grows in the same transaction."""

from __future__ import annotations

from uuid import UUID

from mendly.bus import subscribe
from mendly.medicines.documents import revision_ids_of
from mendly.sync.services import note_change


@subscribe("patient.created")
@subscribe("profile.changed")
def profile_changed(patient: UUID) -> None:
    note_change(patient, "profile", patient)


@subscribe("medicine.changed")
def medicine_changed(patient: UUID, medicine: UUID) -> None:
    note_change(patient, "medicine", medicine)


@subscribe("schedule.changed")
def schedule_changed(patient: UUID, schedule: UUID) -> None:
    for revision in revision_ids_of(patient, schedule):
        note_change(patient, "schedule", revision)


@subscribe("intake.recorded")
def intake_recorded(patient: UUID, intake: UUID) -> None:
    note_change(patient, "intake", intake)


@subscribe("conversation.started")
def conversation_started(patient: UUID, conversation: UUID) -> None:
    note_change(patient, "conversation", conversation)


@subscribe("message.sent")
def message_sent(patient: UUID, conversation: UUID, message: UUID, author_is_patient: bool) -> None:
    note_change(patient, "conversation", conversation)
    note_change(patient, "message", message)


@subscribe("receipt.moved")
def receipt_moved(patient: UUID, conversation: UUID, user: UUID, receipt: UUID) -> None:
    note_change(patient, "receipt", receipt)


@subscribe("observation.recorded")
@subscribe("observation.withdrawn")
def observation_changed(patient: UUID, observation: UUID) -> None:
    note_change(patient, "observation", observation)


@subscribe("insight.changed")
def insight_changed(patient: UUID, insight: UUID) -> None:
    note_change(patient, "insight", insight)


@subscribe("alert.opened")
@subscribe("alert.changed")
@subscribe("alert.raised")
@subscribe("alert.resolved")
def alert_changed(patient: UUID, alert: UUID) -> None:
    note_change(patient, "alert", alert)


@subscribe("care.started")
@subscribe("care.ended")
def care_changed(patient: UUID, provider: UUID) -> None:
    note_change(patient, "profile", patient)
