"""Start Mendly on this computer: python3 infra/run.py

The first start makes .venv, installs the pinned packages, makes the two databases and a demo clinic with
its data under ./data, then serves. Later starts do only what changed. Needs only Python 3.11 or newer.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very line keeps older versions out
    from find_python import continue_with_newer_python

    continue_with_newer_python()

import argparse
import os
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from setup_steps import (
    PYTHON,
    ROOT,
    SetupError,
    ensure_environment,
    ensure_translations,
    run_quietly,
    step,
)

MENDLY = PYTHON.with_name("mendly")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for: where data lies, where to listen, and whether to make a demo clinic."""

    data: Path
    host: str
    port: int
    demo: bool

    @property
    def address(self) -> str:
        """What to type into a browser on this computer."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def environment(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """Make the environment in which Mendly's own commands run."""
        return {
            **inherited,
            "MENDLY_DATA": str(self.data),
            "MENDLY_BIND": self.host,
            "MENDLY_PORT": str(self.port),
            "MENDLY_DEMO": "yes" if self.demo else "no",
        }


def port_number(text: str) -> int:
    """Read a port. Raises argparse's error with a plain sentence."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a whole number from 1 to 65535")
    return int(text)


def parse(arguments: Sequence[str]) -> Wishes:
    """Read the command line. Exits with a sentence when it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="python3 infra/run.py", description="Start Mendly on this computer."
    )
    parser.add_argument(
        "--data", type=Path, default=ROOT / "data", help="folder for databases, keys and files"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=port_number, default=8000, help="port to listen on (default 8000)")
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="make a clinic with invented patients to try things on (default yes)",
    )
    known = parser.parse_args(arguments)
    return Wishes(known.data.expanduser().resolve(), known.host, known.port, known.demo)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise SetupError when another program listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise SetupError(
                f"Cannot listen on {host} port {port}: {problem.strerror}. Choose another with --port."
            ) from problem


def prepare(wishes: Wishes) -> Mapping[str, str]:
    """Do all that comes before serving; gives the environment to serve in. Raises SetupError."""
    refuse_taken_port(wishes.host, wishes.port)
    ensure_environment()
    ensure_translations()
    environment = wishes.environment(os.environ)
    with step(f"preparing databases, pages{' and the demo clinic' if wishes.demo else ''}"):
        sign_ins = run_quietly([MENDLY, "prepare", *(["--demo"] if wishes.demo else [])], environment)
    if sign_ins:
        print(f"\n{sign_ins.rstrip()}\n")
    return environment


def main() -> None:
    """Run from the command line: prepare, then become the server."""
    started = time.monotonic()
    wishes = parse(sys.argv[1:])
    try:
        environment = prepare(wishes)
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    seconds = time.monotonic() - started
    print(f"Prepared in {seconds:.1f} s. Serving at {wishes.address}; stop with Ctrl-C.", flush=True)
    os.execve(MENDLY, [str(MENDLY), "serve"], environment)


if __name__ == "__main__":
    main()
