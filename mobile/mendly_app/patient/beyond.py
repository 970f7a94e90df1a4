"""Beyond medicines: topics, the person's choices, and what was found. Asked of the server, kept nowhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Protocol, TypeVar
from uuid import UUID

from mendly_app.patient.insights import as_speech, sentences_in
from mendly_app.sync.api import Refused, SignedOut, Unreached
from mendly_app.sync.seal import Body

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Choice(StrEnum):
    """What a person may answer about one topic, in the server's words."""

    SHOW = "show"
    ASK = "ask"
    HIDE = "hide"


class FileState(StrEnum):
    """Whether there is a DNA file in which the chosen places were read."""

    NONE = "none"
    UNREAD = "unread"
    READ = "read"


class Trouble(StrEnum):
    """Why the server's answer is not there."""

    UNREACHED = "unreached"
    REFUSED = "refused"
    SECOND_FACTOR = "second_factor"
    SIGNED_OUT = "signed_out"
    GONE = "gone"


_TROUBLES: dict[int, Trouble] = {
    HTTPStatus.FORBIDDEN: Trouble.SECOND_FACTOR,
    HTTPStatus.NOT_FOUND: Trouble.GONE,
}


class NotTold(Exception):
    """There is no answer to show. `trouble` says which sentence to show instead."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic that the person may choose about; `choice` is None until they did.

    `opt_in`: a hard one, that is better not opened in passing.
    """

    id: UUID
    category: str
    name: str
    about: str
    opt_in: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Topics:
    """Every topic that may be offered. `minor`: only those for people under age."""

    topics: tuple[Topic, ...]
    minor: bool
    birth_date_known: bool

    def get(self, identifier: UUID | None) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == identifier), None)

    def chosen(self, choice: Choice | None) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if topic.choice is choice)


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One card; each part is whole sentences, ready to show. Without `is_finding` it says that nothing was found."""

    is_finding: bool
    title: str
    headline: str
    saw: tuple[str, ...]
    means: tuple[str, ...]
    todo: tuple[str, ...]
    sure: tuple[str, ...]
    not_looked_at: tuple[str, ...]
    english_safety: tuple[str, ...]
    sources: tuple[str, ...]
    for_doctor: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The card as one text to read aloud."""
        beginning = (self.title, self.headline, *self.saw, *self.means, *self.todo)
        return as_speech((*beginning, *self.sure, *self.not_looked_at))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a topic shows. `silence`: what it does not mean that nothing more is said; `english`: the same, unsigned."""

    cards: tuple[FindingCard, ...]
    silence: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def spoken(self) -> str:
        return " ".join((*(card.spoken for card in self.cards), as_speech(self.silence))).strip()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the server shows now, by the id of the topic."""

    file: FileState
    seen: dict[UUID, Seen]


class BeyondServer(Protocol):
    """What is asked of the server. `mendly_app.sync.api.Api` fits."""

    async def choices(self) -> Body: ...

    async def choose(self, category: str, choice: str) -> Body: ...

    async def findings(self) -> Body: ...

    async def look(self, category_id: str) -> Body: ...


class Beyond:
    """Asks the server. Holds nothing: an answer lives as long as whoever asked keeps it."""

    def __init__(self, server: BeyondServer) -> None:
        self._server = server

    async def topics(self) -> Topics:
        """Raises `NotTold`, as all of these."""
        return topics_in(await _told(self._server.choices()))

    async def choose(self, topic: Topic, choice: Choice) -> Topics:
        """Keep the person's choice; gives the topics as they are then."""
        return topics_in(await _told(self._server.choose(topic.category, choice.value)))

    async def findings(self) -> Findings:
        """What the person chose to see."""
        return findings_in(await _told(self._server.findings()))

    async def look(self, topic: Topic) -> Findings:
        """The yes to a topic that asks first. The server does not keep it either."""
        return findings_in(await _told(self._server.look(str(topic.id))))


async def _told(answer: Awaitable[Body]) -> Body:
    try:
        return await answer
    except SignedOut:
        raise NotTold(Trouble.SIGNED_OUT) from None
    except Unreached:
        raise NotTold(Trouble.UNREACHED) from None
    except Refused as refusal:
        raise NotTold(_TROUBLES.get(refusal.status, Trouble.REFUSED)) from None


def topics_in(body: Body) -> Topics:
    """Read the list of choices. Raises `NotTold` when there is none; a topic that makes no sense is left out."""
    lines = body.get("categories")
    if not isinstance(lines, list):
        raise NotTold(Trouble.UNREACHED)
    return Topics(
        topics=_each(lines, _topic),
        minor=body.get("before_adult_age") is True,
        birth_date_known=body.get("birth_date_known") is not False,
    )


def findings_in(body: Body) -> Findings:
    """Read what is shown. Raises `NotTold` when it cannot be told whether there is anything."""
    shown, file = body.get("categories"), _one_of(FileState, body.get("file"))
    if not isinstance(shown, list) or file is None:
        raise NotTold(Trouble.UNREACHED)
    return Findings(file, dict(_each(shown, _seen)))


def _topic(line: dict[str, Any]) -> Topic | None:
    identifier, category, name = _id(line.get("id")), _text(line.get("category")), _text(line.get("name"))
    if identifier is None or not category or not name:
        return None
    return Topic(
        id=identifier,
        category=category,
        name=name,
        about=_text(line.get("about")),
        opt_in=line.get("opt_in") is True,
        choice=_one_of(Choice, line.get("choice")),
    )


def _seen(shown: dict[str, Any]) -> tuple[UUID, Seen] | None:
    identifier, cards = _id(shown.get("id")), shown.get("cards")
    if identifier is None:
        return None
    return identifier, Seen(
        cards=_each(cards if isinstance(cards, list) else [], _card),
        silence=sentences_in(shown.get("silence")),
        english=sentences_in(shown.get("english")),
    )


def _card(card: dict[str, Any]) -> FindingCard | None:
    headline = _text(card.get("headline"))
    if not headline:
        return None
    return FindingCard(
        is_finding=_id(card.get("finding")) is not None,
        title=_text(card.get("title")),
        headline=headline,
        saw=sentences_in(card.get("saw")),
        means=sentences_in(card.get("means")),
        todo=sentences_in(card.get("todo")),
        sure=sentences_in(card.get("sure")),
        not_looked_at=sentences_in(card.get("not_looked_at")),
        english_safety=sentences_in(card.get("english_safety")),
        sources=sentences_in(card.get("sources")),
        for_doctor=sentences_in(card.get("for_your_doctor")),
    )


def _each(items: list[Any], read: Callable[[dict[str, Any]], T | None]) -> tuple[T, ...]:
    """Read those that are objects and make sense."""
    found = (read(item) for item in items if isinstance(item, dict))
    return tuple(item for item in found if item is not None)


def _one_of(kind: type[E], value: Any) -> E | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _id(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _text(part: Any) -> str:
    return " ".join(sentences_in(part)) if isinstance(part, str) else ""
