"""Copies what goes into the APK to build/phone: the app, its entry, and the core without its server half.

Run before buildozer: python3 mobile/android/stage.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "build" / "phone"
PARTS = {"mobile/main.py": "main.py", "mobile/mendly_app": "mendly_app", "backend/mendly_core": "mendly_core"}
NOT_ON_A_PHONE = ("__pycache__", "headless.py", "offscreen.py", "desktop", "fakes.py", "chunks.py", "genes")
"""Tests' helpers, the desktop, what needs numpy, and the gene tables: cards come ready-made from the server."""


def stage(target: Path) -> None:
    """Copy everything anew."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for source, name in PARTS.items():
        path = ROOT / source
        if path.is_dir():
            shutil.copytree(path, target / name, ignore=shutil.ignore_patterns(*NOT_ON_A_PHONE))
        else:
            shutil.copy2(path, target / name)


if __name__ == "__main__":
    stage(TARGET)
