"""Welcome: connecting the phone with a code."""

# mypy: allow-subclassing-any
from __future__ import annotations

import asyncio

from mendly_app.ui.screens.base import AppScreen, load_rules


class WelcomeScreen(AppScreen):
    """Shows `WelcomeModel`."""

    def connect(self) -> None:
        task = self.model.start_connecting()
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[bool]) -> None:
        if not task.cancelled() and task.result() and self.model.again:
            self.nav.back()


load_rules(__file__)
