"""How a patient's course goes, for their care team: in all, by medicine, and where in the week doses stay open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mendly.errors import NotFound
from mendly.medicines.barriers import barrier_answers_of
from mendly.medicines.courses import SPANS, CourseDetail, MedicineFacts, UseAsNeeded, course_of
from mendly.medicines.stocks import StockPage, stocks_of
from mendly.medicines.summaries import weeks_of
from mendly.policy import Category
from mendly_core.doses.courses import CourseFacts
from mendly_core.words import say
from portal.course_words import MissMap, miss_map_of, percent, span_words
from portal.doors import actor_of, is_fragment, providers_only
from portal.provider.record import Record, record_of
from portal.provider.stock_words import Fact, stock_facts
from portal.wording import active_language

SHOWN_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class MedicinePart:
    """One medicine: what the log says of it, line by line, and its map."""

    name: str
    facts: tuple[Fact, ...]
    misses: MissMap | None


@require_safe
@providers_only
def course(request: HttpRequest, patient: UUID) -> HttpResponse:
    """`?days=` 7, 30 or 90. The part below the switch is fetched again when something is logged."""
    actor = actor_of(request)
    record = record_of(actor, patient)
    if Category.MEDICINES not in record.shared:
        raise NotFound
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[1]
    found = course_of(actor, patient, days)
    language = active_language()
    stocks = stocks_of(actor, patient)
    answers = barrier_answers_of(actor, patient)[:SHOWN_ANSWERS]
    facts = {
        "record": record,
        "days": days,
        "ranges": SPANS,
        "course": found,
        "facts": (*_facts(found.facts, record), *_quality(found)),
        "misses": miss_map_of("all", _("Open doses by day and hour"), found.facts.misses),
        "medicines": [
            _medicine(part, stocks.get(part.medicine), record, n) for n, part in enumerate(found.medicines)
        ],
        "answers": [(one, say(f"barriers.{one.answer}", language)) for one in answers],
        "weeks": weeks_of(actor, patient, most=4),
    }
    page = "parts/course" if is_fragment(request) else "course"
    return render(request, f"portal/provider/{page}.html", facts)


def _medicine(part: MedicineFacts, stock: StockPage | None, record: Record, number: int) -> MedicinePart:
    title = _("Open doses by day and hour: %(name)s") % {"name": part.name}
    misses = miss_map_of(f"medicine-{number}", title, part.facts.misses) if part.facts.misses else None
    use = tuple(_use(part.as_needed)) if part.as_needed else ()
    planned = part.facts.doses.settled or part.facts.doses.no_data or not part.as_needed
    facts = (*(_facts(part.facts, record) if planned else ()), *use, *stock_facts(stock))
    return MedicinePart(part.name, facts, misses)


def _facts(facts: CourseFacts, record: Record) -> Iterator[Fact]:
    doses, before = facts.doses, facts.before
    pair = _("%(some)s of %(all)s")
    yield (
        _("Doses logged as taken"),
        f"{pair % {'some': doses.taken, 'all': doses.settled}}, {percent(doses.dose_ratio)}",
    )
    yield _("In the days before"), f"{percent(before.dose_ratio)}{_arrow(facts.trend)}"
    yield (
        _("Days fully taken"),
        pair % {"some": facts.full_days.full, "all": facts.full_days.counted},
    )
    yield _("Skipped, missed, taken in part"), f"{doses.skipped}, {doses.missed}, {doses.partial}"
    yield _("Nothing known of"), str(doses.no_data)
    yield _("Taken on time"), percent(doses.timing_ratio)
    if facts.lateness is not None:
        late = facts.lateness
        values = {"a": late.quarter, "b": late.half, "c": late.three_quarters}
        yield (
            _("Minutes after the planned time"),
            _("%(a)s, %(b)s, %(c)s (a quarter, half, three quarters)") % values,
        )
    yield _("Last taken"), _moment(facts.last_taken_at, record)
    missed = facts.last_missed.occurrence.instant if facts.last_missed else None
    yield _("Last missed"), _moment(missed, record) if missed else _("none in these days")
    yield _("Longest time between two doses"), span_words(facts.longest_gap)
    if facts.skip_reasons:
        yield (
            _("Reasons given for skipping"),
            ", ".join(f"{reason or _('none given')} ({count})" for reason, count in facts.skip_reasons),
        )


def _quality(found: CourseDetail) -> Iterator[Fact]:
    quality = found.facts.quality
    share = quality.entered_late / quality.logged if quality.logged else None
    yield _("Logged more than 24 hours later"), percent(share)
    yield _("Days without any word from the phone"), str(found.silent_days)


def _use(use: UseAsNeeded) -> Iterator[Fact]:
    most = _("not known") if use.most is None else f"{use.most.normalize():f}"
    yield _("Outside a plan: most in 24 hours"), f"{use.highest.normalize():f} {use.unit}".strip()
    yield _("The most of 24 hours by the plan"), most
    for day in use.days:
        amount = f"{day.amount.normalize():f} {use.unit}".strip()
        yield date_format(day.day, "j M"), f"{day.times} × ({amount})"


def _arrow(trend: float | None) -> str:
    """Up or down since, as words: a sign alone may not be heard."""
    if trend is None or round(100 * trend) == 0:
        return ""
    change = abs(round(100 * trend))
    return (_(", %(n)s points more since") if trend > 0 else _(", %(n)s points less since")) % {"n": change}


def _moment(moment: datetime | None, record: Record) -> str:
    if moment is None:
        return _("none in these days")
    return date_format(moment.astimezone(ZoneInfo(record.zone)), "j M, H:i")
