"""A day of readings goes through its blob unchanged, merges in any order, and never comes back wrong."""

from __future__ import annotations

import math
import struct
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.signals import chunks
from mendly_core.signals.chunks import (
    MILLISECONDS_PER_DAY,
    Aggregates,
    ChunkError,
    Codec,
    DayPoints,
    aggregates,
    by_utc_day,
    decode_day,
    encode_day,
    merge,
)

offsets = st.integers(0, MILLISECONDS_PER_DAY - 1)
values = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda steps: steps / 10),
    st.integers(400, 1800).map(lambda steps: steps / 10),
)
samples = st.lists(st.tuples(offsets, values), max_size=60)
BACKEND = Path(chunks.__file__).parents[2]
HEARTBEATS = [(minute * 60_000, 60 + 12 * math.sin(minute / 90) + minute % 3) for minute in range(1440)]


def day(points: list[tuple[int, float]], scale: int = 10) -> DayPoints:
    return DayPoints.from_samples(points, scale)


@given(samples)
def test_what_goes_in_comes_out_ordered_and_without_repeats(points: list[tuple[int, float]]) -> None:
    decoded = decode_day(encode_day(day(points)))
    assert decoded == day(points)
    assert decoded.samples() == sorted(set(points))


@given(samples, samples, samples)
def test_merging_is_idempotent_commutative_and_associative(
    a: list[tuple[int, float]], b: list[tuple[int, float]], c: list[tuple[int, float]]
) -> None:
    one, two, three = day(a), day(b), day(c)
    merged = merge(one, two)
    assert merge(merged, two) == merged == merge(two, one)
    assert merge(merged, three) == merge(one, merge(two, three))
    assert merged.samples() == sorted({*a, *b})


@given(samples)
def test_aggregates_are_those_of_the_points(points: list[tuple[int, float]]) -> None:
    distinct = sorted(set(points))
    found = aggregates(day(points))
    if not distinct:
        assert found is None
        return
    assert found is not None
    assert (found.n, found.first, found.last) == (len(distinct), distinct[0][0], distinct[-1][0])
    assert (found.vmin, found.vmax) == (
        min(value for _, value in distinct),
        max(value for _, value in distinct),
    )
    assert found.vsum == pytest.approx(math.fsum(value for _, value in distinct), abs=1e-3)


def test_a_sum_does_not_gather_rounding_errors() -> None:
    found = aggregates(day([(n, 0.1) for n in range(1000)]))
    assert found == Aggregates(1000, 0.1, 0.1, 100.0, 0, 999)


def test_values_are_kept_in_steps_of_the_scale() -> None:
    assert day([(0, 36.64999), (1, 36.65001)], scale=10).samples() == [(0, 36.6), (1, 36.7)]


@given(st.lists(st.tuples(offsets, st.integers(0, 1000).map(float)), min_size=1, max_size=20), st.data())
def test_a_blob_with_any_byte_changed_is_refused(
    points: list[tuple[int, float]], data: st.DataObject
) -> None:
    blob = bytearray(encode_day(day(points)))
    position = data.draw(st.integers(0, len(blob) - 1))
    blob[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ChunkError):
        decode_day(bytes(blob))


