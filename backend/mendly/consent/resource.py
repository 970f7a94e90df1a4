"""One decision as a FHIR R4 Consent (hl7.org/fhir/R4/consent.html). Pure: it reads the record and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

CODES = "http://terminology.hl7.org/CodeSystem"
CATEGORIES = "urn:mendly:category"
DIGEST = "urn:mendly:consent-words-sha256"
LANGUAGE = "urn:mendly:consent-words-language"
SUPERSEDES = "urn:mendly:consent-supersedes"
PURPOSES = {"treatment": "TREAT", "research": "HRESCH"}
"""v3-ActReason. There is no code for payment, coverage or employment here, and none may be added."""
RECIPIENTS = {"provider": "Practitioner", "clinic": "Organization"}
RESOURCES = {
    "profile": ("Patient",),
    "medicines": ("MedicationStatement", "MedicationAdministration"),
    "readings": ("Observation",),
    "genes": ("Observation", "DiagnosticReport"),
    "tumours": ("DiagnosticReport",),
    "messages": ("Communication",),
    "everything": (),
}
SEE = ("access",)
SEE_AND_ADD = ("access", "collect", "correct")


class Recorded(Protocol):
    """What a decision must know of itself: see `consent.models.ConsentRecord`."""

    id: UUID
    patient_id: UUID
    recipient_kind: str
    recipient: UUID | None
    purpose: str
    category: str
    answer: str
    access: str
    starts_at: datetime
    ends_at: datetime
    words: str
    words_digest: str
    language: str
    given_by: UUID
    given_as: str
    created_at: datetime


def consent_resource(
    record: Recorded,
    *,
    status: Literal["active", "replaced", "ended"] = "active",
    supersedes: UUID | None = None,
) -> dict[str, Any]:
    """The resource as JSON. `status` and `supersedes` follow from the other records: `selectors.decisions_of`."""
    patient = {"reference": f"Patient/{record.patient_id}"}
    by_self = record.given_as == "self"
    performer = patient if by_self else {"reference": f"RelatedPerson/{record.given_by}"}
    scope = "research" if record.purpose == "research" else "patient-privacy"
    resource: dict[str, Any] = {
        "resourceType": "Consent",
        "id": str(record.id),
        "status": "active" if status == "active" else "inactive",
        "scope": _concept(f"{CODES}/consentscope", scope),
        "category": [_concept("http://loinc.org", "59284-0")],
        "patient": patient,
        "dateTime": _instant(record.created_at),
        "performer": [performer],
        "policy": [{"uri": f"urn:mendly:words:{record.words}"}],
        "extension": [
            {"url": DIGEST, "valueString": record.words_digest},
            {"url": LANGUAGE, "valueCode": record.language},
        ],
        "provision": _provision(record),
    }
    if supersedes is not None:
        replaced = {"url": SUPERSEDES, "valueReference": {"reference": f"Consent/{supersedes}"}}
        resource["extension"].append(replaced)
    return resource


def _provision(record: Recorded) -> dict[str, Any]:
    actions = SEE if record.access == "see" and record.answer == "permit" else SEE_AND_ADD
    period = {"start": _instant(record.starts_at)}
    if record.answer == "permit":
        period["end"] = _instant(record.ends_at)
    provision: dict[str, Any] = {
        "type": record.answer,
        "period": period,
        "action": [_concept(f"{CODES}/consentaction", action) for action in actions],
        "purpose": [{"system": f"{CODES}/v3-ActReason", "code": PURPOSES[record.purpose]}],
        "code": [_concept(CATEGORIES, record.category)],
    }
    classes = RESOURCES[record.category]
    if classes:
        system = "http://hl7.org/fhir/resource-types"
        provision["class"] = [{"system": system, "code": name} for name in classes]
    if record.recipient is not None:
        role = _concept(f"{CODES}/v3-ParticipationType", "IRCP")
        reference = {"reference": f"{RECIPIENTS[record.recipient_kind]}/{record.recipient}"}
        provision["actor"] = [{"role": role, "reference": reference}]
    return provision


def _concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def _instant(moment: datetime) -> str:
    return moment.isoformat()
