"""What is left of a medicine: how much, until when, what was entered, and when to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.errors import BadInput, Conflict, NotFound
from mendly.medicines.selectors import medicine_of
from mendly.medicines.services import choose_stock_reminder, record_stock, undo_stock
from mendly.medicines.shelves import StockLine, StockNow
from mendly.medicines.stocks import low_stocks_of, stock_of
from mendly.policy import Category
from mendly_core.doses import StockKind
from mendly_core.words import say
from portal.doors import is_fragment, patients_only
from portal.patient.forms import refuse
from portal.patient.phrases import amount_words, days_words
from portal.patient.plans import answer_status, back_to
from portal.patient.stock_forms import ReminderForm, StockForm
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language, full_day

if TYPE_CHECKING:
    from mendly.medicines.models import Medicine

SHOWN_ENTRIES: Final = 30
HEADINGS: Final = {
    StockKind.COUNTED: gettext_lazy("I counted"),
    StockKind.REFILLED: gettext_lazy("I got a refill"),
    StockKind.LOST: gettext_lazy("Some is lost"),
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in words. `may_undo`: it stands, and who looks may take it back."""

    id: UUID
    title: str
    lines: tuple[str, ...]
    undone: bool
    may_undo: bool


@require_safe
@patients_only
def stock(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    """The part with what is left is fetched again when a dose or an entry is logged."""
    return _page(request, whose(request, patient), medicine, None)


@require_http_methods(["GET", "POST"])
@patients_only
def tell(request: HttpRequest, patient: UUID, medicine: UUID, kind: StockKind) -> HttpResponse:
    record = whose(request, patient)
    if not record.may_log:
        raise NotFound
    row = medicine_of(record.actor, patient, medicine)
    unit = stock_of(record.actor, patient, medicine).now.unit
    form = StockForm(request.POST or None, record=record, kind=kind, unit=unit)
    if request.method == "POST" and form.is_valid() and _kept(record, medicine, form):
        messages.success(request, say("stock.saved", active_language()))
        return redirect("portal:stock", patient, medicine)
    facts = {"heading": HEADINGS[kind], "form": form, **_back(record, row)}
    return show(request, record, "stock/tell", facts, status=answer_status(request))


@require_POST
@patients_only
def undo(request: HttpRequest, patient: UUID, medicine: UUID, entry: UUID) -> HttpResponse:
    record = whose(request, patient)
    undo_stock(record.actor, patient, medicine, entry)
    messages.success(request, say("stock.undone", active_language()))
    return redirect("portal:stock", patient, medicine)


@require_POST
@patients_only
def remind(request: HttpRequest, patient: UUID, medicine: UUID) -> HttpResponse:
    record = whose(request, patient)
    if not record.may_hide:
        raise NotFound
    form = ReminderForm(request.POST, chosen=None)
    if not form.is_valid():
        return _page(request, record, medicine, form)
    choose_stock_reminder(record.actor, patient, medicine, form.days())
    messages.success(request, say("stock.reminder_saved", active_language()))
    return redirect("portal:stock", patient, medicine)


def low_lines(record: Whose) -> list[tuple[UUID, str]]:
    """Of each medicine that runs out or gets too old soon, its id and a sentence."""
    found = low_stocks_of(record.actor, record.patient)
    return [(one.medicine, _low_line(one, record.today)) for one in found]


def stock_lines(now: StockNow, today: date) -> list[str]:
    """What is known of a stock, the main thing first."""
    language, lines = active_language(), []
    if now.left is not None and now.left > 0:
        lines.append(say("stock.left", language, amount=amount_words(now.left, now.unit).strip()))
    elif now.left is not None:
        lines.append(say("stock.none_left", language))
    lines += [say(f"stock.{why}", language) for why in now.unknown]
    if now.runs_out is not None and now.left:
        lines.append(_end_line(now.runs_out, today))
    if now.low:
        lines.append(say("stock.may_ask", language))
    if now.expires is not None:
        key = "stock.expired" if now.expires < today else "stock.expires"
        lines.append(say(key, language, day=now.expires))
    return lines


def _end_line(runs_out: date, today: date) -> str:
    if runs_out <= today:
        return say("stock.runs_out_today", active_language())
    return say("stock.runs_out", active_language(), day=runs_out)


def _low_line(now: StockNow, today: date) -> str:
    language, medicine = active_language(), now.medicine_name
    if now.left == 0:
        return say("stock.low_none", language, medicine=medicine)
    if now.expires is not None and (now.runs_out is None or now.expires < now.runs_out):
        key = "stock.low_expired" if now.expires < today else "stock.low_expires"
        return say(key, language, medicine=medicine, day=now.expires)
    if now.runs_out is None or now.runs_out <= today:
        return say("stock.low_today", language, medicine=medicine)
    return say("stock.low", language, medicine=medicine, day=now.runs_out)


def _page(request: HttpRequest, record: Whose, medicine: UUID, form: ReminderForm | None) -> HttpResponse:
    row = medicine_of(record.actor, record.patient, medicine)
    found = stock_of(record.actor, record.patient, medicine)
    lines = stock_lines(found.now, record.today)
    facts = {
        "heading": _("What you have left"),
        "medicine": row,
        "lines": lines,
        "low": found.now.low,
        "entries": [_row(record, line) for line in found.entries[:SHOWN_ENTRIES]],
        "form": form or ReminderForm(chosen=found.now.days_before),
        **back_to(record, row),
    }
    page = "stock/part" if is_fragment(request) else "stock/page"
    return show(request, record, page, facts, status=answer_status(request))


def _row(record: Whose, line: StockLine) -> EntryRow:
    language = active_language()
    amount = amount_words(line.amount, line.unit).strip()
    lines = [full_day(record.local(line.at).date())]
    if line.days is not None:
        lines.append(_("For %(days)s") % {"days": days_words(line.days)})
    if line.expires is not None:
        lines.append(_("Good until %(day)s") % {"day": full_day(line.expires)})
    return EntryRow(
        line.id,
        say(f"stock.kind.{line.kind}", language, amount=amount),
        tuple(lines),
        line.undone_at is not None,
        line.undone_at is None and record.may_take_back(Category.MEDICINES, line.by),
    )


def _kept(record: Whose, medicine: UUID, form: StockForm) -> bool:
    """What is refused, the form says."""
    try:
        record_stock(record.actor, record.patient, medicine, form.cleaned_data["entry"], form.said())
    except (BadInput, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _back(record: Whose, row: Medicine) -> dict[str, object]:
    back = reverse("portal:stock", args=[record.patient, row.id])
    return {"back_url": back, "back_words": _("What you have left"), "medicine": row}
