"""What takes long to make and is the same for every test, such as empty databases: made once a run, then copied."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHELF = "MENDLY_TEST_SHELF"
"""The folder that all workers of a run share. `infra/test.py` gives one for all of its checks."""


def open_shelf() -> Callable[[], None]:
    """Make sure there is a shelf for this process and its children; gives what puts it away again."""
    if SHELF in os.environ:
        return lambda: None
    os.environ[SHELF] = tempfile.mkdtemp(prefix="mendly-shelf-")
    return lambda: shutil.rmtree(os.environ.pop(SHELF), ignore_errors=True)


def copy_of(name: str, target: Path, make: Callable[[Path], None]) -> None:
    """Fill `target` with the folder `name`; the first to ask makes it while the others wait."""
    shelf = Path(os.environ[SHELF])
    shelf.mkdir(parents=True, exist_ok=True)
    ready, half = shelf / name, shelf / f"{name}.half"
    with open(shelf / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(half, ignore_errors=True)
            make(half)
            half.rename(ready)
    shutil.copytree(ready, target, dirs_exist_ok=True)


def environment_of(data: Path) -> dict[str, str]:
    """The environment of an embedded Mendly on this data, free of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENDLY_")}
    return {
        **kept,
        "MENDLY_DATA": str(data),
        "MENDLY_DEMO": "yes",
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "backend", "web")),
        "DJANGO_SETTINGS_MODULE": "mendly.settings",
    }


def run_mendly(environment: Mapping[str, str], *arguments: str) -> str:
    mendly = [str(Path(sys.executable).with_name("mendly")), *arguments]
    done = subprocess.run(
        mendly, env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy_of_empty_data(target: Path) -> None:
    """A data folder as `mendly prepare` leaves it: databases without a row, pages' files collected."""
    copy_of("empty", target, lambda folder: run_mendly(environment_of(folder), "prepare") and None)


def lay_out_databases() -> bool:
    """Put migrated databases where the tests expect theirs. False where there is no file to copy: PostgreSQL."""
    from django.conf import settings

    if not all("sqlite3" in database["ENGINE"] for database in settings.DATABASES.values()):
        return False
    with tempfile.TemporaryDirectory() as folder:
        copy_of_empty_data(Path(folder))
        for database in settings.DATABASES.values():
            shutil.copyfile(Path(folder, Path(database["NAME"]).name), database["TEST"]["NAME"])
    return True
