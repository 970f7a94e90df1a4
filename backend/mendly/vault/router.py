"""Keys live in a small database of their own, so that its backups can be short-lived (see `services.destroy_key`)."""

from __future__ import annotations

from typing import Any

KEPT_APART = frozenset({"subjectkey", "tombstone"})
"""Models of this room in the `keys` database: each person's key, and who must never come back."""


class KeysApart:
    """Send the tables of keys, and nothing else, to the `keys` database."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "keys" if _is_key(model) else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return "keys" if _is_key(model) else None

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool | None:
        return False if _is_key(first) != _is_key(second) else None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        is_key = app_label == "vault" and model_name in KEPT_APART
        return is_key if db == "keys" else not is_key


def _is_key(model: Any) -> bool:
    return model._meta.app_label == "vault" and model._meta.model_name in KEPT_APART
