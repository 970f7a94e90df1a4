"""One conversation, with a composer."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, StringProperty
from kivy.uix.anchorlayout import AnchorLayout

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.thread_model import Bubble
from mendly_app.ui.widgets import Spoken

MARGIN, PADDING, GAP = 40.0, 14.0, 4.0
"""dp: free at the other side of a bubble, inside it, between text and meta."""
LINE_HEIGHT = 1.2
BEFORE_THIS_FRAME = -1
"""How Kivy is told not to wait for the next frame."""


class MessageBubble(Spoken, AnchorLayout):
    """One message of the list."""

    message_id = StringProperty("")
    text = StringProperty("")
    meta = StringProperty("")
    mine = BooleanProperty(False)
    failed = BooleanProperty(False)
    bubble_size = ListProperty([100, 50])


class ThreadScreen(AppScreen):
    """Shows `ThreadModel`. The list holds only the bubbles that are in view, so long talks stay quick."""

    def on_kv_post(self, _base: Any) -> None:
        self._measure = Clock.create_trigger(self._show, BEFORE_THIS_FRAME)
        self._seen = Clock.create_trigger(self._mark_seen)
        self.model.bind(bubbles=self._measure)
        self.ids.list.bind(width=self._measure)
        App.get_running_app().theme.bind(sizes=self._measure)

    def send(self) -> None:
        if self.model.send():
            self._measure()

    def _show(self, *_: Any) -> None:
        """Measure each bubble, so that the list knows its height before it is built."""
        width, sizes = self.ids.list.width, App.get_running_app().theme.sizes
        rows = [self._row(bubble, width, sizes["text"], sizes["small"]) for bubble in self.model.bubbles]
        known = list(self.ids.list.data)
        if known == rows:
            return
        if known and rows[: len(known)] == known:
            self.ids.list.data.extend(rows[len(known) :])
        else:
            self.ids.list.data = rows
        self._seen()
        if _ends(known) != _ends(rows):
            below = self._pixels_below() if known and rows and known[-1] == rows[-1] else 0.0
            Clock.schedule_once(partial(self._keep_place, below), BEFORE_THIS_FRAME)

    def _mark_seen(self, _seconds: float) -> None:
        """In the frame after, so that what is told to the server does not hold up what is shown."""
        if self.manager is not None and self.manager.current_screen is self:
            self.model.mark_seen()

    def _pixels_below(self) -> float:
        """How much of the talk lies under the visible part."""
        return float(self.ids.list.scroll_y * self._hidden())

    def _hidden(self) -> float:
        return max(0.0, float(self.ids.list.layout_manager.height - self.ids.list.height))

    def _keep_place(self, below: float, _seconds: float) -> None:
        """A new message is scrolled to; earlier ones open above what is being read."""
        hidden = self._hidden()
        self.ids.list.scroll_y = below / hidden if hidden else 0.0

    def _row(self, bubble: Bubble, width: float, size: float, small: float) -> dict[str, Any]:
        room = max(dp(60), width - dp(MARGIN + 2 * PADDING + 32))
        text_width, text_height = measured(bubble.text, size, room)
        meta_width, meta_height = measured(bubble.meta, small, room)
        inner = max(text_width, meta_width)
        height = text_height + meta_height + dp(GAP + 2 * PADDING)
        return {
            "message_id": bubble.id,
            "text": bubble.text,
            "meta": bubble.meta,
            "mine": bubble.mine,
            "failed": bubble.failed,
            "a11y_label": f"{bubble.meta}: {bubble.text}",
            "a11y_role": "text",
            "bubble_size": [inner + dp(2 * PADDING), height],
            "row_size": (None, height + dp(10)),
        }


def _ends(rows: list[dict[str, Any]]) -> tuple[str, str]:
    """The oldest and the newest of them, by id."""
    return (rows[0]["message_id"], rows[-1]["message_id"]) if rows else ("", "")


@lru_cache(maxsize=2_000)
def measured(text: str, font_size: float, room: float) -> tuple[float, float]:
    """Width and height in pixels of a wrapped text."""
    label = CoreLabel(text=text, font_size=font_size, text_size=(room, None), line_height=LINE_HEIGHT)
    label.refresh()
    natural = CoreLabel(font_size=font_size)
    widest = max((natural.get_extents(line)[0] for line in text.split("\n")), default=0)
    return min(room, widest + 2), label.texture.size[1] if label.texture else 0


load_rules(__file__)
