"""What stands in a PDF of ours: its text, and the entries of its catalogue and information."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj")


def text_of(pdf: bytes) -> str:
    """Every shown text, in the order of drawing, joined by blanks."""
    shown: list[str] = []
    for stream in _STREAM.findall(pdf):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        shown += [_unescaped(text).decode("latin-1") for text in _SHOWN.findall(content)]
    return " ".join(" ".join(shown).split())


def _unescaped(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", text, flags=re.DOTALL)
