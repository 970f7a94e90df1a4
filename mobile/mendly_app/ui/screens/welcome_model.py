"""Pairing in words."""

# mypy: allow-subclassing-any
from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from mendly_app.patient.account import PairingFailed
from mendly_app.patient.preferences import LANGUAGES
from mendly_app.ui.screens.base import Model


class WelcomeModel(Model):
    """The form that connects a phone. `again`: the phone was connected before and still holds data."""

    server = StringProperty("")
    code = StringProperty("")
    problem = StringProperty("")
    busy = BooleanProperty(False)
    again = BooleanProperty(False)
    lost = StringProperty("")

    def open(self, **about: Any) -> None:
        self.problem = ""
        self.code = ""
        session = self.companion.account.session()
        self.again = session is not None
        if session is not None:
            self.server = session.server

    def refresh(self) -> None:
        lost = self.companion.lost
        self.lost = self.words("status.lost", n=lost) if lost else ""

    async def connect(self) -> bool:
        """Pair with what was typed. True when the phone is connected; else `problem` says why not."""
        if self.busy:
            return False
        self.busy, self.problem = True, ""
        try:
            await self.companion.pair(self.server, self.code)
        except PairingFailed as failed:
            self.problem = self.words(f"welcome.problem.{failed.problem}")
            return False
        finally:
            self.busy = False
        return True

    def start_connecting(self) -> asyncio.Task[bool]:
        """Pair in the background of the app's own loop."""
        return asyncio.get_running_loop().create_task(self.connect())

    def switch_language(self) -> None:
        """To the other language: before pairing there is no settings page."""
        other = next(language for language in LANGUAGES if language != self.companion.language)
        self.companion.prefer(replace(self.companion.preferences, language=other))
