"""Mendly's own line icons: SVG path data on a 24 x 24 grid, as points for Kivy's lines.

The portal draws the same shapes; a test holds the two together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Final

GRID: Final = 24.0
STROKE: Final = 2.0
_CIRCLE_9: Final = "M12 3a9 9 0 1 0 .01 0z"
_DOT: Final = 0.01
"""A line shorter than this is a dot; it needs some length to be drawn."""

SHAPES: Final = MappingProxyType(
    {
        "alert": "M12 4 21 20H3zM12 10v4M12 17v.01",
        "back": "M15 5l-7 7 7 7",
        "check": "M4 12l5 5L20 6",
        "chevron": "M9 5l7 7-7 7",
        "clock": f"{_CIRCLE_9}M12 7v5l3.5 2",
        "gene": "M7 3c0 6 10 6 10 12v6M17 3c0 6-10 6-10 12v6M8 6h8M8 18h8",
        "help": f"{_CIRCLE_9}M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17v.01",
        "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
        "info": f"{_CIRCLE_9}M12 11v5.5M12 7.5v.01",
        "message": "M4 5h16v11H9l-5 4z",
        "phone": "M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18h2",
        "pill": "M10.5 19.5l9-9a4.95 4.95 0 0 0-7-7l-9 9a4.95 4.95 0 0 0 7 7zM8 8l7 7",
        "plus": "M12 5v14M5 12h14",
        "pulse": "M3 12h4l3-8 4 16 3-8h4",
        "scale": "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z"
        "M8 11a4 4 0 0 1 8 0zM12 11l1.5-2",
        "send": "M4 4l17 8-17 8 3-8zM7 12h6",
        "skip": "M5 5l10 7-10 7zM19 5v14",
        "speaker": "M4 9.5h4l5-4.5v14l-5-4.5H4zM16.5 9a4.2 4.2 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
        "steps": "M4 7a3 3 0 0 1 6 0l-.6 5H4.6zM4.9 15h4.2v1a2.1 2.1 0 0 1-4.2 0z"
        "M14 10a3 3 0 0 1 6 0l-.6 5h-4.8zM14.9 18h4.2v1a2.1 2.1 0 0 1-4.2 0z",
        "undo": "M8 6 3.5 10.5 8 15M3.5 10.5H15a5 5 0 0 1 0 10h-4",
    }
)

Point = tuple[float, float]
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_CURVE_STEPS = 12


@cache
def strokes(name: str) -> tuple[tuple[Point, ...], ...]:
    """The lines of an icon, each a row of points; y runs downwards from 0 to 24. Raises KeyError."""
    return tuple(tuple(line) for line in _Pen(SHAPES[name]).lines() if line)


class _Pen:
    """Follows path data: M L H V C A Z, absolute and relative."""

    def __init__(self, data: str) -> None:
        self._tokens = _TOKEN.findall(data)
        self._at = (0.0, 0.0)
        self._line: list[Point] = []

    def lines(self) -> Iterator[list[Point]]:
        command, index = "", 0
        while index < len(self._tokens):
            if self._tokens[index].isalpha():
                command, index = self._tokens[index], index + 1
            if command in "Mm" and self._line:
                yield self._finished()
            if command in "Zz":
                self._line.append(self._line[0])
                self._at = self._line[0]
                yield self._finished()
                continue
            count = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7}[command.upper()]
            numbers = [float(token) for token in self._tokens[index : index + count]]
            index += count
            self._draw(command, numbers)
            command = {"M": "L", "m": "l"}.get(command, command)
        if self._line:
            yield self._finished()

    def _finished(self) -> list[Point]:
        line, self._line = self._line, []
        return line

    def _draw(self, command: str, numbers: list[float]) -> None:
        x, y = self._at
        base = self._at if command.islower() else (0.0, 0.0)
        kind = command.upper()
        if kind == "H":
            self._go((base[0] + numbers[0], y))
        elif kind == "V":
            self._go((x, base[1] + numbers[0]))
        elif kind in "ML":
            self._go(_moved(base, numbers[0], numbers[1]), starts=kind == "M")
        elif kind == "C":
            pairs = [_moved(base, *numbers[at : at + 2]) for at in (0, 2, 4)]
            self._line += _bezier(self._at, *pairs)
            self._at = pairs[-1]
        else:
            end = _moved(base, numbers[5], numbers[6])
            self._line += _arc(self._at, end, numbers[0], large=numbers[3] == 1, sweep=numbers[4] == 1)
            self._at = end

    def _go(self, point: Point, *, starts: bool = False) -> None:
        if not self._line and not starts:
            self._line.append(self._at)
        self._at = point
        self._line.append(point)


def _moved(base: Point, dx: float, dy: float) -> Point:
    return base[0] + dx, base[1] + dy


def _bezier(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    points = []
    for step in range(1, _CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        s = 1 - t
        weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
        corners = (start, one, two, end)
        x, y = (sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
        points.append((x, y))
    return points


def _arc(start: Point, end: Point, radius: float, *, large: bool, sweep: bool) -> list[Point]:
    """Points of a circular arc after `start`, as SVG draws it (a radius too small is made to fit)."""
    (x0, y0), (x1, y1) = start, end
    half = math.dist(start, end) / 2
    radius = max(radius, half)
    rise = math.sqrt(max(0.0, radius * radius - half * half))
    side = 1 if large == sweep else -1
    towards = math.atan2(y1 - y0, x1 - x0)
    cx = (x0 + x1) / 2 + side * rise * math.sin(towards)
    cy = (y0 + y1) / 2 - side * rise * math.cos(towards)
    first = math.atan2(y0 - cy, x0 - cx)
    turn = (math.atan2(y1 - cy, x1 - cx) - first) % math.tau
    if not sweep:
        turn -= math.tau
    steps = max(2, math.ceil(abs(turn) / math.tau * 4 * _CURVE_STEPS))
    angles = (first + turn * step / steps for step in range(1, steps + 1))
    return [(cx + radius * math.cos(angle), cy + radius * math.sin(angle)) for angle in angles]
