from __future__ import annotations

from uuid import UUID

from celery import shared_task

from mendly.worklist import services


@shared_task  # type: ignore[untyped-decorator]
def tell_team(item_id: str) -> None:
    services.tell_team(UUID(item_id))
