"""Production refuses to send notifications into its own network."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import mendly

PRODUCTION = {
    "MENDLY_MODE": "production",
    "MENDLY_SECRET_KEY": "s" * 50,
    "MENDLY_KEK": "1:" + base64.b64encode(b"k" * 32).decode(),
    "MENDLY_SIGNING_KEY": base64.b64encode(b"j" * 32).decode(),
    "MENDLY_REDIS_URL": "rediss://redis:6379/0",
    "MENDLY_HOSTS": "mendly.example",
    "MENDLY_PUBLIC_URL": "https://mendly.example",
    "MENDLY_DATABASE_URL": "postgresql://u:p@db/mendly?sslmode=verify-full",
    "MENDLY_KEYS_DATABASE_URL": "postgresql://u:p@keys/keys?sslmode=require",
    "MENDLY_VAPID_KEY": "x",
}


def last_line_of_start(**more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENDLY_")}
    path = str(Path(mendly.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", "import mendly.settings; print('settings are fine')"],
        env={**kept, **PRODUCTION, **more, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return (run.stdout or run.stderr).strip().splitlines()[-1]


def test_loopback_push_is_refused_in_production() -> None:
    assert last_line_of_start() == "settings are fine"
    assert "MENDLY_PUSH_ALLOW_LOOPBACK" in last_line_of_start(MENDLY_PUSH_ALLOW_LOOPBACK="yes")
