"""Runs checks: stage after stage, and inside of a stage its lanes side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from checks import Check, Lane, Outcome, Stage, counts_in
from private_services import private_postgresql, private_redis
from setup_steps import PYTHON, ROOT

TAIL_BYTES = 20_000
FAREWELL_SECONDS = 15
Show = Callable[[bytes], object]


def in_environment(check: Check) -> list[str]:
    """Spell out the command of a check with the place of its program."""
    program, *arguments = check.command
    return [str(PYTHON.with_name(program)), *arguments]


def to_screen(output: bytes) -> None:
    """Show output as it comes."""
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()


@dataclass
class Runner:
    """Runs every check, whatever becomes of the others. `fsync`: PostgreSQL syncs to disk."""

    environment: Mapping[str, str]
    fsync: bool = True
    is_over: bool = False
    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)

    def run(self, stages: Sequence[Stage]) -> list[Outcome]:
        """Run the stages one after another and give the outcomes in the order of the plan."""
        return [outcome for stage in stages for outcome in self._run_stage(stage)]

    def _run_stage(self, stage: Stage) -> list[Outcome]:
        """The first lane shows its output as it comes; that of the others follows when they are done."""
        first, *others = stage
        outputs = [bytearray() for _ in others]
        with ThreadPoolExecutor(max(1, len(others))) as pool:
            waiting: list[Future[list[Outcome]]] = [
                pool.submit(self._run_lane, lane, output.extend)
                for lane, output in zip(others, outputs, strict=True)
            ]
            try:
                outcomes = self._run_lane(first, to_screen)
                for future, output in zip(waiting, outputs, strict=True):
                    outcomes += future.result()
                    to_screen(bytes(output))
            except BaseException:
                self._end_all()
                raise
        return outcomes

    def _run_lane(self, lane: Lane, show: Show) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for check in lane:
            if self.is_over:
                break
            with ExitStack() as services:
                own: dict[str, str] = {}
                if check.services:
                    own.update(services.enter_context(private_postgresql(fsync=self.fsync)))
                    own.update(services.enter_context(private_redis()))
                outcomes.append(self.run_check(check, own, show))
        return outcomes

    def run_check(self, check: Check, more: Mapping[str, str], show: Show) -> Outcome:
        """Run one check with `more` in its environment."""
        show(f"\n--- {check.label}\n".encode())
        started = time.monotonic()
        tail = b""
        with subprocess.Popen(
            in_environment(check),
            cwd=ROOT,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout is not None
            self._running.add(process)
            if self.is_over:  # the end came while this one started
                process.send_signal(signal.SIGINT)
            try:
                while chunk := os.read(process.stdout.fileno(), 65536):
                    show(chunk)
                    tail = (tail + chunk)[-TAIL_BYTES:]
                exit_code = process.wait()
            except BaseException as interruption:
                leave(process, told=isinstance(interruption, KeyboardInterrupt))
                raise
            finally:
                self._running.discard(process)
        seconds = time.monotonic() - started
        return Outcome(check, exit_code, seconds, counts_in(tail.decode(errors="replace")))

    def _end_all(self) -> None:
        """Let what still runs in other lanes clean up after itself; no lane starts another check."""
        self.is_over = True
        for process in tuple(self._running):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + FAREWELL_SECONDS
        for process in tuple(self._running):  # what was started in the background may ignore the signal
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def leave(process: subprocess.Popen[bytes], *, told: bool) -> None:
    """Let a check clean up after itself, then end it. `told`: the terminal has interrupted it already."""
    if not told and process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        last_words, _ = process.communicate(timeout=FAREWELL_SECONDS)
        to_screen(last_words)
    except subprocess.TimeoutExpired:
        process.kill()
