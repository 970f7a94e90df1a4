"""Where in the week doses stay open: a field for each hour of each weekday that had doses, with its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mendly_core.doses.habits import MapCell
from portal.charts.svg import Frame, Row, element, framed
from portal.wording import clock, weekday

A_MONDAY: Final = date(2024, 1, 1)
TOP: Final = 34
STEP: Final = 42
BAR: Final = 14
NARROW, WIDE = 600, 980
MOST_NARROW: Final = 6
"""Hours of a drawing that still fits a phone."""


@dataclass(frozen=True, slots=True)
class Misses:
    """`cells` as `habits.miss_map` gives them. `key` is unique on the page."""

    key: str
    title: str
    cells: tuple[MapCell, ...]


def miss_chart(facts: Misses) -> SafeString:
    """Rows are weekdays, columns hours of the plan. Each field says "not logged / known" and fills by that share.

    Raises ValueError without any cell.
    """
    hours = sorted({cell.hour for cell in facts.cells})
    if not hours:
        raise ValueError("a map of misses needs a dose")
    wide = len(hours) > MOST_NARROW
    width, left = (WIDE, 70) if wide else (NARROW, 90)
    step = min(120.0, (width - left) / len(hours))
    column = {hour: left + step * n for n, hour in enumerate(hours)}
    frame = Frame(
        key=facts.key,
        title=facts.title,
        description=_("Doses that are not logged, of those known, by day of the week and hour of the plan."),
        width=width,
        height=TOP + 7 * STEP,
        heads=(_("Day and time"), _("Not logged"), _("Known doses")),
        rows=tuple(_row(cell, column) for cell in facts.cells),
        wide=wide,
    )
    return framed(frame, _drawing(facts.cells, column))


def moment_words(cell: MapCell) -> str:
    """The day and hour of a field: "Friday, 9:00 pm"."""
    return f"{WEEKDAYS[cell.weekday]}, {clock(time(cell.hour))}"


def _row(cell: MapCell, column: dict[int, float]) -> Row:
    return Row((moment_words(cell), str(cell.missed), str(cell.settled)), column[cell.hour] + BAR / 2)


def _drawing(cells: tuple[MapCell, ...], column: dict[int, float]) -> Iterator[SafeString]:
    for hour, x in column.items():
        yield element("text", str(time(hour))[:5], _class="lab", x=x, y=20)
    for day in range(7):
        name = weekday(A_MONDAY + timedelta(days=day))
        yield element("text", name, _class="lab", x=0, y=TOP + STEP * day + 24)
    for cell in cells:
        yield _field(cell, column[cell.hour], TOP + STEP * cell.weekday)


def _field(cell: MapCell, x: float, y: float) -> SafeString:
    """A box that fills from below, and the numbers beside it."""
    full = STEP - 12.0
    filled = full * cell.missed / cell.settled
    room = "urgent" if cell.missed else "general"
    level = element("rect", _class="taken urgent", x=x, y=y + full - filled + 2, width=BAR, height=filled)
    return element(
        "g",
        level if cell.missed else "",
        element("rect", _class=f"open {room}", x=x, y=y + 2, width=BAR, height=full, rx=3),
        element(
            "text",
            f"{cell.missed}/{cell.settled}",
            _class="lab" if cell.missed else None,
            x=x + BAR + 6,
            y=y + 24,
        ),
    )
