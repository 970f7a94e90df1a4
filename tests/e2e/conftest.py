"""Running servers for a session: embedded on SQLite, or the production parts where the run has PostgreSQL and Redis."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.e2e.servers import Server, embedded_server, production_server

ADDRESSES = ("DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("server")
    addresses = {f"MENDLY_{name}": os.environ.get(f"MENDLY_TEST_{name}", "") for name in ADDRESSES}
    size = production_server(data, addresses) if all(addresses.values()) else embedded_server(data)
    with size as running:
        yield running
