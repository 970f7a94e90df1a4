"""The parts of the production size, each of which can be killed and started again."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.e2e.servers import Server, production_server, start_part
from tests.prepared import ROOT

sys.path.insert(0, str(ROOT / "infra"))
from private_services import PrivateServer, postgresql_server, redis_server
from setup_steps import SetupError

RECOVERY_SECONDS = 30.0
STARTS = 10
COMMANDS = ("serve", "sockets", "worker", "beat")


@dataclass
class Part:
    """`start` gives the new process; `process` is the one that runs now."""

    process: subprocess.Popen[bytes]
    start: Callable[[], subprocess.Popen[bytes]]

    def kill_and_start(self) -> None:
        kill_tree(self.process)
        self.process = self.start()


@dataclass
class Production:
    server: Server
    parts: Mapping[str, Part]

    def wait_until_well(self) -> float:
        """Seconds until a page that asks the database answers again."""
        started = time.monotonic()
        with httpx.Client(base_url=self.server.url, timeout=5) as client:
            while time.monotonic() < started + RECOVERY_SECONDS:
                try:
                    if client.get("/readyz").status_code == 200:
                        return time.monotonic() - started
                except httpx.HTTPError:
                    pass
                time.sleep(0.05)
        raise AssertionError("the server did not come back:\n" + self.server.log.read_text()[-3000:])


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a process and all that it started, so that nothing is left to finish its work."""
    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.NoSuchProcess:
        family = []
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait()
    psutil.wait_procs(family, timeout=10)


@contextmanager
def killable_production(
    data: Path, *, database: Mapping[str, str] | None = None, web: str = ""
) -> Iterator[Production]:
    """`database`: settings of PostgreSQL. `web`: another module to run as the HTTP part, with a planted fault."""
    with ExitStack() as stack:
        postgresql = stack.enter_context(postgresql_server(database or {}))
        redis = stack.enter_context(redis_server())
        addresses = {
            name.replace("MENDLY_TEST_", "MENDLY_"): value
            for name, value in {**postgresql.addresses, **redis.addresses}.items()
        }
        server = stack.enter_context(production_server(data, addresses))
        parts = {
            command: _own_part(server, process, command)
            for command, process in zip(COMMANDS, server.processes, strict=True)
        }
        if web:
            parts["serve"].start = lambda: start_part(server, "serve", module=web)
            parts["serve"].kill_and_start()
        parts["postgresql"] = _foreign_part(postgresql)
        parts["redis"] = _foreign_part(redis)
        production = Production(server, parts)
        production.wait_until_well()
        try:
            yield production
        finally:
            server.processes = [parts[command].process for command in COMMANDS]


def _own_part(server: Server, process: subprocess.Popen[bytes], command: str) -> Part:
    return Part(process, lambda: start_part(server, command))


def _foreign_part(service: PrivateServer) -> Part:
    assert service.process is not None

    def start() -> subprocess.Popen[bytes]:
        for _ in range(STARTS - 1):
            try:
                service.start()
                break
            except SetupError:
                time.sleep(0.5)  # memory shared by a child that is not quite gone
        else:
            service.start()
        assert service.process is not None
        return service.process

    return Part(service.process, start)
