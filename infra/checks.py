"""Which checks there are, in which order, and how their outcome is told. Running them is test.py's part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from signal import Signals

PHONE_SCREENS = "tests/mobile/ui"
WITH_SERVERS = "tests/e2e"
WITH_DATABASE = ("tests/backend", WITH_SERVERS)
TWO_WORKERS = ("-n", "2", "--dist", "loadgroup")
TYPED_LAYERS = (
    "infra/*.py",
    "backend/mendly_core",
    "backend/mendly/policy.py",
    "backend/mendly/bus.py",
    "backend/mendly/*/services.py",
    "backend/mendly/*/services",
    "backend/mendly/*/selectors.py",
    "backend/mendly/*/selectors",
    "backend/mendly/genome/tumours",
    "backend/mendly/insights/intended.py",
    "backend/mendly/insights/papers.py",
)
CLOSING_LINE = re.compile(r"^=+ (?P<counts>.*) in [\d.]+s.* =+$", re.MULTILINE)
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")


class Mode(Enum):
    """How much to check: QUICK leaves out all that needs more than Python, LONG adds the big counts."""

    QUICK = "quick"
    FULL = "full"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Check:
    """One command to run; its first word is a program of the environment.

    `services`: it wants the private PostgreSQL and Redis.
    """

    label: str
    command: tuple[str, ...]
    services: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a check: exit code, seconds, and the counts of pytest's closing line if any."""

    check: Check
    exit_code: int
    seconds: float
    counts: str = ""

    @property
    def word(self) -> str:
        """Either "ok" or "FAILED"; a selection that picks no test has failed too."""
        return "FAILED" if self.exit_code else "ok"


Lane = tuple[Check, ...]
"""Checks that run one after another."""
Stage = tuple[Lane, ...]
"""Lanes that run side by side."""


def typed_paths(root: Path) -> tuple[str, ...]:
    """List the files and packages that mypy holds to --strict, relative to `root`."""
    return tuple(sorted(str(path.relative_to(root)) for layer in TYPED_LAYERS for path in root.glob(layer)))


def static_checks(root: Path) -> tuple[Check, ...]:
    """List the checks that read the code without running it (the last one loads the models)."""
    return (
        Check("ruff check", ("ruff", "check", "--output-format=concise", ".")),
        Check("ruff format", ("ruff", "format", "--check", "--output-format=concise", ".")),
        Check("who may import whom", ("lint-imports", "--no-logo")),
        Check("mypy --strict", ("mypy", "--follow-imports=silent", *typed_paths(root))),
        Check(
            "migrations are complete",
            ("django-admin", "makemigrations", "--check", "--dry-run", "--settings=mendly.settings"),
        ),
    )


def pytest_check(label: str, selection: str, *more: str, services: bool = False) -> Check:
    """Make a check that runs the tests whose markers fit `selection`."""
    command = ("python", "-m", "pytest", "--color=no", "-m", selection, *more)
    return Check(label, command, services=services)


def plan(mode: Mode, root: Path) -> tuple[Stage, ...]:
    """List all checks of `mode` in the order to run them.

    Tests without a screen keep the cores busy and have them to themselves. Those with a browser wait for it half of
    the time, and so do those with the phone's screens and with PostgreSQL: they share.
    """
    no_screens = f"--ignore={PHONE_SCREENS}"
    plain = "not browser and not phone and not long"
    checks = static_checks(root)
    if mode is Mode.QUICK:
        no_servers = f"--ignore={WITH_SERVERS}"
        quick = pytest_check("pytest, SQLite", plain, no_screens, no_servers, *TWO_WORKERS)
        return (((*checks, quick),),)
    sqlite = pytest_check("pytest, SQLite", plain, no_screens, *TWO_WORKERS)
    browser = pytest_check("pytest, browser", "browser and not long", WITH_SERVERS, *TWO_WORKERS)
    phone = pytest_check("pytest, phone", "phone and not long", PHONE_SCREENS, WITH_SERVERS, *TWO_WORKERS)
    both = pytest_check(
        "pytest, PostgreSQL + Redis",
        "both_databases and not browser and not long",
        *WITH_DATABASE,
        *TWO_WORKERS,
        services=True,
    )
    full: tuple[Stage, ...] = (((*checks, sqlite),), ((browser,), (phone, both)))
    return (*full, (big_counts(no_screens),)) if mode is Mode.LONG else full


def big_counts(no_screens: str) -> Lane:
    """List the checks that take hours; each has the machine to itself."""
    both = "long and both_databases"
    return (
        pytest_check("pytest, big counts", "long", no_screens),
        pytest_check("pytest, big counts, PostgreSQL + Redis", both, *WITH_DATABASE, services=True),
    )


def chosen_tests(arguments: Sequence[str]) -> Check:
    """Make the one check that runs pytest with a person's own arguments."""
    return Check("pytest", ("python", "-m", "pytest", *arguments))


def counts_in(output: str) -> str:
    """Take the counts from pytest's last closing line: "passed 12, skipped 1"; empty when there is none."""
    closing = CLOSING_LINE.findall(output)
    return ", ".join(f"{what} {number}" for number, what in COUNT.findall(closing[-1])) if closing else ""


def row(outcome: Outcome, width: int) -> str:
    """Lay out one line of the table; labels are `width` wide."""
    label = outcome.check.label.ljust(width)
    note = f"ended by {Signals(-outcome.exit_code).name}" if outcome.exit_code < 0 else outcome.counts
    return f"  {label}  {outcome.word:<8}  {outcome.seconds:7.1f} s  {note}".rstrip()


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    """Lay out what became of every check as a table, and end with one plain line. `seconds`: of the whole."""
    width = max(len(outcome.check.label) for outcome in outcomes)
    failed = [outcome.check.label for outcome in outcomes if outcome.word == "FAILED"]
    closing = f"All {len(outcomes)} checks passed in {seconds:.0f} s."
    if failed:
        closing = f"{len(failed)} of {len(outcomes)} checks FAILED ({seconds:.0f} s): {', '.join(failed)}."
    return "\n".join(["", "Summary", *(row(outcome, width) for outcome in outcomes), "", closing])
