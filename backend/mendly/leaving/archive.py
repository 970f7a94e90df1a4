"""The archive itself: tables, a FHIR bundle, the files as they were uploaded, and a page that any browser shows.

Everything streams: nothing of a large file or table is held in memory at once, and what touches the disk is encrypted.
The names inside are fixed words, because a ZIP tells its names without the passphrase.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Protocol, TypeVar
from uuid import UUID

import pyzipper

from mendly.accounts.models import Patient
from mendly.care.access_log import Look, looks_at
from mendly.genome.models import GenomeFile
from mendly.leaving.bundle import bundle_of
from mendly.leaving.contents import Table, person_of, tables_of
from mendly.leaving.page import page_of
from mendly.policy import Actor
from mendly.vault.files import opened_chunks

ALL_LOOKS = 10_000_000
COPY = 1 << 20
ROWS, SCRAPS, CHUNKS = 2_000, 50_000, 8
"""How much of a table, of the bundle and of a file is written before it is asked whether to go on: seconds."""
GoOn = Callable[[], None]
Part = TypeVar("Part")


class Sink(Protocol):
    def write(self, data: bytes) -> object: ...


def write_archive(sink: Sink, patient_id: UUID, passphrase: str, go_on: GoOn) -> None:
    """Write the encrypted ZIP. `go_on` is asked between the parts and within long ones, and raises to stop."""
    person, patient = person_of(patient_id), Patient.objects.select_related("user").get(id=patient_id)
    actor = Actor(patient.user_id, second_factor=True, via="task")
    go_on()
    looks = looks_at(actor, patient_id, limit=ALL_LOOKS)
    with tempfile.TemporaryFile() as spool:
        with _encrypted(spool, passphrase) as archive:
            for table in tables_of(person):
                go_on()
                _write_table(archive, table, go_on)
            _write_table(archive, _log_table(looks), go_on)
            go_on()
            bundle = _json(bundle_of(patient, looks))
            _write(archive, "fhir-bundle.json", _watched(bundle, go_on, every=SCRAPS))
            go_on()
            _write(archive, "your-data.html", page_of(patient, looks))
            for number, file in enumerate(_files(patient_id), start=1):
                go_on()
                chunks = opened_chunks(file.file)  # type: ignore[arg-type]
                _write(archive, f"original-files/file-{number}", _watched(chunks, go_on, every=CHUNKS))
        spool.seek(0)
        while part := spool.read(COPY):
            sink.write(part)


@contextmanager
def _encrypted(spool: IO[bytes], passphrase: str) -> Iterator[pyzipper.AESZipFile]:
    options = {"compression": pyzipper.ZIP_DEFLATED, "encryption": pyzipper.WZ_AES}
    with pyzipper.AESZipFile(spool, "w", **options) as archive:
        archive.setpassword(passphrase.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        yield archive


def _write(archive: pyzipper.AESZipFile, name: str, parts: Iterable[bytes]) -> None:
    with archive.open(name, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)


def _write_table(archive: pyzipper.AESZipFile, table: Table, go_on: GoOn) -> None:
    """A byte order mark first, so that spreadsheets read the letters right."""
    with (
        archive.open(f"tables/{table.name}.csv", "w", force_zip64=True) as member,
        io.TextIOWrapper(member, encoding="utf-8-sig", newline="") as text,
    ):
        lines = csv.writer(text)
        lines.writerow(table.columns)
        rows = _watched(table.rows, go_on, every=ROWS)
        lines.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; an apostrophe keeps it text. Numbers stay numbers."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def _log_table(looks: list[Look]) -> Table:
    columns = ("at", "who", "name", "clinic", "action", "category", "about", "via", "in_a_list")
    rows = (
        (
            *(look.at.isoformat(), look.who, look.name, look.clinic, look.action),
            *(look.category, look.about, look.via, str(look.listed)),
        )
        for look in looks
    )
    return Table("access_log", columns, rows)


def _files(patient_id: UUID) -> Iterator[GenomeFile]:
    files = GenomeFile.objects.filter(patient_id=patient_id, file__isnull=False)
    yield from files.select_related("file").order_by("received_at")


def _watched(parts: Iterable[Part], go_on: GoOn, *, every: int) -> Iterator[Part]:
    for number, part in enumerate(parts, start=1):
        if number % every == 0:
            go_on()
        yield part


def _json(value: object) -> Iterator[bytes]:
    for part in json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(value):
        yield part.encode()
