from __future__ import annotations

from uuid import UUID

from celery import shared_task

from mendly.genome import services


@shared_task
def read_genome_file(file_id: str) -> None:
    services.read_file(UUID(file_id))
