"""Collect the static files at start, but only when one of them changed: compressing them takes seconds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "collected.sha256"
UNUSED = ["rest_framework", "django_htmx/*-2*"]  # the API answers in JSON only, the pages use htmx 4


def collect_when_changed() -> bool:
    """Bring STATIC_ROOT up to date; tells whether there was anything to do.

    A file counts as changed when its name, size or time of change differ from those of the last collection.
    """
    stamp = Path(settings.STATIC_ROOT) / STAMP
    current = _digest()
    if stamp.exists() and stamp.read_text() == current:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(current)
    return True


def _digest() -> str:
    """Digest the storage in use and the name, size and time of every file that would be collected."""
    facts = [str(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            found = Path(storage.path(name)).stat()
            facts.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()
