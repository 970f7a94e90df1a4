"""How ASVS 5.0, levels 1 and 2, is met: a row for every requirement that applies, and a proof that exists.

The table holds numbers, levels and our own words; the requirements themselves are read at their source.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.contract.named_tests import ROOT, fault_of_test

TABLE = ROOT / "tests" / "contract" / "asvs.tsv"
STATES = ("test", "document", "waiver", "not applicable")
MET = ("test", "document", "not applicable")
HOW_MANY = {"L1": 66, "L2": 141}
"""Of 253 requirements of these levels those that can concern a product without, say, LDAP, GraphQL or WebRTC."""
LEAST_OF_L2 = 0.95


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. `proof` names a test or a section; `why` says in our words how it is met, or why not."""

    id: str
    level: str
    state: str
    proof: str
    why: str

    def __str__(self) -> str:
        return self.id


def read_rows(text: str) -> list[Row]:
    return [Row(**line) for line in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)]


ROWS = read_rows(TABLE.read_text())


def anchors(text: str) -> set[str]:
    """The sections of a document as links name them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def fault_of_section(proof: str) -> str:
    name, _, section = proof.partition("#")
    path = ROOT / name
    if not path.is_file():
        return f"no such document: {proof}"
    return "" if section in anchors(path.read_text()) else f"no such section: {proof}"


def faults(row: Row) -> list[str]:
    """Everything that is wrong with one row."""
    found = [] if re.fullmatch(r"V\d+\.\d+\.\d+", row.id) else ["no number"]
    found += [] if row.level in HOW_MANY else ["no such level"]
    found += [] if row.state in STATES else ["no such state"]
    found += [] if len(row.why.split()) >= 2 else ["no reason"]
    if row.state == "test":
        fault = fault_of_test(row.proof)
    elif row.state == "document":
        fault = fault_of_section(row.proof)
    else:
        fault = "" if row.proof == "-" else "a proof of what is not met"
    return [*found, fault] if fault else found


def test_every_row_is_whole_and_its_proof_exists() -> None:
    assert {str(row): found for row in ROWS if (found := faults(row))} == {}


def test_every_requirement_has_one_row() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert Counter(row.level for row in ROWS) == HOW_MANY


def test_level_1_is_met_and_level_2_nearly() -> None:
    counts = Counter((row.level, row.state) for row in ROWS)
    met = {level: sum(counts[level, state] for state in MET) for level in HOW_MANY}
    for level, number in HOW_MANY.items():
        told = ", ".join(f"{counts[level, state]} by {state}" for state in MET)
        print(f"\nASVS 5.0 {level}: {met[level]} of {number} ({told})")
    for row in ROWS:
        if row.state == "waiver":
            print(f"  waived: {row.id} {row.level}: {row.why}")
    assert met["L1"] == HOW_MANY["L1"]
    assert met["L2"] >= LEAST_OF_L2 * HOW_MANY["L2"]


GOOD = Row(
    "V1.1.1", "L1", "test", "tests/contract/test_asvs.py::test_a_fault_of_a_row_is_noticed", "it is so"
)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (Row("1.1", "L1", "waiver", "-", "not yet met"), "no number"),
        (Row("V1.1.1", "L3", "waiver", "-", "not yet met"), "no such level"),
        (Row("V1.1.1", "L1", "done", "-", "it is so"), "no such state"),
        (Row("V1.1.1", "L1", "waiver", "-", ""), "no reason"),
        (
            Row("V1.1.1", "L1", "waiver", "SECURITY-RULES.md#logs", "not yet met"),
            "a proof of what is not met",
        ),
        (Row("V1.1.1", "L1", "test", "tests/contract/test_asvs.py::test_none", "it is so"), "no such test"),
        (Row("V1.1.1", "L1", "test", "SECURITY-RULES.md#logs", "it is so"), "no such file"),
        (Row("V1.1.1", "L1", "document", "SECURITY-RULES.md#luck", "it is so"), "no such section"),
        (Row("V1.1.1", "L1", "document", "LUCK.md#logs", "it is so"), "no such document"),
    ],
)
def test_a_fault_of_a_row_is_noticed(row: Row, named: str) -> None:
    assert faults(GOOD) == []
    (found,) = faults(row)
    assert named in found
