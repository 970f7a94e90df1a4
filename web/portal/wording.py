"""Times and days as our sentences write them, in the language of the request; for tags and charts."""

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from mendly_core.words.formats import LANGUAGES, Language, format_date, format_time


def active_language() -> Language:
    """The language of this request, without its region; English where the registry has no such language."""
    short = (get_language() or "en").split("-")[0]
    return next((language for language in LANGUAGES if language == short), "en")


def clock(moment: time) -> str:
    """A wall time: "1:00 pm" in English, "13:00" in Spanish."""
    return format_time(moment, active_language())


def full_day(day: date) -> str:
    """A date in full: "22 November 2026", "22 de noviembre de 2026"."""
    return format_date(day, active_language())


def short_day(day: date) -> str:
    """Day and short month: "23 Oct", "23 oct"."""
    return date_format(day, pgettext("format of a day and a short month, as Django writes it", "j M"))


def weekday(day: date) -> str:
    """The short name of the day of the week: "Mon", "lun"."""
    return date_format(day, "D")
