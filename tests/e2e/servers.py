"""Real servers for tests: the embedded one in one process, and the production one with all its parts."""

from __future__ import annotations

import base64
import json
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.splitter import start_splitter
from tests.prepared import ROOT, copy_of, copy_of_empty_data, environment_of, run_mendly

START_SECONDS = 40.0


@dataclass
class Login:
    """One demo person: ids, password, a phone's tokens, and the cookie of a browser that they used before."""

    user: str
    email: str
    password: str
    patient: str | None
    access: str
    refresh: str
    known_browser: dict[str, str]


@dataclass
class Server:
    """A running server: its address, its people, its environment, and the processes behind it."""

    url: str
    data: Path
    environment: Mapping[str, str]
    people: dict[str, Login]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    log: Path = Path()
    ports: dict[str, int] = field(default_factory=dict)
    """Of the parts that do not listen where the environment says."""

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/ws/live"

    def client(self, who: str, **options: Any) -> httpx.Client:
        return httpx.Client(
            base_url=self.url,
            headers={"Authorization": f"Bearer {self.people[who].access}"},
            timeout=30,
            **options,
        )

    def kill(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def new_tokens(self) -> None:
        """Fresh tokens for everyone; access tokens live five minutes only."""
        self.people = _seed(self.environment)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def embedded_environment(data: Path, port: int) -> dict[str, str]:
    return {**environment_of(data), "MENDLY_PORT": str(port), "MENDLY_PUSH_ALLOW_LOOPBACK": "yes"}


@contextmanager
def embedded_server(
    data: Path, *, port: int | None = None, more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """`mendly prepare`, a filled demo clinic, `mendly serve`: as `infra/run.py` does it. `more`: further settings."""
    port = port or free_port()
    environment = embedded_environment(data, port) | dict(more or {})
    filled_clinic(data)
    server = Server(
        f"http://127.0.0.1:{port}", data, environment, _seed(environment), log=data / "server.log"
    )
    try:
        start_embedded(server)
        yield server
    finally:
        stop_processes(server.processes)


def filled_clinic(data: Path) -> None:
    """The data folder of a demo clinic, served by nobody yet."""
    copy_of("clinic", data, _make_clinic)


def start_embedded(server: Server) -> None:
    """Start (again) on the same data and port."""
    server.processes = [start_part(server, "serve")]
    _wait_for(server)


@contextmanager
def production_server(data: Path, addresses: Mapping[str, str]) -> Iterator[Server]:
    """granian, uvicorn, a worker and a beat on PostgreSQL and Redis, behind one small splitter as a proxy would."""
    http, sockets, front = free_port(), free_port(), free_port()
    environment = embedded_environment(data, http) | {
        "MENDLY_MODE": "production",
        "MENDLY_DEMO": "no",
        "MENDLY_PUSH_ALLOW_LOOPBACK": "no",
        "MENDLY_HOSTS": "127.0.0.1",
        "MENDLY_BEHIND_LOOPBACK_ONLY": "yes",
        "MENDLY_PUBLIC_URL": f"http://127.0.0.1:{front}",
        "MENDLY_SECRET_KEY": secrets.token_urlsafe(48),
        "MENDLY_KEK": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "MENDLY_SIGNING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        **addresses,
    }
    run_mendly(environment, "prepare")
    (data / "secrets").mkdir(exist_ok=True)
    server = Server(
        f"http://127.0.0.1:{front}", data, environment, _seed(environment), log=data / "server.log"
    )
    with ExitStack() as stack:
        stack.enter_context(start_splitter(front, http=http, sockets=sockets))
        try:
            server.ports = {"sockets": sockets}
            server.processes = [start_part(server, part) for part in ("serve", "sockets", "worker", "beat")]
            _wait_for(server, also_port=sockets)
            yield server
        finally:
            stop_processes(server.processes)


def _make_clinic(data: Path) -> None:
    copy_of_empty_data(data)
    _seed(environment_of(data))


def _seed(environment: Mapping[str, str]) -> dict[str, Login]:
    command = [sys.executable, "-c", _SEED]
    done = subprocess.run(
        command, env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    return {key: Login(**values) for key, values in found.items()}


_SEED = """
import os
from pathlib import Path
if os.environ.get("MENDLY_MODE") != "production":
    from mendly.secrets_store import ensure_embedded_secrets
    ensure_embedded_secrets(os.environ, Path(os.environ["MENDLY_DATA"]))
from tests.e2e.seeding import main
main()
"""


def start_part(server: Server, command: str, *, module: str = "") -> subprocess.Popen[bytes]:
    """Start one process of Mendly; `module` stands in for the console command where a test plants a fault."""
    environment = dict(server.environment)
    if command in server.ports:
        environment["MENDLY_PORT"] = str(server.ports[command])
    program = [sys.executable, "-m", module] if module else [_mendly()]
    with open(server.log, "ab") as log:
        return subprocess.Popen([*program, command], env=environment, cwd=ROOT, stdout=log, stderr=log)


def _wait_for(server: Server, also_port: int | None = None) -> None:
    deadline = time.monotonic() + START_SECONDS
    with httpx.Client(base_url=server.url, timeout=5) as client:
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in server.processes):
                break
            if _is_ready(client) and (also_port is None or _listens(also_port)):
                return
            time.sleep(0.05)
    raise AssertionError("the server did not start:\n" + server.log.read_text()[-3000:])


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.HTTPError:
        return False


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def stop_processes(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _mendly() -> str:
    return str(Path(sys.executable).with_name("mendly"))
