"""Who counts as a minor: younger than 18, or nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from mendly_core.predisposition import is_minor


@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), True),
        (date(2008, 11, 22), date(2026, 11, 22), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(1950, 1, 1), date(2026, 1, 1), False),
        (date(2030, 1, 1), date(2026, 1, 1), True),
        (None, date(2026, 1, 1), True),
    ],
)
def test_the_eighteenth_birthday_is_the_line(born: date | None, on: date, minor: bool) -> None:
    assert is_minor(born, on) is minor
