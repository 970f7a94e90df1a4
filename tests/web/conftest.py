"""The browser of the machine, for the tests that drive one, and a language for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

FLAGS = (
    "no-sandbox disable-gpu disable-quic no-first-run disable-sync disable-background-networking "
    "disable-component-update"
)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request leaves its person's language active in the thread; the next test speaks its own."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, or the one that `CHROMIUM` names; nothing is downloaded."""
    return {
        **browser_type_launch_args,
        "args": [f"--{flag}" for flag in FLAGS.split()],
        "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
    }
