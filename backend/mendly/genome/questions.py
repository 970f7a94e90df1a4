"""What a DNA file may leave open that its owner knows: which of its people they are, or which DNA map it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

MOST_NAMES: Final = 200
"""A file of more people than this is no family's."""


@dataclass(frozen=True, slots=True)
class Question:
    """`choices` are the answers that the reader understands: names as the file has them, or a map's number."""

    about: Literal["sample", "build"]
    choices: tuple[str, ...]


def question_of(refusal: str, facts: Mapping[str, Any]) -> Question | None:
    """The question behind the reader's refusal; None where no answer would help."""
    if refusal == "build_unknown":
        return Question("build", ("37", "38"))
    names = tuple(map(str, facts.get("samples", ())))
    if refusal == "several_samples" and len(set(names)) == len(names) <= MOST_NAMES:
        return Question("sample", names)
    return None
