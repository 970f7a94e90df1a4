"""The steps that run.py and test.py share: environment, packages, translations, and how progress is shown.

Only the standard library: this runs before anything is installed. Every step looks first and does nothing
when its work is already done, so a second start is quick.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
CONSTRAINTS = ROOT / "infra" / "constraints.txt"
PROJECT = ROOT / "pyproject.toml"
STAMP = ENVIRONMENT / "mendly-installed.json"
INSTALLER = "uv==0.13.9"
CATALOGUE_FOLDERS = ("backend", "web", "mobile")
LINES_SHOWN_ON_FAILURE = 25


class SetupError(Exception):
    """Something is missing or failed; the text says what, and what to do about it."""


@contextmanager
def step(label: str) -> Iterator[None]:
    """Show that `label` is under way, then the seconds it took."""
    started = time.monotonic()
    print(f"  {label} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def run_quietly(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Run a program from the repository's top and give back its standard output.

    Raises SetupError with the last lines of its complaint when it fails or does not exist.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as problem:
        raise SetupError(f"Cannot start {words[0]}: there is no such program.") from problem
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip()
        tail = "\n".join(said.splitlines()[-LINES_SHOWN_ON_FAILURE:])
        raise SetupError(f"This command failed (exit {done.returncode}): {' '.join(words)}\n{tail}")
    return done.stdout


def can_install_system_packages() -> bool:
    """Tell whether this is Debian (or a relative of it) and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian_packages(packages: Sequence[str]) -> None:
    """Install Debian packages as root, without questions and without recommended extras."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_quietly(["apt-get", "update", "-q"], quiet)
    run_quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], quiet)


# --- the virtual environment -------------------------------------------------------------------------------


def missing_venv_parts() -> list[str]:
    """Name the modules that `python -m venv` needs and this Python lacks (Debian ships them apart)."""
    return [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]


def missing_venv_sentence(missing: Sequence[str]) -> str:
    """Say how to get the modules `missing_venv_parts` named."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"{version} cannot make virtual environments: it lacks {' and '.join(missing)}. "
        "Run `apt-get install python3-venv` as root, or install the venv package that belongs to "
        f"{sys.executable}, and start again."
    )


def environment_works() -> bool:
    """Tell whether .venv holds a Python that starts, is 3.11 or newer, and has pip."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        answer = subprocess.run([PYTHON, "-c", question], stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def make_environment() -> None:
    """Make .venv anew. Raises SetupError when this Python cannot."""
    missing = missing_venv_parts()
    if missing and can_install_system_packages():
        install_debian_packages(["python3-venv"])
        importlib.invalidate_caches()
        missing = missing_venv_parts()
    if missing:
        raise SetupError(missing_venv_sentence(missing))
    run_quietly([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])


# --- packages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was installed into an environment: the digest of what decided it, the folder, the extras."""

    fingerprint: str
    root: str
    extras: frozenset[str]

    def as_text(self) -> str:
        """Write it for `read_stamp`."""
        return json.dumps({"fingerprint": self.fingerprint, "root": self.root, "extras": sorted(self.extras)})


def read_stamp(text: str) -> Stamp | None:
    """Read what `Stamp.as_text` wrote; None when it is damaged."""
    try:
        facts = json.loads(text)
        return Stamp(facts["fingerprint"], facts["root"], frozenset(facts["extras"]))
    except (ValueError, KeyError, TypeError):
        return None


def fingerprint(constraints: str, project: str) -> str:
    """Digest all that decides what gets installed: the pins, and what set-up reads of pyproject.toml.

    Settings of linters and tests are left out, so that changing them does not cost a new installation.
    """
    parts = tomllib.loads(project)
    deciding = {
        "constraints": constraints,
        "build-system": parts.get("build-system"),
        "project": parts.get("project"),
        "setuptools": parts.get("tool", {}).get("setuptools"),
    }
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()


def requirement(extras: Collection[str]) -> str:
    """Name this project with its extras the way pip wants it: `.[dev,phone]`."""
    return f".[{','.join(sorted(extras))}]" if extras else "."


def install_packages(extras: Collection[str]) -> None:
    """Install the pinned packages and this project: with uv, which is many times faster, else with pip.

    Raises SetupError when both fail.
    """
    wanted = ["-c", str(CONSTRAINTS), "-e", requirement(extras)]
    try:
        run_quietly([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", INSTALLER])
        uv = [str(PYTHON), "-m", "uv", "pip", "install", "-q", "--compile-bytecode", "--python", str(PYTHON)]
        run_quietly([*uv, *wanted])
    except SetupError:
        run_quietly([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted])


def ensure_environment(extras: Collection[str] = ()) -> None:
    """Make sure that .venv exists and holds the pinned packages, with at least `extras`.

    Extras that are there already stay. An environment that was made in another folder is made anew: its
    programs would still start the other folder's. Raises SetupError, with what to do, when it cannot.
    """
    stamp = read_stamp(STAMP.read_text()) if STAMP.exists() else None
    present = stamp.extras if stamp else frozenset[str]()
    wanted = Stamp(
        fingerprint(CONSTRAINTS.read_text(), PROJECT.read_text()), str(ROOT), present.union(extras)
    )
    works = environment_works() and (stamp is None or stamp.root == wanted.root)
    if works and stamp == wanted:
        return
    if not works:
        with step("making the Python environment in .venv"):
            make_environment()
    with step(f"installing pinned packages ({', '.join(['base', *sorted(wanted.extras)])})"):
        install_packages(wanted.extras)
    STAMP.write_text(wanted.as_text())


# --- translations ------------------------------------------------------------------------------------------


def stale_catalogues(root: Path) -> list[Path]:
    """List the translation files (.po) whose compiled form (.mo) is missing or older."""
    found = []
    for folder in CATALOGUE_FOLDERS:
        for source in sorted((root / folder).glob("**/locale/*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                found.append(source)
    return found


def ensure_translations() -> None:
    """Compile the translations that changed."""
    stale = stale_catalogues(ROOT)
    if stale:
        with step("compiling translations"):
            run_quietly([PYTHON, ROOT / "infra" / "compile_messages.py", *stale])
