"""What patients hear of rooms below: that somebody opened their record in an emergency."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.selectors import user_of_patient
from mendly.bus import subscribe
from mendly.care.selectors import guardians_of
from mendly.notify.kinds import Kind
from mendly.notify.services import queue_delivery


@subscribe("glass.broken")
def _tell(patient: UUID, opening: UUID) -> None:
    for user in (user_of_patient(patient), *guardians_of(patient)):
        queue_delivery(user, Kind.OPENED, f"opened:{opening}")
