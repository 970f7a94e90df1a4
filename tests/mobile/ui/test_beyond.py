"""Beyond medicines on the phone: chosen here, asked of the server, forgotten when left."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from kivy.uix.label import Label

from mendly_app.devices.fakes import FakeSpeech
from mendly_app.locale import catalogue
from mendly_app.patient.beyond import Choice, FindingCard
from mendly_app.patient.preferences import Preferences
from mendly_app.sync.session import StoredSession
from mendly_app.ui.reading_order import reading_order
from mendly_app.ui.screens.topic_model import CardLines
from mendly_core.words import say
from tests.mobile.beyond import MARKER, TOPIC_IDS, FakeBeyond
from tests.mobile.ui.conftest import Driver
from tests.mobile.ui.test_every_screen import assert_it_fits
from tests.mobile.world import FakeServer

pytestmark = pytest.mark.phone

Forgotten = Callable[[Driver], None]
WORDS = {language: catalogue(language) for language in ("en", "es")}
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


@pytest.fixture
def beyond(server: FakeServer) -> FakeBeyond:
    return server.beyond


def speak(driver: Driver, language: str, size: float = 1.0) -> None:
    driver.phone.companion.prefer(Preferences(language=language, text_size=size))
    driver.app.apply_preferences()
    driver.settle()


def visit(driver: Driver, topic: str) -> None:
    driver.visit("topic", topic=UUID(TOPIC_IDS[topic]))


def press(driver: Driver, test_id: str) -> None:
    """Press what asks the server, or leads to a screen that does."""
    driver.answered(lambda: driver.tap(test_id))


def on_screen(driver: Driver) -> str:
    return "\n".join(driver.texts())


def held_texts(driver: Driver) -> str:
    """Every text of every label that is built, shown or not."""
    labels = (widget for screen in driver.app.screens.screens for widget in screen.walk())
    return "\n".join(label.text for label in labels if isinstance(label, Label))


def findings_in_memory() -> dict[int, Any]:
    gc.collect()
    return {id(thing): thing for thing in gc.get_objects() if isinstance(thing, FindingCard | CardLines)}


@pytest.fixture
def of_others() -> dict[int, Any]:
    """What tests before this one left in memory."""
    return findings_in_memory()


@pytest.fixture
def assert_forgotten(of_others: dict[int, Any]) -> Forgotten:
    """Neither a label nor any object of the app still holds a finding."""

    def check(driver: Driver) -> None:
        assert MARKER not in on_screen(driver)
        assert MARKER not in held_texts(driver)
        assert findings_in_memory().keys() <= of_others.keys()

    return check


# The list


@LANGUAGES
def test_the_topics_stand_under_what_the_person_chose(driver: Driver, language: str) -> None:
    speak(driver, language)
    driver.tap("tab.genes")
    press(driver, "beyond")
    order = [spoken.text for spoken in reading_order(driver.app.root) if spoken.role in {"heading", "button"}]
    wanted = [
        say("choices.beyond", language),
        say("choices.shown", language),
        "Blood clots",
        say("choices.asked", language),
        "Too much iron",
        say("choices.open", language),
        "Alzheimer disease",
        say("choices.hidden", language),
        WORDS[language]("beyond.open_list"),
    ]
    places = [next(at for at, text in enumerate(order) if want in text) for want in wanted]
    assert places == sorted(places)
    assert "Bleeding" not in on_screen(driver)
    driver.tap("beyond.hidden")
    assert "Bleeding" in on_screen(driver)
    assert MARKER not in on_screen(driver)
    assert WORDS[language]("beyond.not_kept") in driver.texts()


def test_before_the_first_choice_it_says_who_chooses(driver: Driver, beyond: FakeBeyond) -> None:
    beyond.choices.clear()
    driver.visit("beyond")
    for key in ("choices.beyond.what", "choices.intro", "choices.not_now", "choices.not_all"):
        assert say(key, "en") in on_screen(driver)
    beyond.choices["clots"] = "hide"
    driver.visit("beyond")
    assert say("choices.intro", "en") not in on_screen(driver)
    assert say("choices.not_all", "en") in on_screen(driver)


@LANGUAGES
def test_a_person_of_unknown_age_is_told_where_to_add_the_birth_date(
    driver: Driver, beyond: FakeBeyond, language: str
) -> None:
    beyond.birth_date_known, beyond.minor, beyond.offered = False, True, ["clots"]
    speak(driver, language)
    driver.visit("beyond")
    assert say("choices.age_unknown", language) in on_screen(driver)
    assert WORDS[language]("beyond.add_birth_date") in on_screen(driver)
    assert say("choices.minor", language) not in on_screen(driver)


def test_a_minor_is_told_why_the_list_is_short(driver: Driver, beyond: FakeBeyond) -> None:
    beyond.minor, beyond.offered = True, ["clots"]
    driver.visit("beyond")
    assert say("choices.minor", "en") in on_screen(driver)
    assert [row.test_id for row in driver.starting("topic.")] == ["topic.clots"]


# One topic


@LANGUAGES
def test_a_shown_topic_tells_all_and_is_read_aloud(
    driver: Driver, assert_forgotten: Forgotten, language: str
) -> None:
    speak(driver, language)
    driver.visit("beyond")
    press(driver, "topic.clots")
    for text in ("We saw one changed copy of F5.", "A clinical lab must confirm this.", "ClinVar 642"):
        assert text in driver.texts()
    assert driver.find("choose.show").a11y_role == "chosen option"
    assert {driver.find(f"choose.{choice}").a11y_role for choice in ("ask", "hide")} == {"option"}
    driver.tap("topic.read_aloud")
    speech = driver.phone.devices.speech
    assert isinstance(speech, FakeSpeech)
    [(text, spoken_language)] = speech.said
    assert "We saw one changed copy of F5." in text
    assert spoken_language == "en"  # what the server wrote is in the language of the account
    press(driver, "back")
    assert speech.stops == 1
    assert_forgotten(driver)


def test_a_hidden_or_open_topic_shows_nothing(driver: Driver) -> None:
    for topic in ("bleeding", "memory", "iron"):
        visit(driver, topic)
        assert MARKER not in held_texts(driver)
        assert say("choices.what", "en") in driver.texts()
    assert say("choices.opt_in", "en") not in on_screen(driver)
    visit(driver, "memory")
    assert say("choices.opt_in", "en") in on_screen(driver)


def test_one_look_is_one_look(driver: Driver, assert_forgotten: Forgotten, beyond: FakeBeyond) -> None:
    visit(driver, "iron")
    assert MARKER not in on_screen(driver)
    press(driver, "topic.look")
    assert MARKER in on_screen(driver)
    assert say("choices.looked", "en") in driver.texts()
    assert beyond.choices["iron"] == "ask"
    press(driver, "back")
    assert_forgotten(driver)
    visit(driver, "iron")
    assert MARKER not in on_screen(driver)
    assert driver.has("topic.look")


def test_a_topic_without_a_file_says_what_to_do(driver: Driver, beyond: FakeBeyond) -> None:
    for file, key in (("none", "choices.no_file"), ("unread", "choices.unread")):
        beyond.file = file
        visit(driver, "clots")
        assert say(key, "en") in on_screen(driver)
        assert WORDS["en"]("beyond.in_portal") in on_screen(driver)


# Choosing


def test_to_see_asks_once_more_and_holds_at_once(driver: Driver, beyond: FakeBeyond) -> None:
    visit(driver, "memory")
    driver.tap("choose.show")
    assert say("choices.unseen", "en") in on_screen(driver)
    driver.tap("answer.not_now")
    assert "memory" not in beyond.choices
    driver.tap("choose.show")
    press(driver, "answer.show")
    assert beyond.choices["memory"] == "show"
    assert say("choices.kept", "en") in driver.texts()
    assert MARKER in on_screen(driver)
    assert driver.find("choose.show").a11y_role == "chosen option"


def test_to_hide_takes_the_finding_away_at_once(
    driver: Driver, assert_forgotten: Forgotten, beyond: FakeBeyond
) -> None:
    visit(driver, "clots")
    assert MARKER in on_screen(driver)
    driver.tap("choose.hide")
    assert say("choices.hide.deletes", "en") in on_screen(driver)
    press(driver, "answer.hide")
    assert beyond.choices["clots"] == "hide"
    assert_forgotten(driver)


def test_to_be_asked_needs_no_question(driver: Driver, beyond: FakeBeyond) -> None:
    visit(driver, "clots")
    press(driver, "choose.ask")
    assert beyond.choices["clots"] == "ask"
    assert MARKER not in held_texts(driver)
    assert driver.has("topic.look")


def test_what_is_pressed_twice_is_sent_once(driver: Driver, beyond: FakeBeyond) -> None:
    visit(driver, "clots")
    beyond.asked.clear()

    def twice() -> None:
        driver.app.current.model.choose(Choice.ASK)
        driver.app.current.model.choose(Choice.ASK)

    driver.answered(twice)
    driver.answered(lambda: driver.app.current.model.choose(Choice.ASK))
    assert [place for method, place, _ in beyond.asked if method == "POST"] == ["choices/"]
    beyond.asked.clear()

    def look_twice() -> None:
        driver.app.current.model.look()
        driver.app.current.model.look()

    driver.answered(look_twice)
    assert [place for _, place, _ in beyond.asked] == ["findings/look/"]


@pytest.mark.parametrize("fault", ["drop", "500", "400"])
def test_a_choice_that_is_not_taken_leaves_the_old_one(
    driver: Driver, beyond: FakeBeyond, fault: str
) -> None:
    visit(driver, "clots")
    driver.phone.server.faults = [fault]
    press(driver, "choose.ask")
    assert beyond.choices["clots"] == "show"
    assert WORDS["en"]("beyond.not_saved") in driver.texts()
    assert driver.find("choose.show").a11y_role == "chosen option"
    assert MARKER in on_screen(driver)
    press(driver, "choose.ask")
    assert beyond.choices["clots"] == "ask"
    assert WORDS["en"]("beyond.not_saved") not in driver.texts()


# When there is no answer


def end_session(driver: Driver) -> None:
    keeper = StoredSession(driver.phone.store)
    session = keeper.load()
    assert session is not None
    keeper.save(session.as_ended())


def go_offline(driver: Driver) -> None:
    driver.phone.server.online = False


def refuse(status: int) -> Callable[[Driver], None]:
    def prepare(driver: Driver) -> None:
        driver.phone.server.beyond.answers = [(status, {"detail": "no"})] * 2

    return prepare


@LANGUAGES
@pytest.mark.parametrize(
    ("prepare", "trouble"),
    [
        (go_offline, "unreached"),
        (refuse(503), "unreached"),
        (refuse(403), "second_factor"),
        (refuse(404), "gone"),
        (refuse(400), "refused"),
        (end_session, "signed_out"),
    ],
)
def test_without_an_answer_one_sentence_says_why(
    driver: Driver, prepare: Callable[[Driver], None], trouble: str, language: str
) -> None:
    speak(driver, language)
    words = WORDS[language]
    for name, about in (("beyond", {}), ("topic", {"topic": UUID(TOPIC_IDS["clots"])})):
        prepare(driver)
        driver.visit(name, **about)
        assert driver.find("trouble").text == words(f"beyond.trouble.{trouble}")
        assert words("beyond.not_kept") in driver.texts()
        assert driver.find("beyond.again").text == words("do.try_again")
        assert driver.has("beyond.connect") == (trouble in {"second_factor", "signed_out"})
        assert not driver.starting("choose.")
        assert not driver.starting("topic.")
        assert MARKER not in held_texts(driver)
        driver.phone.server.beyond.answers.clear()


def test_another_try_shows_what_there_is(driver: Driver) -> None:
    go_offline(driver)
    visit(driver, "clots")
    press(driver, "beyond.again")
    assert driver.has("trouble")
    driver.phone.server.online = True
    press(driver, "beyond.again")
    assert MARKER in on_screen(driver)
    assert not driver.has("trouble")


def test_a_look_that_is_not_answered_shows_nothing(driver: Driver, assert_forgotten: Forgotten) -> None:
    visit(driver, "iron")
    go_offline(driver)
    press(driver, "topic.look")
    assert driver.find("trouble").text == WORDS["en"]("beyond.trouble.unreached")
    assert_forgotten(driver)


def test_a_phone_that_is_signed_out_meanwhile_shows_it_no_longer(
    driver: Driver, assert_forgotten: Forgotten
) -> None:
    visit(driver, "clots")
    end_session(driver)
    driver.app._refresh()
    driver.settle()
    assert_forgotten(driver)
    assert driver.find("trouble").text == WORDS["en"]("beyond.trouble.signed_out")


# Elsewhere


def test_what_was_chosen_elsewhere_is_told_at_a_look(driver: Driver, beyond: FakeBeyond) -> None:
    visit(driver, "iron")
    beyond.choices["iron"] = "hide"
    press(driver, "topic.look")
    assert WORDS["en"]("beyond.changed") in driver.texts()
    assert driver.find("choose.hide").a11y_role == "chosen option"
    assert not driver.has("topic.look")


def test_a_topic_that_is_offered_no_more_leads_back_to_the_list(driver: Driver, beyond: FakeBeyond) -> None:
    driver.visit("beyond")
    press(driver, "topic.iron")
    beyond.offered.remove("iron")
    press(driver, "topic.look")
    assert driver.app.current.name == "beyond"
    assert not driver.has("topic.iron")
    assert driver.has("topic.clots")


def test_hidden_on_another_device_it_goes_at_the_live_frame(
    driver: Driver, assert_forgotten: Forgotten, beyond: FakeBeyond
) -> None:
    visit(driver, "clots")
    beyond.choices["clots"] = "hide"
    driver.answered(lambda: driver.phone.companion._on_kind("message"))
    assert MARKER in on_screen(driver)
    driver.answered(lambda: driver.phone.companion._on_kind("finding"))
    assert_forgotten(driver)
    assert driver.find("choose.hide").a11y_role == "chosen option"


def test_a_look_stays_while_other_topics_change_and_ends_with_its_own(
    driver: Driver, assert_forgotten: Forgotten, beyond: FakeBeyond
) -> None:
    visit(driver, "iron")
    press(driver, "topic.look")
    beyond.choices["memory"] = "hide"
    driver.answered(lambda: driver.phone.companion._on_kind("finding"))
    assert MARKER in on_screen(driver)
    beyond.choices["iron"] = "hide"
    driver.answered(lambda: driver.phone.companion._on_kind("finding"))
    assert_forgotten(driver)


def test_another_file_ends_a_look(driver: Driver, assert_forgotten: Forgotten) -> None:
    visit(driver, "iron")
    press(driver, "topic.look")
    driver.answered(lambda: driver.phone.companion._on_kind("genome"))
    assert_forgotten(driver)
    assert driver.has("topic.look")


def test_a_frame_that_comes_while_an_answer_is_awaited_is_not_lost(
    driver: Driver, beyond: FakeBeyond
) -> None:
    visit(driver, "clots")
    beyond.asked.clear()

    def two_frames() -> None:
        driver.phone.companion._on_kind("finding")
        driver.phone.companion._on_kind("finding")

    driver.answered(two_frames)
    assert [place for _, place, _ in beyond.asked] == ["findings/", "choices/"] * 2


# Leaving


def test_an_answer_that_comes_after_leaving_is_dropped(driver: Driver, assert_forgotten: Forgotten) -> None:
    async def leave_early() -> None:
        driver.app.go("topic", topic=UUID(TOPIC_IDS["clots"]))
        asked = driver.app.current.model.asking
        driver.app.go_tab("today")
        await asked

    asyncio.run(leave_early())
    driver.settle()
    assert driver.app.screens.get_screen("topic").model.cards == []
    assert_forgotten(driver)


def test_the_app_in_the_background_holds_nothing_and_asks_again_in_front(
    driver: Driver, assert_forgotten: Forgotten, beyond: FakeBeyond
) -> None:
    visit(driver, "clots")
    driver.app.on_pause()
    driver.app._refresh()
    driver.settle()
    assert_forgotten(driver)
    beyond.choices["clots"] = "hide"
    driver.app.companion.resume()
    driver.answered(driver.app._refresh)
    assert driver.find("choose.hide").a11y_role == "chosen option"
    assert MARKER not in on_screen(driver)


def test_a_page_opens_at_its_top(driver: Driver) -> None:
    visit(driver, "clots")
    driver.app.current.ids.page.scroll_y = 0.0
    visit(driver, "iron")
    assert driver.app.current.ids.page.scroll_y == 1.0


def test_asking_the_care_team_keeps_no_word_of_it(driver: Driver) -> None:
    visit(driver, "clots")
    driver.tap("topic.ask_team")
    assert driver.app.current.name == "thread"
    assert driver.app.current.model.draft == ""


# How it looks


@LANGUAGES
@pytest.mark.parametrize("size", [1.0, 2.0])
def test_every_state_fits(driver: Driver, beyond: FakeBeyond, size: float, language: str) -> None:
    speak(driver, language, size)
    beyond.choices |= {"memory": "show"}
    beyond.birth_date_known = False
    driver.visit("beyond")
    driver.tap("beyond.hidden")
    assert_it_fits(driver, f"the list at {size} in {language}")
    for topic in TOPIC_IDS:
        visit(driver, topic)
        assert_it_fits(driver, f"{topic} at {size} in {language}")
    visit(driver, "iron")
    press(driver, "topic.look")
    assert_it_fits(driver, f"a look at {size} in {language}")
    refuse(403)(driver)
    visit(driver, "clots")
    assert_it_fits(driver, f"trouble at {size} in {language}")


def test_what_a_topic_is_about_is_read_before_the_button_that_shows_it(driver: Driver) -> None:
    visit(driver, "iron")
    texts = [spoken.text for spoken in reading_order(driver.app.root)]
    unseen = next(at for at, text in enumerate(texts) if say("choices.unseen", "en") in text)
    assert unseen < texts.index(WORDS["en"]("beyond.look"))
