"""What a screen says, in order: for reading aloud, for tests, and for a bridge to Android's TalkBack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mendly_app.ui.widgets.base import Spoken

ACTING = frozenset({"button", "tab", "field", "option", "chosen option"})
"""Roles that can be pressed or typed into."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing on a screen."""

    role: str
    text: str


def reading_order(root: Any) -> list[Utterance]:
    """Everything on show below a widget, from top to bottom. What has no room or is hidden is not there."""
    return list(_utterances(root))


def _utterances(widget: Any) -> Iterator[Utterance]:
    if widget.opacity == 0 or widget.height <= 0 or widget.width <= 0:
        return
    if isinstance(widget, Spoken) and widget.a11y_role not in {"", "none"}:
        text = _spoken(widget)
        if text:
            yield Utterance(widget.a11y_role, text)
        if widget.a11y_role in ACTING:
            return
    for child in reversed(widget.children):
        yield from _utterances(child)


def _spoken(widget: Any) -> str:
    """The label, and for a field also what stands in it."""
    label = str(widget.a11y_label or getattr(widget, "text", ""))
    if widget.a11y_role != "field":
        return label
    return ": ".join(part for part in (label, widget.text, getattr(widget, "problem", "")) if part)
