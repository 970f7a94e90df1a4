"""Passwords that thieves have already: looked up in a file beside the server, never on the network."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import IO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

log = logging.getLogger("mendly.accounts")
DIGEST_CHARACTERS: Final = 40
LONGEST_LINE: Final = 200


class BreachedPasswordValidator:
    """Refuses a password that stands in a list of stolen ones (`MENDLY_BREACHED_PASSWORDS`; none: refuses nothing).

    The file holds one upper-case SHA-1 in hex a line, sorted, with or without `:count` behind it, as the public
    list is published. If it cannot be read later on, nobody is kept from a new password; the log says so.
    """

    def __init__(self, path: str = "") -> None:
        self.path = Path(path) if path else None

    def validate(self, password: str, user: object = None) -> None:
        if self.path is None:
            return
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        try:
            with self.path.open("rb") as file:
                found = is_listed(file, digest.encode())
        except OSError:
            log.error("the list of stolen passwords cannot be read")
            return
        if found:
            raise ValidationError(
                _("Thieves know this password: it is in a list of stolen ones. Please choose another."),
                code="password_stolen",
            )

    def get_help_text(self) -> str:
        return _("It must not be in the lists of stolen passwords.")


def is_listed(file: IO[bytes], digest: bytes) -> bool:
    """Search the sorted lines by halves: about 35 short reads for a file of a billion lines, and no memory.

    A line starts in [low, high) if it starts anywhere: a look in the middle goes to the next start of a line.
    """
    low, high = 0, file.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        start = _next_line_start(file, middle)
        line = file.readline(LONGEST_LINE) if start < high else b""
        found = line[:DIGEST_CHARACTERS]
        if found == digest:
            return True
        if line and found < digest:
            low = start + len(line)
        else:
            high = middle
    return False


def _next_line_start(file: IO[bytes], position: int) -> int:
    """The first start of a line at this byte or after it; the file stands there."""
    if position == 0:
        return file.seek(0)
    file.seek(position - 1)
    file.readline(LONGEST_LINE)
    return file.tell()
