"""What holds on every screen: it fits at every text size, can be touched, and reads well in order."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from kivy.base import EventLoop
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.label import Label
from kivy.uix.textinput import TextInput
from PIL import Image

from mendly_app.patient.preferences import TEXT_SIZES, Preferences
from mendly_app.patient.readings import ReadingType, check
from mendly_app.ui.reading_order import reading_order
from mendly_app.ui.screens.catalogue import SCREENS
from mendly_app.ui.tokens import SMALLEST_TARGET
from tests.mobile.beyond import TOPIC_IDS
from tests.mobile.ui.conftest import Driver, StartApp
from tests.mobile.world import TALK, ident

pytestmark = pytest.mark.phone

ABOUT: dict[str, dict[str, Any]] = {
    "medicine": {"medicine": UUID(ident("Simvastatin"))},
    "insight": {"insight": UUID(ident("insight Simvastatin"))},
    "thread": {"conversation": UUID(TALK)},
    "add_reading": {"kind": "blood_pressure"},
    "topic": {"topic": UUID(TOPIC_IDS["clots"])},
}
GOLDEN = Path(__file__).with_name("golden")
SLACK = 1.5
"""Pixels that a texture may be larger than its label by rounding."""


def lived_in(driver: Driver) -> Driver:
    """Amara's phone after some use: readings, a sent message, an entry that was refused."""
    companion = driver.phone.companion
    companion.readings.add(
        check(ReadingType.BLOOD_PRESSURE, {"systolic": "128", "diastolic": "82", "pulse": "70"})
    )
    companion.readings.add(check(ReadingType.WEIGHT, {"weight": "81.4"}))
    companion.messages.send(UUID(TALK), "Thank you. I feel fine today.")
    refused = companion.doses.today().doses[0]
    companion.doses.take(refused.key)
    event = driver.phone.store.outbox.first(100)[-1]
    driver.phone.server.refuse[event.id] = "We could not find this medicine."
    driver.sync()
    return driver


def open_screen(driver: Driver, name: str) -> None:
    about = ABOUT.get(name, {})
    if name == "dose":
        about = {"dose": driver.phone.companion.doses.today().doses[-1].key}
    driver.visit(name, **about)


def shown(driver: Driver, kind: type) -> list[Any]:
    return [w for w in driver.widgets() if isinstance(w, kind) and w.width > 1 and w.height > 1]


def clipped(label: Any) -> bool:
    width, height = label.texture_size
    return bool(label.text) and (width > label.width + SLACK or height > label.height + SLACK)


def assert_it_fits(driver: Driver, where: str) -> None:
    for label in shown(driver, Label):
        assert not clipped(label), f"{where}: clipped {label.text!r}"
    for widget in (*shown(driver, Label), *shown(driver, ButtonBehavior)):
        left, _ = widget.to_window(widget.x, widget.y)
        right = left + widget.width
        assert left >= -SLACK, f"{where}: {widget} begins left of the window"
        assert right <= EventLoop.window.width + SLACK, f"{where}: {widget} ends right of the window"
    for widget in (*shown(driver, ButtonBehavior), *shown(driver, TextInput)):
        assert min(widget.size) >= SMALLEST_TARGET, f"{where}: {widget} is small to touch"


@pytest.mark.parametrize(
    ("size", "language"), [(1.0, "en"), (1.0, "es"), (1.3, "en"), (1.6, "es"), (2.0, "en"), (2.0, "es")]
)
def test_every_screen_fits_and_can_be_touched_at_every_text_size(
    start: StartApp, size: float, language: str
) -> None:
    driver = lived_in(start())
    driver.phone.companion.prefer(Preferences(text_size=size, language=language))
    driver.app.apply_preferences()
    for name in SCREENS:
        open_screen(driver, name)
        assert_it_fits(driver, f"{name} at {size} in {language}")


def test_everything_that_acts_says_what_it_does(start: StartApp) -> None:
    driver = lived_in(start())
    for name in SCREENS:
        open_screen(driver, name)
        for widget in shown(driver, ButtonBehavior):
            assert widget.a11y_role, f"{name}: {widget} has no role"
            assert widget.a11y_label or widget.text, f"{name}: {widget} has no label"
            assert widget.test_id, f"{name}: {widget} has no test id"


def test_every_screen_reads_in_a_sensible_order(start: StartApp) -> None:
    """Compare with the lists in `golden/`; GOLDEN=write writes them anew, to be looked at."""
    driver = lived_in(start())
    for name in SCREENS:
        open_screen(driver, name)
        text = "".join(f"{spoken.role}: {spoken.text}\n" for spoken in reading_order(driver.app.root))
        golden = GOLDEN / f"{name}.txt"
        if os.environ.get("GOLDEN") == "write":
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(text)
        assert text == golden.read_text(), name


def test_the_offered_text_sizes_are_the_tested_ones() -> None:
    assert {1.0, 1.3, 1.6, 2.0} <= set(TEXT_SIZES)


@pytest.mark.parametrize("dark", [False, True])
def test_the_ground_has_the_colour_of_the_look(start: StartApp, tmp_path: Path, dark: bool) -> None:
    driver = start()
    driver.phone.companion.prefer(Preferences(look="dark" if dark else "light"))
    driver.app.apply_preferences()
    driver.settle()
    driver.shot(tmp_path / "shot.png")
    corner = Image.open(tmp_path / "shot.png").getpixel((3, 3))
    assert corner == ((0x12, 0x17, 0x1D) if dark else (0xFB, 0xF9, 0xF4))
