"""What clients asked for and what they were told, each in a file of its own that is synced before the next act."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

OK, FAILED, UNKNOWN = "ok", "failed", "unknown"


class Ledger:
    """One line per act: client, kind, id, outcome. Lines of one client are in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def pen_of(self, client: str) -> Pen:
        return Pen(self.folder / client)

    def entries(self) -> list[Entry]:
        return [
            Entry(path.name, *line.split(" ", 2))
            for path in sorted(self.folder.iterdir())
            for line in path.read_text().splitlines()
        ]


class Pen:
    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        self._lock = threading.Lock()

    def write(self, kind: str, identifier: str, outcome: str) -> None:
        with self._lock:
            self._file.write(f"{kind} {identifier} {outcome}\n")
            self._file.flush()
            os.fsync(self._file.fileno())


@dataclass(frozen=True, slots=True)
class Entry:
    client: str
    kind: str
    identifier: str
    outcome: str


@dataclass
class Verdict:
    """`stale`: reads that showed less than was acknowledged before they were asked."""

    operations: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    lost: list[Entry] = field(default_factory=list)
    doubled: list[Entry] = field(default_factory=list)
    appeared: list[Entry] = field(default_factory=list)
    stale: list[Entry] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.appeared or self.stale)

    def __str__(self) -> str:
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return (
            f"{self.operations} operations ({told}): {len(self.lost)} lost, {len(self.doubled)} doubled, "
            f"{len(self.appeared)} refused and yet there, {len(self.stale)} stale reads"
        )


READ = "read"


def judge(entries: Iterable[Entry], kept: Mapping[str, list[str]]) -> Verdict:
    """`kept`: for each id that the database holds, the kinds of rows it stands in.

    A write that was acknowledged stands there once and in its own place; a refused one nowhere; of one without an
    answer nothing is known. A read names the number it got and the number that was acknowledged before it.
    """
    verdict = Verdict()
    for entry in entries:
        verdict.operations += 1
        verdict.outcomes[f"{'reads' if entry.kind == READ else 'writes'} {entry.outcome}"] += 1
        if entry.kind == READ:
            if entry.outcome == OK and _is_stale(entry.identifier):
                verdict.stale.append(entry)
            continue
        found = kept.get(entry.identifier, [])
        if entry.outcome == OK and entry.kind not in found:
            verdict.lost.append(entry)
        if entry.outcome == FAILED and found:
            verdict.appeared.append(entry)
        if len(found) > 1:
            verdict.doubled.append(entry)
    return verdict


def _is_stale(numbers: str) -> bool:
    got, acknowledged = (int(number) for number in numbers.split("/"))
    return got < acknowledged
