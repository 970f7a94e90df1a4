"""Findings of a laboratory's tumour report and the therapies they speak for or against. Pure.

The path: :func:`read_report` -> :func:`match_report`. For tumour reports only, never for inherited DNA. A finding
that is not in the list says nothing about treatment.
"""

from mendly_core.tumour.errors import REFUSALS, EvidenceTableRefused, TumourReportRefused
from mendly_core.tumour.facts import ANY_SOLID, Disease, Evidence, TumourFacts, tumour_facts
from mendly_core.tumour.importer import ImportedEvidence, Skipped, read_evidence_table
from mendly_core.tumour.matching import (
    Fit,
    TumourAnswer,
    TumourMatch,
    diseases,
    find_disease,
    match_report,
)
from mendly_core.tumour.report import ReportLine, Status, TumourReport, read_report

__all__ = [
    "ANY_SOLID",
    "REFUSALS",
    "Disease",
    "Evidence",
    "EvidenceTableRefused",
    "Fit",
    "ImportedEvidence",
    "ReportLine",
    "Skipped",
    "Status",
    "TumourAnswer",
    "TumourFacts",
    "TumourMatch",
    "TumourReport",
    "TumourReportRefused",
    "diseases",
    "find_disease",
    "match_report",
    "read_evidence_table",
    "read_report",
    "tumour_facts",
]
