"""Strict reading of the JSON that schedules and intakes arrive in: only known parts, each of one shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

SENTENCES = {
    "not-an-object": "This should be a set of named parts.",
    "not-a-list": "This should be a list.",
    "unknown-part": "There is a part here that we do not know.",
    "missing": "This part is missing.",
    "not-text": "Write this as plain text on one line, and keep it short.",
    "not-an-id": "This is not a valid identifier.",
    "not-a-choice": "This is not one of the choices.",
    "not-a-whole-number": "Give a whole number that is within the limits.",
    "not-an-amount": "Give an amount above zero, like 1 or 0.5.",
    "not-a-date": "Write the date as year, month and day, like 2026-11-01.",
    "not-an-instant": "Write the moment in UTC, like 2026-11-01T07:30:00Z.",
    "not-a-time": "Write the time as hours and minutes, like 08:00.",
    "unknown-zone": "We do not know this time zone. Give a name like Europe/Madrid.",
    "unknown-kind": "We do not know this kind of entry.",
    "no-times": "Give at least one time of the day.",
    "same-slot": "Two times have the same slot number. Each time needs its own.",
    "same-time": "Two times are the same. Give each dose its own time, or a larger amount.",
    "no-days": "Give at least one day of the week.",
    "not-a-weekday": "Give each day as a number from 0 for Monday to 6 for Sunday.",
    "not-a-month-day": "Give each day of the month as a number from 1 to 31.",
    "offset-without-meal": "Only a dose tied to a meal has minutes before or after it.",
    "hours-are-absolute": "A plan in hours follows no wall clock: its zone rule is absolute, and no other plan's is.",
    "window-too-long": "A dose may stay open only until the next one is due. Choose a shorter time.",
    "end-without-steps": "Only a plan in hours ends at a moment. Give the last day instead.",
    "not-phases": "Give at least one phase, and not more than 60.",
    "phases-need-days": "Only a plan by days can have phases.",
    "same-day": "The same day is given twice.",
    "ends-before-start": "The last day lies before the first day.",
    "taken-without-time": "Say when the dose was taken.",
    "time-without-taken": "Only a dose that was taken has a time taken.",
    "put-off-without-time": "Say until when the dose is put off.",
    "time-without-put-off": "Only a dose that is snoozed or moved has a new time.",
    "put-off-without-dose": "Only a planned dose can be snoozed or moved.",
    "part-without-amount": "Say how much of the dose was taken.",
    "wrong-occurrence": "The dose does not match its schedule, day and slot.",
    "slot-without-occurrence": "A slot number needs the dose that it belongs to.",
    "undone-without-target": "Say which entry is undone.",
    "supersedes-itself": "An entry cannot replace itself.",
    "not-a-clock": "The order mark of this entry is not valid.",
}
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Dates outside are typing errors; inside them every zone can turn a wall time into an instant."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z", re.ASCII)
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


class Refused(ValueError):
    """The input cannot be used and nothing was changed.

    `field` names the part ("rule.times[0].at"), `code` is stable for programs and translations, `sentence` is
    plain and repeats none of the input.
    """

    def __init__(self, field: str, code: str) -> None:
        self.field = field
        self.code = code
        self.sentence = SENTENCES[code]
        super().__init__(f"{field}: {self.sentence}")


class Parts:
    """The named parts of one JSON object. A part of the wrong shape raises the given kind of `Refused`."""

    def __init__(self, data: object, names: frozenset[str], refused: type[Refused], field: str = "") -> None:
        if not isinstance(data, Mapping):
            raise refused(field, "not-an-object")
        if not all(name in names for name in data):
            raise refused(field, "unknown-part")
        self._data = data
        self._refused = refused
        self._prefix = f"{field}." if field else ""

    def field(self, name: str) -> str:
        return self._prefix + name

    def refuse(self, name: str, code: str) -> Refused:
        return self._refused(self.field(name), code)

    def has(self, name: str) -> bool:
        """Whether the part is there and not null."""
        return self._data.get(name) is not None

    def value(self, name: str) -> object:
        if not self.has(name):
            raise self.refuse(name, "missing")
        return self._data[name]

    def list(self, name: str) -> list[object]:
        value = self.value(name)
        if not isinstance(value, list):
            raise self.refuse(name, "not-a-list")
        return value

    def text(self, name: str, longest: int) -> str:
        value = self.value(name)
        if not isinstance(value, str) or not is_plain_line(value, longest):
            raise self.refuse(name, "not-text")
        return value

    def matching(self, name: str, pattern: re.Pattern[str], code: str) -> str:
        value = self.value(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.refuse(name, code)
        return value

    def integer(self, name: str, lowest: int, highest: int) -> int:
        value = self.value(name)
        if type(value) is not int or not lowest <= value <= highest:
            raise self.refuse(name, "not-a-whole-number")
        return value

    def choice(self, name: str, choices: type[StrEnum], code: str = "not-a-choice") -> str:
        value = self.value(name)
        if not isinstance(value, str) or value not in {choice.value for choice in choices}:
            raise self.refuse(name, code)
        return value

    def uuid(self, name: str) -> UUID:
        return UUID(self.matching(name, _UUID, "not-an-id"))

    def amount(self, name: str) -> Decimal:
        amount = Decimal(self.matching(name, _AMOUNT, "not-an-amount"))
        if not amount:
            raise self.refuse(name, "not-an-amount")
        return amount

    def date(self, name: str) -> date:
        text = self.matching(name, _DATE, "not-a-date")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise self.refuse(name, "not-a-date") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.refuse(name, "not-a-date")
        return day

    def instant(self, name: str) -> datetime:
        text = self.matching(name, _INSTANT, "not-an-instant")
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise self.refuse(name, "not-an-instant") from None
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise self.refuse(name, "not-an-instant")
        return instant


def is_plain_line(text: str, longest: int) -> bool:
    """Whether the text has something to read, no control characters, and at most `longest` characters."""
    return bool(text.strip()) and len(text) <= longest and text.isprintable()


def instant_text(instant: datetime) -> str:
    """Write an instant as ISO 8601 in UTC with a Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
