"""Time-ordered identifiers that any device can make by itself."""

import secrets
from uuid import UUID


def uuid7(now_ms: int, randomness: bytes | None = None) -> UUID:
    """Make a UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits.

    `now_ms` is passed in because this package reads no clock. `randomness` (10 bytes) is for tests.
    """
    if not 0 <= now_ms < 1 << 48:
        raise ValueError("milliseconds since 1970 must fit in 48 bits")
    random_bits = int.from_bytes(randomness if randomness is not None else secrets.token_bytes(10), "big")
    rand_a = random_bits >> 68 & 0xFFF
    rand_b = random_bits & (1 << 62) - 1
    return UUID(int=now_ms << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def milliseconds_of(identifier: UUID) -> int:
    """Tell when a UUID version 7 was made, in Unix milliseconds."""
    if identifier.version != 7:
        raise ValueError("only a version 7 identifier carries a time")
    return identifier.int >> 80
