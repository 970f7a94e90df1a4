"""One topic beyond medicines."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.properties import ObjectProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.insight import section_of
from mendly_app.ui.screens.topic_model import CardLines, ChoiceLine
from mendly_app.ui.widgets import Card, Spoken


class TopicCard(Card):
    """One card of what was found, in full."""

    lines = ObjectProperty()

    def on_kv_post(self, _base: Any) -> None:
        for part in self.lines.parts:
            self.ids.parts.add_widget(section_of(part))


class TopicChoice(Spoken, ButtonBehavior, BoxLayout):
    """One of the three answers, as wide as the page, with what it means below."""

    line = ObjectProperty()


class TopicScreen(AppScreen):
    """Shows `TopicModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(cards=self._show_cards, choices=self._show_choices, is_gone=self._go_if_gone)
        self.model.bind(news=self._to_news, looked=self._to_news)
        self._show_cards(self.model, self.model.cards)
        self._show_choices(self.model, self.model.choices)

    def open(self, **about: Any) -> None:
        self.ids.page.to_top()
        super().open(**about)

    def ask_care_team(self) -> None:
        """A message that begins empty: a draft is kept on the phone, and this is not."""
        self.nav.go("thread")

    def _show_cards(self, _model: Any, cards: list[CardLines]) -> None:
        column = self.ids.cards
        column.clear_widgets()
        for lines in cards:
            column.add_widget(TopicCard(lines=lines))

    def _show_choices(self, _model: Any, lines: list[ChoiceLine]) -> None:
        column = self.ids.choices
        column.clear_widgets()
        for line in lines:
            row = TopicChoice(
                line=line,
                test_id=f"choose.{line.choice}",
                a11y_role="chosen option" if line.chosen else "option",
                a11y_label=f"{line.label}. {line.means}",
            )
            row.bind(on_release=partial(self._choose, line))
            column.add_widget(row)

    def _choose(self, line: ChoiceLine, _row: TopicChoice) -> None:
        question = self.model.question_before(line.choice)
        if question is None:
            self.model.choose(line.choice)
        elif not self.model.busy:
            self.nav.ask(question)

    def _to_news(self, _model: Any, has_news: str | bool) -> None:
        """What a press changed stands at the top."""
        if has_news:
            self.ids.page.to_top()

    def _go_if_gone(self, _model: Any, is_gone: bool) -> None:
        if is_gone:
            self.nav.back()


load_rules(__file__)
