"""Run by test_shredding in a process and a data folder of its own: a life full of canaries, and its erasure.

    python -m tests.backend.leaving.shredding live|ask|erase|again|crowd NUMBER|bustle|look

Each step prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import django

from mendly.secrets_store import ensure_embedded_secrets

CANARY = "canary7"
EMAIL = f"{CANARY}.mail@example.test"


def _canaries() -> dict[str, str]:
    return {"text": f"{CANARY}-text", "json": f"{CANARY}-json", "bytes": f"{CANARY}-bytes"}


def live() -> dict[str, Any]:
    """Somebody with a canary in every sealed field of every table; gives what stands in the columns instead."""
    from allauth.account.models import EmailAddress
    from django.db import connections, models

    from mendly.accounts.models import Patient, User
    from mendly.genome.models import GenomeFile
    from mendly.leaving.inventory import Person, erased_models, rows_of
    from mendly.vault.fields import SealedBytes, SealedDate, SealedDecimal, SealedField, SealedJSON
    from mendly.vault.files import SealingWriter
    from mendly.vault.models import SubjectKey
    from tests.backend.conftest import make_people
    from tests.backend.leaving.full_life import live_fully

    people = make_people()
    amara = live_fully(people)
    User.objects.filter(id=amara.user.id).update(email=EMAIL)
    assert EmailAddress.objects.filter(user=amara.user, primary=True).update(email=EMAIL) == 1
    assert amara.patient is not None
    person = Person(amara.patient.id, amara.user.id, (EMAIL,))
    with SealingWriter(amara.patient.id) as writer:
        writer.write(f"{CANARY}-file ".encode() * 100_000)
        file = writer.finish()
    file.save(force_insert=True)
    GenomeFile.objects.filter(patient=amara.patient).first()
    fields = filled = 0
    marks: list[str] = []
    canaries = _canaries()

    def value_of(field: models.Field[Any, Any]) -> Any:
        if isinstance(field, SealedDate):
            return date(1999, 9, 9)
        if isinstance(field, SealedDecimal):
            return Decimal("777777.77")
        if isinstance(field, SealedJSON):
            return {"canary": canaries["json"]}
        return canaries["bytes"].encode() if isinstance(field, SealedBytes) else canaries["text"]

    for model in (Patient, *erased_models()):
        sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        if not sealed:
            continue
        fields += len(sealed)
        rows = Patient.objects.filter(id=person.patient) if model is Patient else rows_of(model, person)
        row = rows.first()
        assert row is not None, model
        for field in sealed:
            setattr(row, field.attname, value_of(field))
        row.save()
        with connections["default"].cursor() as cursor:
            table, key = model._meta.db_table, model._meta.pk
            for field in sealed:
                cursor.execute(
                    f'SELECT "{field.column}" FROM "{table}" WHERE "{key.column}" = %s',
                    [row.pk.hex if isinstance(row.pk, UUID) and cursor.db.vendor == "sqlite" else row.pk],
                )
                marks.append(bytes(cursor.fetchone()[0])[:24].hex())
                filled += 1
    wrapped = bytes(SubjectKey.objects.get(subject=person.patient).wrapped)[:24].hex()
    return {
        "patient": str(person.patient),
        "fields": fields,
        "filled": filled,
        "marks": marks,
        "key": wrapped,
        "blob": file.blob,
    }


def erase() -> dict[str, Any]:
    """Asked for by the patient, then the days to think and the settling pass."""
    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import Patient, User
    from mendly.clock import now, standing_at
    from mendly.leaving.services import ask_erasure, erase_due
    from mendly.leaving.services.erasure import COOL_OFF, SETTLING
    from mendly.policy import Actor

    user = User.objects.get(email=EMAIL)
    actor = actor_of_user(user, second_factor=True, fresh=True, via="portal")
    fresh = Actor(actor.user_id, actor.purpose, second_factor=True, fresh=True, via="portal")
    ask_erasure(fresh, Patient.objects.get(user=user).id)
    start = now()
    with standing_at(start + COOL_OFF + timedelta(seconds=1)):
        erase_due()
    with standing_at(start + COOL_OFF + SETTLING + timedelta(minutes=1)):
        return {"erased": erase_due()}


def crowd() -> dict[str, Any]:
    """As many synthetic patients as asked, each with a medicine, a plan, an entry, a reading and a small file."""
    from django.db import transaction

    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import User
    from mendly.accounts.services import create_patient
    from mendly.clock import new_id, now
    from mendly.medicines.checks import MedicineWords
    from mendly.medicines.services import add_medicine, log_dose
    from mendly.vault.files import SealingWriter
    from mendly.vitals.services import record_observation
    from mendly.vitals.values import BloodPressure
    from mendly_core.doses import IntakeKind

    wanted = int(sys.argv[2])
    for start in range(0, wanted, 100):
        with transaction.atomic():
            for number in range(start, min(start + 100, wanted)):
                user = User.objects.create(email=f"{number}@example.test", password="!")
                patient = create_patient(user, name=f"Person {number}", birth_date=date(1960, 1, 1))
                actor = actor_of_user(user, second_factor=True, fresh=True, via="portal")
                words = MedicineWords(name="Simvastatin", ingredient="simvastatin")
                medicine, _ = add_medicine(actor, patient.id, words)
                log_dose(actor, patient.id, kind=IntakeKind.TAKEN, medicine_id=medicine.id)
                record_observation(
                    actor,
                    patient.id,
                    observation_id=new_id(),
                    taken_at=now(),
                    values=BloodPressure(120, 80, 60),
                )
                if number % 10 == 0:
                    with SealingWriter(patient.id) as writer:
                        writer.write(b"a small file " * 1000)
                        writer.finish().save(force_insert=True)
    return {"patients": wanted}


def ask() -> dict[str, Any]:
    """To be erased; the days to think are over by now."""
    from mendly.accounts.models import Patient, User
    from mendly.clock import now
    from mendly.leaving.models import ErasureRequest
    from mendly.leaving.services import ask_erasure
    from mendly.policy import Actor

    user = User.objects.get(email=EMAIL)
    ask_erasure(Actor(user.id, second_factor=True, fresh=True), Patient.objects.get(user=user).id)
    return {"asked": ErasureRequest.objects.update(due_at=now() - timedelta(hours=1))}


def look() -> dict[str, Any]:
    """What is open in this house, and how many hours are left to those who wait to be erased."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    from mendly.accounts.models import DeviceToken, PairingCode, StaffInvitation
    from mendly.care.models import CareInvitation, ProxyInvitation
    from mendly.clock import now
    from mendly.leaving.models import ErasureRequest

    opening = (Session, UserSession, DeviceToken, PairingCode, StaffInvitation)
    letters = (CareInvitation, ProxyInvitation)
    waiting = ErasureRequest.objects.values_list("due_at", flat=True)
    return {
        "open": {model.__name__: model.objects.count() for model in opening}
        | {model.__name__: model.objects.filter(answered_at=None).count() for model in letters},
        "hours": [round((due_at - now()) / timedelta(hours=1)) for due_at in waiting],
    }


