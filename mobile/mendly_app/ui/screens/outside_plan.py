"""Doses outside the plan in words: what can be taken when needed, what was taken, and the question before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.patient.extras import Doubt
from mendly_app.patient.medicines import Medicine
from mendly_app.sync.records import RecordState
from mendly_app.ui.widgets.ask import Answer, Question
from mendly_app.ui.wording import clock_time, language_of
from mendly_core.doses import Caution
from mendly_core.words import english_too, format_number, say


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A medicine to take when needed (`medicine` set), or a dose that was taken (`entry` set)."""

    name: str
    note: str
    medicine: UUID | None = None
    entry: UUID | None = None
    not_sent: bool = False


def outside_lines(companion: Companion, words: Catalogue) -> list[OutsideLine]:
    """The medicines for when they are needed, then what was taken outside the plan today."""
    zone = companion.devices.clock.zone()
    medicines = [
        medicine
        for medicine in companion.medicines.all()
        if medicine.is_active and companion.medicines.as_needed_plan(medicine.id) is not None
    ]
    offered = [
        OutsideLine(medicine.label, _used(companion, medicine, words), medicine=medicine.id)
        for medicine in medicines
    ]
    taken = [
        OutsideLine(
            extra.medicine.label,
            words("dose.taken", time=clock_time(extra.taken_at, zone, words)),
            entry=extra.id,
            not_sent=extra.sent is RecordState.REFUSED,
        )
        for extra in companion.extras.today()
    ]
    return [*offered, *taken]


def _used(companion: Companion, medicine: Medicine, words: Catalogue) -> str:
    room = companion.extras.room(medicine.id)
    if room is None or room.left is None:
        return ""
    language = language_of(words)
    taken, most = (format_number(number, language) for number in (room.taken, room.taken + room.left))
    return words("extra.used", taken=taken, most=most, unit=companion.extras.usual(medicine.id)[1])


def take_outside(companion: Companion, medicine: UUID, words: Catalogue) -> Question | None:
    """Log a dose now; where there is a doubt, the question to ask first."""
    known = companion.medicines.get(medicine)
    doubt = companion.extras.doubt(medicine, companion.devices.clock.now())
    if known is None:
        return None
    if doubt is None:
        companion.extras.log(medicine)
        return None
    return _question(known, doubt, companion, words, lambda: companion.extras.log(medicine))


def _question(
    medicine: Medicine, doubt: Doubt, companion: Companion, words: Catalogue, log: Callable[[], UUID]
) -> Question:
    language = language_of(words)
    parts: list[str] = []
    if doubt.last is not None:
        at = clock_time(doubt.last, companion.devices.clock.zone(), words)
        parts.append(words("extra.last", time=at))
    cautions = doubt.room.cautions if doubt.room else ()
    if Caution.TOO_SOON in cautions:
        parts.append(words("extra.too_soon"))
    if Caution.TOO_MUCH in cautions:
        parts.append(words("extra.too_much"))
    safety = (say("doses.before_double", language), english_too("doses.before_double", language) or "")
    note = "\n\n".join(part for part in (" ".join(parts), *safety) if part)
    answers = (Answer("no", words("dose.no_again"), "filled"), Answer("yes", words("dose.yes_again")))

    def then(answer: str) -> None:
        if answer == "yes":
            log()

    return Question(words("extra.again", medicine=medicine.label), answers, then, note)
