"""A strip of days with their doses: filled when logged as taken, open when not logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.charts.svg import element
from portal.wording import weekday

DoseState = Literal["taken", "partial", "skipped", "open", "ahead"]
"""What is known of one dose: `open` means due and not logged, `ahead` not due yet, `partial` taken in part."""

SIDE: Final = 15
STEP: Final = 19
ROOMS: Final = {"taken": "ok", "partial": "ok", "skipped": "message", "open": "urgent", "ahead": "general"}


@dataclass(frozen=True, slots=True)
class DoseDay:
    """One local day and the states of its doses, in order of time."""

    day: date
    doses: tuple[DoseState, ...]


def square(state: DoseState, x: float, y: float, side: float = SIDE) -> SafeString:
    """The mark of one dose; its form tells its state: filled, open, open with a stroke, dashed."""
    room, form = ROOMS[state], "open" if state == "partial" else state
    box = element("rect", _class=f"{form} {room}", x=x, y=y, width=side, height=side, rx=min(3.0, side / 3))
    if state != "skipped":
        return box
    stroke = element(
        "path",
        _class=f"open {room}",
        d=f"M{x + side * 0.75:.1f} {y + side * 0.25:.1f}L{x + side * 0.25:.1f} {y + side * 0.75:.1f}",
    )
    return element("g", box, stroke)


def dose_week(days: Sequence[DoseDay], today: date | None = None) -> SafeString:
    """The days as a list that reads well without the drawing: "Mon 2 of 3". `today` stands out."""
    return element("ol", *(_day(one, one.day == today) for one in days), _class="week")


def _day(one: DoseDay, today: bool) -> SafeString:
    due = [state for state in one.doses if state != "ahead"]
    taken = sum(state == "taken" for state in due)
    if due:
        words = _("%(taken)s of %(due)s") % {"taken": taken, "due": len(due)}
    else:
        words = pgettext("doses of a day", "later") if one.doses else pgettext("doses of a day", "none")
    drawing = element(
        "svg",
        *(square(state, 2.0, 2.0 + STEP * n) for n, state in enumerate(one.doses)),
        width=STEP,
        height=STEP * max(1, len(one.doses)),
        aria_hidden="true",
    )
    name = weekday(one.day)
    return element(
        "li", element("span", name), drawing, element("span", words), _class="today" if today else None
    )
