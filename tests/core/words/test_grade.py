"""The reading grade: formulas, masking and the cutting of sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.words import grade
from mendly_core.words.grade import mask_names, sentences_of, words_of

PLAIN = "Your body clears this medicine slowly. More of it stays in your blood. Ask your care team about it."
HARD = (
    "Pharmacogenomic testing indicates you are a poor metabolizer; consequently, standard dosing regimens "
    "may precipitate supratherapeutic concentrations and associated adverse reactions."
)
HARD_ES = (
    "El análisis farmacogenómico indica un fenotipo de metabolizador lento; la administración de dosis "
    "convencionales incrementaría considerablemente las concentraciones plasmáticas."
)


def test_the_english_figure_is_the_flesch_kincaid_grade() -> None:
    found = grade("Take 1 tablet of lisinopril every morning.", "en")
    assert (found.words, found.sentences, found.syllables) == (7, 1, 13)
    assert found.fkgl == pytest.approx(0.39 * 7 + 11.8 * 13 / 7 - 15.59)
    assert found.inflesz is None


def test_a_masked_name_counts_as_one_short_word() -> None:
    found = grade("Take 1 tablet of lisinopril every morning.", "en", ["lisinopril"])
    assert found.fkgl == pytest.approx(4.0, abs=0.05)


def test_the_spanish_figure_is_inflesz() -> None:
    found = grade("Tome su medicina cada día. Hable con su equipo.", "es")
    assert (found.words, found.sentences, found.syllables) == (9, 2, 18)
    assert found.inflesz == pytest.approx(206.835 - 62.3 * 18 / 9 - 9 / 2)
    assert found.fkgl is None


def test_plain_text_passes_and_jargon_does_not() -> None:
    assert grade(PLAIN, "en").passes
    assert (grade(HARD, "en").fkgl or 0) > 14
    assert not grade(HARD, "en").passes
    assert not grade(HARD_ES, "es").passes


def test_a_long_sentence_fails_however_short_its_words() -> None:
    text = "We can go on and on and on and on and on and on and on and on and on and on now."
    found = grade(text, "en")
    assert found.longest_sentence == 23
    assert found.fkgl is not None
    assert not found.passes


def test_sentences_end_at_marks_and_line_breaks_but_not_inside_numbers_or_titles() -> None:
    text = "Ask Dr. Imani now! It was 1.5 at 8:04.\nYour genes\n¿Le duele? Sí…  "
    assert sentences_of(text) == ["Ask Dr. Imani now", "It was 1.5 at 8:04", "Your genes", "¿Le duele", "Sí"]


def test_words_keep_apostrophes_hyphens_and_times_together() -> None:
    words = words_of("Don't re-use 8:04 or 2026-11-22, “ok”?")
    assert words == ["Don't", "re-use", "8:04", "or", "2026-11-22", "ok"]


def test_masking_takes_the_longest_name_and_whole_words_only() -> None:
    names = ["F5", "HLA-B", "HLA-B*57:01", "iron"]
    assert mask_names("HLA-B*57:01, HLA-B, F5 and F55, environment and Iron.", names) == (
        "Bo, Bo, Bo and F55, environment and Bo."
    )


def test_text_without_a_word_cannot_be_graded() -> None:
    for text in ("", " ... ", "\n"):
        with pytest.raises(ValueError, match="no word"):
            grade(text, "en")


def test_a_language_without_a_grade_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        grade("Bonjour.", "fr")


@given(st.text(max_size=200), st.sampled_from(["en", "es"]))
def test_any_text_is_graded_or_refused_plainly(text: str, language: str) -> None:
    try:
        found = grade(text, language)
    except ValueError:
        return
    assert found.words >= found.sentences >= 1
    assert found.syllables >= found.words
    assert 1 <= found.longest_sentence <= found.words
