"""Shared by every folder of tests. Imports no framework: the core and the phone run without one."""

from __future__ import annotations

import pytest

NEEDS_DATABASE = frozenset({"db", "people", "transactional_db"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test with a database may use both: the main one and the one that holds keys."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is None and NEEDS_DATABASE.isdisjoint(getattr(item, "fixturenames", ())):
            continue
        options = {**(mark.kwargs if mark else {}), "databases": "__all__"}
        item.add_marker(pytest.mark.django_db(**options), append=False)
