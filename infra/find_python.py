"""Go on with a Python new enough for Mendly when the one that was called is too old.

This file must be readable by old Pythons, so it uses nothing newer than Python 3.7.
"""

import os
import shutil
import subprocess
import sys
from typing import NoReturn

MINIMUM = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def is_new_enough(python: str) -> bool:
    """Tell whether the program `python` starts and is at least Python 3.11."""
    question = f"import sys; sys.exit(sys.version_info < {MINIMUM!r})"
    try:
        answer = subprocess.run([python, "-c", question], stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return answer.returncode == 0


def too_old_sentence(major: int, minor: int) -> str:
    """Say which Python to install when the newest one found is `major`.`minor`."""
    return (
        f"Mendly needs Python 3.11 or newer; this is Python {major}.{minor}, and no newer one was found.\n"
        "Install one (Debian 12 or later: apt-get install python3 python3-venv; "
        "macOS: brew install python@3.13) and start again."
    )


def continue_with_newer_python() -> NoReturn:
    """Start the same script again under a newer Python, or exit saying which one to install."""
    for name in NEWER_NAMES:
        python = shutil.which(name)
        if python and is_new_enough(python):
            os.execv(python, [python, *sys.argv])
    sys.exit(too_old_sentence(sys.version_info[0], sys.version_info[1]))
