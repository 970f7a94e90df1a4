"""What lies beyond medicines: read with care from any answer, and kept nowhere on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from mendly_app.patient.beyond import (
    Choice,
    FileState,
    NotTold,
    Topic,
    Trouble,
    findings_in,
    topics_in,
)
from mendly_app.sync.session import StoredSession
from mendly_app.sync.store import FILE
from tests.mobile.beyond import MARKER, TOPIC_IDS, card
from tests.mobile.world import AMARA, Phone, fill

CLOTS = UUID(TOPIC_IDS["clots"])
NONSENSE = (None, 7, "text", [], {}, ["text"], [[]], {"id": "no id"}, {"id": TOPIC_IDS["iron"]}, True)


def line(**more: Any) -> dict[str, Any]:
    return {"id": TOPIC_IDS["clots"], "category": "clots", "name": "Clots", "about": "", **more}


def topic_of(choice: Choice | None) -> Topic:
    return Topic(CLOTS, "clots", "Clots", "", False, choice)


@pytest.mark.asyncio
async def test_topics_come_with_what_the_person_chose(phone: Phone) -> None:
    topics = await phone.companion.beyond.topics()
    assert [(topic.category, topic.choice) for topic in topics.topics] == [
        ("clots", Choice.SHOW),
        ("iron", Choice.ASK),
        ("memory", None),
        ("bleeding", Choice.HIDE),
    ]
    assert topics.birth_date_known
    assert not topics.minor
    assert [topic.category for topic in topics.topics if topic.opt_in] == ["memory"]


@pytest.mark.asyncio
async def test_findings_are_those_of_shown_topics_with_all_their_parts(phone: Phone) -> None:
    findings = await phone.companion.beyond.findings()
    assert findings.file is FileState.READ
    assert findings.seen.keys() == {CLOTS}
    [shown] = findings.seen[CLOTS].cards
    sent = card("Blood clots")
    assert (shown.title, shown.headline, shown.is_finding) == ("Blood clots", sent["headline"], True)
    for name in ("saw", "means", "todo", "sure", "not_looked_at", "sources"):
        assert getattr(shown, name) == tuple(sent[name])
    assert shown.for_doctor == tuple(sent["for_your_doctor"])
    spoken = findings.seen[CLOTS].spoken
    for sentence in (shown.headline, *shown.saw, *shown.means, *shown.todo, *findings.seen[CLOTS].silence):
        assert sentence in spoken


@pytest.mark.asyncio
async def test_a_choice_is_told_by_its_category_and_a_look_by_its_id(phone: Phone) -> None:
    topics = await phone.companion.beyond.topics()
    iron = topics.get(UUID(TOPIC_IDS["iron"]))
    assert iron is not None
    assert (await phone.companion.beyond.look(iron)).seen.keys() == {iron.id}
    after = await phone.companion.beyond.choose(iron, Choice.HIDE)
    assert after.get(iron.id) is not None
    assert phone.server.beyond.choices["iron"] == "hide"
    assert phone.server.beyond.asked[1:] == [
        ("POST", "findings/look/", {"category": TOPIC_IDS["iron"]}),
        ("POST", "choices/", {"answers": {"iron": "hide"}}),
    ]
    assert ("POST", f"patients/{AMARA}/choices/") in phone.server.requests


@pytest.mark.parametrize("odd", NONSENSE)
def test_a_topic_that_makes_no_sense_is_left_out(odd: Any) -> None:
    topics = topics_in({"categories": [odd, line(choice="show")]})
    assert [topic.choice for topic in topics.topics] == [Choice.SHOW]


@pytest.mark.parametrize("choice", [None, "later", "SHOW", 1, True, [], {}])
def test_a_choice_that_we_do_not_know_is_none(choice: Any) -> None:
    [topic] = topics_in({"categories": [line(choice=choice)]}).topics
    assert topic.choice is None


@pytest.mark.parametrize("body", [{}, {"categories": None}, {"categories": {"a": 1}}, {"categories": "x"}])
def test_an_answer_without_topics_is_no_answer(body: Any) -> None:
    with pytest.raises(NotTold) as problem:
        topics_in(body)
    assert problem.value.trouble is Trouble.UNREACHED


@pytest.mark.parametrize("file", [None, "later", [], {}, 3])
def test_findings_without_a_state_of_the_file_are_no_answer(file: Any) -> None:
    with pytest.raises(NotTold):
        findings_in({"file": file, "categories": []})


@pytest.mark.parametrize("odd", NONSENSE)
def test_odd_parts_of_findings_are_left_out(odd: Any) -> None:
    part = {"id": TOPIC_IDS["clots"], "cards": [odd, card("Clots", saw=odd, todo=odd)], "silence": odd}
    findings = findings_in({"file": "read", "categories": [odd, part]})
    shown = findings.seen[CLOTS].cards[0]
    assert shown.headline == card("")["headline"]
    assert set(map(type, (*shown.saw, *shown.todo, *findings.seen[CLOTS].silence))) <= {str}


def test_half_a_character_is_left_out_for_it_cannot_be_drawn() -> None:
    findings = findings_in(
        {
            "file": "read",
            "categories": [{"id": TOPIC_IDS["clots"], "cards": [card("A\ud800", saw=["B\udfff"])]}],
        }
    )
    [shown] = findings.seen[CLOTS].cards
    assert (shown.title, shown.saw) == ("A", ("B",))


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (400, Trouble.REFUSED),
        (403, Trouble.SECOND_FACTOR),
        (404, Trouble.GONE),
        (410, Trouble.REFUSED),
        (429, Trouble.UNREACHED),
        (500, Trouble.UNREACHED),
        (302, Trouble.UNREACHED),
    ],
)
@pytest.mark.asyncio
async def test_every_refusal_is_one_trouble(phone: Phone, status: int, trouble: Trouble) -> None:
    beyond = phone.companion.beyond
    for ask in (
        beyond.topics,
        beyond.findings,
        lambda: beyond.choose(topic_of(None), Choice.SHOW),
        lambda: beyond.look(topic_of(Choice.ASK)),
    ):
        phone.server.beyond.answers = [(status, {"detail": "no"})]
        with pytest.raises(NotTold) as problem:
            await ask()
        assert problem.value.trouble is trouble


@pytest.mark.asyncio
async def test_without_a_network_or_a_sign_in_there_is_nothing(phone: Phone) -> None:
    phone.server.online = False
    with pytest.raises(NotTold) as problem:
        await phone.companion.beyond.findings()
    assert problem.value.trouble is Trouble.UNREACHED
    keeper = StoredSession(phone.store)
    session = keeper.load()
    assert session is not None
    keeper.save(session.as_ended())
    with pytest.raises(NotTold) as problem:
        await phone.companion.beyond.topics()
    assert problem.value.trouble is Trouble.SIGNED_OUT


def rows_of(phone: Phone) -> dict[tuple[str, str], Any]:
    """Every row of the store, opened."""
    kinds = phone.store._database.read("SELECT DISTINCT kind FROM record")
    records = [record for (kind,) in kinds for record in phone.store.records.all(str(kind))]
    waiting = [event.to_json() for event in phone.store.outbox.first(1_000)]
    return {(record.id, "record"): record.body for record in records} | {("", "outbox"): waiting}


def bytes_of(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.asyncio
async def test_nothing_of_it_is_in_the_store(
    phone: Phone, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="mendly")
    fill(phone.server)
    await phone.companion.engine.sync_once()
    before = rows_of(phone)
    beyond = phone.companion.beyond
    topics = await beyond.topics()
    assert MARKER in (await beyond.findings()).seen[CLOTS].spoken
    await beyond.look(topics.chosen(Choice.ASK)[0])
    await beyond.choose(topics.chosen(None)[0], Choice.SHOW)
    await phone.companion.engine.sync_once()
    assert (tmp_path / FILE).exists()
    after = rows_of(phone)
    assert after.keys() == before.keys()
    assert MARKER not in str(after)
    assert "Alzheimer" not in str(after)
    assert not any(MARKER.encode() in content for content in bytes_of(tmp_path))
    assert MARKER not in caplog.text
