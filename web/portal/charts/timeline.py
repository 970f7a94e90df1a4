"""Everything about a patient on one axis of time, for providers: readings, doses, medicines, talk."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.charts import plot
from portal.charts.plot import Area, Goal, Room, Series
from portal.charts.svg import Frame, Row, element, framed, join
from portal.charts.week import DoseState, square
from portal.icons import ICONS
from portal.wording import short_day

WIDTH: Final = 980
LEFT: Final = 130
RIGHT: Final = WIDTH - 20
PLOT_HEIGHT: Final = 210
DOSE_STEP: Final = 11
BAR_STEP: Final = 24
LETTER: Final = 6.6
"""About the width of one letter on a bar, to keep names inside the drawing."""

HappeningKind = Literal["alert", "symptom", "message"]
LOOKS: Final[dict[HappeningKind, tuple[Room, str]]] = {
    "alert": ("urgent", "alert"),
    "symptom": ("reading", "person"),
    "message": ("message", "message"),
}


@dataclass(frozen=True, slots=True)
class DoseMark:
    """One dose of a local day."""

    day: date
    state: DoseState


@dataclass(frozen=True, slots=True)
class MedicineBar:
    """A medicine over the days it was on the list; None: it began before, or goes on after, the timeline."""

    name: str
    start: date | None
    end: date | None
    room: Room = "dose"


@dataclass(frozen=True, slots=True)
class Happening:
    """An alert, a reported symptom or a message, with the words that tell it."""

    at: datetime
    kind: HappeningKind
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the axis shows, from local day `start` up to and including `end`, in the patient's `zone`."""

    key: str
    title: str
    start: date
    end: date
    zone: tzinfo
    readings_name: str = ""
    readings: tuple[Series, ...] = ()
    goals: tuple[Goal, ...] = ()
    decimals: int = 0
    doses: tuple[DoseMark, ...] = ()
    medicines: tuple[MedicineBar, ...] = ()
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lane:
    """One strip of the drawing: how high it is and what draws it from its upper edge."""

    height: int
    draw: Callable[[int], SafeString]


def timeline(facts: Timeline) -> SafeString:
    """The timeline as SVG with title, table by day and keyboard reading. Lanes without facts are left out.

    Raises ValueError if it ends before it starts.
    """
    if facts.end < facts.start:
        raise ValueError("a timeline ends after its start")
    lanes = list(_lanes(facts))
    drawn: list[SafeString] = []
    top = 0
    for lane in lanes:
        drawn.append(lane.draw(top))
        top += lane.height
    drawn.append(_day_labels(facts, top + 20))
    frame = Frame(
        key=facts.key,
        title=facts.title,
        description=_("From %(start)s to %(end)s.")
        % {"start": short_day(facts.start), "end": short_day(facts.end)},
        width=WIDTH,
        height=top + 30,
        heads=_heads(facts),
        rows=_rows(facts),
        wide=True,
        newest_first=True,
    )
    return framed(frame, drawn, plot.legend(facts.readings) if len(facts.readings) > 1 else None)


def _x(facts: Timeline, day: date) -> float:
    """Where a day starts; its doses and its label stand there."""
    return LEFT + (RIGHT - LEFT) * ((day - facts.start).days / ((facts.end - facts.start).days + 1))


def _lanes(facts: Timeline) -> Iterator[_Lane]:
    if any(one.points for one in facts.readings):
        yield _Lane(PLOT_HEIGHT, lambda top: _plot(facts, top))
    if facts.doses:
        by_day = _doses_by_day(facts)
        most = max(map(len, by_day.values()))
        yield _Lane(most * DOSE_STEP + 24, lambda top: _doses(facts, by_day, most, top))
    if facts.medicines:
        yield _Lane(len(facts.medicines) * BAR_STEP + 16, lambda top: _bars(facts, top))
    for kind in LOOKS:
        found = [one for one in facts.happenings if one.kind == kind]
        if found:
            yield _Lane(38, lambda top, kind=kind, found=found: _icons(facts, kind, found, top))  # type: ignore[misc]


def _label(words: str, y: float) -> SafeString:
    """The name of a lane; two words stand below each other, so they never reach the scale."""
    first, _space, second = words.partition(" ")
    if not second:
        return element("text", words, _class="lab", x=0, y=y)
    lines = (element("tspan", line, x=0, dy=dy) for line, dy in ((first, 0), (second, 18)))
    return element("text", *lines, _class="lab", x=0, y=y - 9)


def _plot(facts: Timeline, top: int) -> SafeString:
    values = [float(point.value) for one in facts.readings for point in one.points]
    values += [float(edge) for goal in facts.goals for edge in (goal.low, goal.high)]
    ticks = plot.value_ticks(min(values), max(values))
    start, end = plot.midnight(facts.start, facts.zone), plot.midnight(facts.end + timedelta(1), facts.zone)
    area = Area(start, end, ticks[0], ticks[-1], LEFT, RIGHT, top + 14, top + PLOT_HEIGHT - 22)
    return join(
        (
            *(plot.band(area, goal) for goal in facts.goals),
            plot.grid(area, ticks, facts.decimals),
            _label(facts.readings_name, (area.top + area.bottom) / 2),
            *(
                plot.marks(area, one, timedelta(days=3), second=n == 1)
                for n, one in enumerate(facts.readings)
            ),
        )
    )


