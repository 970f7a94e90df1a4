"""The theme that every widget is bound to: it changes on the spot with the look and the text size."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.event import EventDispatcher
from kivy.metrics import Metrics
from kivy.properties import BooleanProperty, DictProperty, NumericProperty
from kivy.utils import get_color_from_hex

from mendly_app.ui.tokens import DARK, LIGHT, ROOMS, TEXT_SIZES, Palette, mixed

LARGE_FROM = 1.5
"""From this text size on, rows stand under each other instead of side by side."""
SECOND_THREAD = 0.45


class Theme(EventDispatcher):
    """`palette` maps token names to colours, `sizes` text levels to pixels. Bind to both, copy neither."""

    palette = DictProperty()
    sizes = DictProperty()
    text_size = NumericProperty(1.0)
    dark = BooleanProperty(False)
    is_large = BooleanProperty(False)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.bind(dark=self._paint, text_size=self._measure)
        Metrics.bind(fontscale=self._measure, density=self._measure)
        self._paint()
        self._measure()

    def _paint(self, *_: Any) -> None:
        self.palette = colours_of(DARK if self.dark else LIGHT)

    def _measure(self, *_: Any) -> None:
        factor = Metrics.sp * self.text_size
        self.sizes = {level: round(size * factor, 1) for level, size in TEXT_SIZES.items()}
        self.is_large = Metrics.fontscale * self.text_size >= LARGE_FROM


def colours_of(palette: Palette) -> dict[str, list[float]]:
    """The tokens as Kivy colours, with the second thread of each room's strand mixed in."""
    hexes = dict(palette)
    hexes |= {f"{room}_thread": mixed(hexes[room], hexes["card"], SECOND_THREAD) for room in ROOMS}
    return {name: get_color_from_hex(colour) for name, colour in hexes.items()} | {
        "clear": [0.0, 0.0, 0.0, 0.0]
    }
