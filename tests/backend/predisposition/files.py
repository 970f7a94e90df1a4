"""DNA files of the personas with chosen bases at predisposition places."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mendly.genome.models import GenomeFile
from mendly.genome.services import read_file, receive_file
from mendly_core.genes.array_layouts import array_row
from mendly_core.genes.samples import array_file
from mendly_core.predisposition import predisposition_facts
from tests.backend.conftest import Persona

ONE_E4 = {"rs429358": "CT", "rs7412": "CC"}
NO_E4 = {"rs429358": "TT", "rs7412": "CC"}
ONE_F5 = {"rs6025": "CT"}
COELIAC = {"rs2187668": "CT"}


@cache
def _genes() -> bytes:
    return b"".join(array_file({"CYP2C19": ("*2", "*2")}, lines=2_000, seed=4, vendor="23andme"))


def dna(bases: Mapping[str, str]) -> bytes:
    """A GRCh37 array file whose person carries these letters."""
    sites = predisposition_facts().sites
    rows = (
        array_row("23andme", rsid, sites[rsid].chrom.removeprefix("chr"), sites[rsid].pos37, letters)
        for rsid, letters in bases.items()
    )
    kept = (line for line in _genes().splitlines(keepends=True) if line.split(b"\t")[0].decode() not in bases)
    return b"".join((*kept, "".join(rows).encode()))


def give_file(persona: Persona, bases: Mapping[str, str]) -> GenomeFile:
    """The person adds the file, and it is read."""
    assert persona.patient is not None
    file = receive_file(persona.actor, persona.patient.id, [dna(bases)], file_name="dna.txt")
    read_file(file.id)
    file.refresh_from_db()
    assert file.state == "ready"
    return file