def _doses_by_day(facts: Timeline) -> dict[date, list[DoseState]]:
    by_day: defaultdict[date, list[DoseState]] = defaultdict(list)
    for dose in facts.doses:
        if facts.start <= dose.day <= facts.end:
            by_day[dose.day].append(dose.state)
    return by_day or {facts.start: []}


def _doses(facts: Timeline, by_day: dict[date, list[DoseState]], most: int, top: int) -> SafeString:
    side = max(2.0, min(9.0, (RIGHT - LEFT) / ((facts.end - facts.start).days + 1) - 2))
    squares = [
        square(state, _x(facts, day), float(top + 8 + DOSE_STEP * n), side)
        for day, states in by_day.items()
        for n, state in enumerate(states)
    ]
    return join((_label(pgettext("lane of a timeline", "Doses"), top + 14 + most * DOSE_STEP / 2), *squares))


def _bars(facts: Timeline, top: int) -> SafeString:
    parts = [_label(pgettext("lane of a timeline", "Medicines"), top + 20.0)]
    for n, bar in enumerate(facts.medicines):
        first = _x(facts, max(bar.start or facts.start, facts.start))
        last = _x(facts, min(bar.end or facts.end + timedelta(1), facts.end + timedelta(1)))
        y = top + 6 + BAR_STEP * n
        fits = first + 12 + len(bar.name) * LETTER < RIGHT
        parts += [
            element(
                "rect", _class=f"bar {bar.room}", x=first, y=y, width=max(last - first, 4.0), height=18, rx=9
            ),
            element(
                "text",
                bar.name,
                _class="onbar",
                x=first + 12 if fits else RIGHT - 8.0,
                y=y + 13.5,
                text_anchor=None if fits else "end",
            ),
        ]
    return join(parts)


def _icons(facts: Timeline, kind: HappeningKind, found: list[Happening], top: int) -> SafeString:
    room, icon = LOOKS[kind]
    middle = top + 19.0
    start = plot.midnight(facts.start, facts.zone)
    end = plot.midnight(facts.end + timedelta(1), facts.zone)
    area = Area(start, end, 0.0, 1.0, LEFT, RIGHT, 0.0, 1.0)
    marks = (
        element(
            "g",
            element("title", one.words),
            element("path", d=ICONS[icon]),
            _class=f"mark {room}",
            transform=f"translate({area.x(one.at) - 10:.1f} {middle - 10:.1f}) scale(.83)",
        )
        for one in found
        if start <= one.at < end
    )
    line = element("line", _class="grid", x1=LEFT, x2=RIGHT, y1=middle, y2=middle)
    return join((_label(_lane_name(kind), middle + 4), line, *marks))


def _lane_name(kind: HappeningKind) -> str:
    return {
        "alert": pgettext("lane of a timeline", "Alerts"),
        "symptom": pgettext("lane of a timeline", "Reports"),
        "message": pgettext("lane of a timeline", "Messages"),
    }[kind]


def _day_labels(facts: Timeline, y: float) -> SafeString:
    return join(
        element("text", short_day(day), x=_x(facts, day), y=y, text_anchor="middle")
        for day in plot.day_ticks(facts.start, facts.end)
    )


def _heads(facts: Timeline) -> tuple[str, ...]:
    return (
        pgettext("column of a timeline", "Day"),
        *(one.name for one in facts.readings),
        pgettext("column of a timeline", "Doses"),
        pgettext("column of a timeline", "What happened"),
    )


def _rows(facts: Timeline) -> tuple[Row, ...]:
    values: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in facts.readings:
        for point in one.points:
            values[point.at.astimezone(facts.zone).date()][one.name].append(
                plot.shown(point.value, facts.decimals)
            )
    doses = _doses_by_day(facts)
    told = _told_by_day(facts)
    days = (facts.start + timedelta(n) for n in range((facts.end - facts.start).days + 1))
    return tuple(
        Row(
            (
                short_day(day),
                *(", ".join(values[day][one.name]) for one in facts.readings),
                _dose_words(doses.get(day, [])),
                " ".join(told.get(day, [])),
            ),
            _x(facts, day) + 4.5,
        )
        for day in days
        if day in values or doses.get(day) or day in told
    )


def _dose_words(states: list[DoseState]) -> str:
    due = [state for state in states if state != "ahead"]
    if not due:
        return ""
    return _("%(taken)s of %(due)s") % {"taken": sum(state == "taken" for state in due), "due": len(due)}


def _told_by_day(facts: Timeline) -> dict[date, list[str]]:
    told: defaultdict[date, list[str]] = defaultdict(list)
    for bar in facts.medicines:
        if bar.start and facts.start <= bar.start <= facts.end:
            told[bar.start].append(_("%(medicine)s started.") % {"medicine": bar.name})
        if bar.end and facts.start <= bar.end <= facts.end:
            told[bar.end].append(_("%(medicine)s ended.") % {"medicine": bar.name})
    for one in sorted(facts.happenings, key=lambda happening: happening.at):
        told[one.at.astimezone(facts.zone).date()].append(f"{_lane_name(one.kind)}: {one.words}.")
    return dict(told)
