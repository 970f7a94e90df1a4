"""The hazard log says of each hazard everything it must, and what it names exists: the log cannot outlive the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contract.named_tests import ROOT, fault_of_test

LOG = ROOT / "SAFETY.md"
FIELDS = ("Cause", "Harm", "Before", "Controls", "Proof", "After", "Remains")
GRADE = re.compile(r"(\w+), ([a-z ]+) \((low|watch|high)\)")
LEAST_HAZARDS = 30


@dataclass(frozen=True, slots=True)
class Hazard:
    """One section of the log, its fields by name as they were written."""

    number: str
    title: str
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.number

    def told(self, name: str) -> str:
        return dict(self.fields).get(name, "")


def read_hazards(text: str) -> list[Hazard]:
    """Read every `### H… title` section with its `- Field: words` lines."""
    sections = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    found = []
    for section in sections:
        heading, _, body = section.partition("\n")
        number, _, title = heading.partition(" ")
        fields = re.findall(r"^- (\w+): (.+)$", body.partition("\n## ")[0], flags=re.MULTILINE)
        found.append(Hazard(number, title, tuple((name, words) for name, words in fields)))
    return found


def read_scale(text: str) -> dict[tuple[str, str], str]:
    """Read the table of the log: (severity, likelihood) to level."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    head, *body = rows
    return {(row[0], head[place]): row[place] for row in body for place in range(1, len(head))}


TEXT = LOG.read_text()
HAZARDS, SCALE = read_hazards(TEXT), read_scale(TEXT)
SEVERITIES = list(dict.fromkeys(severity for severity, _ in SCALE))
LIKELIHOODS = list(dict.fromkeys(likelihood for _, likelihood in SCALE))


def grade_faults(hazard: Hazard) -> list[str]:
    """What is wrong with the two judgements: unknown words, another level than the table's, nothing gained."""
    grades = []
    for name in ("Before", "After"):
        found = GRADE.fullmatch(hazard.told(name))
        if found is None or (found[1], found[2]) not in SCALE:
            return [f"{name}: not of the scale"]
        if SCALE[found[1], found[2]] != found[3]:
            return [f"{name}: the table says {SCALE[found[1], found[2]]}"]
        grades.append(found)
    before, after = grades
    if after[3] == "high":
        return ["high remains"]
    worse = SEVERITIES.index(after[1]) < SEVERITIES.index(before[1]) or LIKELIHOODS.index(
        after[2]
    ) > LIKELIHOODS.index(before[2])
    return ["after is worse than before"] if worse else []


def faults(hazard: Hazard) -> list[str]:
    """Everything that is wrong with one hazard."""
    names = tuple(name for name, _ in hazard.fields)
    if names != FIELDS or not hazard.title:
        return [f"fields are {names}"]
    files = [word for word in re.findall(r"`([^`]+)`", hazard.told("Controls")) if "/" in word]
    proofs = re.findall(r"`([^`]+)`", hazard.told("Proof"))
    found = grade_faults(hazard)
    found += [] if files else ["no control is named"]
    found += [f"no such file: {file}" for file in files if not Path(ROOT, file).is_file()]
    found += [] if proofs else ["no proof is named"]
    return found + [fault for fault in map(fault_of_test, proofs) if fault]


@pytest.mark.parametrize("hazard", HAZARDS, ids=str)
def test_a_hazard_is_whole_and_what_it_names_exists(hazard: Hazard) -> None:
    assert faults(hazard) == []


def test_numbers_are_used_once_and_none_is_left_out() -> None:
    assert [hazard.number for hazard in HAZARDS] == [f"H{n:02}" for n in range(1, len(HAZARDS) + 1)]
    assert len(HAZARDS) >= LEAST_HAZARDS


def test_the_log_says_that_nobody_signed_it_and_claims_nothing() -> None:
    text = " ".join(TEXT.replace("**", "").split())
    assert "No clinical safety officer has signed this log" in text
    assert "nothing here claims compliance" in text
    assert "is not a medical device" in text


GOOD = Hazard(
    "H99",
    "A fall",
    (
        ("Cause", "a step"),
        ("Harm", "a knee"),
        ("Before", "serious, likely (high)"),
        ("Controls", "`SAFETY.md`, `tests/contract/test_safety_log.py`"),
        ("Proof", "`tests/contract/test_safety_log.py::test_a_fault_of_the_log_is_noticed`"),
        ("After", "serious, rare (watch)"),
        ("Remains", "the knee"),
    ),
)


@pytest.mark.parametrize(
    ("field", "words", "named"),
    [
        ("Before", "serious, often (high)", "Before: not of the scale"),
        ("Before", "serious, likely (watch)", "Before: the table says high"),
        ("After", "serious, likely (high)", "high remains"),
        ("After", "grave, rare (watch)", "after is worse than before"),
        ("Controls", "good will", "no control is named"),
        ("Controls", "`backend/no_such.py`", "no such file: backend/no_such.py"),
        ("Proof", "we looked", "no proof is named"),
        ("Proof", "`tests/contract/test_safety_log.py::test_none`", "no such test"),
        ("Proof", "`tests/no_such.py::test_none`", "no such file"),
    ],
)
def test_a_fault_of_the_log_is_noticed(field: str, words: str, named: str) -> None:
    assert faults(GOOD) == []
    changed = tuple((name, words if name == field else told) for name, told in GOOD.fields)
    (found,) = faults(Hazard(GOOD.number, GOOD.title, changed))
    assert named in found


def test_a_field_that_is_left_out_is_noticed() -> None:
    assert faults(Hazard("H99", "A fall", GOOD.fields[1:])) != []
