"""Insight cards: what the genes and readings say, rendered by the server, read here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mendly_app.patient.acts import instant_of
from mendly_app.sync.store import Store

LEVELS = ("act", "watch", "unknown", "info")
"""Most pressing first."""


@dataclass(frozen=True, slots=True)
class Insight:
    """One card. Each part is whole sentences, ready to show; `headline` is the one thing that it says.

    `medicine` is the id of the medicine that it speaks of, empty for none. `dismissed`: read, and taken off
    the first screen. `for_doctor` may use terms.
    """

    id: UUID
    medicine: str
    title: str
    level: str
    headline: str
    saw: tuple[str, ...]
    means: tuple[str, ...]
    right_now: tuple[str, ...]
    todo: tuple[str, ...]
    sure: tuple[str, ...]
    not_checked: tuple[str, ...]
    sources: tuple[str, ...]
    for_doctor: tuple[str, ...]
    english_safety: tuple[str, ...]
    dismissed: bool
    updated_at: datetime | None

    @property
    def spoken(self) -> str:
        """The whole card as one text to read aloud."""
        parts: tuple[str, ...] = (
            self.title,
            self.headline,
            *self.saw,
            *self.means,
            *self.right_now,
            *self.todo,
        )
        parts += (*self.sure, *self.not_checked)
        return as_speech(parts)


class Insights:
    """Reads the cards of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Insight]:
        """Most pressing first, then newest."""
        cards = [_insight(UUID(record.id), record.body) for record in self._store.records.all("insight")]
        newest_first = sorted(
            cards, key=lambda card: (card.updated_at is not None, card.updated_at), reverse=True
        )
        return sorted(newest_first, key=lambda card: LEVELS.index(card.level))

    def leading(self) -> list[Insight]:
        """For each medicine its most pressing card, in the order of `all`; the others open from that one."""
        leads: dict[str, Insight] = {}
        for card in self.all():
            leads.setdefault(card.medicine or str(card.id), card)
        return list(leads.values())

    def beside(self, card: Insight) -> list[Insight]:
        """The other cards about the same medicine."""
        return [
            other for other in self.all() if other.medicine == card.medicine != "" and other.id != card.id
        ]

    def get(self, identifier: UUID) -> Insight | None:
        record = self._store.records.get("insight", str(identifier))
        return _insight(identifier, record.body) if record else None


def _insight(identifier: UUID, body: dict[str, Any]) -> Insight:
    level = body.get("level")
    means = sentences_in(body.get("means"))
    headline = sentences_in(body.get("headline")) or means[:1]
    return Insight(
        id=identifier,
        medicine=str(body.get("medicine") or ""),
        title=str(body.get("title", "")),
        level=level if level in LEVELS else "unknown",
        headline=headline[0] if headline else "",
        saw=sentences_in(body.get("saw")),
        means=tuple(sentence for sentence in means if sentence not in headline),
        right_now=sentences_in(body.get("right_now")),
        todo=sentences_in(body.get("todo")),
        sure=sentences_in(body.get("sure")),
        not_checked=sentences_in(body.get("not_looked_at") or body.get("not_checked_note")),
        sources=sentences_in(body.get("sources")),
        for_doctor=sentences_in(body.get("for_your_doctor")),
        dismissed=body.get("dismissed") is True,
        english_safety=sentences_in(body.get("english_safety")),
        updated_at=instant_of(body.get("updated_at")),
    )


def sentences_in(part: Any) -> tuple[str, ...]:
    """A part of a card: a list of sentences or one sentence. What is no text, or cannot be drawn, is left out."""
    items = part if isinstance(part, list) else [part]
    texts = (_drawable(item) for item in items if isinstance(item, str))
    return tuple(text for text in texts if text)


def _drawable(text: str) -> str:
    """Without half characters, at which drawing a text would fail."""
    return text.encode("utf-8", "ignore").decode().strip()


def as_speech(parts: Iterable[str]) -> str:
    """Sentences and headings as one text to read aloud."""
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
