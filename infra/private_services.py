"""A PostgreSQL cluster and a Redis server of the tests' own: on random loopback ports, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from setup_steps import SetupError
from system_parts import postgresql_folder

START_SECONDS = 30
STOP_SECONDS = 20
DATABASE_USER = "mendly"
DATABASES = ("mendly", "mendly_keys")


def free_port() -> int:
    """Find a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Tell whether something accepts connections on a loopback port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(ready: Callable[[], bool], server: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait until `ready()`. Raises SetupError with the log's end when the server stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if ready():
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise SetupError(f"{name} did not start within {START_SECONDS} s. Its log ends:\n{tail}")


def stop(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Stop a server politely with the signal `how`, by force when it takes too long."""
    if server.poll() is None:
        server.send_signal(how)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@dataclass
class PrivateServer:
    """A server program of the tests' own. `addresses`: the environment that points the tests' settings at it."""

    name: str
    words: Sequence[str]
    folder: Path
    ready: Callable[[], bool]
    addresses: Mapping[str, str]
    owner: str | None = None
    farewell: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again after a kill, and wait until it answers. Raises SetupError."""
        log = self.folder / "log"
        self.process = start_as(self.owner, self.words, self.folder, log)
        wait_until(self.ready, self.process, self.name, log)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start, and stop at the end of the block."""
        try:
            self.start()
            yield
        finally:
            if self.process is not None:
                stop(self.process, self.farewell)


# --- PostgreSQL --------------------------------------------------------------------------------------------


def database_owner() -> str | None:
    """Name the account that runs PostgreSQL, which refuses to run as root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SetupError("PostgreSQL refuses to run as root, and there is no account `postgres` to run it as.")


def start_as(owner: str | None, words: Sequence[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a program as `owner`, in a session of its own so that Ctrl-C reaches only us."""
    with log.open("ab") as out:
        return subprocess.Popen(
            words,
            cwd=folder,
            env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=owner,
            group=None if owner is None else pwd.getpwnam(owner).pw_gid,
            extra_groups=None if owner is None else [],
        )


def run_as(owner: str | None, words: Sequence[str], folder: Path, log: Path) -> None:
    """Run a program as `owner` to its end. Raises SetupError with the log's end when it fails."""
    if start_as(owner, words, folder, log).wait() != 0:
        raise SetupError(f"{words[0]} failed. Its log ends:\n{log.read_text(errors='replace')[-2000:]}")


def make_cluster(programs: Path, owner: str | None, folder: Path, log: Path, password: str) -> Path:
    """Make an empty cluster under `folder` and give back its data directory."""
    data, password_file = folder / "data", folder / "password"
    password_file.write_text(password)
    if owner is not None:
        shutil.chown(folder, owner)
        shutil.chown(password_file, owner)
    words = [str(programs / "initdb"), "-D", str(data), "-U", DATABASE_USER, "--encoding=UTF8"]
    words += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password_file}"]
    run_as(owner, words, folder, log)
    return data


@contextmanager
def private_postgresql(*, fsync: bool = True) -> Iterator[Mapping[str, str]]:
    """Run a PostgreSQL cluster in a temporary folder while the block runs.

    Gives the environment that points the tests' settings at its two databases. Without `fsync` commits are
    faster and a power cut may lose them, as may suit a cluster that is thrown away. Raises SetupError.
    """
    with postgresql_server({"fsync": "on" if fsync else "off"}) as server:
        yield server.addresses


@contextmanager
def postgresql_server(options: Mapping[str, str]) -> Iterator[PrivateServer]:
    """The same cluster as something that can be killed and started again. `options`: settings of PostgreSQL."""
    programs = postgresql_folder()
    if programs is None:
        raise SetupError("PostgreSQL's server programs are not installed.")
    owner, port, password = database_owner(), free_port(), secrets.token_urlsafe(18)
    with tempfile.TemporaryDirectory(prefix="mendly-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data = make_cluster(programs, owner, folder, folder / "log", password)
        words = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
        for option, value in {"listen_addresses": "127.0.0.1", **options}.items():
            words += ["-c", f"{option}={value}"]
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        address = f"postgresql://{DATABASE_USER}:{password}@127.0.0.1:{port}/"
        addresses = {
            "MENDLY_TEST_DATABASE_URL": address + DATABASES[0],
            "MENDLY_TEST_KEYS_DATABASE_URL": address + DATABASES[1],
        }
        server = PrivateServer(
            "PostgreSQL",
            words,
            folder,
            lambda: subprocess.run(ready, check=False).returncode == 0,
            addresses,
            owner=owner,
            farewell=signal.SIGINT,
        )
        with server.running():
            create_databases(programs, port, password)
            yield server


def create_databases(programs: Path, port: int, password: str) -> None:
    """Create the two databases that the settings name."""
    program = [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", DATABASE_USER]
    for database in DATABASES:
        subprocess.run([*program, database], env={**os.environ, "PGPASSWORD": password}, check=True)


# --- Redis -------------------------------------------------------------------------------------------------


@contextmanager
def private_redis() -> Iterator[Mapping[str, str]]:
    """Run a Redis server that keeps nothing on disk while the block runs.

    Gives the environment that points the tests' settings at it. Raises SetupError.
    """
    with redis_server() as server:
        yield server.addresses


@contextmanager
def redis_server() -> Iterator[PrivateServer]:
    """The same Redis as something that can be killed and started again."""
    port, password = free_port(), secrets.token_urlsafe(18)
    with tempfile.TemporaryDirectory(prefix="mendly-redis-") as name:
        folder = Path(name)
        settings = folder / "redis.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"port {port}\nbind 127.0.0.1\nrequirepass {password}\n"
            f'save ""\nappendonly no\ndir {folder}\nlogfile ""\n'
        )
        addresses = {"MENDLY_TEST_REDIS_URL": f"redis://:{password}@127.0.0.1:{port}/0"}
        words = ["redis-server", str(settings)]
        server = PrivateServer("Redis", words, folder, lambda: answers(port), addresses)
        with server.running():
            yield server
