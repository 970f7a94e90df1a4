"""One or two kinds of readings over time: blood pressure, pulse, weight, steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import plot
from portal.charts.plot import Area, Goal, Point, Series
from portal.charts.svg import Frame, Row, element, framed
from portal.wording import clock, short_day, weekday

WIDTH: Final = 480
HEIGHT: Final = 270
MOST_ROWS: Final = 120


@dataclass(frozen=True, slots=True)
class LineChart:
    """A chart of one or two series that share a unit.

    `key` is unique on the page; `title` names the chart to a screen reader; `start`..`end` are aware instants
    and `zone` the patient's zone, for days and hours on the axis. A pause longer than `gap` is left open.
    """

    key: str
    title: str
    series: tuple[Series, ...]
    start: datetime
    end: datetime
    zone: tzinfo
    unit: str = ""
    goals: tuple[Goal, ...] = ()
    gap: timedelta = timedelta(days=2)
    decimals: int = 0


def line_chart(chart: LineChart) -> SafeString:
    """The chart as SVG with goal bands, legend, keyboard reading and table; a sentence when it is empty.

    Raises ValueError for no series, more than two, or an end that is not after the start.
    """
    if not 1 <= len(chart.series) <= 2 or chart.end <= chart.start:
        raise ValueError("a line chart has one or two series and ends after its start")
    inside = [point for one in chart.series for point in one.points if chart.start <= point.at <= chart.end]
    if not inside:
        return format_html('<p class="soft">{}</p>', _("No readings in this time yet."))
    values = [float(point.value) for point in inside]
    values += [float(edge) for goal in chart.goals for edge in (goal.low, goal.high)]
    ticks = plot.value_ticks(min(values), max(values))
    area = Area(
        chart.start, chart.end, ticks[0], ticks[-1], left=42, right=WIDTH - 10, top=30, bottom=HEIGHT - 34
    )
    drawing = [
        *(plot.band(area, goal) for goal in chart.goals),
        plot.grid(area, ticks, _tick_decimals(ticks)),
        element("text", chart.unit, x=0, y=7),
        *_time_labels(chart, area),
        *(plot.marks(area, one, chart.gap, second=n == 1) for n, one in enumerate(chart.series)),
    ]
    frame = Frame(
        key=chart.key,
        title=chart.title,
        description=_description(chart),
        width=WIDTH,
        height=HEIGHT,
        heads=(_("When"), *(one.name for one in chart.series)),
        rows=_rows(chart, area),
    )
    return framed(frame, drawing, plot.legend(chart.series) if len(chart.series) > 1 else None)


def _tick_decimals(ticks: Sequence[float]) -> int:
    return 0 if all(float(tick).is_integer() for tick in ticks) else 1


def _time_labels(chart: LineChart, area: Area) -> list[SafeString]:
    first, last = (at.astimezone(chart.zone) for at in (chart.start, chart.end))
    if chart.end - chart.start <= timedelta(hours=36):
        six_hours = timedelta(hours=6)
        begin = plot.midnight(first.date(), chart.zone)
        moments = [(begin + six_hours * n) for n in range(9)]
        labels = [(at, clock(at.timetz().replace(tzinfo=None))) for at in moments]
    else:
        days = plot.day_ticks(first.date(), last.date())
        name = weekday if len(days) <= 10 and (last - first) <= timedelta(days=9) else short_day
        labels = [(plot.midnight(day, chart.zone), name(day)) for day in days]
    inside = [(at, text) for at, text in labels if chart.start <= at <= chart.end]
    return [
        element(
            "text",
            text,
            _class="alt" if n % 2 else None,
            x=area.x(at),
            y=HEIGHT - 10,
            text_anchor=_anchor(area.x(at), area),
        )
        for n, (at, text) in enumerate(inside)
    ]


def _anchor(x: float, area: Area) -> str:
    """Labels at the edges stay inside the drawing."""
    near = (area.right - area.left) * 0.05
    if x < area.left + near:
        return "start"
    return "end" if x > area.right - near else "middle"


def _description(chart: LineChart) -> str:
    parts = [
        _("From %(start)s to %(end)s.")
        % {
            "start": short_day(chart.start.astimezone(chart.zone).date()),
            "end": short_day(chart.end.astimezone(chart.zone).date()),
        }
    ]
    for one in chart.series:
        points = [point for point in one.points if chart.start <= point.at <= chart.end]
        if points:
            values = [point.value for point in points]
            ends = (min(values, key=float), max(values, key=float), values[-1])
            low, high, last = (plot.shown(value, chart.decimals) for value in ends)
            parts.append(
                _("%(name)s: lowest %(low)s, highest %(high)s, last %(last)s %(unit)s.")
                % {"name": one.name, "low": low, "high": high, "last": last, "unit": chart.unit}
            )
    return " ".join([*parts, *(f"{goal.words}." for goal in chart.goals if goal.words)])


def _rows(chart: LineChart, area: Area) -> tuple[Row, ...]:
    moments = sorted({point.at for one in chart.series for point in one.points if point in area})
    if len(moments) > MOST_ROWS:
        return _summed_rows(chart, area)
    known = [{point.at: point for point in one.points} for one in chart.series]
    return tuple(
        Row((_moment(at, chart.zone), *(_cell(found.get(at), chart) for found in known)), area.x(at))
        for at in moments
    )


def _cell(point: Point | None, chart: LineChart) -> str:
    return f"{plot.shown(point.value, chart.decimals)} {chart.unit}".rstrip() if point else ""


def _summed_rows(chart: LineChart, area: Area) -> tuple[Row, ...]:
    """Too many readings for single rows: each row is a stretch of time with its lowest and highest value."""
    width = (chart.end - chart.start) / MOST_ROWS
    rows: list[Row] = []
    for n in range(MOST_ROWS):
        start = chart.start + width * n
        stretches = [
            [point.value for point in one.points if start <= point.at < start + width] for one in chart.series
        ]
        if any(stretches):
            cells = (_span(values, chart) if values else "" for values in stretches)
            rows.append(Row((_moment(start, chart.zone), *cells), area.x(start + width / 2)))
    return tuple(rows)


def _span(values: Sequence[Decimal | float], chart: LineChart) -> str:
    low, high = (
        plot.shown(value, chart.decimals) for value in (min(values, key=float), max(values, key=float))
    )
    if low == high:
        return f"{low} {chart.unit}".rstrip()
    return (_("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": chart.unit}).rstrip()


def _moment(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{short_day(local.date())}, {clock(local.time())}"
