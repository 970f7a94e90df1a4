"""Entering and withdrawing a tumour report. Text that cannot be used is refused with a code; nothing of it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from mendly.accounts.selectors import user_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.genome.tumours.models import TumourReport
from mendly.live.services import emit
from mendly.policy import Action, Actor, Category, person_of
from mendly_core.tumour import TumourReportRefused, find_disease, read_report
from mendly_core.words import tumour_refused

LONGEST_REPORT = 25_000
LONGEST_LABORATORY = 120
MOST_REPORTS = 50
_TWO_LINES = "Two lines cannot both be right. Please check the report. Nothing was kept."


class TumourEntryRefused(BadInput):
    """The text cannot be used. `refusal` is a code of `mendly_core.tumour`; `lines`, those that contradict each

    other, are for the page of the person who typed them and for nothing else.
    """

    def __init__(self, refusal: str, lines: tuple[str, ...]) -> None:
        field = "disease" if refusal == "unknown_disease" else "findings"
        sentence = _TWO_LINES if lines else tumour_refused(refusal, "en")
        super().__init__(sentence, code=f"tumour-{refusal}".replace("_", "-"), field=field)
        self.refusal = refusal
        self.lines = lines


def enter_tumour_report(
    actor: Actor,
    patient_id: UUID,
    *,
    report_id: UUID,
    findings: str,
    disease: str = "",
    laboratory: str = "",
    reported_on: date | None = None,
) -> tuple[TumourReport, bool]:
    """Keep the findings as typed. The same id again finds the report that is there, and gives False."""
    enter(actor, Action.ADD, patient_id, Category.TUMOURS, "tumour report")
    if len(findings) > LONGEST_REPORT:
        raise TumourEntryRefused("too_many_lines", ())
    if reported_on is not None and reported_on > now().date() + timedelta(days=1):
        raise BadInput("The date of the report lies in the future. Please check it.", field="reported_on")
    given = {
        "findings": findings.strip(),
        "disease": _checked(findings, disease),
        "laboratory": _clean(laboratory),
        "reported_on": reported_on,
    }
    with transaction.atomic():
        report, created = TumourReport.objects.get_or_create(
            id=report_id,
            defaults={
                **given,
                "patient_id": patient_id,
                "entered_by": person_of(actor),
                "entered_at": now(),
            },
        )
        if not created:
            if report.patient_id != patient_id or any(getattr(report, k) != v for k, v in given.items()):
                raise Conflict("This id is taken. Please make a new one.")
            return report, False
        if TumourReport.objects.filter(patient_id=patient_id, withdrawn_at=None).count() > MOST_REPORTS:
            raise Conflict(f"There are {MOST_REPORTS} reports already. More do not fit.")
        _tell(patient_id, report.id)
    return report, True


def withdraw_tumour_report(actor: Actor, patient_id: UUID, report_id: UUID) -> None:
    """It was wrong: it shows no more. The row stays, with who withdrew it and when."""
    enter(actor, Action.CHANGE, patient_id, Category.TUMOURS, "tumour report")
    with transaction.atomic():
        found = TumourReport.objects.filter(id=report_id, patient_id=patient_id, withdrawn_at=None)
        if not found.update(withdrawn_by=person_of(actor), withdrawn_at=now()):
            raise NotFound
        _tell(patient_id, report_id)


def _checked(findings: str, disease: str) -> str:
    """The disease by its name in the tables, empty if not given."""
    try:
        read_report(findings)
        return find_disease(disease).name if disease.strip() else ""
    except TumourReportRefused as refused:
        raise TumourEntryRefused(refused.code, refused.lines) from None


def _clean(laboratory: str) -> str:
    name = " ".join(laboratory.split())
    if len(name) > LONGEST_LABORATORY or not name.isprintable():
        raise BadInput(f"Please use at most {LONGEST_LABORATORY} characters here.", field="laboratory")
    return name


def _tell(patient_id: UUID, report_id: UUID) -> None:
    emit("tumour", [user_of_patient(patient_id)], patient=patient_id, report=report_id)
