"""`mendly bench medicines`: counts what it claims, and refuses to measure where no crowd would be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

DOSES = 3_000
BENCH = "import sys; from mendly.cli import main; sys.exit(main())"


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_full_minute_reaches_the_ledger_once_each_though_a_worker_dies(tmp_path: Path) -> None:
    """In processes of its own, on a scratch database beside the one of the tests."""
    on_postgres = connection.vendor == "postgresql"
    address = os.environ["MENDLY_TEST_DATABASE_URL"] if on_postgres else f"sqlite:///{tmp_path}/none.sqlite3"
    ran = subprocess.run(
        [sys.executable, "-c", BENCH, "bench", "medicines", "--doses", str(DOSES), "--runs", "1"],
        env={**os.environ, "MENDLY_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "mendly.settings"},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert "planning, mendly_core" in ran.stdout
    if on_postgres:
        assert ran.returncode == 0, ran.stderr
        assert "3,000 of 3,000 in the ledger, 0 lost, 0 doubled" in ran.stdout
    else:
        assert (ran.returncode, "needs PostgreSQL" in ran.stderr) == (2, True)
