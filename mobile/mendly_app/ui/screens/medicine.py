"""One medicine."""

# mypy: allow-subclassing-any
from __future__ import annotations

from mendly_app.ui.screens.base import AppScreen, load_rules


class MedicineScreen(AppScreen):
    """Shows `MedicineModel`."""

    def open_insight(self) -> None:
        self.nav.go("insight", insight=self.model.insight.id)


load_rules(__file__)
