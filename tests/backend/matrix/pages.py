"""The declared table of the portal's pages."""

from __future__ import annotations

from tests.backend.matrix.expectations import Routes, for_all

PAGES: Routes = {
    "": {"GET": for_all("everyone")},
}
ALLAUTH: set[str] = set()
