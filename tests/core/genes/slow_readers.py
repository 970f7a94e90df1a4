"""Slow readers, written apart from the product and as simple as possible: whole file in hand, line by line.

They answer one question: which bases may be read at which site, when a file of a known build says what it
says? They refuse nothing that they can make sense of, so a call that only the product gives is a mistake.
"""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from tests.core.genes.slow_caller import rows_of

Call = tuple[tuple[str, ...], str | None]
Calls = dict[tuple[str, int], list[Call]]
SITES = [row for row in rows_of("positions") if row["gene"] != ""]
SWAPS = [row for row in rows_of("build_differences") if row["kind"] == "ref_swap"]
_OTHER_STRAND = str.maketrans("ACGT", "TGCA")
_KNOWN = {(row["gene"], row["pos38"]) for row in SITES}
for _row in SWAPS:
    if (_row["gene"], _row["pos38"]) not in _KNOWN:
        SITES.append({**_row, "alts": _row["ref37"], "kind": "snv"})


def unpacked(data: bytes) -> bytes | None:
    """The text inside, or None when the packing is broken."""
    try:
        if data[:2] == b"\x1f\x8b":
            return gzip.decompress(data)
        if data[:4] == b"PK\x03\x04":
            fields = struct.unpack("<4sHHHHHIIIHH", data[:30])
            body = data[30 + fields[9] + fields[10] :]
            return zlib.decompressobj(-15).decompress(body) if fields[3] == 8 else body[: fields[7]]
    except (OSError, EOFError, zlib.error, struct.error):
        return None
    return data


def is_number(text: str) -> bool:
    return re.fullmatch("[0-9]{1,10}", text) is not None


def chromosome(text: str) -> str:
    """``chr10`` for 10, chr10 and NC_000010.n; chrX for X and 23; chrM for M, MT and 26."""
    accession = re.fullmatch(r"NC_0*(\d+)\.\d+", text)
    if accession:
        number = accession[1]
        return "chrM" if number == "12920" else chromosome(number)
    name = re.sub("^chr", "", text, flags=re.IGNORECASE).upper().lstrip("0")
    return "chr" + {"23": "X", "24": "Y", "MT": "M", "26": "M"}.get(name, name)


