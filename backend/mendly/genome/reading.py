"""Runs the reader in a process of its own: bounded memory, bounded time, plain bytes only through a pipe."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from mendly.vault.crypto import SealBroken
from mendly_core.knowledge_pack import knowledge_folder

WALL_SECONDS = 120.0
BACKEND = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either what was read and called, or the code of a refusal with the facts its sentence needs."""

    facts: dict[str, Any]
    results: list[dict[str, Any]]
    refusal: str = ""
    calls: bytes = b""
    """What to keep of the file: see `mendly_core.stored_calls`."""


def read_in_process(chunks: Iterable[bytes], answer: Mapping[str, str] | None = None) -> Outcome:
    """Feed the plain chunks to a fresh reader process. A reader that dies or hangs is a refusal, not an error.

    `answer`: what the patient said of the file. It goes ahead of the bytes, where no list of processes shows it.
    """
    command = [sys.executable, "-m", "mendly.genome.reader_process", str(knowledge_folder() or "")]
    process = subprocess.Popen(  # noqa: S603  (a fixed command of our own)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=BACKEND,
        env=_without_secrets(os.environ),
    )
    timer = Timer(WALL_SECONDS, process.kill)
    timer.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(answer or {}).encode() + b"\n")
            for chunk in chunks:
                process.stdin.write(chunk)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        answer = process.stdout.read()
        process.wait()
    except SealBroken:  # what we kept of it is not whole: half a file must not be read as a whole one
        return Outcome({}, [], refusal="truncated")
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    return _outcome(answer)


def _without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Keys and addresses of databases travel in `MENDLY_…`; a process that parses foreign bytes gets none."""
    return {name: value for name, value in environment.items() if not name.startswith("MENDLY_")}


def _outcome(answer: bytes) -> Outcome:
    try:
        told = json.loads(answer)
    except ValueError:
        return Outcome({}, [], refusal="too_hard")
    if "refused" in told:
        return Outcome(told["facts"], [], refusal=told["refused"])
    return Outcome(told["facts"], told["results"], calls=base64.b64decode(told["calls"]))
