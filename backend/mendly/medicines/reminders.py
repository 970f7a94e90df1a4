"""Asked right before a reminder leaves: whether its dose is still open, and whether the reader may still know."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from mendly.accounts.selectors import patient_of_user
from mendly.care.selectors import patients_helped_by
from mendly.medicines.models import ReminderChoice
from mendly.medicines.rings import dose_of, entries_about, helpers_of, is_wanted


def still_open(user_id: UUID, keys: Collection[str]) -> Collection[str]:
    """Which of these rings of an account are still wanted.

    Not those of a dose that was logged meanwhile, or put off to another moment.
    """
    patient_id = patient_of_user(user_id)
    return () if patient_id is None else _open_of(patient_id, keys)


def still_needs_help(user_id: UUID, keys: Collection[str]) -> Collection[str]:
    """Which of these rings about others a proxy is still to hear: they may see it, and it is still wished.

    A ring names its patient in front.
    """
    wanted: list[str] = []
    for patient_id in patients_helped_by(user_id):
        start = f"{patient_id.hex[-HELPED:]}:"
        own = {key.removeprefix(start): key for key in keys if key.startswith(start)}
        if own and _is_told(patient_id, user_id):
            wanted += [own[ring] for ring in _open_of(patient_id, own.keys())]
    return wanted


HELPED = 12
"""So many hex digits of the patient's id tell apart whom one proxy helps."""


def _is_told(patient_id: UUID, user_id: UUID) -> bool:
    wishes = ReminderChoice.objects.filter(patient_id=patient_id, proxies_after__isnull=False)
    return wishes.exists() and user_id in helpers_of(patient_id)


def _open_of(patient_id: UUID, rings: Collection[str]) -> list[str]:
    about = Q(patient_id=patient_id, occurrence__in={dose_of(ring) for ring in rings})
    entries = entries_about(about)[patient_id]
    return [ring for ring in rings if is_wanted(ring, entries.get(dose_of(ring), []))]
