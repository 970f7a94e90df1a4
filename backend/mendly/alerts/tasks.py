from __future__ import annotations

from uuid import UUID

from celery import shared_task

from mendly.alerts import services


@shared_task  # type: ignore[untyped-decorator]
def evaluate_readings(patient_id: str) -> None:
    services.evaluate(UUID(patient_id))
