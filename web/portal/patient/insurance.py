"""What is known about DNA results and insurance, for the country that a person chooses. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mendly_core.insurance import insurance_countries, insurance_for
from mendly_core.words import InsuranceText, country_names, insurance_page, say
from portal.doors import patients_only
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

ANOTHER: Final = "ZZ"
"""Stands for every country without facts; ISO 3166-1 leaves it to its users."""


@dataclass(frozen=True, slots=True)
class InsuranceChoice:
    """The countries to choose from and the facts of the chosen one; `text` is None until one is chosen.

    `guessed`: nobody chose, the zone of the record suggests it.
    """

    countries: tuple[tuple[str, str], ...]
    chosen: str
    guessed: bool
    text: InsuranceText | None

    @property
    def was_asked_for(self) -> bool:
        return bool(self.chosen) and not self.guessed


def insurance_choice(record: Whose, asked: str) -> InsuranceChoice:
    """`asked` is what the person sent: a code of the list, or anything."""
    language, known = active_language(), insurance_countries()
    guess = _country_of_zone().get(record.zone.key, "")
    wanted = asked if asked in (*known, ANOTHER) else guess
    chosen = wanted if wanted in known or not wanted else ANOTHER
    return InsuranceChoice(
        countries=(*country_names(known, language), (ANOTHER, _("Another country"))),
        chosen=chosen,
        guessed=bool(chosen) and wanted != asked,
        text=insurance_page(insurance_for(chosen), language) if chosen else None,
    )


@cache
def _country_of_zone() -> dict[str, str]:
    """Zone to two-letter country code, from the zone table of the tz database (`tzdata`)."""
    rows = (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines()
    cells = (row.split("\t") for row in rows if not row.startswith("#"))
    return {zone: country for country, _place, zone, *_note in cells}


@require_safe
@patients_only
def insurance(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    facts = {
        "heading": say("insurance.title", active_language()),
        "insurance": insurance_choice(record, request.GET.get("country", "")),
        "back_url": reverse("portal:sharing", args=[patient]) if record.own else "",
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "insurance/page", facts)
