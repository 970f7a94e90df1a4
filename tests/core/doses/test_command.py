"""`mendly doses plan`: the engine from a terminal, in the format of the API."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mendly.cli import main
from mendly_core.doses import occurrence_key, step_key
from tests.core.doses.plans import SCHEDULE, daily, schedule

SPAN = ("--from", "2026-03-07", "--to", "2026-03-10", "--zone", "America/New_York")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return tmp_path / "rules.json"


def planned(rules: Path, told: object, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    rules.write_text(json.dumps(told))
    assert main(["doses", "plan", str(rules), *SPAN, "--json"]) == 0
    lines: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return lines


def test_a_whole_schedule_of_the_api_is_planned(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = planned(rules, [schedule(daily("02:30")).to_json()], capsys)
    assert [(line["local"], line["instant"]) for line in lines] == [
        ("2026-03-07T02:30", "2026-03-07T07:30:00Z"),
        ("2026-03-08T02:30", "2026-03-08T07:30:00Z"),
        ("2026-03-09T02:30", "2026-03-09T06:30:00Z"),
    ]
    assert lines[0]["key"] == occurrence_key(SCHEDULE, date(2026, 3, 7), 1)


def test_hours_are_keyed_by_schedule_revision_and_step(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = {"kind": "hours", "every": 8, "anchor": "2026-03-07T13:00:00Z"}
    lines = planned(rules, [{"schedule_id": str(SCHEDULE), "rev": 2, "rule": rule}], capsys)
    assert [line["local"][11:] for line in lines] == [
        *("08:00", "16:00"),
        *("00:00", "09:00", "17:00"),
        *("01:00", "09:00", "17:00"),
    ]
    assert [line["key"] for line in lines] == [step_key(SCHEDULE, 2, step) for step in range(8)]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", "[{}]", '[{"id": "x"}]', '[{"id": "0193a000-0000-7000-8000-00000000000a", "rule": 1}]'],
)
def test_what_cannot_be_read_is_told_in_a_sentence(
    rules: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    rules.write_text(text)
    assert main(["doses", "plan", str(rules), *SPAN]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("start", "end", "zone"),
    [
        ("2026-03-10", "2026-03-07", "UTC"),
        ("2026-01-01", "2046-01-01", "UTC"),
        ("2026-01-01", "2026-02-01", "Mars"),
    ],
)
def test_a_span_or_zone_that_is_none_is_told(
    rules: Path, capsys: pytest.CaptureFixture[str], start: str, end: str, zone: str
) -> None:
    rules.write_text(json.dumps([schedule().to_json()]))
    assert main(["doses", "plan", str(rules), "--from", start, "--to", end, "--zone", zone]) == 2
    assert capsys.readouterr().err.strip()
