"""The record as a FHIR R4 bundle of type collection. Codes: LOINC, RxNorm, UCUM; what has no code stands as text.

Sensor samples stand in the tables only: a year of heart beats as single Observations would fill a disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from mendly.accounts.models import Patient
from mendly.care.access_log import Look
from mendly.clock import new_id, now
from mendly.consent.resource import consent_resource
from mendly.consent.selectors import DecisionLine, decision_lines
from mendly.genome.models import GenomeFile, LabReport
from mendly.medicines.models import IntakeEvent, Medicine, SideEffect, StockRecord
from mendly.medicines.stocks import line_of
from mendly.messaging.models import Message
from mendly.vitals.models import Observation
from mendly.vitals.values import BloodPressure

Resource = dict[str, Any]
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
TAKEN = frozenset({"taken", "partial"})
PUT_OFF = frozenset({"snoozed", "moved"})
_REST = {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"}
_ACTIONS = {
    "view": "R",
    "add": "C",
    "record": "C",
    "share": "C",
    "change": "U",
    "withdraw": "U",
    "erase": "D",
}


def bundle_of(patient: Patient, looks: Iterable[Look]) -> Resource:
    """Everything as entries, the patient first."""
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in _resources(patient, looks)]
    return {"resourceType": "Bundle", "id": str(new_id()), "type": "collection", "timestamp": _at(now())} | {
        "entry": entries
    }


def _resources(patient: Patient, looks: Iterable[Look]) -> Iterator[Resource]:
    own = {"patient_id": patient.id}
    yield _patient(patient)
    yield from (_medicine(row) for row in Medicine.objects.filter(**own).order_by("id"))
    names = {row.id: row.name for row in Medicine.objects.filter(**own)}
    yield from (_intake(row, names[row.medicine_id]) for row in _intakes(patient))
    stock = StockRecord.objects.filter(undone_at=None, **own).order_by("id")
    yield from (_refill(row, names[row.medicine_id]) for row in stock if line_of(row).kind == "refilled")
    yield from (_effect(row, names) for row in SideEffect.objects.filter(**own).order_by("id"))
    yield from (_reading(row) for row in Observation.standing.filter(**own).order_by("id"))
    yield from (_lab(row) for row in LabReport.objects.filter(withdrawn_at=None, **own).order_by("id"))
    yield from (_file(row) for row in GenomeFile.objects.filter(**own).order_by("id"))
    yield from (_message(row) for row in Message.objects.filter(**own).order_by("id"))
    yield from map(_consent, reversed(decision_lines(patient.id)))
    yield from (_look(look, patient) for look in looks)


def _intakes(patient: Patient) -> Iterator[IntakeEvent]:
    """What was logged and stands: an entry that a later one replaced, or that put a dose off, is in the tables only."""
    rows = IntakeEvent.objects.filter(patient_id=patient.id)
    replaced = set(rows.exclude(supersedes=None).values_list("supersedes", flat=True))
    answers = rows.exclude(kind__in=PUT_OFF).order_by("id")
    yield from (row for row in answers.iterator() if row.id not in replaced)


def _patient(row: Patient) -> Resource:
    told: Resource = {"resourceType": "Patient", "id": str(row.id), "name": [{"text": row.name}]}
    told["telecom"] = [{"system": "email", "value": row.user.email}]
    if row.phone:
        told["telecom"].append({"system": "phone", "value": row.phone})
    if row.birth_date:
        told["birthDate"] = row.birth_date.isoformat()
    if row.address:
        told["address"] = [{"text": row.address}]
    return told | {"communication": [{"language": {"text": row.user.language}}]}


def _subject(row: Any) -> Resource:
    return {"reference": f"urn:uuid:{row.patient_id}"}


def _medicine(row: Medicine) -> Resource:
    concept: Resource = {"text": " ".join(part for part in (row.name, row.strength, row.form) if part)}
    if row.rxnorm:
        concept["coding"] = [{"system": RXNORM, "code": row.rxnorm, "display": row.ingredient}]
    period = {"start": row.started_on.isoformat()}
    if row.ended_on:
        period["end"] = row.ended_on.isoformat()
    told: Resource = {
        "resourceType": "MedicationStatement",
        "id": str(row.id),
        "status": "active" if row.status == "active" else "completed",
        "medicationCodeableConcept": concept,
        "subject": _subject(row),
        "effectivePeriod": period,
        "dateAsserted": _at(row.added_at),
    }
    if row.how:
        told["dosage"] = [{"text": row.how}]
    return told | ({"note": [{"text": row.notes}]} if row.notes else {})


def _intake(row: IntakeEvent, name: str) -> Resource:
    told: Resource = {
        "resourceType": "MedicationAdministration",
        "id": str(row.id),
        "status": "completed" if row.kind in TAKEN else "not-done",
        "medicationCodeableConcept": {"text": name},
        "subject": _subject(row),
        "effectiveDateTime": _at(row.taken_at or row.logged_at),
    }
    if row.kind not in TAKEN:
        told["statusReason"] = [{"text": row.reason or row.kind}]
    if row.amount is not None:
        told["dosage"] = {"text": str(row.amount)}
    return told


def _refill(row: StockRecord, name: str) -> Resource:
    line = line_of(row)
    quantity = {"value": float(line.amount)} | ({"unit": line.unit} if line.unit else {})
    return {
        "resourceType": "SupplyDelivery",
        "id": str(row.id),
        "status": "completed",
        "patient": _subject(row),
        "suppliedItem": {"quantity": quantity, "itemCodeableConcept": {"text": name}},
        "occurrenceDateTime": _at(row.at),
    }


def _effect(row: SideEffect, names: dict[UUID, str]) -> Resource:
    """Each report as it was told; `severity` is the person's own word."""
    told: Resource = {
        "resourceType": "AdverseEvent",
        "id": str(row.id),
        "identifier": {"value": f"{row.effect}/{row.number}"},
        "actuality": "actual",
        "event": {"text": ": ".join(part for part in (row.what, row.words) if part)},
        "subject": _subject(row),
        "date": row.since.isoformat(),
        "recordedDate": _at(row.reported_at),
        "severity": {"text": row.severity},
    }
    if row.withdrawn:
        told["outcome"] = {"text": "told by mistake"}
    elif row.ended_on:
        told["outcome"] = {"text": f"ended on {row.ended_on.isoformat()}"}
    if row.medicine_id:
        told["suspectEntity"] = [
            {"instance": {"reference": f"urn:uuid:{row.medicine_id}", "display": names[row.medicine_id]}}
        ]
    return told


