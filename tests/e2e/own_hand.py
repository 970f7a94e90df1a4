"""Run in the server's own environment: what a patient does where a phone may not, one line of JSON an order.

    python -m tests.e2e.own_hand

Opening the record and taking it along need a proof of five minutes at the most, which no test can keep for long.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from mendly.secrets_store import ensure_embedded_secrets

MEBIBYTE = 1 << 20
BUILDERS: list[threading.Thread] = []
BIG = 8
"""MiB of a file whose archive takes long enough to be stopped in the middle."""


def _actor_of(patient_id: str) -> Any:
    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import Patient

    user = Patient.objects.select_related("user").get(id=patient_id).user
    return actor_of_user(user, second_factor=True, fresh=True, via="portal")


def share(patient: str, email: str) -> dict[str, str]:
    """Everything opened to this provider; gives their id and that of the relationship."""
    from mendly.accounts.models import Patient, Provider, User
    from mendly.care.services import start_care
    from mendly.consent.services import permit_sharing
    from mendly.policy import SHAREABLE

    actor = _actor_of(patient)
    provider = Provider.objects.select_related("clinic").get(user=User.objects.get(email=email))
    language = Patient.objects.select_related("user").get(id=patient).user.language
    care = start_care(actor, UUID(patient), provider)
    permit_sharing(actor, UUID(patient), provider.id, SHAREABLE, language=language)
    return {"provider": str(provider.id), "relationship": str(care.id)}


def browser(email: str) -> dict[str, str]:
    """A cookie of a browser in which this person signed in just now, with their second step."""
    import time

    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
    from django.conf import settings
    from django.test import Client

    from mendly.accounts.models import User

    client = Client()
    client.force_login(
        User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key)}


def big_file(patient: str) -> dict[str, str]:
    """A DNA file that takes a while to pack."""
    import random

    from mendly.accounts.models import Patient
    from mendly.clock import now
    from mendly.genome.models import FileState, GenomeFile
    from mendly.vault.files import SealingWriter

    chance = random.SystemRandom()
    with SealingWriter(UUID(patient)) as writer:
        for _ in range(BIG):
            writer.write(chance.randbytes(MEBIBYTE))
        file = writer.finish()
    file.save(force_insert=True)
    row = GenomeFile(
        patient=Patient.objects.get(id=patient),
        name="big.txt",
        file=file,
        fingerprint=chance.randbytes(32),
        state=FileState.READY,
    )
    row.received_at = now()
    row.save()
    return {"file": str(row.id)}


def forget_file(file: str) -> dict[str, str]:
    from mendly.genome.models import GenomeFile
    from mendly.vault.files import remove

    row = GenomeFile.objects.select_related("file").get(id=file)
    sealed = row.file
    row.delete()
    if sealed is not None:
        remove(sealed)
    return {}


def take_along(patient: str) -> dict[str, str]:
    """Asked for; built here unless a worker is faster."""
    from mendly.leaving.services import ask_export, build_export

    export = ask_export(_actor_of(patient), UUID(patient)).export
    BUILDERS.append(threading.Thread(target=build_export, args=(export.id,), daemon=True))
    BUILDERS[-1].start()
    return {"export": str(export.id)}


def settle() -> dict[str, str]:
    """Wait until nothing is built here any more."""
    while BUILDERS:
        BUILDERS.pop().join()
    return {}


def state_of(export: str) -> dict[str, Any]:
    from mendly.leaving.models import Export

    row = Export.objects.get(id=export)
    return {"state": row.state, "file": row.file_id is not None, "passphrase": row.passphrase is not None}


def fetch(patient: str, export: str) -> dict[str, str]:
    """With all that the person may have: gives what they are told, or the size of what they got."""
    from mendly.errors import DomainError
    from mendly.leaving.services import fetch_export

    try:
        return {"got": str(sum(map(len, fetch_export(_actor_of(patient), UUID(patient), UUID(export)))))}
    except DomainError as refused:
        return {"refused": type(refused).__name__}


def account(patient: str, active: bool) -> dict[str, str]:
    """Closed by the house, or opened again."""
    from mendly.accounts.models import Patient, User

    User.objects.filter(id=Patient.objects.get(id=patient).user_id).update(is_active=active)
    return {}


ORDERS = {
    each.__name__: each
    for each in (share, browser, big_file, forget_file, take_along, settle, state_of, fetch, account)
}


def main() -> None:
    if os.environ.get("MENDLY_MODE") != "production":
        ensure_embedded_secrets(os.environ, Path(os.environ["MENDLY_DATA"]))
    django.setup()
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(ORDERS[order.pop("do")](**order)), flush=True)


if __name__ == "__main__":
    main()
