from __future__ import annotations

from uuid import UUID

from celery import shared_task

from mendly.notify import services


@shared_task
def deliver(delivery_id: str) -> None:
    services.deliver_one(UUID(delivery_id))
