"""The settings of this phone in words."""

# mypy: allow-subclassing-any
from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from kivy.properties import ListProperty, NumericProperty, StringProperty

from mendly_app.patient.preferences import LOOKS, TEXT_SIZES
from mendly_app.ui.screens.base import Model
from mendly_app.ui.widgets.ask import Answer, Question

NAMES = {"en": "settings.english", "es": "settings.spanish"}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a setting."""

    setting: str
    value: str
    text: str
    chosen: bool


class SettingsModel(Model):
    """Language, text size, colours, steps, signing out."""

    person = StringProperty("")
    languages = ListProperty()
    text_sizes = ListProperty()
    looks = ListProperty()
    steps = ListProperty()
    not_sent = NumericProperty(0)

    def refresh(self) -> None:
        words, now = self.words, self.companion.preferences
        name = self.companion.account.profile().name
        self.person = words("settings.person", name=name) if name else ""
        language = self.companion.language
        self.languages = [
            Option("language", code, words(key), code == language) for code, key in NAMES.items()
        ]
        self.text_sizes = [
            Option("text_size", str(size), words(f"settings.size_{number}"), size == now.text_size)
            for number, size in enumerate(TEXT_SIZES, start=1)
        ]
        self.looks = [Option("look", look, words(f"settings.{look}"), look == now.look) for look in LOOKS]
        self.steps = [
            Option("count_steps", value, words(f"settings.{value}"), (value == "on") == now.count_steps)
            for value in ("on", "off")
        ]
        self.not_sent = self.companion.store.outbox.count_set_aside()

    def choose(self, setting: str, value: str) -> None:
        preferences = self.companion.preferences
        if setting == "text_size":
            preferences = replace(preferences, text_size=float(value))
        elif setting == "count_steps":
            preferences = replace(preferences, count_steps=value == "on")
        elif setting == "language":
            preferences = replace(preferences, language=value)
        else:
            preferences = replace(preferences, look=value)
        self.companion.prefer(preferences)
        self.refresh()

    def sign_out_question(self) -> Question:
        """Ask first; entries that were not sent would be lost."""
        words = self.words
        unsent = self.companion.store.outbox.waiting() + self.companion.store.outbox.count_set_aside()
        note = words("settings.sign_out_unsent", n=unsent) if unsent else words("settings.sign_out_note")
        answers = (
            Answer("cancel", words("do.cancel"), "filled"),
            Answer("sign_out", words("settings.sign_out_yes")),
        )
        return Question(words("settings.sign_out_ask"), answers, self._answer, note)

    def _answer(self, answer: str) -> None:
        if answer == "sign_out":
            self.signing_out = asyncio.get_running_loop().create_task(self.companion.sign_out())
