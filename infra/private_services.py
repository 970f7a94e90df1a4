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
    programs = postgresql_folder()
    if programs is None:
        raise SetupError("PostgreSQL's server programs are not installed.")
    owner, port, password = database_owner(), free_port(), secrets.token_urlsafe(18)
    with tempfile.TemporaryDirectory(prefix="mendly-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        log = folder / "log"
        data = make_cluster(programs, owner, folder, log, password)
        words = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
        words += ["-c", "listen_addresses=127.0.0.1", "-c", f"fsync={'on' if fsync else 'off'}"]
        server = start_as(owner, words, folder, log)
        try:
            ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
            wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, server, "PostgreSQL", log)
            create_databases(programs, port, password)
            address = f"postgresql://{DATABASE_USER}:{password}@127.0.0.1:{port}/"
            yield {
                "MENDLY_TEST_DATABASE_URL": address + DATABASES[0],
                "MENDLY_TEST_KEYS_DATABASE_URL": address + DATABASES[1],
            }
        finally:
            stop(server, signal.SIGINT)


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
    port, password = free_port(), secrets.token_urlsafe(18)
    with tempfile.TemporaryDirectory(prefix="mendly-redis-") as name:
        folder = Path(name)
        log, settings = folder / "log", folder / "redis.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"port {port}\nbind 127.0.0.1\nrequirepass {password}\n"
            f'save ""\nappendonly no\ndir {folder}\nlogfile ""\n'
        )
        server = start_as(None, ["redis-server", str(settings)], folder, log)
        try:
            wait_until(lambda: answers(port), server, "Redis", log)
            yield {"MENDLY_TEST_REDIS_URL": f"redis://:{password}@127.0.0.1:{port}/0"}
        finally:
            stop(server, signal.SIGTERM)
