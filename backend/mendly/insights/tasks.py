from __future__ import annotations

from uuid import UUID

from celery import shared_task

from mendly.insights import services


@shared_task
def refresh_insights(patient_id: str) -> None:
    services.refresh(UUID(patient_id))
