"""A journey in words: the two clocks, and what each of them would bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.patient.travel import Journey, NextDose
from mendly_app.ui.wording import clock_time

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class JourneyWords:
    """What the card says. `by_here` and `by_home` are empty once the person has chosen to stay."""

    text: str
    by_here: str
    by_home: str
    home: str
    asks: bool


def journey_words(companion: Companion, words: Catalogue) -> JourneyWords | None:
    """None while there is only one clock."""
    journey = companion.travel.journey()
    if journey is None:
        return None
    home = _place(journey.home)
    if companion.zone.is_settled():
        return JourneyWords(words("travel.stays", home=home), "", "", home, asks=False)
    by_here, by_home = _soonest(journey.by_here), _soonest(journey.by_home)
    return JourneyWords(
        _clocks(journey, home, words),
        "\n".join(_told(dose, journey.here, words) for dose in by_here),
        "\n".join(_told(dose, journey.here, words) for dose in by_home),
        home,
        asks=True,
    )


def _clocks(journey: Journey, home: str, words: Catalogue) -> str:
    if journey.example is None:
        return words("travel.places", home=home, here=_place(journey.here))
    return words(
        "travel.clocks",
        home=home,
        home_time=clock_time(journey.example, journey.home, words),
        here_time=clock_time(journey.example, journey.here, words),
    )


def _soonest(doses: tuple[NextDose, ...]) -> list[NextDose]:
    """The next dose, the next whose distance is known, and all whose distance is far from the usual."""
    known = sorted(doses, key=lambda dose: dose.at)
    measured = [dose for dose in known if dose.gap is not None]
    far = [dose for dose in measured if dose.is_short or dose.is_long]
    return list(dict.fromkeys((*known[:1], *measured[:1], *far)))


def _told(dose: NextDose, here: str, words: Catalogue) -> str:
    parts = [words("travel.next", medicine=dose.medicine.label, time=clock_time(dose.at, here, words))]
    if dose.gap is not None:
        parts.append(words("travel.gap", n=max(0, round(dose.gap / HOUR))))
    if dose.is_short:
        parts.append(words("travel.short"))
    if dose.is_long:
        parts.append(words("travel.long"))
    return " ".join(parts)


def _place(zone: str) -> str:
    """The city of a zone: "America/New_York" is "New York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