def _quantity(value: object, unit: str) -> Resource:
    return {"value": float(str(value)), "unit": unit, "system": UCUM, "code": unit}


def _coded(code: str, text: str) -> Resource:
    return {"coding": [{"system": LOINC, "code": code}], "text": text}


def _reading(row: Observation) -> Resource:
    told = _observation(row, "final") | {"effectiveDateTime": _at(row.taken_at)}
    values = row.values
    if isinstance(values, BloodPressure):
        parts = [("8480-6", "Systolic", values.systolic, "mm[Hg]")]
        parts.append(("8462-4", "Diastolic", values.diastolic, "mm[Hg]"))
        if values.pulse is not None:
            parts.append(("8867-4", "Pulse", values.pulse, "/min"))
        told["code"] = _coded("85354-9", "Blood pressure")
        told["component"] = [
            {"code": _coded(code, text), "valueQuantity": _quantity(value, unit)}
            for code, text, value, unit in parts
        ]
    else:
        told |= {"code": _coded("29463-7", "Body weight"), "valueQuantity": _quantity(values.weight, "kg")}
    return told | ({"note": [{"text": row.note}]} if row.note else {})


def _observation(row: Any, status: str) -> Resource:
    return {
        "resourceType": "Observation",
        "id": str(row.id),
        "status": status,
        "subject": _subject(row),
    }


def _lab(row: LabReport) -> Resource:
    told = row.result
    words = ", ".join(f"{name}: {value}" for name, value in told.items() if isinstance(value, str) and value)
    return _observation(row, "final") | {
        "code": _coded("84413-4", f"Genotype {told.get('gene', '')}".strip()),
        "effectiveDateTime": row.reported_on.isoformat(),
        "valueString": words or "see the tables",
        "performer": [{"display": row.laboratory}],
    }


def _file(row: GenomeFile) -> Resource:
    return {
        "resourceType": "DocumentReference",
        "id": str(row.id),
        "status": "current" if row.file_id else "entered-in-error",
        "subject": _subject(row),
        "date": _at(row.received_at),
        "content": [{"attachment": {"title": row.name, "contentType": "application/octet-stream"}}],
    }


def _message(row: Message) -> Resource:
    return {
        "resourceType": "Communication",
        "id": str(row.id),
        "status": "completed",
        "subject": _subject(row),
        "sent": _at(row.sent_at),
        "sender": {"display": "care team" if row.by_provider else "patient or helper"},
        "payload": [{"contentString": row.body}] if row.body.strip() else [],
    }


def _consent(line: DecisionLine) -> Resource:
    told = consent_resource(line.record, status=line.status, supersedes=line.supersedes)
    person = _subject(line.record)
    return told | {"patient": person} | ({"performer": [person]} if line.record.given_as == "self" else {})


def _look(look: Look, patient: Patient) -> Resource:
    return {
        "resourceType": "AuditEvent",
        "id": str(new_id()),
        "type": _REST,
        "action": _ACTIONS.get(look.action, "E"),
        "recorded": _at(look.at),
        "outcome": "0",
        "agent": [{"name": look.name or look.who, "role": [{"text": look.who}], "requestor": True}],
        "source": {"observer": {"display": "Mendly"}, "site": look.via},
        "entity": [
            {
                "what": {"reference": f"urn:uuid:{patient.id}"},
                "name": f"{look.category}: {look.about}",
            }
        ],
    }


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
