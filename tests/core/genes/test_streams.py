"""Hostile and damaged files: one clear refusal, early, in flat memory."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import UnreadableGenome, read_genome, unreadable_codes
from mendly_core.genes.readers import Limits
from mendly_core.genes.samples import array_file
from tests.core.genes.files import Dribble, read, row, vcf

MEBIBYTE = 1 << 20
SMALL = vcf([row("rs4244285", "0/1")])


def packed(data: bytes) -> bytes:
    """Without the time of packing: every worker collects the same cases."""
    return gzip.compress(data, mtime=0)


def refusal(data: bytes, **options: object) -> UnreadableGenome:
    with pytest.raises(UnreadableGenome) as caught:
        read(data, **options)
    return caught.value


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def streamed_zip(content: bytes) -> bytes:
    """A zip written to a stream that cannot seek: sizes follow the data in a descriptor."""

    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data: bytes, /) -> int:  # type: ignore[override]
            self.parts.append(bytes(data))
            return len(data)

    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("genome.vcf"), content, zipfile.ZIP_DEFLATED)
    return b"".join(target.parts)


def bgzip(data: bytes, *, end_marker: bool = True, block: int = 60_000) -> bytes:
    def one(chunk: bytes) -> bytes:
        engine = zlib.compressobj(6, zlib.DEFLATED, -15)
        body = engine.compress(chunk) + engine.flush()
        extra = b"BC\x02\x00" + struct.pack("<H", len(body) + 25)
        head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + struct.pack("<H", 6) + extra
        return head + body + struct.pack("<II", zlib.crc32(chunk), len(chunk))

    blocks = [one(data[start : start + block]) for start in range(0, len(data), block)]
    return b"".join((*blocks, one(b"") if end_marker else b""))


@pytest.mark.parametrize(
    ("data", "packing"),
    [
        (SMALL, "plain"),
        (packed(SMALL), "gzip"),
        (packed(SMALL[:100]) + packed(SMALL[100:]), "gzip"),
        (packed(SMALL) + b"\0" * 512, "gzip"),
        (bgzip(SMALL), "bgzip"),
        (zipped(("genome.vcf", SMALL)), "zip"),
        (zipped(("genome.vcf", SMALL), method=zipfile.ZIP_STORED), "zip"),
        (streamed_zip(SMALL), "zip"),
        (b"\xef\xbb\xbf" + SMALL, "plain"),
        (SMALL.replace(b"\n", b"\r\n"), "plain"),
        (SMALL.rstrip(b"\n"), "plain"),
        (SMALL + b"\n\n", "plain"),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 65536])
def test_every_packing_gives_the_same_reading(data: bytes, packing: str, step: int) -> None:
    reading = read_genome(Dribble(data, step))
    assert reading.packing == packing
    assert [(call.gene, call.bases) for call in reading.sites] == [("CYP2C19", ("G", "A"))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (packed(b""), "empty"),
        (zipped(), "empty"),
        (b"%PDF-1.7 report", "wrong_file_type"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "wrong_file_type"),
        (b'{"resourceType": "Bundle"}', "wrong_file_type"),
        (b"<html><body>404</body></html>", "wrong_file_type"),
        (packed(b"BAM\x01" + b"\1" * 100), "wrong_file_type"),
        (packed(b"BCF\x02\x02" + b"\1" * 100), "binary_variants"),
        (b"BZh91AY&SY" + b"x" * 50, "archive_kind"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "archive_kind"),
        (packed(packed(SMALL)), "nested_archive"),
        (zipped(("a.zip", zipped(("b.vcf", SMALL)))), "nested_archive"),
        (zipped(("a.vcf.gz", packed(SMALL))), "nested_archive"),
        (zipped(("a.vcf", SMALL), ("b.vcf", SMALL)), "several_members"),
        (zipped(("folder/", b"")), "several_members"),
        (packed(SMALL)[:-30], "truncated"),
        (packed(SMALL)[:12], "truncated"),
        (bgzip(SMALL + SMALL.splitlines(True)[-1] * 3000)[:-40], "truncated"),
        (bgzip(SMALL, end_marker=False), "truncated"),
        (zipped(("a.vcf", SMALL))[:-60], "truncated"),
        (zipped(("a.vcf", SMALL))[:90], "truncated"),
        (packed(SMALL) + b"trailing words", "damaged_archive"),
        (packed(SMALL)[:20] + b"\xff" * 30 + packed(SMALL)[50:], "damaged_archive"),
        (SMALL + b"chr10\t9\0\n", "not_text"),
        (SMALL + b"chr10\t\xff\xfe\n", "not_text"),
        ("##fileformat=VCFv4.2\n".encode("utf-16"), "not_text"),
        (b"Dear doctor, please find my results below.\n" * 5, "not_recognised"),
        (b"\n\n\n", "not_recognised"),
        (b"##fileformat=VCFv4.2\n", "malformed_header"),
        (b"##fileformat=VCFv4.2\nchr1\t1\n", "malformed_header"),
        (SMALL + b"one two three\n", "malformed_line"),
        (SMALL + b"chr10\t94781859\trs4244285\n", "malformed_line"),
        (SMALL + b"chr10\tx\t.\tG\tA\t.\t.\t.\tGT\t0/1\n", "malformed_line"),
    ],
)
def test_refuses_with_a_plain_sentence(data: bytes, code: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert str(error).endswith(".")
    assert code in unreadable_codes()


def test_refuses_a_damaged_zip_by_its_checksum() -> None:
    data = bytearray(zipped(("a.vcf", SMALL), method=zipfile.ZIP_STORED))
    data[data.index(b"0/1")] = ord("1")
    assert refusal(bytes(data)).code == "damaged_archive"


def test_refuses_a_locked_zip_and_a_link_in_a_zip() -> None:
    locked = bytearray(zipped(("a.vcf", SMALL)))
    locked[6] |= 1
    assert refusal(bytes(locked)).code == "archive_locked"
    entry = zipfile.ZipInfo("a.vcf")
    entry.external_attr = 0o120777 << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, SMALL)
    assert refusal(target.getvalue()).code == "archive_kind"


class CountingStream:
    """Counts the bytes taken from it."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)
        self.taken = 0

    def read(self, n: int, /) -> bytes:
        data = self._data.read(n)
        self.taken += len(data)
        return data


