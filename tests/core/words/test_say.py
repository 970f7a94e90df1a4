"""Saying one sentence: slots, plurals, languages, and mistakes that must not pass silently."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from mendly_core.words import (
    REGISTRY,
    Mark,
    SentenceError,
    english_too,
    format_at,
    format_date,
    format_number,
    format_time,
    is_reviewed,
    say,
    say_with_names,
)
from mendly_core.words.registry import Plural, index, sentence


def test_a_sentence_comes_filled_in_both_languages() -> None:
    assert (
        say("doses.taken", "en", medicine="Metformin", taken=time(8, 4)) == "You took Metformin at 8:04 am."
    )
    assert say("doses.taken", "es", medicine="Metformin", taken=time(8, 4)) == "Tomó Metformin a las 8:04."


def test_a_name_written_small_opens_a_sentence_with_a_capital() -> None:
    assert say("doses.upcoming", "en", medicine="metformin", due=time(21)) == "Metformin is next at 9:00 pm."


def test_the_names_filled_in_are_told_for_masking() -> None:
    rendered = say_with_names("right_now.none", "en", other="Paxil", gene="CYP2D6")
    assert rendered.names == ("Paxil", "CYP2D6")


@pytest.mark.parametrize(
    ("count", "english", "spanish"),
    [
        (0, "0 doses are not logged.", "0 dosis no están anotadas."),
        (1, "1 dose is not logged.", "1 dosis no está anotada."),
        (2, "2 doses are not logged.", "2 dosis no están anotadas."),
        (1000, "1,000 doses are not logged.", "1000 dosis no están anotadas."),
    ],
)
def test_a_count_chooses_the_plural(count: int, english: str, spanish: str) -> None:
    assert say("doses.not_logged_count", "en", doses=count) == english
    assert say("doses.not_logged_count", "es", doses=count) == spanish


@pytest.mark.parametrize(
    ("key", "language", "slots"),
    [
        ("no.such.key", "en", {}),
        ("doses.due", "fr", {"medicine": "Metformin"}),
        ("doses.due", "EN", {"medicine": "Metformin"}),
        ("doses.due", "en", {}),
        ("doses.due", "en", {"medicine": "Metformin", "dose": 1}),
        ("doses.due", "en", {"medicine": ""}),
        ("doses.due", "en", {"medicine": 5}),
        ("doses.taken", "en", {"medicine": "Metformin", "taken": "8:04"}),
        ("doses.taken", "en", {"medicine": "Metformin", "taken": datetime(2026, 5, 1, 8, 4, tzinfo=UTC)}),
        ("doses.refill", "en", {"medicine": "Metformin", "day": datetime(2026, 5, 1, tzinfo=UTC)}),
        ("doses.not_logged_count", "en", {"doses": -1}),
        ("doses.not_logged_count", "en", {"doses": True}),
        ("doses.not_logged_count", "en", {"doses": Decimal(1)}),
        ("readings.this_week.one", "en", {"value": 1.5, "unit": "kg"}),
        ("readings.this_week.one", "en", {"value": Decimal("NaN"), "unit": "kg"}),
    ],
)
def test_a_wrong_call_is_an_error_and_never_a_half_filled_sentence(
    key: str, language: str, slots: dict[str, object]
) -> None:
    with pytest.raises(SentenceError):
        say(key, language, **slots)  # type: ignore[arg-type]


def test_braces_in_a_name_stay_as_they_are() -> None:
    assert say("doses.due", "en", medicine="{x} 5 mg") == "It is time for {x} 5 mg."


@pytest.mark.parametrize(
    ("en", "es"),
    [
        ("It is {due:at}.", "Es la hora."),
        ("It is {due:at}.", "Es {due:time}."),
        ("{doses:count} doses.", "{doses:count} dosis."),
        ("It is {due:soon}.", "Es {due:soon}."),
        ("It is {due}.", "Es {due}."),
        ("It is {}.", "Es {}."),
        ("It is {due!r:at}.", "Es {due!r:at}."),
        (Plural("One.", "Many."), Plural("Una.", "Muchas.")),
        (Plural("{n:count} day", "{n:count} days {m:count}"), Plural("{n:count}", "{n:count}")),
    ],
)
def test_a_registry_entry_with_unlike_slots_cannot_be_made(en: str | Plural, es: str | Plural) -> None:
    with pytest.raises(SentenceError):
        sentence("a.key", en, es)


def test_a_key_cannot_be_used_twice() -> None:
    entry = sentence("a.key", "Yes.", "Sí.")
    with pytest.raises(SentenceError):
        index((entry, entry))


def test_times_follow_the_language() -> None:
    assert [format_time(time(hour), "en") for hour in (0, 1, 11, 12, 13, 23)] == [
        "12:00 am",
        "1:00 am",
        "11:00 am",
        "12:00 pm",
        "1:00 pm",
        "11:00 pm",
    ]
    assert [format_time(time(hour, 5), "es") for hour in (0, 1, 13)] == ["0:05", "1:05", "13:05"]
    assert format_at(time(1, 30), "es") == "a la 1:30"
    assert format_at(time(13), "es") == "a las 13:00"
    assert format_at(time(13), "en") == "at 1:00 pm"


def test_dates_follow_the_language() -> None:
    assert format_date(date(2026, 11, 22), "en") == "22 November 2026"
    assert format_date(date(2026, 11, 22), "es") == "22 de noviembre de 2026"
    months = {format_date(date(2026, month, 1), "es") for month in range(1, 13)}
    assert len(months) == 12


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0, "0", "0"),
        (-3, "-3", "-3"),
        (1234, "1,234", "1234"),
        (12345, "12,345", "12\N{NO-BREAK SPACE}345"),
        (Decimal("81.40"), "81.40", "81,40"),
        (Decimal("-0.5"), "-0.5", "-0,5"),
        (Decimal("1E+3"), "1,000", "1000"),
        (Decimal("1E-7"), "0.0000001", "0,0000001"),
    ],
)
def test_numbers_stay_exact_and_follow_the_language(value: Decimal | int, english: str, spanish: str) -> None:
    assert format_number(value, "en") == english
    assert format_number(value, "es") == spanish


def test_an_unsigned_safety_sentence_comes_with_its_english() -> None:
    assert is_reviewed("guidance.safety", "en")
    assert not is_reviewed("guidance.safety", "es")
    assert english_too("guidance.safety", "es") == say("guidance.safety", "en")
    assert english_too("guidance.safety", "en") is None
    assert english_too("doses.due", "es", medicine="Metformin") is None
    assert english_too("emergency.call", "es", number="112") == "If you feel very ill, call 112 now."


def test_no_spanish_sentence_counts_as_reviewed_until_a_person_signs_it() -> None:
    assert [key for key, entry in REGISTRY.items() if "es" in entry.reviewed] == []


def test_a_signed_translation_needs_no_english_beside_it() -> None:
    signed = sentence("a.key", "Careful.", "Cuidado.", Mark.SAFETY, reviewed=frozenset({"en", "es"}))
    assert signed.reviewed == {"en", "es"}


def test_is_reviewed_knows_its_keys() -> None:
    with pytest.raises(SentenceError):
        is_reviewed("no.such.key", "en")
