"""A line icon, drawn in any size and colour."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty, StringProperty
from kivy.uix.widget import Widget

from mendly_app.ui.icons import GRID, STROKE, strokes

THIN = 0.1
"""Kivy's smooth line adds its own soft edge, so the core is drawn a little thinner."""


class Icon(Widget):
    """`name` is one of `icons.SHAPES`; empty for none."""

    name = StringProperty("")
    color = ColorProperty((0, 0, 0, 1))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.bind(pos=self._draw, size=self._draw, name=self._draw, color=self._draw)
        self._draw()

    def _draw(self, *_: Any) -> None:
        self.canvas.clear()
        if not self.name:
            return
        side = min(self.size)
        scale = side / GRID
        left, top = self.center_x - side / 2, self.center_y + side / 2
        width = max(0.8, STROKE * scale / 2 - THIN)
        with self.canvas:
            Color(rgba=self.color)
            for line in strokes(self.name):
                points = [number for x, y in line for number in (left + x * scale, top - y * scale)]
                if _is_dot(line):
                    size = STROKE * scale * 1.1
                    SmoothEllipse(pos=(points[0] - size / 2, points[1] - size / 2), size=(size, size))
                else:
                    closed = line[0] == line[-1] and len(line) > 2
                    SmoothLine(points=points[:-2] if closed else points, width=width, close=closed)


def _is_dot(line: tuple[tuple[float, float], ...]) -> bool:
    (x0, y0), (x1, y1) = line[0], line[-1]
    return len(line) == 2 and abs(x1 - x0) + abs(y1 - y0) < 0.1
