"""The pieces that every screen is made of. Importing this package loads their kv rules."""

from pathlib import Path

from kivy.lang import Builder

from mendly_app.ui.widgets.ask import Ask
from mendly_app.ui.widgets.bars import Header, StatusLine, Tab, TabBar
from mendly_app.ui.widgets.base import Column, Page, Row, Shown, Spoken, Words, Wrap
from mendly_app.ui.widgets.card import Card
from mendly_app.ui.widgets.controls import Choice, IconButton, Notice, PillButton, Tag
from mendly_app.ui.widgets.field import TextField
from mendly_app.ui.widgets.growing import GrowingBoxLayout
from mendly_app.ui.widgets.icon import Icon

__all__ = [
    "Ask",
    "Card",
    "Choice",
    "Column",
    "GrowingBoxLayout",
    "Header",
    "Icon",
    "IconButton",
    "Notice",
    "Page",
    "PillButton",
    "Row",
    "Shown",
    "Spoken",
    "StatusLine",
    "Tab",
    "TabBar",
    "Tag",
    "TextField",
    "Words",
    "Wrap",
]

Builder.load_file(str(Path(__file__).with_name("widgets.kv")))
