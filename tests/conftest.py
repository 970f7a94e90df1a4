"""Shared by every folder of tests. Imports no framework: the core and the phone run without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.prepared import lay_out_databases, open_shelf

PUT_AWAY = pytest.StashKey[Callable[[], None]]()
NEEDS_DATABASE = frozenset({"db", "people", "transactional_db"})


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PUT_AWAY] = open_shelf()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[PUT_AWAY]()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether the databases are there already: a run on SQLite migrates once and copies the files."""
    return lay_out_databases()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test with a database may use both: the main one and the one that holds keys."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is None and NEEDS_DATABASE.isdisjoint(getattr(item, "fixturenames", ())):
            continue
        options = {**(mark.kwargs if mark else {}), "databases": "__all__"}
        item.add_marker(pytest.mark.django_db(**options), append=False)