def test_every_single_bit_flip_and_every_cut_is_noticed() -> None:
    blob = encode_day(day(HEARTBEATS[:40]))
    for position in range(len(blob) * 8):
        damaged = bytearray(blob)
        damaged[position // 8] ^= 1 << position % 8
        with pytest.raises(ChunkError):
            decode_day(bytes(damaged))
    for length in range(len(blob)):
        with pytest.raises(ChunkError):
            decode_day(blob[:length])
    with pytest.raises(ChunkError):
        decode_day(blob + b"\0")


def _forged(codec: int, count: int, packed: bytes, *, version: int = 1, length: int | None = None) -> bytes:
    head = struct.pack(
        "<2sBBIII", b"MC", version, codec, 10, count, len(packed) if length is None else length
    )
    return head + struct.pack("<I", zlib.crc32(packed, zlib.crc32(head))) + packed


@pytest.mark.parametrize(
    "blob",
    [
        _forged(9, 0, b""),
        _forged(Codec.ZLIB, 0, zlib.compress(b""), version=2),
        _forged(Codec.ZLIB, 1, zlib.compress(b"123456"), length=3),
        _forged(Codec.ZLIB, 2, zlib.compress(b"123456")),
        _forged(Codec.ZLIB, 1, zlib.compress(bytes(10_000_000))),
        _forged(Codec.ZLIB, 1, b"not compressed"),
        _forged(Codec.ZSTD, 1, b"not compressed"),
        _forged(Codec.ZLIB, 4_000_000_000, zlib.compress(b"")),
        _forged(Codec.ZLIB, 2_000_001, zlib.compress(bytes(6 * 2_000_001))),
    ],
)
def test_a_blob_with_a_right_checksum_but_a_wrong_inside_is_refused(blob: bytes) -> None:
    with pytest.raises(ChunkError):
        decode_day(blob)


def test_small_steps_use_the_narrow_codec_and_a_jump_the_wide_one() -> None:
    assert encode_day(day(HEARTBEATS))[3] == Codec.ZSTD
    jump = day([(0, 0.0), (1, 3276.8)])
    assert encode_day(jump)[3] == Codec.ZSTD_WIDE
    assert decode_day(encode_day(jump)) == jump
    assert encode_day(day([(0, 0.0), (1, 3276.7)]))[3] == Codec.ZSTD


@pytest.mark.parametrize("points", [HEARTBEATS, [(0, 0.0), (1, 1e9)], []])
def test_without_zstandard_zlib_does_it_and_both_read_the_same(
    points: list[tuple[int, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_zstandard = encode_day(day(points))
    monkeypatch.setattr(chunks, "zstandard", None)
    blob = encode_day(day(points))
    assert blob[3] in (Codec.ZLIB, Codec.ZLIB_WIDE)
    with pytest.raises(ChunkError, match="zstandard"):
        decode_day(with_zstandard)
    monkeypatch.undo()
    assert decode_day(blob) == decode_day(with_zstandard) == day(points)


def test_a_day_of_minute_readings_takes_less_than_two_bytes_each() -> None:
    assert len(encode_day(day(HEARTBEATS))) < 2 * len(HEARTBEATS)


@pytest.mark.parametrize(
    "point",
    [
        (-1, 1.0),
        (MILLISECONDS_PER_DAY, 1.0),
        (0, float("nan")),
        (0, float("inf")),
        (0, 1e300),
        (0, -1e16),
    ],
)
def test_a_point_that_cannot_be_kept_is_refused(point: tuple[int, float]) -> None:
    with pytest.raises(ChunkError):
        day([(5, 70.0), point])


def test_chunks_of_different_scales_do_not_merge() -> None:
    with pytest.raises(ChunkError):
        merge(day([(0, 1.0)], 10), day([(0, 1.0)], 100))


def test_samples_are_sorted_into_utc_days() -> None:
    midnight = 1_795_392_000_000
    found = by_utc_day([(midnight, 2.0), (midnight - 1, 1.0), (midnight + 5, 3.0)], 1)
    assert {when: points.samples() for when, points in found.items()} == {
        date(2026, 11, 22): [(MILLISECONDS_PER_DAY - 1, 1.0)],
        date(2026, 11, 23): [(0, 2.0), (5, 3.0)],
    }


@pytest.mark.parametrize("moment", [-1, 10**14])
def test_a_sample_far_outside_time_is_refused(moment: int) -> None:
    with pytest.raises(ChunkError):
        by_utc_day([(moment, 1.0)], 1)


def test_the_rest_of_the_package_needs_neither_numpy_nor_zstandard() -> None:
    program = (
        "import sys\n"
        "sys.modules['numpy'] = sys.modules['zstandard'] = None\n"
        "import mendly_core.doses\n"
        "from mendly_core.signals import blood_pressure, downsample, steps, thresholds, trends, types\n"
        "types.series_types(), thresholds.threshold_rules()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONPATH": str(BACKEND)}, timeout=60)
