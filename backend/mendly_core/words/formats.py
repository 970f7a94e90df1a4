"""How dates, times and numbers look in a sentence, per language.

Own and small, because the phone carries no locale library. English writes "1:00 pm" and "22 November 2026";
Spanish writes "13:00" and "22 de noviembre de 2026", with a decimal comma.
"""

from datetime import date, time
from decimal import Decimal
from typing import Literal, get_args

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
_GROUP_MARK: dict[Language, str] = {"en": ",", "es": "\N{NO-BREAK SPACE}"}
_DECIMAL_MARK: dict[Language, str] = {"en": ".", "es": ","}
_GROUP_FROM_DIGITS: dict[Language, int] = {"en": 4, "es": 5}


def format_date(day: date, language: Language) -> str:
    """Return the day, month in words, and year: "22 November 2026", "22 de noviembre de 2026"."""
    month = _MONTHS[language][day.month - 1]
    if language == "es":
        return f"{day.day} de {month} de {day.year}"
    return f"{day.day} {month} {day.year}"


def format_month(day: date, language: str) -> str:
    """Return the month in words, and year: "November 2026", "noviembre de 2026"."""
    if language == "es":
        return f"{_MONTHS['es'][day.month - 1]} de {day.year}"
    return f"{_MONTHS['en'][day.month - 1]} {day.year}"


def format_time(moment: time, language: Language) -> str:
    """Return the local wall time: "1:00 pm" in English, "13:00" in Spanish. Seconds are not shown."""
    if language == "es":
        return f"{moment.hour}:{moment.minute:02d}"
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {half}"


def format_at(moment: time, language: Language) -> str:
    """Return the wall time with its preposition: "at 1:00 pm"; "a las 13:00", but "a la 1:00"."""
    clock = format_time(moment, language)
    if language == "es":
        return f"a {'la' if moment.hour == 1 else 'las'} {clock}"
    return f"at {clock}"


def format_number(value: Decimal | int, language: Language) -> str:
    """Return a plain number, exact, never in scientific notation: "12,000.5", "12 000,5" (no-break space)."""
    sign = "-" if value < 0 else ""
    whole, _, fraction = f"{abs(Decimal(value)):f}".partition(".")
    if len(whole) >= _GROUP_FROM_DIGITS[language]:
        whole = f"{int(whole):,}".replace(",", _GROUP_MARK[language])
    return f"{sign}{whole}{_DECIMAL_MARK[language]}{fraction}" if fraction else f"{sign}{whole}"
