"""Which servers to believe: certificates of the bundled list. Android's Python has no list of its own."""

from __future__ import annotations

import ssl
from functools import cache

import certifi


@cache
def trusted() -> ssl.SSLContext:
    """One context for all connections: reading the list takes a while."""
    return ssl.create_default_context(cafile=certifi.where())
