"""A dump and what is counted of it are one state, and the programs of the database speak TLS as the house does."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from django.db import connections

from mendly.accounts.models import Clinic
from mendly.accounts.services import open_clinic
from mendly.ops.dumps import dumped, postgresql_environment
from mendly.settings.env import database_from_url


@pytest.mark.django_db(transaction=True)
def test_what_is_counted_is_what_was_dumped(tmp_path: Path) -> None:
    def go_on() -> None:
        open_clinic(name="Later")
        connections.close_all()

    open_clinic(name="Before")
    with dumped("default", tmp_path / "dump") as ask:
        busy = Thread(target=go_on)
        busy.start()
        busy.join()
        assert ask("SELECT name FROM accounts_clinic") == [("Before",)]
    assert Clinic.objects.count() == 2
    assert (tmp_path / "dump").stat().st_size > 1000


def test_the_programs_of_the_database_prove_the_server_as_the_house_does(tmp_path: Path) -> None:
    tls = "sslmode=verify-full&sslrootcert=/etc/ca.pem&sslcert=/etc/own.pem&sslkey=/etc/own.key"
    options = database_from_url(f"postgresql://me:p%40ss@db:6432/own?{tls}", data=tmp_path)
    given = postgresql_environment(options)
    assert {name: given[name] for name in given if name.startswith("PGSSL")} == {
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ca.pem",
        "PGSSLCERT": "/etc/own.pem",
        "PGSSLKEY": "/etc/own.key",
    }
    assert (given["PGHOST"], given["PGPORT"], given["PGPASSWORD"]) == ("db", "6432", "p@ss")


def test_without_tls_nothing_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    given = postgresql_environment(database_from_url("postgresql:///own?host=/run/postgresql", data=tmp_path))
    assert "PGSSLMODE" not in given
    assert given["PGHOST"] == "/run/postgresql"
