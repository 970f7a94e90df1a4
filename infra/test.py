"""Check everything: style, layers, types, migrations, and the tests on SQLite and on PostgreSQL with Redis.

    python3 infra/test.py                     all of it; CI runs this
    python3 infra/test.py --quick             no PostgreSQL, Redis, browser or phone screens
    python3 infra/test.py --long              the big counts too
    python3 infra/test.py tests/core -k dst   only pytest, with these arguments, on SQLite

Installs what is missing (see setup_steps and system_parts) and leaves no server or file behind.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very line keeps older versions out
    from find_python import continue_with_newer_python

    continue_with_newer_python()

import argparse
import base64
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from checks import Mode, chosen_tests, plan, summary
from running import Runner, in_environment
from setup_steps import ROOT, SetupError, ensure_environment, ensure_translations
from system_parts import ensure_system_parts

EXTRAS = ("phone", "dev")
NOT_INHERITED = ("MENDLY_", "PYTHONDONTWRITEBYTECODE")


def parse(arguments: Sequence[str]) -> tuple[Mode, bool, list[str]]:
    """Read the command line: how much to check, whether PostgreSQL syncs, and what pytest gets."""
    parser = argparse.ArgumentParser(
        prog="python3 infra/test.py",
        description="Run every check. Arguments that are not listed go to pytest, and then only pytest runs.",
        allow_abbrev=False,
    )
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--quick", action="store_true", help="only what needs nothing but Python")
    extent.add_argument("--long", action="store_true", help="the big counts too")
    parser.add_argument("--no-fsync", action="store_true", help="PostgreSQL need not sync to disk")
    known, for_pytest = parser.parse_known_args(arguments)
    mode = Mode.QUICK if known.quick else Mode.LONG if known.long else Mode.FULL
    return mode, not known.no_fsync, for_pytest


def environment_for_checks(inherited: Mapping[str, str], data: str) -> dict[str, str]:
    """Make the environment of the checks: nothing of Mendly's is inherited, keys are new, data lies apart.

    Compiled code is kept, whatever the shell says: hundreds of processes start, and each would compile it all anew.
    """
    kept = {name: value for name, value in inherited.items() if not name.startswith(NOT_INHERITED)}
    return {
        **kept,
        "MENDLY_DATA": data,
        "MENDLY_TEST_SHELF": str(Path(data, "shelf")),
        "MENDLY_SECRET_KEY": secrets.token_urlsafe(48),
        "MENDLY_KEK": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "MENDLY_SIGNING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "PYTHONUNBUFFERED": "1",
    }


def end_on_signal(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that servers are stopped and temporary folders removed."""
    sys.exit(128 + number)


def check_everything(arguments: Sequence[str]) -> int:
    """Prepare, run, tell. Gives the exit code of the whole: 0, or 1 when a check failed."""
    mode, fsync, for_pytest = parse(arguments)
    ensure_environment(EXTRAS)
    ensure_translations()
    with tempfile.TemporaryDirectory(prefix="mendly-test-") as data:
        environment = environment_for_checks(os.environ, data)
        if for_pytest:
            command = in_environment(chosen_tests(for_pytest))
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if mode is not Mode.QUICK:
            ensure_system_parts()
        started = time.monotonic()
        outcomes = Runner(environment, fsync=fsync).run(plan(mode, ROOT))
    print(summary(outcomes, time.monotonic() - started), flush=True)
    return int(any(outcome.word == "FAILED" for outcome in outcomes))


def main() -> None:
    """Run from the command line. Exits 2 when something is missing, 130 on Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_on_signal)
    try:
        sys.exit(check_everything(sys.argv[1:]))
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
