"""Reads an evidence table with CIViC's columns. Its sentences are never kept, only its facts.

Expected columns (more may follow): those of :data:`REQUIRED`. CIViC's data are CC0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from mendly_core.tumour.errors import EvidenceTableRefused
from mendly_core.tumour.facts import GIVEN, MEANINGS, Evidence, Level, listed_therapies

REQUIRED = (
    "molecular_profile",
    "molecular_profile_id",
    "disease",
    "doid",
    "phenotypes",
    "therapies",
    "therapy_interaction_type",
    "evidence_type",
    "evidence_direction",
    "evidence_level",
    "significance",
    "evidence_statement",
    "citation_id",
    "source_type",
)
_TYPES = frozenset({"predictive", "prognostic", "diagnostic", "predisposing", "oncogenic", "functional"})
_LEVELS = frozenset("ABCDE")
_MOST_ROWS = 50_000
_LONGEST_CELL = 20_000
_UNREADABLE_PROFILE = re.compile(r"\bNOT\b|[()]")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is sound but not used: not about therapies, weaker than B, or a profile with NOT or brackets."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedEvidence:
    """The rows that can be matched, and those left out with their reason."""

    rows: tuple[Evidence, ...]
    skipped: tuple[Skipped, ...]


def read_evidence_table(text: str) -> ImportedEvidence:
    """Read a tab-separated table. Raises :class:`EvidenceTableRefused`; a table is taken whole or not at all."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not lines[0].strip():
        raise EvidenceTableRefused("The table is empty.")
    header = [name.strip() for name in lines[0].split("\t")]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise EvidenceTableRefused(f"The table lacks the column {missing[0]}.")
    if len(set(header)) != len(header):
        raise EvidenceTableRefused("The table has a column twice.")
    if len(lines) > _MOST_ROWS:
        raise EvidenceTableRefused(f"The table has more than {_MOST_ROWS} rows.")
    rows: list[Evidence] = []
    skipped: list[Skipped] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            found = _row(_cells(header, line, number), number)
            if isinstance(found, Evidence):
                rows.append(found)
            else:
                skipped.append(found)
    return ImportedEvidence(tuple(rows), tuple(skipped))


def _cells(header: list[str], line: str, number: int) -> Mapping[str, str]:
    cells = line.split("\t")
    if len(cells) != len(header):
        raise EvidenceTableRefused(f"Line {number} has {len(cells)} cells, the header has {len(header)}.")
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        raise EvidenceTableRefused(f"Line {number} has an overlong cell.")
    return dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _row(row: Mapping[str, str], number: int) -> Evidence | Skipped:
    kind, level = row["evidence_type"].casefold(), row["evidence_level"].upper()
    if kind not in _TYPES:
        raise EvidenceTableRefused(f"Line {number}: there is no evidence type {row['evidence_type']!r}.")
    if level not in _LEVELS:
        raise EvidenceTableRefused(f"Line {number}: there is no evidence level {row['evidence_level']!r}.")
    for column in ("molecular_profile", "citation_id", "source_type"):
        if not row[column]:
            raise EvidenceTableRefused(f"Line {number}: {column} is empty.")
    if kind != "predictive":
        return Skipped(number, "not_about_therapies")
    if level not in ("A", "B"):
        return Skipped(number, "weak_evidence")
    if _UNREADABLE_PROFILE.search(row["molecular_profile"]):
        return Skipped(number, "profile_with_not_or_brackets")
    return _evidence(row, level, number)


def _evidence(row: Mapping[str, str], level: str, number: int) -> Evidence | Skipped:
    significance = row["significance"].casefold().split("/")[0]
    meaning = MEANINGS.get((row["evidence_direction"].casefold(), significance))
    if meaning is None:
        return Skipped(number, "other_significance")
    therapies = listed_therapies(row["therapies"])
    if not therapies or not row["disease"]:
        return Skipped(number, "no_therapy_or_disease")
    given = GIVEN.get(row["therapy_interaction_type"].casefold())
    if given is None or (given == "alone") != (len(therapies) == 1):
        return Skipped(number, "order_of_therapies")
    return Evidence(
        profile=row["molecular_profile"],
        genes=(row["molecular_profile"].split()[0],),
        variant_kind="",
        disease=row["disease"],
        therapies=therapies,
        given=given,
        meaning=meaning,
        level=cast(Level, level),
        basis=f"{row['source_type']} {row['citation_id']}",
        note=row["phenotypes"],
        reviewed=False,
    )