def _sites_by_chromosome(build: int) -> dict[str, list[tuple[int, int]]]:
    """Positions on one build with the number of the site in the table, in order."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(SITES):
        found[row["chrom"]].append((int(row[f"pos{build}"]), number))
    return {name: sorted(places) for name, places in found.items()}


_PLACES = {build: _sites_by_chromosome(build) for build in (37, 38)}
_BY_KEY = {(row["gene"], int(row["pos38"])): row for row in SITES}


def _sites_between(build: int, name: str, first: int, last: int) -> list[int]:
    places = _PLACES[build].get(name, [])
    return [
        number for _, number in places[bisect_left(places, (first, 0)) : bisect_left(places, (last + 1, 0))]
    ]


@dataclass(frozen=True)
class Line:
    """One record: position, bases offered (the reference first), genotype numbers, phase set."""

    position: int
    offered: tuple[str, ...]
    numbers: tuple[int | None, ...]
    phase: str | None
    passed: bool
    end: int
    depth_zero: bool
    one_sided: bool

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.offered[number] for number in self.numbers if number is not None)


def _numbers(text: str) -> tuple[int | None, ...]:
    parts = re.split(r"[/|]", text.lstrip("/|"))
    return tuple(int(part) if is_number(part) else None for part in parts)


def _line(cells: list[str], column: int) -> Line | None:
    keys, values = cells[8].split(":"), cells[column].split(":")
    fields = dict(zip(keys, values, strict=False))
    offered = (cells[3].upper(), *(() if cells[4] == "." else cells[4].upper().split(",")))
    numbers = _numbers(fields.get("GT", "."))
    if any(number is not None and number >= len(offered) for number in numbers) or "GT" not in keys:
        return None
    phase = None
    if "|" in fields.get("GT", "") and len(numbers) > 1:
        given = fields.get("PS", ".")
        phase = f"PS{given[:40]}" if given not in ("", ".") else "common"
    stated = re.search(r"(?:^|;)END=(\d{1,10})(?:;|$)", cells[7])
    depths = fields.get("AD", "").split(",")
    counted = len(depths) == len(offered) and all(is_number(depth) for depth in depths)
    return Line(
        position=int(cells[1]),
        offered=offered,
        numbers=numbers,
        phase=phase,
        passed=cells[6] in ("PASS", ".", ""),
        end=int(stated[1]) if stated else int(cells[1]) + len(cells[3]) - 1,
        depth_zero=fields.get("DP") == "0" or fields.get("MIN_DP") == "0",
        one_sided=counted
        and len({n for n in numbers if n is not None}) > 1
        and sum(int(depth) > 0 for depth in depths) == 1,
    )


def vcf_calls(text: bytes, build: int, sample: str | None = None) -> Calls:
    """What each site of a VCF may be read as; several entries where several records speak about it."""
    try:
        lines = text.decode("utf-8").removeprefix("\ufeff").split("\n")
    except UnicodeDecodeError:
        return {}
    by_chromosome: dict[str, list[Line]] = defaultdict(list)
    column = 9
    for written in lines:
        cells = written.removesuffix("\r").split("\t")
        if written.startswith("#CHROM") and sample in cells:
            column = cells.index(sample)
        if written.startswith("#") or len(cells) <= column or not is_number(cells[1]):
            continue
        record = _line(cells, column)
        if record is not None:
            by_chromosome[chromosome(cells[0])].append(record)
    calls: Calls = {}
    for name, records in by_chromosome.items():
        near = {n for r in records for n in _sites_between(build, name, r.position - 60, r.end + 60)}
        for site in (SITES[number] for number in near):
            found = _site_calls(site, build, records)
            if found:
                calls[site["gene"], int(site["pos38"])] = found
    return calls


def _trimmed(position: int, reference: str, other: str) -> tuple[int, str, str]:
    while reference and other and reference[-1] == other[-1]:
        reference, other = reference[:-1], other[:-1]
    while reference and other and reference[0] == other[0]:
        position, reference, other = position + 1, reference[1:], other[1:]
    return position, reference, other


def _site_calls(site: dict[str, str], build: int, records: list[Line]) -> list[Call]:
    position, reference = int(site[f"pos{build}"]), site[f"ref{build}"]
    near = [record for record in records if record.position - 60 <= position <= record.end + 60]
    if any(_removes(record, position, len(reference), site["kind"]) for record in near):
        return []
    named = [
        (record, names) for record in near if (names := _names(site, position, reference, record)) is not None
    ]
    single = [call for record, names in named if (call := _genotype(site, record, names)) is not None]
    if len(named) > 1:
        single += _joined(site, reference, list(single))
    if site["kind"] == "mnv":
        single += _from_parts(site, position, reference, near)
    blocks = [
        ((site["chrom"] == "chrM" and (reference,)) or (reference,) * min(len(record.numbers), 2), None)
        for record in near
        if _is_block(record) and record.position < position <= record.end and site["kind"] == "snv"
    ]
    return single or blocks


def _removes(record: Line, position: int, length: int, kind: str) -> bool:
    """A called deletion that takes a base of a single-base site away."""
    if kind != "snv":
        return False
    for base in set(record.chosen) - {record.offered[0]}:
        if base and not set(base) - set("ACGT"):
            start, gone, _ = _trimmed(record.position, record.offered[0], base)
            if len(gone) > 1 and start <= position < start + len(gone) and record.position != position:
                return True
    return False


def _is_block(record: Line) -> bool:
    only = all(base in ("<NON_REF>", "<*>", ".") for base in record.offered[1:])
    return only and record.passed and not record.depth_zero and set(record.numbers) == {0}


def _names(site: dict[str, str], position: int, reference: str, record: Line) -> dict[int, str] | None:
    """Allele numbers of a record in the words of the tables; None when it is about something else."""
    exact = record.position == position and record.offered[0] == reference
    if site["kind"] == "snv":
        return dict(enumerate(record.offered)) if exact else None
    forms = {_trimmed(position, reference, form): form for form in site["alts"].split(",")}
    names = {0: site["ref38"]}
    known = False
    for number, base in enumerate(record.offered[1:], start=1):
        form = forms.get(_trimmed(record.position, record.offered[0], base)) if base.isalpha() else None
        known = known or form is not None
        names[number] = form or (base if exact or not base.isalpha() else f"{record.offered[0]}>{base}")
    if not (exact or known):
        return None
    changes_length = any(b.isalpha() and len(b) != len(record.offered[0]) for b in record.offered[1:])
    if len(record.offered[0]) == 1 and not changes_length and not any(record.numbers):
        return None
    return names


def _genotype(site: dict[str, str], record: Line, names: dict[int, str]) -> Call | None:
    if not record.passed or record.one_sided:
        return None
    only_reference = all(base in ("<NON_REF>", "<*>", ".") for base in record.offered[1:])
    if only_reference and record.depth_zero:
        return None
    numbers = record.numbers[:1] if site["chrom"] == "chrM" else record.numbers[:2]
    bases = tuple(names[number] for number in numbers if number is not None)
    if len(bases) < len(numbers) or any(set(base) - set("ACGT>") or not base for base in bases):
        return None
    if len(record.numbers) == 1 and site["chrom"] not in ("chrX", "chrM"):
        return None
    return bases, record.phase if len(set(bases)) > 1 else None


def _joined(site: dict[str, str], reference: str, calls: list[Call]) -> list[Call]:
    """A record split into one per base: their changes together, in any order that phase leaves open."""
    usual = site["ref38"] if site["kind"] != "snv" else reference
    joined: list[Call] = []
    for size in range(2, len(calls) + 1):
        for part in _runs(calls, size):
            changes = [base for bases, _ in part for base in bases if base != usual]
            copies = len(part[0][0])
            if len(changes) > copies:
                continue
            phases = {phase for bases, phase in part if len(set(bases)) > 1}
            if len(phases) == 1 and None not in phases:
                slots = [{bases[i] for bases, _ in part if len(bases) > i} - {usual} for i in range(copies)]
                merged = tuple(slot.pop() if len(slot) == 1 else usual for slot in slots)
                joined.append((merged, phases.pop() if len(set(merged)) > 1 else None))
            joined.append(((usual,) * (copies - len(changes)) + tuple(changes), None))
    return joined


def _runs(calls: list[Call], size: int) -> list[list[Call]]:
    """The first call with others after it, in their order."""
    if size == 1:
        return [[call] for call in calls[:1]]
    return [
        [*start, call]
        for start in _runs(calls, size - 1)
        for call in calls[[index for index, one in enumerate(calls) if one is start[-1]][-1] + 1 :]
    ]


def _from_parts(site: dict[str, str], position: int, reference: str, near: list[Line]) -> list[Call]:
    """A change of several bases written as one record per base, all on the same copies."""
    changed = site["alts"]
    copies: set[tuple[bool, ...]] = set()
    phases: set[str | None] = set()
    for offset, (usual, other) in enumerate(zip(reference, changed, strict=False)):
        fitting = [
            r for r in near if r.position == position + offset and r.offered == (usual, other) and r.passed
        ]
        fitting = [r for r in fitting if len(r.numbers) == 2 and None not in r.numbers and not r.one_sided]
        if not fitting:
            return []
        copies.add(tuple(bool(number) for number in fitting[0].numbers))
        phases.add(fitting[0].phase)
    if len(copies) != 1:
        return []
    slots = copies.pop()
    if len(set(slots)) > 1 and (None in phases or len(phases) > 1):
        return []
    bases = tuple(site["alts"] if slot else site["ref38"] for slot in slots)
    return [(bases, phases.pop() if len(set(bases)) > 1 else None)]


def array_calls(
    text: bytes, build: int, columns: tuple[int, int, int, int, int | None] = (0, 1, 2, 3, None)
) -> Calls:
    """What each site of an array table may be read as. ``columns``: name, chromosome, position, bases."""
    try:
        lines = text.decode("utf-8").removeprefix("\ufeff").split("\n")
    except UnicodeDecodeError:
        return {}
    letters: dict[tuple[str, int], set[str]] = defaultdict(set)
    for written in lines:
        if written.startswith(("#", "[")):
            continue
        cells = [cell.strip() for cell in re.split("[\t,]", written.replace('"', ""))]
        _take_row(cells, columns, build, letters)
    calls: Calls = {}
    blind: Calls = {}
    turned = proven = False
    for key, words in letters.items():
        words.discard("")
        if len(words) != 1:
            continue
        bases, is_blind, complemented = _site_letters(_BY_KEY[key], words.pop())
        turned = turned or complemented
        listed = {_BY_KEY[key]["ref38"], *_BY_KEY[key]["alts"].split(",")}
        is_single_base = _BY_KEY[key]["kind"] == "snv"
        proven = proven or (
            bool(bases) and is_single_base and not {base.translate(_OTHER_STRAND) for base in bases} <= listed
        )
        if bases:
            (blind if is_blind else calls)[key] = [(bases, None)]
    return {**calls, **blind} if proven and not turned else calls


def _take_row(
    cells: list[str],
    columns: tuple[int, int, int, int, int | None],
    build: int,
    letters: dict[tuple[str, int], set[str]],
) -> None:
    name, chrom, position, first, second = columns
    if len(cells) <= max(name, chrom, position, first, second or 0) or not is_number(cells[position]):
        return
    place = int(cells[position])
    for site in (
        SITES[number] for number in _sites_between(build, chromosome(cells[chrom]), place - 1, place)
    ):
        shift = place - int(site[f"pos{build}"])
        at_anchor_or_after = 0 <= shift <= (site["kind"] != "snv")
        fits = cells[name] == site["rsid"] and at_anchor_or_after if site["rsid"] else shift == 0
        if fits:
            word = cells[first] + (cells[second] if second is not None else "")
            word = re.sub("[/| ]", "", word.upper())
            letters[site["gene"], int(site["pos38"])].add(
                "".join(sorted(word)) if not set(word) & set("-0?.N") else ""
            )


def _site_letters(site: dict[str, str], word: str) -> tuple[tuple[str, ...], bool, bool]:
    """Bases as an array means them; whether the strand cannot be told; whether they were complemented."""
    nothing: tuple[tuple[str, ...], bool, bool] = ((), False, False)
    if site["chrom"] == "chrM" and len(set(word)) == 1:
        word = word[0]
    if len(word) != {"chrM": 1}.get(site["chrom"], 2) and not (site["chrom"] == "chrX" and len(word) == 1):
        return nothing
    forms = {site["ref38"], *site["alts"].split(",")}
    if site["kind"] != "snv":
        if len(forms) != 2 or site["kind"] not in ("ins", "del") or set(word) - {"I", "D"}:
            return nothing
        short, long = sorted(forms, key=len)
        return tuple(long if letter == "I" else short for letter in word), False, False
    other = word.translate(_OTHER_STRAND)
    if set(word) <= forms:
        return tuple(word), set(other) <= forms and sorted(other) != sorted(word), False
    if set(other) <= forms:
        return tuple(other), False, True
    return nothing
