"""Identifiers carry their time, sort by it, and come out in the shape of RFC 9562."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.ids import milliseconds_of, uuid7

NOVEMBER = 1_793_500_000_000
moments = st.integers(min_value=0, max_value=(1 << 48) - 1)


@given(moments, st.binary(min_size=10, max_size=10))
def test_an_identifier_has_version_and_variant_and_tells_its_time(moment: int, randomness: bytes) -> None:
    identifier = uuid7(moment, randomness)
    assert identifier.version == 7
    assert identifier.variant == "specified in RFC 4122"
    assert milliseconds_of(identifier) == moment


@given(moments, moments, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_later_identifier_sorts_later_as_number_and_as_text(one: int, two: int, a: bytes, b: bytes) -> None:
    early, late = sorted((one, two))
    if early < late:
        assert uuid7(early, a) < uuid7(late, b)
        assert str(uuid7(early, a)) < str(uuid7(late, b))


def test_every_random_bit_is_used() -> None:
    zeros, ones = uuid7(0, bytes(10)), uuid7(0, b"\xff" * 10)
    assert (zeros.int ^ ones.int).bit_count() == 74


def test_the_example_of_the_standard_is_reproduced() -> None:
    """RFC 9562, appendix A.6: rand_a 0xCC3 and rand_b 0x18C4DC0C0C07398F at 1645557742000."""
    randomness = (0xCC3 << 68 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(1645557742000, randomness) == UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")


def test_identifiers_of_one_millisecond_differ() -> None:
    assert len({uuid7(NOVEMBER) for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize("moment", [-1, 1 << 48])
def test_a_time_that_does_not_fit_is_refused(moment: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(moment)


def test_only_version_7_carries_a_time() -> None:
    with pytest.raises(ValueError, match="version 7"):
        milliseconds_of(uuid4())
