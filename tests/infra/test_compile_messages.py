"""Translations compile without the gettext programs, and read back as written."""

import gettext
from pathlib import Path

import pytest

from compile_messages import compile_messages

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Medicines"
msgstr "Medicamentos"

msgctxt "menu"
msgid "Home"
msgstr "Inicio"

msgid "One dose"
msgid_plural "%d doses"
msgstr[0] "Una dosis"
msgstr[1] "%d dosis"

#, fuzzy
msgid "Readings"
msgstr "Lecturas?"

msgid "Not translated yet"
msgstr ""
"""


def test_compiled_catalogue_reads_back(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(CATALOGUE, encoding="utf-8")
    with compile_messages(source).open("rb") as compiled:
        spanish = gettext.GNUTranslations(compiled)
    assert spanish.gettext("Medicines") == "Medicamentos"
    assert spanish.pgettext("menu", "Home") == "Inicio"
    assert spanish.ngettext("One dose", "%d doses", 3) == "%d dosis"
    assert spanish.gettext("Readings") == "Readings"
    assert spanish.gettext("Not translated yet") == "Not translated yet"


def test_malformed_catalogue_is_refused_and_nothing_written(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid "a"\nmsgstr "b" c"\n', encoding="utf-8")
    with pytest.raises(OSError, match="line 2"):
        compile_messages(source)
    assert not source.with_suffix(".mo").exists()
