"""One topic beyond medicines: what the person wants to know of it, and, if they do, what was found."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from kivy.properties import BooleanProperty, ListProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.patient.beyond import Choice, FileState, FindingCard, Findings, Seen, Topic, Topics, Trouble
from mendly_app.ui.screens.insight_model import Part
from mendly_app.ui.screens.passing_model import PassingModel
from mendly_app.ui.widgets.ask import Answer, Question

MEANINGS = {
    Choice.SHOW: ("choices.show.means", "choices.show.shared"),
    Choice.ASK: ("choices.ask.means",),
    Choice.HIDE: ("choices.hide.means", "choices.hide.price", "choices.hide.deletes"),
}
FILE_NOTES = {FileState.NONE: "choices.no_file", FileState.UNREAD: "choices.unread"}


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One of the three answers, and what it means."""

    choice: Choice
    label: str
    means: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CardLines:
    """One card in words. `confirm` is the one thing to do with a finding before all others."""

    title: str
    headline: str
    saw: str
    confirm: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    topic: Topic | None
    findings: Findings | None


class TopicModel(PassingModel):
    """The choice, the cards and what their absence does not mean. All of it is forgotten on leaving."""

    title = StringProperty("")
    about = StringProperty("")
    caution = StringProperty("")
    english_caution = StringProperty("")
    choices = ListProperty()
    cards = ListProperty()
    silence = StringProperty("")
    english = StringProperty("")
    file_note = StringProperty("")
    news = StringProperty("")
    problem = StringProperty("")
    asks = BooleanProperty(False)
    looked = BooleanProperty(False)
    has_seen = BooleanProperty(False)
    is_gone = BooleanProperty(False)
    """The topic may not be chosen any more: there is nothing to stay here for."""
    is_reading = BooleanProperty(False)
    can_read = BooleanProperty(False)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        self._id: UUID | None = None
        self._topic: Topic | None = None
        self._spoken = ""
        super().__init__(companion, **settings)

    def open(self, **about: Any) -> None:
        super().open(**about)
        self._id = about["topic"]
        self.title = self.say("choices.beyond")
        self.can_read = self.companion.devices.speech.is_available()

    def forget(self) -> None:
        if self.is_reading:
            self.stop_reading()
        self._topic, self.is_gone = None, False
        self.title = self.say("choices.beyond")
        self.about = self.caution = self.english_caution = self.news = self.problem = ""
        self.choices = []
        self._forget_seen()

    def _forget_seen(self) -> None:
        self.cards, self._spoken = [], ""
        self.silence = self.english = self.file_note = ""
        self.asks = self.looked = self.has_seen = False

    # Asking

    def load(self) -> None:
        self.ask(self._fetched, self._show)

    async def _fetched(self) -> _Answer:
        """The findings first, so that a topic that is hidden in between is not shown."""
        findings = await self.companion.beyond.findings()
        topics = await self.companion.beyond.topics()
        return _Answer(topics.get(self._id), findings)

    def hear(self, kind: str) -> None:
        """Another file may show something else: the one look is over."""
        if kind == "genome" and self.looked:
            self._forget_seen()
        super().hear(kind)

    def look(self) -> None:
        """The person's yes to a topic that asks first, for this once."""
        topic = self._topic
        if topic is not None and topic.choice is Choice.ASK:
            self.ask(partial(self.companion.beyond.look, topic), self._looked, self._not_looked)

    def _looked(self, findings: Findings) -> None:
        self._show_seen(findings)
        self.asks, self.looked = False, True
        self.news = self.problem = ""

    def _not_looked(self, trouble: Trouble) -> None:
        if trouble is not Trouble.GONE:
            self._stumble(trouble)
            return
        self.news = self.words("beyond.changed")
        self.load()

    # Choosing

    def question_before(self, choice: Choice) -> Question | None:
        """What cannot be taken back is asked about first: seeing a result, and losing a letter about it."""
        before = self._topic.choice if self._topic else None
        if choice is Choice.SHOW and before is not Choice.SHOW:
            return self._question(choice, self.words("beyond.ask_show"), self._before_seeing())
        if choice is Choice.HIDE and before not in {Choice.HIDE, None}:
            note = f"{self.say('choices.hide.means')} {self.say('choices.hide.deletes')}"
            return self._question(choice, self.words("beyond.ask_hide"), note)
        return None

    def _before_seeing(self) -> str:
        keys = ("choices.opt_in",) if self._topic and self._topic.opt_in else ()
        return " ".join(map(self.say, ("choices.unseen", *keys)))

    def _question(self, choice: Choice, text: str, note: str) -> Question:
        answers = (
            Answer("not_now", self.say("choices.ask.no")),
            Answer(choice.value, self.say(f"choices.{choice}"), "filled"),
        )
        return Question(text, answers, partial(self._decided, choice), note)

    def _decided(self, choice: Choice, answer: str) -> None:
        if answer == choice.value:
            self.choose(choice)

    def choose(self, choice: Choice) -> None:
        """Tell the server. What was chosen before stands until it has answered."""
        topic = self._topic
        if topic is None or topic.choice is choice:
            return
        self.news = self.problem = ""
        self.ask(partial(self.companion.beyond.choose, topic, choice), self._chosen, self._not_chosen)

    def _chosen(self, topics: Topics) -> None:
        """What was shown under the old choice goes at once; what the new one shows is asked for."""
        topic = topics.get(self._id)
        self._show(_Answer(topic, None))
        self.news = self.say("choices.kept")
        if topic is not None and topic.choice is Choice.SHOW:
            self.load()

    def _not_chosen(self, trouble: Trouble) -> None:
        if trouble in {Trouble.SIGNED_OUT, Trouble.SECOND_FACTOR}:
            self._stumble(trouble)
        else:
            self.problem = self.words("beyond.not_saved")

    # Showing

    def _show(self, answer: _Answer) -> None:
        topic, was_looked_at = answer.topic, self.looked
        self._topic = topic
        self._arrived()
        if topic is None:
            self._forget_seen()
            self.is_gone = True
            return
        self.title, self.about = topic.name, topic.about
        self.caution = self._caution(topic)
        self.english_caution = self.english_too("choices.not_all")
        self.choices = [self._line(choice, topic) for choice in Choice]
        if was_looked_at and topic.choice is Choice.ASK:
            return
        self._forget_seen()
        self.asks = topic.choice is Choice.ASK
        if topic.choice is Choice.SHOW and answer.findings is not None:
            self._show_seen(answer.findings)

    def _show_seen(self, findings: Findings) -> None:
        seen = findings.seen.get(self._id) if self._id else None
        self._forget_seen()
        if seen is not None:
            self._show_cards(seen)
        elif key := FILE_NOTES.get(findings.file):
            self.file_note = f"{self.say(key)} {self.words('beyond.in_portal')}"

    def _show_cards(self, seen: Seen) -> None:
        self.has_seen = True
        self.cards = [card_lines(card, self.title, self.words) for card in seen.cards]
        self.silence, self.english = "\n\n".join(seen.silence), "\n\n".join(seen.english)
        self._spoken = seen.spoken

    def _caution(self, topic: Topic) -> str:
        keys = (*(("choices.opt_in",) if topic.opt_in else ()), "choices.unseen", "choices.not_all")
        return "\n\n".join(map(self.say, keys))

    def _line(self, choice: Choice, topic: Topic) -> ChoiceLine:
        means = " ".join(map(self.say, MEANINGS[choice]))
        return ChoiceLine(choice, self.say(f"choices.{choice}"), means, topic.choice is choice)

    # Reading aloud

    def read_aloud(self) -> None:
        """Read all cards, in the order of the page and the language of the account; pressed again, stop."""
        if self.is_reading:
            self.stop_reading()
        elif self._spoken:
            self.is_reading = True
            language = self.companion.account.profile().language or self.companion.language
            self.companion.devices.speech.say(self._spoken, language)

    def stop_reading(self) -> None:
        self.is_reading = False
        self.companion.devices.speech.stop()


def card_lines(card: FindingCard, heading: str, words: Catalogue) -> CardLines:
    """A card under the heading of its topic. A title that only repeats the heading is left out."""
    confirm, todo = (card.todo[:1], card.todo[1:]) if card.is_finding else ((), card.todo)
    parts = (
        Part(words("insights.means"), "\n\n".join(card.means)),
        Part(words("insights.todo"), "\n\n".join(todo)),
        Part(words("insights.english"), "\n\n".join(card.english_safety)),
        Part(words("insights.sure"), "\n\n".join(card.sure)),
        Part(words("insights.not_checked"), "\n\n".join(card.not_looked_at)),
        Part(words("insights.sources"), "\n".join(card.sources), is_small=True),
        Part(words("insights.for_doctor"), "\n".join(card.for_doctor), is_small=True),
    )
    title = "" if card.title == heading else card.title
    shown = tuple(part for part in parts if part.text)
    return CardLines(title, card.headline, "\n\n".join(card.saw), "".join(confirm), shown)
