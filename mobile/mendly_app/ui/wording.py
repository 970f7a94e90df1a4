"""Times and days in words, in the person's language."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from mendly_app.locale import Catalogue
from mendly_core.words import Language, format_time


def language_of(words: Catalogue) -> Language:
    return cast("Language", words.language)


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def clock_time(moment: datetime, zone: str, words: Catalogue) -> str:
    """The wall time of an instant: "1:00 pm", "13:00"."""
    return format_time(local(moment, zone).time(), language_of(words))


def wall_time(text: str, words: Catalogue) -> str:
    """A wall time of a schedule ("08:00") as people say it."""
    return format_time(time.fromisoformat(text), language_of(words))


def day_line(day: date, words: Catalogue) -> str:
    """ "Sunday 22 November", "Domingo 22 de noviembre"."""
    line = words("date.day", weekday=words(f"weekday.{day.weekday()}"), day=day.day, month=_month(day, words))
    return line[:1].upper() + line[1:]


def short_day(day: date, words: Catalogue) -> str:
    """ "22 November", "22 de noviembre"."""
    return words("date.short", day=day.day, month=_month(day, words))


def ago(then: datetime, now: datetime, words: Catalogue) -> str:
    """How long ago: "10 minutes ago". What lies ahead by a clock's fault is "just now"."""
    past = max(timedelta(0), now - then)
    if past < timedelta(minutes=1):
        return words("ago.now")
    if past < timedelta(hours=1):
        return words("ago.minutes", n=past // timedelta(minutes=1))
    if past < timedelta(days=1):
        return words("ago.hours", n=past // timedelta(hours=1))
    return words("ago.days", n=past.days)


def listed(items: list[str], words: Catalogue) -> str:
    """ "8:00 am, 1:00 pm and 9:00 pm"."""
    if len(items) < 2:
        return "".join(items)
    return words("list.two", first=", ".join(items[:-1]), last=items[-1])


def shown_when(moment: datetime, now: datetime, zone: str, words: Catalogue) -> str:
    """Today: the wall time; else the day, with the time."""
    there, here = local(moment, zone), local(now, zone)
    at = format_time(there.time(), language_of(words))
    return at if there.date() == here.date() else f"{short_day(there.date(), words)}, {at}"


def _month(day: date, words: Catalogue) -> str:
    return words(f"month.{day.month}")
