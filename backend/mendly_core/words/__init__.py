"""Every sentence a patient reads, in English and Spanish, and the grade that keeps it plain.

`say` speaks one sentence of the registry; the card functions compose several. Pure: no clock, no locale, no
network, so server and phone say the same.
"""

from mendly_core.words.cards import CardText, Level, gene_medicine_card
from mendly_core.words.coverage_pages import AlleleSight, CoverageText, coverage_text
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
from mendly_core.words.doctor_part import advice_lines
from mendly_core.words.documents import (
    CardRow,
    ClinicianReport,
    ReportSection,
    WalletCard,
    clinician_report,
    wallet_card,
)
from mendly_core.words.family_letters import FamilyLetter, family_letter, medicine_gene_letter
from mendly_core.words.finding_cards import CategoryText, category_page, finding_card
from mendly_core.words.formats import (
    LANGUAGES,
    Language,
    format_at,
    format_date,
    format_month,
    format_number,
    format_time,
)
from mendly_core.words.gene_words import gene_line, gene_role, gene_sentences
from mendly_core.words.glossary import GLOSSARY, Explanation, Term, explain, unlinked_jargon
from mendly_core.words.grade import Grade, grade
from mendly_core.words.insurance_pages import (
    InsuranceRuleText,
    InsuranceText,
    country_names,
    insurance_page,
)
from mendly_core.words.registry import Kind, Mark, Sentence, SentenceError
from mendly_core.words.right_now import ChangeText, influence_lines, intended_change, medicine_card_now
from mendly_core.words.speech import REGISTRY, english_too, is_reviewed, phrase, say, say_with_names
from mendly_core.words.tumour_pages import (
    TumourText,
    disease_name,
    tumour_card,
    tumour_page,
    tumour_refused,
)
from mendly_core.words.warnings import (
    WarningText,
    duplicate_text,
    interaction_text,
    maximum_text,
    not_checked_lines,
)

__all__ = [
    "ALERT_RULES",
    "GLOSSARY",
    "LANGUAGES",
    "REGISTRY",
    "AlertText",
    "AlleleSight",
    "CardRow",
    "CardText",
    "CategoryText",
    "ChangeText",
    "ClinicianReport",
    "CoverageText",
    "Explanation",
    "FamilyLetter",
    "Goal",
    "Grade",
    "InsuranceRuleText",
    "InsuranceText",
    "Kind",
    "Language",
    "Level",
    "Mark",
    "ReadingText",
    "ReportSection",
    "Sentence",
    "SentenceError",
    "Term",
    "TumourText",
    "WalletCard",
    "WarningText",
    "Week",
    "advice_lines",
    "alert_text",
    "category_page",
    "clinician_report",
    "country_names",
    "coverage_text",
    "disease_name",
    "dose_line",
    "duplicate_text",
    "english_too",
    "explain",
    "family_letter",
    "finding_card",
    "format_at",
    "format_date",
    "format_month",
    "format_number",
    "format_time",
    "gene_line",
    "gene_medicine_card",
    "gene_role",
    "gene_sentences",
    "grade",
    "influence_lines",
    "insurance_page",
    "intended_change",
    "interaction_text",
    "is_reviewed",
    "maximum_text",
    "medicine_card_now",
    "medicine_gene_letter",
    "not_checked_lines",
    "phrase",
    "reading_card",
    "say",
    "say_with_names",
    "tumour_card",
    "tumour_page",
    "tumour_refused",
    "unlinked_jargon",
    "upload_refused",
    "wallet_card",
]
