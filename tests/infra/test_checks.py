"""What test.py runs in which order, and how it tells what became of it."""

from pathlib import Path

import pytest

from checks import Check, Mode, Outcome, chosen_tests, counts_in, plan, summary, typed_paths

ROOT = Path(__file__).resolve().parents[2]


def checks_of(mode: Mode) -> list[Check]:
    return [check for stage in plan(mode, ROOT) for lane in stage for check in lane]


def labels(mode: Mode) -> list[str]:
    return [check.label for check in checks_of(mode)]


def test_quick_leaves_out_all_that_needs_more_than_python() -> None:
    assert labels(Mode.QUICK)[-1] == "pytest, SQLite"
    assert not any(check.services for check in checks_of(Mode.QUICK))


def test_full_ends_on_postgresql_and_leaves_out_the_big_counts() -> None:
    assert labels(Mode.FULL)[-1] == "pytest, PostgreSQL + Redis"
    assert [check.label for check in checks_of(Mode.FULL) if check.services] == ["pytest, PostgreSQL + Redis"]
    assert "pytest, big counts" not in labels(Mode.FULL)


def test_long_is_full_and_the_big_counts() -> None:
    assert set(labels(Mode.LONG)) - set(labels(Mode.FULL)) == {
        "pytest, big counts",
        "pytest, big counts, PostgreSQL + Redis",
    }


def test_typed_layers_name_what_exists_once() -> None:
    paths = typed_paths(ROOT)
    assert "backend/mendly_core" in paths
    assert "infra/setup_steps.py" in paths
    assert len(paths) == len(set(paths))


def test_own_arguments_go_to_pytest_as_they_are() -> None:
    assert chosen_tests(["tests/core", "-k", "dst"]).command[-3:] == ("tests/core", "-k", "dst")


@pytest.mark.parametrize(
    ("output", "counts"),
    [
        ("==== 12 passed, 1 skipped in 3.21s ====", "passed 12, skipped 1"),
        ("=== 1 failed, 2 passed, 3 warnings in 61.00s (0:01:01) ===", "failed 1, passed 2"),
        ("===== 1 passed in 0.1s =====\nmore\n===== 2 passed, 1 error in 0.2s =====", "passed 2, error 1"),
        ("==== no tests ran in 0.01s ====", ""),
        ("all fine: 12 passed in 3s", ""),
    ],
)
def test_counts_come_from_the_last_closing_line(output: str, counts: str) -> None:
    assert counts_in(output) == counts


def test_a_selection_that_picks_no_test_has_failed() -> None:
    nothing_picked = 5
    assert Outcome(Check("a", ("pytest",)), nothing_picked, 0.1).word == "FAILED"


def test_summary_closes_with_one_plain_line() -> None:
    good = Outcome(Check("ruff check", ("ruff",)), 0, 0.4)
    bad = Outcome(Check("mypy", ("mypy",)), 1, 20.0)
    assert summary([good, good], 1.2).splitlines()[-1] == "All 2 checks passed in 1 s."
    assert summary([good, bad], 20.0).splitlines()[-1] == "1 of 2 checks FAILED (20 s): mypy."


def test_summary_tells_when_a_check_was_ended_from_outside() -> None:
    killed = Outcome(Check("pytest, SQLite", ("pytest",)), -9, 3.0)
    assert "ended by SIGKILL" in summary([killed], 3.0)
