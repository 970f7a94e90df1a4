"""The plan and the answers, as files that a crash cannot spoil."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mendly_app.devices.alarm_files import take_answers, write_plan
from mendly_app.devices.ports import Alarm, AlarmAnswer

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MS = 1_795_348_800_000


def test_the_plan_is_written_in_the_order_of_time(tmp_path: Path) -> None:
    path = tmp_path / "doses.tsv"
    write_plan(
        path, [Alarm(AT + timedelta(hours=1), "b", "two\tparts"), Alarm(AT, "a", "one", ("T", "L", "S"))]
    )
    assert path.read_text() == f"{MS}\ta\tone\tT\tL\tS\n{MS + 3_600_000}\tb\ttwo parts\n"
    write_plan(path, [])
    assert path.read_text() == ""


def test_answers_are_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "inbox.log"
    path.write_text(f"{MS}\ta\ttaken\n{MS}\tb\tskipped\n{MS}\tc")
    assert take_answers(path) == [AlarmAnswer("a", "taken", AT), AlarmAnswer("b", "skipped", AT)]
    assert take_answers(path) == []


def test_answers_moved_before_a_crash_are_not_lost(tmp_path: Path) -> None:
    (tmp_path / "inbox.taken").write_text(f"{MS}\ta\ttaken\n")
    (tmp_path / "inbox.log").write_text(f"{MS}\tb\tskipped\n")
    assert [answer.id for answer in take_answers(tmp_path / "inbox.log")] == ["a"]
    assert [answer.id for answer in take_answers(tmp_path / "inbox.log")] == ["b"]
