"""The two catalogues say the same, plainly."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import mendly_app
from mendly_app.locale import Entry, catalogue
from mendly_core.words import grade

EN, ES = catalogue("en"), catalogue("es")
NAMES = ("Mendly", "{medicine}", "{name}", "{title}", "{subject}")
PAGES = (
    "status",
    "welcome",
    "today",
    "dose",
    "dose_page",
    "medicines",
    "add_medicine",
    "extra",
    "travel",
    "insights",
    "beyond",
    "messages",
    "health",
    "settings",
    "not_sent",
)
LONGEST_RATIO = 1.9
"""Labels are short, so a translation may be longer by more than in running text."""


def texts(entry: Entry) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert EN.entries.keys() == ES.entries.keys()


def test_a_translation_has_the_same_slots_and_no_empty_text() -> None:
    for key in EN.entries:
        english, spanish = texts(EN.entries[key]), texts(ES.entries[key])
        assert len(english) == len(spanish), key
        for ours, theirs in zip(english, spanish, strict=True):
            assert slots(ours) == slots(theirs), key
            assert theirs.strip(), key
            assert len(theirs) <= max(len(ours) * LONGEST_RATIO, len(ours) + 12), key


def test_a_count_chooses_the_form() -> None:
    assert EN("ago.minutes", n=1) == "1 minute ago"
    assert EN("ago.minutes", n=10) == "10 minutes ago"
    assert ES("ago.minutes", n=1) == "hace 1 minuto"


def test_an_unknown_key_or_a_missing_slot_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        EN("no.such.text")
    with pytest.raises(KeyError):
        EN("today.greeting", greeting="Hi")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("words", [EN, ES], ids=["en", "es"])
def test_the_sentences_of_a_page_are_easy_to_read(words: object, page: str) -> None:
    assert words in (EN, ES)
    chosen = EN if words is EN else ES
    sentences = [
        text
        for key, entry in chosen.entries.items()
        if key.startswith(f"{page}.")
        for text in texts(entry)
        if text.endswith((".", "?"))
    ]
    result = grade("\n".join(sentences), "en" if chosen is EN else "es", NAMES)
    assert result.passes, result


def test_every_text_is_used_and_every_used_text_exists() -> None:
    """Keys stand in the code as they are, or begin like one of the few that are put together there."""
    folder = Path(mendly_app.__file__).parent
    code = "".join(path.read_text() for kind in ("py", "kv") for path in folder.rglob(f"*.{kind}"))
    named = set(re.findall(r"""(?:tr|words)\(["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""", code))
    composed = tuple(
        re.findall(r"""(?:tr|words)\((?:f")?["']?([a-z_]+\.(?:[a-z_]+\.|[a-z]+_)?)["'{]""", code)
    )
    unused = [key for key in EN.entries if f'"{key}"' not in code and f"'{key}'" not in code]
    missing, idle = sorted(named - set(EN.entries)), [key for key in unused if not key.startswith(composed)]
    assert (missing, idle) == ([], [])


def test_no_label_blames() -> None:
    everything = " ".join(text.lower() for entry in EN.entries.values() for text in texts(entry))
    for word in ("missed", "failed", "forgot", "caregiver", "patient compliance", "should have"):
        assert word not in everything