def test_a_bomb_is_stopped_after_little_output() -> None:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    rows = b"chr5\t100\t.\tA\tC\t.\t.\t.\tGT\t0/1" + b"\n"
    many = rows * (MEBIBYTE // 30)
    bomb = packed(SMALL) + b"".join(engine.compress(many) for _ in range(20)) + engine.flush()
    stream = CountingStream(bomb)
    tracemalloc.start()
    with pytest.raises(UnreadableGenome) as caught:
        read_genome(stream)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == "too_compressed"
    assert peak < 40 * MEBIBYTE
    assert stream.taken <= 3 * 65536


def test_an_endless_line_is_refused_without_being_held() -> None:
    class Endless:
        def read(self, n: int, /) -> bytes:
            return b"A" * n

    with pytest.raises(UnreadableGenome) as caught:
        read_genome(Endless())
    assert caught.value.code == "line_too_long"


@pytest.mark.parametrize(
    ("limits", "data", "code"),
    [
        (Limits(packed=50), packed(SMALL), "too_large"),
        (Limits(unpacked=50), SMALL, "too_large"),
        (Limits(unpacked=50), packed(SMALL), "too_large"),
        (Limits(lines=3), SMALL + SMALL.split(b"\n")[-2] + b"\n", "too_many_lines"),
        (Limits(header=60), SMALL, "header_too_large"),
        (Limits(vcf_line=20), SMALL, "line_too_long"),
        (Limits(array_line=40), b"# " + b"x" * 60 + b"\nrs1\t1\t5\tAA\n", "line_too_long"),
    ],
)
def test_limits_hold(limits: Limits, data: bytes, code: str) -> None:
    assert refusal(data, limits=limits).code == code


def test_the_checkpoint_counts_lines_and_may_stop_the_reading() -> None:
    counts: list[int] = []
    data = b"".join(array_file({}, lines=20_000))
    read(data, checkpoint=counts.append)
    assert counts == sorted(counts)
    assert counts[-1] == data.count(b"\n")

    def stop(_: int) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        read(data, checkpoint=stop)


def test_memory_does_not_grow_with_the_file() -> None:
    rows = b"chr5\t1000000\t.\tA\tC\t50\tPASS\tDP=30\tGT:DP\t0/1:30\n" * 1000

    class Repeating:
        def __init__(self, times: int) -> None:
            self.parts = iter([SMALL, *[rows] * times])

        def read(self, n: int, /) -> bytes:
            return next(self.parts, b"")

    def peak(times: int) -> int:
        tracemalloc.start()
        reading = read_genome(Repeating(times))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert reading.lines == 1000 * times + 4
        return most

    peak(1)
    assert peak(60) < peak(6) + MEBIBYTE // 4


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200), st.sampled_from(["plain", "gzip", "zip", "bgzip"]))
def test_random_damage_never_crashes(noise: bytes, at: int, packing: str) -> None:
    base = {
        "plain": SMALL,
        "gzip": packed(SMALL),
        "zip": zipped(("a.vcf", SMALL)),
        "bgzip": bgzip(SMALL),
    }[packing]
    data = base[:at] + noise + base[at + random.Random(at).randrange(20) :]
    with suppress(UnreadableGenome):
        read(data)
