"""The programs and libraries outside Python that the tests use: which are missing, and how to get them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from setup_steps import SetupError, can_install_system_packages, install_debian_packages, step

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one found is used. The shell has no windows to draw, which halves the time of the browser tests."""
GRAPHICS_LIBRARIES = ("GL", "EGL", "GLESv2", "mtdev")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")


@dataclass(frozen=True, slots=True)
class SystemPart:
    """Something from outside Python: what it is, the Debian packages that bring it, whether it is here."""

    name: str
    packages: tuple[str, ...]
    is_present: Callable[[], bool]


def postgresql_folder() -> Path | None:
    """Find the folder with PostgreSQL's server programs: on the path, or Debian's newest version."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: int(path.parent.name)) if versions else None


def has_chromium() -> bool:
    """Tell whether the browser tests will find a Chromium (CHROMIUM may name one)."""
    named = os.environ.get("CHROMIUM")
    return bool(named and shutil.which(named)) or any(shutil.which(name) for name in CHROMIUM_NAMES)


def has_graphics() -> bool:
    """Tell whether Kivy can draw offscreen: OpenGL libraries and Mesa's software driver."""
    drivers = any(Path("/usr/lib").glob("*/dri/*_dri.so")) or any(Path("/usr/lib").glob("*/libgallium*.so*"))
    return drivers and all(find_library(name) for name in GRAPHICS_LIBRARIES)


def has_fonts() -> bool:
    """Tell whether the Noto fonts are here, so that pictures of pages look alike everywhere."""
    return any(any(Path(folder).glob("**/NotoSans-Regular.*")) for folder in FONT_FOLDERS)


PARTS = (
    SystemPart("PostgreSQL 15 or newer", ("postgresql",), lambda: postgresql_folder() is not None),
    SystemPart("Redis", ("redis-server",), lambda: shutil.which("redis-server") is not None),
    SystemPart("Chromium", ("chromium-headless-shell",), has_chromium),
    SystemPart("gettext", ("gettext",), lambda: shutil.which("msgfmt") is not None),
    SystemPart(
        "software OpenGL for Kivy",
        ("libgl1-mesa-dri", "libgl1", "libegl1", "libgles2", "libmtdev1"),
        has_graphics,
    ),
    SystemPart("the Noto fonts", ("fonts-noto-core",), has_fonts),
)


def missing_parts(parts: Sequence[SystemPart]) -> list[SystemPart]:
    """Pick the parts that are not on this machine."""
    return [part for part in parts if not part.is_present()]


def debian_packages(parts: Sequence[SystemPart]) -> list[str]:
    """List the Debian packages that bring `parts`, in a steady order."""
    return sorted({package for part in parts for package in part.packages})


def missing_sentence(parts: Sequence[SystemPart]) -> str:
    """Say which parts are missing and the command that installs them."""
    names = ", ".join(part.name for part in parts)
    return (
        f"Missing on this machine: {names}.\n"
        f"On Debian: sudo apt-get install {' '.join(debian_packages(parts))}\n"
        "Or run `python3 infra/test.py --quick`, which needs none of them."
    )


def ensure_system_parts(parts: Sequence[SystemPart] = PARTS) -> None:
    """Install what is missing when we are root on Debian; else raise SetupError saying what to install."""
    missing = missing_parts(parts)
    if not missing:
        return
    if not can_install_system_packages():
        raise SetupError(missing_sentence(missing))
    with step(f"installing {', '.join(part.name for part in missing)} with apt-get"):
        install_debian_packages(debian_packages(missing))
    still_missing = missing_parts(missing)
    if still_missing:
        raise SetupError(missing_sentence(still_missing))
