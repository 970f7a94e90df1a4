"""Pictures of what the window shows, for tests and documents."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from kivy.base import EventLoop
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels


def save_picture(path: Path | str) -> None:
    """Draw a frame and save it as PNG. Window.screenshot would write into the working directory."""
    window = EventLoop.window
    window.dispatch("on_draw")
    width, height = map(int, window.size)
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    Path(path).write_bytes(png(width, height, bytes(pixels)))


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Write RGB pixels, bottom row first as OpenGL gives them, as a PNG file."""
    stride = width * 3
    rows = (b"\0" + pixels[start : start + stride] for start in range((height - 1) * stride, -1, -stride))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 6)
    parts = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
