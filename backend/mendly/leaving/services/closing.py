"""The end of the house: everyone is told, may take their data along, and on the day all are erased."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from mendly.accounts.models import Patient, Provider, User
from mendly.clock import now
from mendly.errors import BadInput, Conflict
from mendly.insights.models import RowSignature
from mendly.leaving import letters
from mendly.leaving.emptied import accounts_here
from mendly.leaving.models import ErasureRequest, Export, WindDown
from mendly.leaving.services.erasure import digest_of, erase_now
from mendly.leaving.services.export import UNDER_WAY
from mendly.vault.models import SubjectKey
from mendly.vault.services import destroy_key
from mendly.vault.signing import sign

SHORTEST_NOTICE = timedelta(days=30)
PURPOSE = "wind-down"


def announce_wind_down(closes_on: date) -> int:
    """Tell every account by e-mail; gives how many were told now. Stopped anywhere, the next call goes on.

    At most the one letter that was under way is sent twice. Raises `BadInput` for a day within 30 days, `Conflict`
    when another day was announced.
    """
    found = WindDown.objects.first()
    if found is None:
        if closes_on < (now() + SHORTEST_NOTICE).date():
            raise BadInput("Please give people at least 30 days.")
        found = WindDown.objects.create(announced_at=now(), closes_on=closes_on)
    elif found.closes_on != closes_on:
        raise Conflict(f"It was announced that Mendly closes on {found.closes_on}.")
    left = User.objects.filter(is_active=True).order_by("id")
    if found.told_until is not None:
        left = left.filter(id__gt=found.told_until)
    told = 0
    for user in left.iterator():
        letters.say_we_close(user, closes_on)
        WindDown.objects.filter(id=found.id).update(told_until=user.id)
        told += 1
    return told


def finish_wind_down() -> str:
    """Erase everyone; gives the signed receipt with counts. Raises `Conflict` before the day that was announced.

    First the patients, then every key that is left, then the accounts of all others, and who worked here.
    Archives that still wait to be fetched count as a wish to take data along: they end first, or their day does.
    Stopped anywhere, the next call goes on with those who are left.
    """
    found = WindDown.objects.first()
    if found is None:
        raise Conflict("Announce the day first, so that people can take their data along.")
    if now().date() < found.closes_on:
        raise Conflict(f"Mendly closes on {found.closes_on}, not before.")
    if Export.objects.filter(state__in=UNDER_WAY).exists():
        raise Conflict("Some archives are still to be fetched. Their day ends within 24 hours.")
    for subject in list(Patient.objects.order_by("id").values_list("id", flat=True)):
        _add(found, erase_now(subject))
    for subject in SubjectKey.objects.filter(destroyed_at=None).values_list("subject", flat=True):
        destroy_key(subject)
    begun = ErasureRequest.objects.values_list("patient", flat=True)
    for subject in [*begun, *accounts_here().order_by("id").values_list("id", flat=True)]:
        _add(found, erase_now(subject))
    _add(found, _remove_staff())
    return _receipt(found)


def _remove_staff() -> dict[str, int]:
    """With no record left, nothing hangs any more on the names of who worked here, nor on any sign-in."""
    counts: dict[str, int] = {}
    with transaction.atomic():
        for rows in (RowSignature.objects, Provider.objects, User.objects, Session.objects):
            for label, count in rows.all().delete()[1].items():
                counts[label.lower()] = counts.get(label.lower(), 0) + count
    return {label: count for label, count in counts.items() if label != "accounts.user"}


def _add(found: WindDown, counts: dict[str, int]) -> None:
    with transaction.atomic():
        row = WindDown.objects.select_for_update().get(id=found.id)
        for label, count in counts.items():
            row.counts[label] = row.counts.get(label, 0) + count
        row.save(update_fields=["counts"])


def _receipt(found: WindDown) -> str:
    found.refresh_from_db()
    at = now()
    told: dict[str, Any] = {
        "closed_at": at.isoformat(),
        "patients_left": Patient.objects.count(),
        "accounts_left": User.objects.count(),
        "keys_left": SubjectKey.objects.filter(destroyed_at=None).count(),
        "erased": dict(sorted(found.counts.items())),
        "digest": digest_of(at, found.counts),
    }
    text = json.dumps(told, indent=1, sort_keys=True)
    return json.dumps({**told, "signature": sign(PURPOSE, text.encode())}, indent=1, sort_keys=True)
