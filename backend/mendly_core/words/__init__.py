"""Every sentence a patient reads, in English and Spanish, and the grade that keeps it plain.

`say` speaks one sentence of the registry; the card functions compose several. Pure: no clock, no locale, no
network, so server and phone say the same.
"""

from mendly_core.words.cards import CardText, Level, gene_medicine_card
from mendly_core.words.daily import (
    ALERT_RULES,
    AlertText,
    Goal,
    ReadingText,
    Week,
    alert_text,
    dose_line,
    reading_card,
    upload_refused,
)
from mendly_core.words.formats import LANGUAGES, Language, format_at, format_date, format_number, format_time
from mendly_core.words.gene_words import gene_line, gene_role, gene_sentences
from mendly_core.words.glossary import GLOSSARY, Explanation, Term, explain, unlinked_jargon
from mendly_core.words.grade import Grade, grade
from mendly_core.words.registry import Kind, Mark, Sentence, SentenceError
from mendly_core.words.speech import REGISTRY, english_too, is_reviewed, say, say_with_names

__all__ = [
    "ALERT_RULES",
    "GLOSSARY",
    "LANGUAGES",
    "REGISTRY",
    "AlertText",
    "CardText",
    "Explanation",
    "Goal",
    "Grade",
    "Kind",
    "Language",
    "Level",
    "Mark",
    "ReadingText",
    "Sentence",
    "SentenceError",
    "Term",
    "Week",
    "alert_text",
    "dose_line",
    "english_too",
    "explain",
    "format_at",
    "format_date",
    "format_number",
    "format_time",
    "gene_line",
    "gene_medicine_card",
    "gene_role",
    "gene_sentences",
    "grade",
    "is_reviewed",
    "reading_card",
    "say",
    "say_with_names",
    "unlinked_jargon",
    "upload_refused",
]
