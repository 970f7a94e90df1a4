"""How a course goes, in lines for the pages of patients and of clinics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mendly_core.doses.courses import CourseFacts
from mendly_core.doses.habits import MapCell
from mendly_core.words import say
from portal.charts import Misses, miss_chart
from portal.wording import active_language

HOURS_IN_MINUTES = 120
"""From here on, minutes are told as hours."""


LEAST_PATTERN = 2
"""One open dose alone says nothing about a day of the week."""


@dataclass(frozen=True, slots=True)
class MissMap:
    """The drawing, None where nothing is known, and a line that says what stands out."""

    chart: SafeString | None
    line: str


def miss_map_of(key: str, title: str, cells: Sequence[MapCell]) -> MissMap:
    language = active_language()
    if not cells:
        return MissMap(None, say("course.empty", language))
    most = max(cell.missed for cell in cells)
    worst = [cell for cell in cells if cell.missed == most]
    if not most:
        line = say("course.no_pattern", language)
    elif len(worst) > 1 or most < LEAST_PATTERN:
        line = say("course.spread", language)
    else:
        day = str(WEEKDAYS[worst[0].weekday])
        line = say("course.most_open", language, day=day, hour=time(worst[0].hour))
    return MissMap(miss_chart(Misses(key, title, tuple(cells))), line)


def plain_lines(facts: CourseFacts) -> list[str]:
    """Days and doses in simple sentences; what is not known is never told as missed."""
    language = active_language()
    lines = []
    if facts.full_days.counted:
        days = facts.full_days
        lines.append(say("course.full_days", language, full=days.full, days=days.counted))
    if facts.doses.settled:
        doses = facts.doses
        lines.append(say("course.doses", language, taken=doses.taken, doses=doses.settled))
    if facts.before.settled:
        before = facts.before
        lines.append(say("course.before", language, taken=before.taken, doses=before.settled))
    if facts.doses.no_data:
        lines.append(say("course.unknown", language, doses=facts.doses.no_data))
        lines.append(say("course.no_word", language))
    return lines


def percent(ratio: float | None) -> str:
    return _("not known") if ratio is None else f"{round(100 * ratio)} %"


def span_words(gap: timedelta | None) -> str:
    """ "35 minutes", "14 hours"; "not known" for None."""
    if gap is None:
        return _("not known")
    minutes = int(gap.total_seconds() // 60)
    if minutes < HOURS_IN_MINUTES:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
