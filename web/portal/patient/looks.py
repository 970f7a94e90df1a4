"""Who looked: the whole list, of one person, of one kind of data, of some time; the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from mendly.care.access_log import Look, LooksPage, Onlooker, look_sentence, looks_page, onlookers_of
from mendly.errors import BadInput
from mendly.policy import Category
from portal.doors import patients_only
from portal.kinds import KINDS
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

DAYS: Final = {"week": 7, "month": 30, "year": 365}
PERIODS: Final = (
    ("", gettext_lazy("Any time")),
    ("week", gettext_lazy("The last 7 days")),
    ("month", gettext_lazy("The last 30 days")),
    ("year", gettext_lazy("The last year")),
)


class LooksForm(forms.Form):
    """What the list is narrowed to. It opens with everything; `before` turns the page."""

    label_suffix = ""
    person = forms.TypedChoiceField(label=gettext_lazy("Who?"), coerce=UUID, empty_value=None, required=False)
    kind = forms.TypedChoiceField(
        label=gettext_lazy("What?"), coerce=Category, empty_value=None, required=False
    )
    period = forms.ChoiceField(label=gettext_lazy("When?"), choices=PERIODS, required=False)
    before = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Onlooker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone, all_kinds = _("Everyone"), _("Everything")
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", everyone),
            *((str(each.person), name_of(each.who, each.name)) for each in people),
        ]
        self.fields["kind"].choices = [("", all_kinds), *KINDS.items()]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """One look in a sentence, with the marks that stand beside it."""

    words: str
    listed: bool
    emergency: bool


@require_safe
@patients_only
def looks(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    form = LooksForm(request.GET, people=onlookers_of(record.actor, patient))
    if not form.is_valid():
        raise BadInput("We cannot show this part of the list. Please choose again.")
    page = _found(record, form.cleaned_data)
    facts = {
        "heading": _("Who looked at my data"),
        "form": form,
        "lines": list(_lines(record, page.looks)),
        "older_url": _older(request, page.before),
        "first_url": request.path if form.cleaned_data["before"] else "",
        "back_url": reverse("portal:sharing", args=[patient]),
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "sharing/looks", facts)


def name_of(who: str, name: str) -> str:
    """How the list calls somebody who may have no name."""
    if who == "self":
        return pgettext("who looked", "You")
    return name or _("Someone close")


def look_words(record: Whose, look: Look) -> str:
    """One line of "who looked": what it was, and when on the patient's clock."""
    name = name_of(look.who, look.name)
    person = f"{name}, {look.clinic}" if look.clinic else name
    return look_sentence(look, active_language(), person=person, local=record.local(look.at))


def _found(record: Whose, wish: dict[str, Any]) -> LooksPage:
    days = DAYS.get(wish["period"])
    return looks_page(
        record.actor,
        record.patient,
        person=wish["person"],
        category=wish["kind"],
        since=record.now - timedelta(days=days) if days else None,
        before=wish["before"],
    )


def _lines(record: Whose, found: tuple[Look, ...]) -> Iterator[Line]:
    """Looks of one minute at one kind of data are one line."""
    lines = (Line(look_words(record, look), look.listed, look.emergency) for look in found)
    return (line for line, _same in groupby(lines))


def _older(request: HttpRequest, before: datetime | None) -> str:
    if before is None:
        return ""
    kept = {key: value for key, value in request.GET.items() if value and key != "before"}
    return f"?{urlencode({**kept, 'before': before.isoformat()})}"
