"""A disk that loses power: what SQLite has not synced is kept, dropped or torn, each write by chance.

The writes of a real workload are captured as SQL and replayed through a VFS of SQLite's own interface (apsw). SIGKILL
shows less: the operating system still holds what a killed process wrote.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
"""Bytes that a disk writes as a whole."""
LEDGER = "power_cut_ledger"
NAME = "mendly.sqlite3"


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes on their way to the disk; without bytes, a new length of the file."""

    offset: int
    data: bytes | None


@dataclass
class FileOnDisk:
    synced: bytearray = field(default_factory=bytearray)
    waiting: list[Write] = field(default_factory=list)

    def sync(self) -> None:
        for write in self.waiting:
            _apply(self.synced, write)
        self.waiting.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        """What stands on the disk when the power returns."""
        left = bytearray(self.synced)
        for write in self.waiting:
            fate = chance.choice(("kept", "dropped", "torn"))
            if fate == "torn" and write.data:
                sectors = -(-len(write.data) // SECTOR)
                write = Write(write.offset, write.data[: chance.randrange(sectors) * SECTOR])
            if fate != "dropped":
                _apply(left, write)
        return bytes(left)


def _apply(content: bytearray, write: Write) -> None:
    if write.data is None:
        del content[write.offset :]
        return
    if not write.data:
        return
    content.extend(bytes(max(0, write.offset - len(content))))
    content[write.offset : write.offset + len(write.data)] = write.data


class Disk:
    """The files of one database. `on_write` is called before each write, sync or deletion reaches it."""

    def __init__(self, on_write: Callable[[], None]) -> None:
        self.files: dict[str, FileOnDisk] = {}
        self.on_write = on_write

    def load(self, path: Path) -> None:
        self.files[path.name] = FileOnDisk(bytearray(path.read_bytes()))

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        return {name: file.after_cut(chance) for name, file in self.files.items()}


class WatchedFile(apsw.VFSFile):
    """Writes go to the real file too, so that SQLite reads back what it wrote."""

    def __init__(self, name: apsw.URIFilename | str | None, flags: list[int], disk: Disk) -> None:
        super().__init__("", name, flags)
        full = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.disk, self.file = disk, disk.files.setdefault(os.path.basename(full), FileOnDisk())

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.on_write()
        self.file.waiting.append(Write(offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self.disk.on_write()
        self.file.waiting.append(Write(newsize, None))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self.disk.on_write()
        self.file.sync()


class WatchedSystem(apsw.VFS):
    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, "")

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> WatchedFile:
        return WatchedFile(name, flags, self.disk)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.disk.on_write()
        self.disk.files.pop(os.path.basename(filename), None)
        super().xDelete(filename, syncdir)


@dataclass
class Findings:
    """Of all cuts: how many left a damaged file, and how many lost or invented a transaction."""

    cuts: int = 0
    corrupt: int = 0
    lost: int = 0
    invented: int = 0
    torn_in_flight: int = 0
    """Cuts that struck while something was waiting to be synced: the others prove little."""


class Replay:
    """Runs captured statements on a watched disk and cuts the power before some of its writes.

    Each transaction also writes its number, so that after a cut one look tells which of them are there.
    """

    def __init__(self, before: Path, pragmas: Sequence[str], folder: Path) -> None:
        self.before, self.pragmas, self.folder = before, pragmas, folder

    def count_writes(self, statements: Iterable[str]) -> int:
        seen = 0

        def on_write() -> None:
            nonlocal seen
            seen += 1

        self._run(statements, Disk(on_write), lambda: None)
        return seen

    def cut(self, statements: Iterable[str], moments: Iterable[int], chance: random.Random) -> Findings:
        findings, wanted = Findings(), set(moments)
        done = written = 0

        def on_write() -> None:
            nonlocal written
            written += 1
            if written in wanted:
                findings.torn_in_flight += any(file.waiting for file in disk.files.values())
                self._look(disk.after_cut(chance), done, findings)

        def on_commit() -> None:
            nonlocal done
            done += 1

        disk = Disk(on_write)
        self._run(statements, disk, on_commit)
        return findings

    def _run(self, statements: Iterable[str], disk: Disk, on_commit: Callable[[], None]) -> None:
        path = self.folder / NAME
        for old in self.folder.glob(f"{NAME}*"):
            old.unlink()
        path.write_bytes(self.before.read_bytes())
        disk.load(path)
        system = WatchedSystem(f"power-cut-{id(disk)}", disk)
        with closing(apsw.Connection(str(path), vfs=f"power-cut-{id(disk)}")) as database:
            for pragma in self.pragmas:
                database.execute(f"PRAGMA {pragma}")
            database.execute(f"CREATE TABLE {LEDGER} (number INTEGER PRIMARY KEY)")
            for number, transaction in enumerate(_transactions(statements), start=1):
                for statement in transaction:
                    database.execute(statement)
                database.execute(f"INSERT INTO {LEDGER} VALUES ({number})")
                database.execute("COMMIT")
                on_commit()
        system.unregister()

    def _look(self, image: Mapping[str, bytes], acknowledged: int, findings: Findings) -> None:
        findings.cuts += 1
        place = self.folder / "after"
        place.mkdir(exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        for name, content in image.items():
            if not name.endswith("-shm"):
                (place / name).write_bytes(content)
        try:
            with closing(sqlite3.connect(place / NAME)) as database:
                whole = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                rows = database.execute(f"SELECT number FROM {LEDGER} ORDER BY number").fetchall()
        except sqlite3.DatabaseError as error:
            if "no such table" in str(error) and acknowledged == 0:
                return
            findings.corrupt += 1
            return
        numbers = [number for (number,) in rows]
        findings.corrupt += not whole
        findings.lost += numbers[:acknowledged] != list(range(1, acknowledged + 1))
        findings.invented += len(numbers) > acknowledged + 1 or numbers != list(range(1, len(numbers) + 1))


def _transactions(statements: Iterable[str]) -> Iterator[list[str]]:
    """Each from its BEGIN to just before its COMMIT; one that was rolled back is left out."""
    current: list[str] = []
    for statement in statements:
        if statement.startswith("BEGIN"):
            current = [statement]
        elif statement == "COMMIT":
            yield current
            current = []
        elif statement == "ROLLBACK":
            current = []
        elif current:
            current.append(statement)
