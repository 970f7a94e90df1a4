"""What is left of a medicine, until when, and the days with medicine in the house, as lines for the care team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.medicines.shelves import StockNow, Unknown
from mendly.medicines.stocks import StockPage
from mendly_core.doses import DaysCovered
from portal.course_words import percent
from portal.patient.phrases import amount_words

Fact = tuple[str, str]
WHY: Final = {
    Unknown.NOT_COUNTED: gettext_lazy("not known: nobody counted"),
    Unknown.UNITS_DIFFER: gettext_lazy("not known: counted in different units"),
    Unknown.DOSE_WITHOUT_AMOUNT: gettext_lazy("not known: a dose was logged without its amount"),
    Unknown.NO_PLAN: gettext_lazy("not known: no plan holds"),
    Unknown.AS_NEEDED: gettext_lazy("not known: taken as needed"),
    Unknown.LONGER: gettext_lazy("in more than 400 days"),
}


def stock_facts(stock: StockPage | None) -> Iterator[Fact]:
    """From what was entered and logged; None: nothing was entered."""
    yield _("Left"), _left(stock.now) if stock else str(WHY[Unknown.NOT_COUNTED])
    if stock is None:
        return
    if stock.now.left is not None:
        yield _("Runs out"), _end(stock.now)
    if stock.now.expires is not None:
        yield _("Pack expires"), date_format(stock.now.expires, "j M Y")
    yield _("Proportion of days covered (PDC)"), _covered(stock.pdc)


def _left(now: StockNow) -> str:
    if now.left is None:
        return str(WHY[now.unknown[0]])
    return amount_words(now.left, now.unit).strip()


def _end(now: StockNow) -> str:
    if now.runs_out is not None:
        return date_format(now.runs_out, "j M Y")
    return str(WHY[now.unknown[0]])


def _covered(pdc: DaysCovered | None) -> str:
    if pdc is None:
        return _("not known: it takes refills over 91 days, each with how long it lasts")
    facts = {"covered": pdc.covered, "period": pdc.period, "percent": percent(pdc.ratio)}
    return (
        _(
            "%(percent)s: %(covered)s days with medicine in the house / %(period)s days from the first refill "
            "until today (refills of the last 365 days; PQA)"
        )
        % facts
    )
