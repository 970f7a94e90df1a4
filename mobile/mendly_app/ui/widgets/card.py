"""The card with its strand: two threads that cross like a helix, in the colour of the room that speaks."""

# mypy: allow-subclassing-any
from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import ColorProperty, OptionProperty

from mendly_app.ui.tokens import ROOMS
from mendly_app.ui.widgets.base import Column

THICKNESS = 0.75
LEFT, SWING, TURN, STEP, INSET = 12.0, 3.2, 13.0, 3.0, 2.0
"""dp: middle of the strand, half its width, length that one radian takes, distance of points, gap at the ends."""


class Card(Column):
    """A column on a card. `room` chooses the strand's colour."""

    room = OptionProperty("brand", options=list(ROOMS))
    first_colour = ColorProperty((0, 0, 0, 0))
    second_colour = ColorProperty((0, 0, 0, 0))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        with self.canvas:
            self._threads = [(Color(), SmoothLine(width=dp(THICKNESS)), phase) for phase in (math.pi, 0.0)]
        self._spin_soon = Clock.create_trigger(self._spin, -1)
        self.bind(pos=self._spin_soon, size=self._spin_soon, first_colour=self._dye, second_colour=self._dye)
        self._dye()

    def _dye(self, *_: Any) -> None:
        (below, _line, _phase), (above, _other, _turn) = self._threads
        below.rgba, above.rgba = self.second_colour, self.first_colour

    def _spin(self, *_: Any) -> None:
        """Draw the threads anew, once after all layouts of a frame."""
        unit, left, top = dp(1), self.x, self.y + self.height
        for _colour, line, phase in self._threads:
            shape = thread(round(self.height / unit), phase)
            line.points = [
                number for across, down in shape for number in (left + across * unit, top - down * unit)
            ]


@lru_cache(maxsize=256)
def thread(height: int, phase: float) -> tuple[tuple[float, float], ...]:
    """Points of one thread on a card of a height in dp: from the left edge and from the top."""
    length = height - 2 * INSET
    count = max(2, int(length / STEP) + 1)
    downs = [INSET + length * index / (count - 1) for index in range(count)]
    return tuple((LEFT + SWING * math.sin(down / TURN + phase), down) for down in downs)
