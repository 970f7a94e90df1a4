"""A screen that shows what the phone does not keep: asked of the server when it opens, forgotten when it is left."""

# mypy: allow-subclassing-any
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from kivy.properties import BooleanProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.patient.beyond import NotTold, Trouble
from mendly_app.ui.screens.base import Model

Answer = TypeVar("Answer")

TOLD_BY = frozenset({"finding", "genome", "reset"})
"""Kinds of live frames after which what is shown may no longer hold."""
ENDED_BY_PAIRING = frozenset({Trouble.SIGNED_OUT, Trouble.SECOND_FACTOR})


class PassingModel(Model):
    """One request at a time. An answer to a screen that was left meanwhile is dropped.

    `trouble` is the sentence to show when there is no answer; `needs_pairing`: a new code would help.
    """

    loaded = BooleanProperty(False)
    busy = BooleanProperty(False)
    trouble = StringProperty("")
    needs_pairing = BooleanProperty(False)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self.asking: asyncio.Task[None] | None = None
        self._visit = 0
        self._asked = self._ask_again = False

    # What a screen of this kind adds

    def load(self) -> None:
        """Ask for what is shown, by `ask`."""
        raise NotImplementedError

    def forget(self) -> None:
        """Empty everything that came from the server."""
        raise NotImplementedError

    # The life of the screen

    def open(self, **about: Any) -> None:
        self._begin_visit()

    def leave(self) -> None:
        self._begin_visit()

    def refresh(self) -> None:
        """Ask when nothing was asked yet: after opening, and after the app was away."""
        if not self.companion.account.is_signed_in():
            self._begin_visit()
            self._stumble(Trouble.SIGNED_OUT)
        elif self.companion.in_front and not self._asked:
            self.load()

    def hear(self, kind: str) -> None:
        if kind in TOLD_BY and self.loaded:
            self.reload()

    def try_again(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Ask anew; after the answer that is awaited, if there is one."""
        self._ask_again = self.busy
        if not self.busy:
            self.load()

    def ask(
        self,
        question: Callable[[], Awaitable[Answer]],
        then: Callable[[Answer], None],
        otherwise: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Ask the server in the background of the app's own loop. Does nothing while an answer is awaited."""
        if self.busy:
            return
        self._asked = self.busy = True
        run = self._answered(question, then, otherwise or self._stumble, self._visit)
        self.asking = asyncio.get_running_loop().create_task(run)

    async def _answered(
        self,
        question: Callable[[], Awaitable[Answer]],
        then: Callable[[Answer], None],
        otherwise: Callable[[Trouble], None],
        visit: int,
    ) -> None:
        try:
            answer = await question()
        except NotTold as problem:
            if visit == self._visit:
                self.busy = False
                otherwise(problem.trouble)
        else:
            if visit == self._visit:
                self.busy = False
                then(answer)
        if visit == self._visit and self._ask_again:
            self.reload()

    def _stumble(self, trouble: Trouble) -> None:
        """Without an answer nothing is shown: what was there may no longer hold."""
        self.forget()
        self.loaded = False
        self._asked = True
        self.trouble = self.words(f"beyond.trouble.{trouble}")
        self.needs_pairing = trouble in ENDED_BY_PAIRING

    def _arrived(self) -> None:
        """What was asked for is there."""
        self.loaded, self.trouble, self.needs_pairing = True, "", False

    def _begin_visit(self) -> None:
        self._visit += 1
        self._asked = self._ask_again = False
        self.forget()
        self.loaded = self.busy = self.needs_pairing = False
        self.trouble = ""
