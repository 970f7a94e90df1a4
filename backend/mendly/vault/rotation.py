"""Bringing every person's key under the newest key-encryption key. Data stays as it is: only keys are wrapped anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from mendly.vault import crypto
from mendly.vault.models import SubjectKey
from mendly.vault.services import forget_held_keys, key_context

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotation:
    """`rewrapped` now, `left` under other versions (0 when all is done), and the version in use."""

    version: int
    rewrapped: int
    left: int


class KeyMissing(ImproperlyConfigured):
    """Some keys are wrapped by a version that the settings do not hold. Nothing was changed."""


def rotate_keys() -> Rotation:
    """Wrap every key anew that is not under the newest version. Killed anywhere, the next run goes on.

    Each batch is one transaction in which the rows are locked: a key that is destroyed at the same time stays
    destroyed. Raises `KeyMissing` before anything is changed.
    """
    refuse_missing_versions()
    newest = max(settings.KEY_ENCRYPTION_KEYS)
    old = SubjectKey.objects.filter(destroyed_at=None).exclude(kek_version=newest)
    done = 0
    while batch := _rewrap_some(newest):
        done += batch
    forget_held_keys()
    return Rotation(newest, done, old.count())


def refuse_missing_versions() -> None:
    """Raises `KeyMissing` when a version that still wraps somebody's key is not in the settings."""
    kept = SubjectKey.objects.filter(destroyed_at=None).order_by()
    missing = set(kept.values_list("kek_version", flat=True).distinct()) - set(settings.KEY_ENCRYPTION_KEYS)
    if missing:
        versions = ", ".join(str(version) for version in sorted(missing))
        raise KeyMissing(f"MENDLY_KEK must also hold version {versions}: keys are still wrapped by it.")


def versions_in_use() -> dict[int, int]:
    """How many keys each version wraps. One that wraps none, in no backup of keys either, may leave the settings."""
    found: dict[int, int] = {}
    for version in SubjectKey.objects.filter(destroyed_at=None).values_list("kek_version", flat=True):
        found[version] = found.get(version, 0) + 1
    return found


def _rewrap_some(newest: int) -> int:
    with transaction.atomic(using="keys"):
        old = SubjectKey.objects.select_for_update().filter(destroyed_at=None).exclude(kek_version=newest)
        rows = list(old.order_by("subject")[:BATCH])
        for row in rows:
            context = key_context(row.subject)
            key = crypto.unseal(settings.KEY_ENCRYPTION_KEYS[row.kek_version], bytes(row.wrapped), context)
            wrapped = crypto.seal(settings.KEY_ENCRYPTION_KEYS[newest], key, context)
            SubjectKey.objects.filter(subject=row.subject, destroyed_at=None).update(
                wrapped=wrapped, kek_version=newest
            )
    return len(rows)
