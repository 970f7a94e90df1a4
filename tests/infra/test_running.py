"""Checks run stage after stage; lanes of a stage side by side."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

import running
from checks import Check
from running import Runner


@pytest.fixture(autouse=True)
def shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PYTHON", Path("/bin/sh"))


def says(label: str, words: str) -> Check:
    return Check(label, ("sh", "-c", words))


def test_a_check_shows_its_output_and_keeps_exit_code_and_counts(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    words = "echo hello; echo '=== 3 passed in 0.1s ==='; exit 4"
    (outcome,) = Runner({}).run([((says("try", words),),)])
    assert (outcome.exit_code, outcome.counts) == (4, "passed 3")
    assert b"hello" in capfdbinary.readouterr().out


def test_lanes_run_side_by_side_and_are_told_in_the_order_of_the_plan(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    meet = f"cd {tmp_path}; touch %s; for i in 1 2 3 4 5 6 7 8 9; do test -e %s && exit 0; sleep 0.5; done; exit 1"
    first, second = says("first", meet % ("a", "b")), says("second", f"echo later; {meet % ('b', 'a')}")
    outcomes = Runner({}).run([((first,), (second, says("third", "echo last")))])
    assert [(outcome.check.label, outcome.exit_code) for outcome in outcomes] == [
        ("first", 0),
        ("second", 0),
        ("third", 0),
    ]
    told = capfdbinary.readouterr().out
    assert told.index(b"--- first") < told.index(b"--- second") < told.index(b"later") < told.index(b"last")


def test_an_interruption_ends_every_lane(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(output: bytes) -> None:
        while not (tmp_path / "running").exists():
            time.sleep(0.02)
        raise SystemExit(143)

    monkeypatch.setattr(running, "to_screen", interrupted)
    monkeypatch.setattr(running, "FAREWELL_SECONDS", 2)
    slow = says("slow", f": > {tmp_path}/running; exec sleep 60")
    started = time.monotonic()
    with pytest.raises(SystemExit):
        Runner({}).run([((says("quick", "echo one"),), (slow, says("never", f"touch {tmp_path}/never")))])
    assert time.monotonic() - started < 30
    assert not (tmp_path / "never").exists()
    assert threading.active_count() < 20
