"""Tests of the phone. The environment is set before anything imports Kivy: offscreen, without a GPU."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.update(
    SDL_VIDEODRIVER="offscreen",
    LIBGL_ALWAYS_SOFTWARE="1",
    KIVY_NO_ARGS="1",
    KIVY_NO_FILELOG="1",
    KIVY_NO_CONFIG="1",
    KIVY_LOG_MODE="PYTHON",
    KIVY_METRICS_DENSITY="1",
    KIVY_METRICS_FONTSCALE="1",
    KIVY_DPI="160",
)

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