def bustle() -> dict[str, Any]:
    """Log doses and look at the record, again and again, until there is a file `quiet` in the data folder."""
    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import Patient, User
    from mendly.accounts.selectors import profile_of
    from mendly.medicines.models import Medicine
    from mendly.medicines.services import log_dose
    from mendly_core.doses import IntakeKind

    data = Path(os.environ["MENDLY_DATA"])
    user = User.objects.get(email=EMAIL)
    patient = Patient.objects.get(user=user).id
    actor = actor_of_user(user, second_factor=True, fresh=True, via="portal")
    medicine = Medicine.objects.filter(patient=patient).values_list("id", flat=True)[0]
    doses = 0
    while not (data / "quiet").exists():
        log_dose(actor, patient, kind=IntakeKind.TAKEN, medicine_id=medicine)
        profile_of(actor, patient)
        doses += 1
        (data / "busy").touch()
    return {"doses": doses}


def again() -> dict[str, Any]:
    from mendly.leaving.services import erase_again

    return {"erased": erase_again()}


def main() -> None:
    ensure_embedded_secrets(os.environ, Path(os.environ["MENDLY_DATA"]))
    django.setup()
    steps = {each.__name__: each for each in (live, ask, erase, again, crowd, bustle, look)}
    with patch("django.core.mail.EmailMultiAlternatives.send"):
        print(json.dumps(steps[sys.argv[1]]()), flush=True)
    os._exit(
        0
    )  # as a server that is killed: the last connection to close would tidy SQLite's log of writes away


if __name__ == "__main__":
    main()
