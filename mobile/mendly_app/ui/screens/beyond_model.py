"""The topics beyond medicines, by what the person chose."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, StringProperty

from mendly_app.patient.beyond import Choice, Topic, Topics
from mendly_app.ui.screens.passing_model import PassingModel

GROUPS: tuple[tuple[str, Choice | None], ...] = (
    ("choices.shown", Choice.SHOW),
    ("choices.asked", Choice.ASK),
    ("choices.open", None),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Topics with the same answer, under its heading."""

    heading: str
    topics: tuple[Topic, ...]


class BeyondModel(PassingModel):
    """What may be chosen, in the portal's groups. Those that are not to be shown wait behind a button."""

    title = StringProperty("")
    lead = StringProperty("")
    intro = StringProperty("")
    english = StringProperty("")
    minor = StringProperty("")
    age = StringProperty("")
    groups = ListProperty()
    hidden = ListProperty()
    shows_hidden = BooleanProperty(False)

    def open(self, **about: Any) -> None:
        super().open(**about)
        self.title = self.say("choices.beyond")

    def load(self) -> None:
        self.ask(self.companion.beyond.topics, self._show)

    def forget(self) -> None:
        self.lead = self.intro = self.english = self.minor = self.age = ""
        self.groups, self.hidden, self.shows_hidden = [], [], False

    def turn_hidden(self) -> None:
        """Show or close the list of topics that are not to be shown."""
        self.shows_hidden = not self.shows_hidden

    def _show(self, topics: Topics) -> None:
        self._arrived()
        groups = [Group(self.say(key), topics.chosen(choice)) for key, choice in GROUPS]
        self.groups = [group for group in groups if group.topics]
        self.hidden = list(topics.chosen(Choice.HIDE))
        self.minor = self.say("choices.minor") if topics.minor and topics.birth_date_known else ""
        self.age = "" if topics.birth_date_known else self._age_unknown()
        self._introduce(chose_before=any(topic.choice for topic in topics.topics))

    def _introduce(self, *, chose_before: bool) -> None:
        """All of it before the first choice; later only what may not be forgotten."""
        first = ("choices.intro", "choices.not_now", "choices.at_any_time", "choices.not_all")
        keys = ("choices.at_any_time", "choices.not_all") if chose_before else first
        self.lead = self.say("choices.beyond.what")
        self.intro = "\n\n".join(map(self.say, (*keys, "choices.medicines_stay")))
        self.english = self.english_too("choices.not_all")

    def _age_unknown(self) -> str:
        return f"{self.say('choices.age_unknown')} {self.words('beyond.add_birth_date')}"
