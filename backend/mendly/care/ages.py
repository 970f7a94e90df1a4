"""How old a patient is, where they live. For decisions about one patient: a birth date is sealed.

Lists and checks of the policy never ask here: they read the instant that was worked out when a guardian was named.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from mendly.accounts.selectors import birth_date_of_patient, zone_of_patient
from mendly.clock import now
from mendly_core.predisposition import is_minor


def birthday(born: date, age: int) -> date:
    """The day on which somebody becomes this old; who was born on a leap day, on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def instant_of(day: date, zone: str) -> datetime:
    """The first moment of a day where the person lives."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def guardian_until(patient_id: UUID) -> datetime | None:
    """When a guardian's access ends by itself; None without a birth date."""
    born = birth_date_of_patient(patient_id)
    if born is None:
        return None
    return instant_of(birthday(born, settings.AGES.guardian_ends), zone_of_patient(patient_id))


def is_of_age(patient_id: UUID) -> bool:
    """Whether the raw file, and findings that begin in adult life, may be handed out. Unknown counts as no."""
    today = now().astimezone(ZoneInfo(zone_of_patient(patient_id))).date()
    return not is_minor(birth_date_of_patient(patient_id), today)
