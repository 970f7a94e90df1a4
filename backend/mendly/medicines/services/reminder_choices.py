"""Choosing how to be reminded, and whether helpers hear of a dose that stays open."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mendly.audit.services import enter
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import NotFound
from mendly.live.services import emit
from mendly.medicines.models import ReminderChoice
from mendly.medicines.reminder_choices import Reminding, reminding_of
from mendly.medicines.services.reminders import ask_rings_anew
from mendly.policy import Action, Actor, Category, Purpose


def choose_reminders(actor: Actor, patient_id: UUID, wished: Reminding) -> Reminding:
    """Keep the wishes and plan the rings anew. Letting helpers hear takes the proof that any opening takes.

    The care team does not choose; its wait stays as it is.
    """
    if actor.purpose is not Purpose.SELF_CARE:
        raise NotFound
    wishes = wished.wishes
    if wishes.proxies_after is not None and reminding_of(patient_id).wishes.proxies_after is None:
        enter(actor, Action.SHARE, patient_id, Category.SHARING, "reminders to helpers")
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "reminders")
    chosen = {
        "quiet_from": wishes.quiet_from,
        "quiet_to": wishes.quiet_to,
        "again_times": wishes.again_times,
        "again_after": wishes.again_after,
        "proxies_after": wishes.proxies_after,
        "by_email": wished.by_email,
    }
    with transaction.atomic():
        ReminderChoice.objects.update_or_create(
            patient_id=patient_id, defaults={**chosen, "changed_at": now()}
        )
        ask_rings_anew(patient_id)
        emit("medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id)
    return wished
