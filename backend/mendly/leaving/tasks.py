from __future__ import annotations

from uuid import UUID

from celery import shared_task

from mendly.leaving import services


@shared_task
def make_export(export_id: str) -> None:
    services.build_export(UUID(export_id))
