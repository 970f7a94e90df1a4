"""Reading grade of a text: Flesch-Kincaid for English, INFLESZ for Spanish.

Formulas: Flesch-Kincaid grade level (Kincaid 1975), INFLESZ (Barrio-Cantalejo 2008, on the Flesch-Szigriszt
formula). Names of medicines, genes and people cannot be made simpler, so they count as one short word.
Grade whole cards or pages: one short sentence gives a noisy figure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mendly_core.words.formats import LANGUAGES
from mendly_core.words.syllables import count_syllables

MAX_SENTENCE_WORDS = 20
MAX_FKGL = 6.0  # AMA and NIH: patient material at sixth grade or below
MIN_INFLESZ = 65.0  # "bastante fácil" starts here

_MASK = "Bo"
_WORD = re.compile(r"[^\W_]+(?:[-’'.,/:\N{NO-BREAK SPACE}][^\W_]+)*")
_SENTENCE_END = re.compile(
    r"[.!?…](?<!\bDr\.)(?<!\bDra\.)(?<!\bSr\.)(?<!\bSra\.)(?<!\bMr\.)(?<!\bMs\.)[.!?…]*[\"”»)]*(?=\s|$)|\n+"
)


@dataclass(frozen=True, slots=True)
class Grade:
    """What was counted, and the language's own score (`fkgl` or `inflesz`; the other is None)."""

    words: int
    sentences: int
    syllables: int
    longest_sentence: int
    fkgl: float | None
    inflesz: float | None

    @property
    def passes(self) -> bool:
        """Whether the text meets the gate: sentence length, and the score of its language."""
        if self.longest_sentence > MAX_SENTENCE_WORDS:
            return False
        if self.fkgl is not None:
            return self.fkgl <= MAX_FKGL
        return self.inflesz is not None and self.inflesz >= MIN_INFLESZ


def words_of(text: str) -> list[str]:
    """Return the words of a text; numbers and times are words too."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that hold at least one word; a line break ends a sentence."""
    return [part.strip() for part in _SENTENCE_END.split(text) if words_of(part)]


def mask_names(text: str, names: Iterable[str]) -> str:
    """Replace every name by one short word, longest names first."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    if not known:
        return text
    either = "|".join(re.escape(name) for name in known)
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", _MASK, text, flags=re.IGNORECASE)


def grade(text: str, language: str, names: Iterable[str] = ()) -> Grade:
    """Return the reading grade of a text, the given names masked.

    Raises ValueError if the text holds no word or the language has no grade.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no reading grade for {language!r}")
    parts = [words_of(part) for part in sentences_of(mask_names(text, names))]
    if not parts:
        raise ValueError("there is no word to grade")
    lengths = [len(part) for part in parts]
    words = sum(lengths)
    syllables = sum(count_syllables(word, language) for part in parts for word in part)
    per_sentence, per_word = words / len(lengths), syllables / words
    fkgl = inflesz = None
    if language == "es":
        inflesz = 206.835 - 62.3 * per_word - per_sentence
    else:
        fkgl = 0.39 * per_sentence + 11.8 * per_word - 15.59
    return Grade(words, len(lengths), syllables, max(lengths), fkgl, inflesz)
