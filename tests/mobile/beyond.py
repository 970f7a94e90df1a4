"""The server's part about topics beyond medicines, in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

MARKER = "zebra marker"
"""Stands in every finding, and nowhere else."""
NAMES = {
    "clots": ("Blood clots", "Changes that make blood clots more likely."),
    "iron": ("Too much iron", "A pair of changes that can make the body store too much iron."),
    "memory": ("Alzheimer disease", "A form of a gene that makes Alzheimer disease more likely."),
    "bleeding": ("Bleeding", "Changes that can make you bleed more after surgery."),
}
TOPIC_IDS = {name: f"00000000-0000-4000-8000-00000000000{number}" for number, name in enumerate(NAMES)}


def card(title: str, **more: Any) -> dict[str, Any]:
    return {
        "finding": "00000000-0000-4000-9000-000000000001",
        "title": title,
        "headline": f"Your file shows one change in this gene ({MARKER}).",
        "saw": ["We saw one changed copy of F5."],
        "means": ["Clots in the legs are more likely, about 3 to 5 times."],
        "todo": ["A clinical lab must confirm this.", "Tell your care team before surgery."],
        "sure": ["Many good studies agree on this."],
        "not_looked_at": ["We did not look at other changes in this gene."],
        "sources": ["ClinVar 642"],
        "for_your_doctor": ["F5 c.1601G>A, heterozygous"],
        "english_safety": [],
        **more,
    }


@dataclass
class FakeBeyond:
    """What a patient chose. `answers` takes the place of answers to come, each a status and a body."""

    choices: dict[str, str] = field(
        default_factory=lambda: {"clots": "show", "iron": "ask", "bleeding": "hide"}
    )
    offered: list[str] = field(default_factory=lambda: list(NAMES))
    file: str = "read"
    minor: bool = False
    birth_date_known: bool = True
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, request: httpx.Request, path: str) -> httpx.Response | None:
        """Answer a request, or None if it is about something else."""
        _, _, place = path.removeprefix("patients/").partition("/")
        if place not in {"choices/", "findings/", "findings/look/"}:
            return None
        content = json.loads(request.content) if request.content else None
        self.asked.append((request.method, place, content))
        if self.answers:
            status, body = self.answers.pop(0)
            return httpx.Response(status, json=body)
        return self._answer(place, content)

    def _answer(self, place: str, content: Any) -> httpx.Response:
        if place == "choices/" and content:
            self.choices |= content["answers"]
        if place == "choices/":
            return httpx.Response(200, json=self._choices())
        if place == "findings/":
            return httpx.Response(200, json=self._findings("show"))
        if content["category"] not in {TOPIC_IDS[key] for key in self._with("ask")}:
            return httpx.Response(404, json={"detail": "We could not find this."})
        only = next(key for key, identifier in TOPIC_IDS.items() if identifier == content["category"])
        return httpx.Response(200, json=self._findings("ask", only))

    def _with(self, choice: str) -> list[str]:
        return [key for key in self.offered if self.choices.get(key) == choice]

    def _choices(self) -> dict[str, Any]:
        lines = [
            {
                "id": TOPIC_IDS[key],
                "category": key,
                "name": NAMES[key][0],
                "about": NAMES[key][1],
                "opt_in": key == "memory",
                "choice": self.choices.get(key),
            }
            for key in self.offered
        ]
        return {
            "before_adult_age": self.minor,
            "birth_date_known": self.birth_date_known,
            "categories": lines,
        }

    def _findings(self, choice: str, only: str = "") -> dict[str, Any]:
        keys = [key for key in self._with(choice) if only in {"", key}]
        return {"file": self.file, "categories": [self._category(key) for key in keys if self.file == "read"]}

    def _category(self, key: str) -> dict[str, Any]:
        return {
            "id": TOPIC_IDS[key],
            "category": key,
            "title": NAMES[key][0],
            "cards": [card(NAMES[key][0])],
            "silence": [f"What is not listed here was not found or not read ({MARKER})."],
            "english": [],
            "knowledge_version": "1",
        }
