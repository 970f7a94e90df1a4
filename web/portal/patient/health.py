"""Health: blood pressure, weight and steps as words first, then as charts; and a form for one reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.errors import BadInput, Conflict, NotFound
from mendly.policy import Category
from mendly.vitals.errors import IsThisRightError
from mendly.vitals.selectors import daily_totals_of, observations_of
from mendly.vitals.services import record_observation, withdraw_observation
from mendly.vitals.values import BLOOD_PRESSURE, WEIGHT, BloodPressure, Weight
from mendly_core.words import Week, format_number, reading_card, say
from portal.charts import LineChart, Point, Series, line_chart
from portal.doors import is_fragment, patients_only
from portal.patient.forms import refuse
from portal.patient.health_forms import PressureForm, ReadingForm, WeightForm
from portal.patient.pressure import normal_bands, pressure_words
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language, clock, short_day

if TYPE_CHECKING:
    from mendly.vitals.models import Observation

DAY: Final = timedelta(days=1)
NEWEST: Final = 6
RANGES: Final = (7, 30, 90)
FORMS: Final = MappingProxyType({"blood-pressure": PressureForm, "weight": WeightForm})


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the page: the average in words, then the chart. `form` names the form that adds to it.

    `known` is false while there is nothing to tell.
    """

    title: str
    headline: str
    lines: tuple[str, ...]
    chart: SafeString | None
    form: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading of the list; `doubtful` ones are shown and counted nowhere.

    `can_withdraw`: who looks may take it back.
    """

    id: UUID
    when: str
    words: str
    note: str
    doubtful: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the page shows: whole local days up to now."""

    days: int
    first: date
    start: datetime
    end: datetime


@require_safe
@patients_only
def health(request: HttpRequest, patient: UUID) -> HttpResponse:
    """`?days=` 7, 30 or 90."""
    record = whose(request, patient)
    span = _span(record, request.GET.get("days", ""))
    facts = {
        "heading": _("Your health") if record.own else _("Health"),
        "days": span.days,
        "ranges": RANGES,
        "newest": [_row(record, row) for row in observations_of(record.actor, patient, limit=NEWEST)],
        "measures": [_pressure(record, span), _weight(record, span), _steps(record, span)],
    }
    return show(request, record, "health/part" if is_fragment(request) else "health/page", facts)


