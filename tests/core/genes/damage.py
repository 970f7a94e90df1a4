"""Ways to damage a file: cut off, bits flipped, bytes, lines and cells changed or moved."""

from __future__ import annotations

import random
from collections.abc import Iterator

NASTY = [
    *(
        "",
        ".",
        "0",
        "-1",
        "1",
        "2",
        "99999999999",
        "9" * 400,
        "NaN",
        "1e9",
        "٣",
        "²",
        "é",
        "\ufeff",
        "\u2028",
    ),
    *(
        "./.",
        "0/0",
        "0|1",
        "1|0",
        "1/1",
        "0/2",
        "1",
        "0/1/1",
        "|",
        "/",
        "0/",
        "A",
        "C,G",
        "<DEL>",
        "<NON_REF>",
    ),
    *(
        "*",
        "AC",
        "CATAT",
        "GT",
        "GT:PS",
        "0|1:7",
        "PASS",
        "q10",
        "END=1",
        "END=94781900",
        "#",
        "##",
        "[Data]",
    ),
    *(
        "X",
        "MT",
        "chr10",
        "10",
        "22",
        "--",
        "II",
        "DI",
        "00",
        "AG",
        "G G",
        '"',
        '""',
        "\t",
        ",",
        "\r",
        "rs4244285",
    ),
]


def truncated(data: bytes) -> Iterator[bytes]:
    return (data[:length] for length in range(len(data) + 1))


def with_one_bit_flipped(data: bytes) -> Iterator[bytes]:
    for place in range(len(data)):
        for bit in range(8):
            yield data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def damaged(data: bytes, draw: random.Random) -> bytes:
    """One to three random injuries of bytes, lines or cells."""
    for _ in range(draw.choice((1, 1, 2, 3))):
        injury = draw.choice(
            (_bytes_changed, _slice_moved, _lines_moved, _cell_replaced, _cell_replaced, _cell_copied)
        )
        data = injury(data, draw)
    return data


def _bytes_changed(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(draw.choice((1, 2, 8)), len(changed))):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _slice_moved(data: bytes, draw: random.Random) -> bytes:
    start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    end = min(end, start + draw.choice((1, 4, 50)))
    at = draw.randrange(len(data) + 1)
    kept = draw.random() < 0.5
    return data[:at] + data[start:end] + data[at:] if kept else data[:start] + data[end:]


def _lines_moved(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    first, second = draw.randrange(len(lines)), draw.randrange(len(lines))
    if draw.random() < 0.5:
        lines[first], lines[second] = lines[second], lines[first]
    else:
        lines.insert(first, lines[second])
    return b"\n".join(lines)


def _cells(data: bytes) -> tuple[list[list[bytes]], bytes]:
    separator = b"\t" if b"\t" in data else b","
    return [line.split(separator) for line in data.split(b"\n")], separator


def _cell_replaced(data: bytes, draw: random.Random) -> bytes:
    rows, separator = _cells(data)
    cells = draw.choice(rows)
    cells[draw.randrange(len(cells))] = draw.choice(NASTY).encode()
    return b"\n".join(separator.join(cells) for cells in rows)


def _cell_copied(data: bytes, draw: random.Random) -> bytes:
    """A line of its own with one cell taken from another line: duplicates that disagree."""
    rows, separator = _cells(data)
    cells, other = list(draw.choice(rows)), draw.choice(rows)
    place = draw.randrange(len(cells))
    cells[place] = other[place] if place < len(other) else b""
    rows.insert(draw.randrange(len(rows) + 1), cells)
    return b"\n".join(separator.join(cells) for cells in rows)
