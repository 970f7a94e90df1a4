"""Run in the environment of an embedded Mendly: doses, readings, messages and sharing, captured as SQL.

Prints one JSON string per statement, with its values filled in, as SQLite ran them.
"""

from __future__ import annotations

import json
import os
import random
import sys
from decimal import Decimal
from pathlib import Path

import django

from mendly.secrets_store import ensure_embedded_secrets


def main(acts: int) -> None:
    ensure_embedded_secrets(os.environ, Path(os.environ["MENDLY_DATA"]))
    django.setup()
    from django.db import connection

    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import Patient, Provider
    from mendly.clock import new_id, now
    from mendly.consent.models import Answer
    from mendly.consent.services import decide_sharing
    from mendly.medicines.models import Medicine
    from mendly.medicines.services import log_dose
    from mendly.messaging.services import send_message, start_conversation
    from mendly.policy import Actor, Category
    from mendly.vitals.services import record_observation
    from mendly.vitals.values import BloodPressure
    from mendly_core.doses import IntakeKind

    medicine = Medicine.objects.order_by("id").first()
    assert medicine is not None
    patient = Patient.objects.select_related("user").get(id=medicine.patient_id)
    provider = Provider.objects.get(user__email__startswith="imani")
    own = actor_of_user(patient.user, second_factor=True, via="portal")
    actor = Actor(own.user_id, own.purpose, second_factor=True, fresh=True)
    conversation, _ = start_conversation(actor, patient.id, subject="Hello", body="First words")
    chance = random.Random(11)
    taken: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(taken.append)
    for number in range(acts):
        kind = chance.choice(("dose", "reading", "message", "sharing"))
        if kind == "dose":
            log_dose(actor, patient.id, kind=IntakeKind.TAKEN, medicine_id=medicine.id, amount=Decimal(1))
        elif kind == "reading":
            values = BloodPressure(chance.randint(110, 130), 80, 70)
            record_observation(actor, patient.id, observation_id=new_id(), taken_at=now(), values=values)
        elif kind == "message":
            send_message(actor, patient.id, conversation.id, message_id=new_id(), body=f"Line {number}")
        else:
            answer = chance.choice((Answer.PERMIT, Answer.DENY))
            decide_sharing(actor, patient.id, provider.id, {Category.READINGS: answer}, language="en")
    connection.connection.set_trace_callback(None)
    for statement in taken:
        print(json.dumps(statement))


if __name__ == "__main__":
    main(int(sys.argv[1]))