@require_http_methods(["GET", "POST"])
@patients_only
def add(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    record = whose(request, patient)
    if kind not in FORMS or not record.may_measure:
        raise NotFound
    form = FORMS[kind](request.POST or None, record=record)
    doubtful = False
    if request.method == "POST" and form.is_valid():
        try:
            _keep(record, form)
            messages.success(request, say("readings.saved", active_language()))
            return redirect("portal:health", patient)
        except IsThisRightError:
            doubtful = True
        except (BadInput, Conflict) as error:
            refuse(form, error)
    facts = {
        "heading": _("Add a blood pressure") if kind == "blood-pressure" else _("Add a weight"),
        "form": form,
        "doubtful": doubtful,
        "back_url": reverse("portal:health", args=[patient]),
        "back_words": _("Your health"),
    }
    return show(request, record, "health/add", facts, status=422 if request.method == "POST" else 200)


@require_POST
@patients_only
def withdraw(request: HttpRequest, patient: UUID, observation: UUID) -> HttpResponse:
    record = whose(request, patient)
    withdraw_observation(record.actor, patient, observation)
    messages.success(request, _("This reading no longer counts."))
    return redirect("portal:health", patient)


def _row(record: Whose, row: Observation) -> ReadingRow:
    local = record.local(row.taken_at)
    when = f"{short_day(local.date())}, {clock(local.time())}"
    can_withdraw = record.may_take_back(Category.READINGS, row.recorded_by)
    return ReadingRow(row.id, when, _in_words(row), row.note, row.is_doubtful, can_withdraw)


def _in_words(row: Observation) -> str:
    values = row.values
    if isinstance(values, Weight):
        return f"{format_number(values.weight, active_language())} kg"
    pair = {"upper": values.systolic, "lower": values.diastolic}
    words = _("%(upper)s over %(lower)s") % pair
    return words if values.pulse is None else f"{words}, {_('pulse %(pulse)s') % {'pulse': values.pulse}}"


def _keep(record: Whose, form: ReadingForm) -> None:
    given = form.cleaned_data
    record_observation(
        record.actor,
        record.patient,
        observation_id=given["entry"],
        taken_at=given["taken_at"],
        values=form.values(),
        note=given["note"],
        confirmed=given["sure"],
    )


def _span(record: Whose, asked: str) -> Span:
    days = int(asked) if asked in map(str, RANGES) else RANGES[1]
    first = record.today - (days - 1) * DAY
    start = datetime.combine(first, time(), record.zone).astimezone(UTC)
    return Span(days, first, start, record.now)


def _pressure(record: Whose, span: Span) -> Measure:
    rows = observations_of(record.actor, record.patient, type=BLOOD_PRESSURE, start=span.start)
    readings = [
        (row.taken_at, row.values)
        for row in reversed(rows)
        if isinstance(row.values, BloodPressure) and not row.is_doubtful
    ]
    upper = [Point(at, values.systolic) for at, values in readings]
    lower = [Point(at, values.diastolic) for at, values in readings]
    words = pressure_words(record)
    to_check = (
        (say("readings.to_check", active_language(), readings=words.to_check),) if words.to_check else ()
    )
    chart = LineChart(
        key="pressure",
        title=words.text.title,
        series=(Series(_("Upper number"), upper), Series(_("Lower number"), lower)),
        start=span.start,
        end=span.end,
        zone=record.zone,
        unit="mm Hg",
        goals=normal_bands(lower),
    )
    return Measure(
        words.text.title,
        words.text.headline,
        (*words.text.lines, *to_check),
        _drawn(chart),
        "blood-pressure",
        known=words.measured,
    )


def _weight(record: Whose, span: Span) -> Measure:
    rows = observations_of(record.actor, record.patient, type=WEIGHT, start=span.start)
    points = [
        Point(row.taken_at, row.values.weight)
        for row in reversed(rows)
        if isinstance(row.values, Weight) and not row.is_doubtful
    ]
    title = say("readings.name.weight", active_language())
    chart = LineChart(
        key="weight",
        title=title,
        series=(Series(title, points),),
        start=span.start,
        end=span.end,
        zone=record.zone,
        unit="kg",
        gap=timedelta(days=8),
        decimals=1,
    )
    headline, *lines = _weight_words(points)
    return Measure(title, headline, tuple(lines), _drawn(chart), "weight", known=bool(points))


def _weight_words(points: list[Point]) -> list[str]:
    if not points:
        return [_("No weight in this time yet.")]
    words = [_("Your last weight is %(last)s kg.") % {"last": _kilograms(points[-1])}]
    if len(points) > 1:
        words.append(_("The first one here was %(first)s kg.") % {"first": _kilograms(points[0])})
    return words


def _kilograms(point: Point) -> str:
    return format_number(Decimal(str(point.value)), active_language())


def _steps(record: Whose, span: Span) -> Measure:
    """Steps of whole days; the averages are those of days with any steps."""
    first = min(span.first, record.today - 13 * DAY)
    totals = daily_totals_of(record.actor, record.patient, "steps", first, record.today, record.zone)
    noon = ((datetime.combine(day, time(12), record.zone), day) for day in sorted(totals))
    points = [Point(min(at, span.end), round(totals[day])) for at, day in noon if day >= span.first]
    words = reading_card(
        "steps",
        this_week=_average(totals, record.today - 6 * DAY, record.today),
        last_week=_average(totals, record.today - 13 * DAY, record.today - 7 * DAY),
        goal=None,
        language=active_language(),
        unit=_("steps a day"),
    )
    chart = LineChart(
        key="steps",
        title=words.title,
        series=(Series(words.title, points, "general"),),
        start=span.start,
        end=span.end,
        zone=record.zone,
    )
    lines = (say("readings.steps_differ", active_language()),) if totals else ()
    headline = words.headline if totals else _("Steps from your phone or watch will show here.")
    return Measure(words.title, headline, lines, _drawn(chart), known=bool(totals))


def _average(totals: dict[date, float], first: date, last: date) -> Week | None:
    days = [total for day, total in totals.items() if first <= day <= last]
    return Week((round(sum(days) / len(days)),), len(days)) if days else None


def _drawn(chart: LineChart) -> SafeString | None:
    return line_chart(chart) if any(series.points for series in chart.series) else None
