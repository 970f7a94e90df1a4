"""Reading an upload without trusting its size: packed or not, no more than the limit is ever held."""

from __future__ import annotations

import zlib
from typing import IO

from mendly.errors import BadInput, TooLarge

_GZIP = 16 + zlib.MAX_WBITS


def read_capped(stream: IO[bytes], limit: int, *, is_gzip: bool) -> bytes:
    """Read a body of at most `limit` bytes, packed and unpacked. Raises `TooLarge`, `BadInput`."""
    packed = stream.read(limit + 1)
    if len(packed) > limit:
        raise _too_large(limit)
    return _inflated(packed, limit) if is_gzip else packed


def _inflated(packed: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        body = inflater.decompress(packed, limit + 1)
    except zlib.error:
        raise BadInput("The body is not valid gzip.") from None
    if len(body) > limit:
        raise _too_large(limit)
    if not inflater.eof or inflater.unused_data:
        raise BadInput("The body is not valid gzip.")
    return body


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"Please send at most {limit} bytes at once, unpacked.")
