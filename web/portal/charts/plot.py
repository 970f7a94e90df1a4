"""Readings on a plane of time and value: scales, gaps, buckets and the marks themselves."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10
from typing import Final, Literal

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from portal.charts.svg import element, join, path

Room = Literal["gene", "dose", "reading", "message", "ok", "urgent", "general"]

MOST_DOTS: Final = 90
BUCKETS: Final = 320
LEAST_SPAN: Final = 1e-6
"""Below this, values count as equal: a flat line gets a scale of its own size."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value at an instant (an aware datetime)."""

    at: datetime
    value: Decimal | float


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one kind, oldest first. The second series of a chart is drawn dashed, with square dots."""

    name: str
    points: Sequence[Point]
    room: Room = "reading"


@dataclass(frozen=True, slots=True)
class Goal:
    """A band of wished values; `words` stand in it, e.g. "Goal 110 to 130". Of two bands one may speak for both."""

    low: Decimal | float
    high: Decimal | float
    words: str


@dataclass(frozen=True, slots=True)
class Area:
    """Where `start`..`end` lie over `left`..`right` and `low`..`high` over `bottom`..`top`."""

    start: datetime
    end: datetime
    low: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, at: datetime) -> float:
        return self.left + (self.right - self.left) * ((at - self.start) / (self.end - self.start))

    def y(self, value: Decimal | float) -> float:
        return self.bottom - (self.bottom - self.top) * (float(value) - self.low) / (self.high - self.low)

    def __contains__(self, point: Point) -> bool:
        return self.start <= point.at <= self.end


def value_ticks(low: float, high: float, wished: int = 4) -> tuple[float, ...]:
    """Round values that span low..high in about `wished` steps of 1, 2 or 5 times a power of ten."""
    span = high - low if high - low > LEAST_SPAN else max(abs(high), 1.0)
    raw = span / wished
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    first, last = floor(low / step), ceil(high / step)
    return tuple(n * step for n in range(first, max(last, first + 1) + 1))


def day_ticks(start: date, end: date) -> tuple[date, ...]:
    """Days worth a label: each day of a week, every 7th of two months, else each month or quarter."""
    days = (end - start).days
    if days <= 9:
        return tuple(start + timedelta(n) for n in range(days + 1))
    if days <= 62:
        return tuple(start + timedelta(n) for n in range(0, days + 1, 7))
    months = (start + timedelta(n) for n in range(days + 1))
    step = 1 if days <= 200 else 3
    return tuple(day for day in months if day.day == 1 and (day.month - 1) % step == 0)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first instant of a local day."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def shown(value: Decimal | float, decimals: int) -> str:
    """A value as the reader's language writes it."""
    return number_format(round(Decimal(str(value)), decimals), decimals)


def runs(points: Sequence[Point], gap: timedelta) -> Iterator[Sequence[Point]]:
    """Points that belong together: a pause longer than `gap` ends a run, so a gap stays a gap."""
    first = 0
    for n, (earlier, later) in enumerate(pairwise(points), start=1):
        if later.at - earlier.at > gap:
            yield points[first:n]
            first = n
    if points:
        yield points[first:]


def extremes(points: Sequence[Point], start: datetime, end: datetime, buckets: int = BUCKETS) -> list[Point]:
    """Lowest and highest point of each bucket of time, in order of time, so that no spike is lost.

    Returns the points themselves when there are no more than two for each bucket.
    """
    if len(points) <= 2 * buckets:
        return list(points)
    width = (end - start) / buckets
    edges = [start + width * n for n in range(1, buckets)]
    kept: dict[int, tuple[Point, Point]] = {}
    for point in points:
        place = bisect_right(edges, point.at)
        lowest, highest = kept.get(place, (point, point))
        kept[place] = (min(lowest, point, key=_value), max(highest, point, key=_value))
    return [
        point
        for place in sorted(kept)
        for point in sorted({id(p): p for p in kept[place]}.values(), key=lambda p: p.at)
    ]


def _value(point: Point) -> float:
    return float(point.value)


def grid(area: Area, ticks: Sequence[float], decimals: int) -> SafeString:
    """Horizontal lines with their values at the leading edge."""
    return join(
        part
        for tick in ticks
        for part in (
            element("line", _class="grid", x1=area.left, x2=area.right, y1=area.y(tick), y2=area.y(tick)),
            element("text", shown(tick, decimals), x=area.left - 6, y=area.y(tick) + 4, text_anchor="end"),
        )
    )


def band(area: Area, goal: Goal) -> SafeString:
    """The wished values as a tinted band with its words."""
    top, bottom = area.y(min(float(goal.high), area.high)), area.y(max(float(goal.low), area.low))
    return join(
        (
            element(
                "rect", _class="band", x=area.left, y=top, width=area.right - area.left, height=bottom - top
            ),
            element("text", goal.words, _class="inband", x=area.left + 6, y=bottom - 5),
        )
    )


def marks(area: Area, series: Series, gap: timedelta, *, second: bool) -> SafeString:
    """The line of one series and, while they can be told apart, its dots: round, square for the second."""
    points = [point for point in series.points if point in area]
    drawn = extremes(points, area.start, area.end)
    dotted = len(points) <= MOST_DOTS
    parts: list[SafeString] = []
    for run in runs(drawn, gap):
        places = [(area.x(point.at), area.y(point.value)) for point in run]
        if len(places) > 1:
            looks = "path" + " second" * second + " dense" * (not dotted)
            parts.append(element("path", _class=looks, d=path(places)))
        if dotted or len(places) == 1:
            parts += [_dot(x, y, square=second) for x, y in places]
    return element("g", *parts, _class=series.room)


def _dot(x: float, y: float, *, square: bool) -> SafeString:
    if square:
        return element("rect", _class="dot", x=x - 3, y=y - 3, width=6, height=6)
    return element("circle", _class="dot", cx=x, cy=y, r=3.4)


def legend(series: Sequence[Series]) -> SafeString:
    """What each line is called, beside a short piece of it."""
    return element(
        "p",
        *(
            element(
                "span",
                element(
                    "svg",
                    element("path", _class="path second" if second else "path", d="M1 7L33 7"),
                    _dot(17.0, 7.0, square=bool(second)),
                    viewBox="0 0 34 14",
                    aria_hidden="true",
                ),
                " ",
                one.name,
                _class=one.room,
            )
            for second, one in enumerate(series)
        ),
        _class="key",
    )
