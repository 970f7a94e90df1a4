"""Amara's phone, its clock, its store and a server beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mendly_app.devices.fakes import FakeClock, MemoryVault
from mendly_app.sync.store import Store, open_store
from tests.mobile.world import SUNDAY_NOON, FakeServer, Phone, make_phone


@pytest.fixture
def clock() -> FakeClock:
    """Sunday 22 November 2026, 13:00 in Madrid."""
    return FakeClock(SUNDAY_NOON, "Europe/Madrid")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, MemoryVault().key())
    yield opened
    opened.close()


@pytest.fixture
def server(clock: FakeClock) -> FakeServer:
    return FakeServer(clock)


@pytest.fixture
def phone(tmp_path: Path, clock: FakeClock, server: FakeServer) -> Iterator[Phone]:
    """Amara's phone, paired and in step with a fake server."""
    made = make_phone(tmp_path, clock, server)
    yield made
    made.store.close()
