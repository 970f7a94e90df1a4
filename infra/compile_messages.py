"""Compile gettext translations (.po) to the form read at run time (.mo), without the gettext programs.

Usage: python infra/compile_messages.py FILE.po ...
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import polib


def compile_messages(source: Path) -> Path:
    """Write the .mo file beside `source` and give back its path. Unfinished (fuzzy) entries are left out.

    Raises OSError, naming the line, when `source` is not a well-formed .po file; then nothing is written.
    """
    catalogue = polib.pofile(str(source), encoding="utf-8")
    compiled = source.with_suffix(".mo")
    catalogue.save_as_mofile(str(compiled))
    return compiled


def main(arguments: Sequence[str]) -> None:
    """Compile every file named."""
    for name in arguments:
        compile_messages(Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
