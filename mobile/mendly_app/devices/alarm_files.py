"""The two small files between the app and the receiver that rings while the app does not run.

`doses.tsv` (epoch milliseconds, id, text, words of the buttons) goes out, `inbox.log` (epoch milliseconds, id,
act) comes back. Neutral content only: neither file is sealed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mendly_app.devices.ports import Alarm, AlarmAnswer

PLAN, ANSWERS = "doses.tsv", "inbox.log"
COLUMNS_OF_AN_ANSWER = 3


def write_plan(path: Path, alarms: Sequence[Alarm]) -> None:
    """Write all alarms, the earliest first. The file is whole at any moment."""
    ordered = sorted(alarms, key=lambda alarm: (alarm.at, alarm.id))
    rows = ([str(_milliseconds(alarm.at)), alarm.id, alarm.text, *(alarm.buttons or ())] for alarm in ordered)
    lines = ("\t".join(map(_one_line, row)) + "\n" for row in rows)
    half = path.with_suffix(".new")
    half.write_text("".join(lines), encoding="utf-8")
    half.replace(path)


def take_answers(path: Path) -> list[AlarmAnswer]:
    """Read and remove the answers. The file is moved first, so an answer given meanwhile starts a new one."""
    taken = path.with_suffix(".taken")
    if not taken.exists():
        try:
            os.replace(path, taken)
        except FileNotFoundError:
            return []
    answers = [answer for line in taken.read_text(encoding="utf-8").splitlines() if (answer := _answer(line))]
    taken.unlink()
    return answers


def _answer(line: str) -> AlarmAnswer | None:
    """One line; None for one that was cut off by a crash."""
    parts = line.split("\t")
    if len(parts) != COLUMNS_OF_AN_ANSWER or not parts[0].isdigit():
        return None
    at, identifier, act = parts
    return AlarmAnswer(identifier, act, datetime.fromtimestamp(int(at) / 1000, UTC))


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _one_line(text: str) -> str:
    return " ".join(text.split())
