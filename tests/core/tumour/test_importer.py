"""The contract of an evidence table with CIViC's columns."""

from __future__ import annotations

import pytest

from mendly_core.tumour import EvidenceTableRefused, match_report, read_evidence_table, read_report
from mendly_core.tumour.importer import REQUIRED

ROW = {
    "molecular_profile": "EGFR L858R",
    "molecular_profile_id": "33",
    "disease": "Non-small cell lung cancer",
    "doid": "3908",
    "phenotypes": "",
    "therapies": "Erlotinib",
    "therapy_interaction_type": "",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "A",
    "significance": "Sensitivity/Response",
    "evidence_statement": "A sentence that belongs to somebody else.",
    "citation_id": "1",
    "source_type": "PubMed",
}


def table(*rows: dict[str, str]) -> str:
    return "\n".join("\t".join(row[name] for name in REQUIRED) for row in ({n: n for n in REQUIRED}, *rows))


def changed(**cells: str) -> dict[str, str]:
    return {**ROW, **cells}


def test_a_row_becomes_evidence_without_its_sentence() -> None:
    (row,) = read_evidence_table(table(ROW)).rows
    assert (row.profile, row.disease, row.therapies) == (
        "EGFR L858R",
        "Non-small cell lung cancer",
        ("erlotinib",),
    )
    assert (row.given, row.meaning, row.level, row.basis) == ("alone", "may_help", "A", "PubMed 1")
    assert "somebody" not in repr(row)
    assert not row.reviewed


def test_imported_rows_are_matched_beside_the_tables() -> None:
    imported = read_evidence_table(
        table(
            changed(molecular_profile="BRCA2 Loss", therapies="A,B", therapy_interaction_type="Combination")
        )
    )
    found = match_report(read_report("EGFR L858R"), "NSCLC", imported=read_evidence_table(table(ROW)).rows)
    assert "PubMed 1" in {match.evidence.basis for match in found.matches}
    assert imported.rows[0].given == "together"


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        ({"significance": "Resistance"}, "resistance"),
        ({"evidence_direction": "Does Not Support"}, "little_benefit"),
        ({"significance": "Sensitivity"}, "may_help"),
    ],
)
def test_direction_and_significance_give_the_meaning(cells: dict[str, str], meaning: str) -> None:
    assert read_evidence_table(table(changed(**cells))).rows[0].meaning == meaning


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"evidence_type": "Prognostic"}, "not_about_therapies"),
        ({"evidence_level": "C"}, "weak_evidence"),
        ({"molecular_profile": "EGFR L858R AND NOT EGFR T790M"}, "profile_with_not_or_brackets"),
        ({"significance": "Reduced Sensitivity"}, "other_significance"),
        ({"evidence_direction": "Does Not Support", "significance": "Resistance"}, "other_significance"),
        ({"therapies": ""}, "no_therapy_or_disease"),
        ({"therapies": "A,B", "therapy_interaction_type": "Sequential"}, "order_of_therapies"),
        ({"therapies": "A,B"}, "order_of_therapies"),
    ],
)
def test_sound_rows_that_cannot_be_used_are_named_with_their_line(cells: dict[str, str], reason: str) -> None:
    found = read_evidence_table(table(ROW, changed(**cells)))
    assert len(found.rows) == 1
    assert [(entry.line, entry.reason) for entry in found.skipped] == [(3, reason)]


@pytest.mark.parametrize("column", REQUIRED)
def test_a_table_without_a_column_is_refused_by_its_name(column: str) -> None:
    text = table(ROW).replace(column, f"x{column}", 1)
    with pytest.raises(EvidenceTableRefused, match="lacks the column"):
        read_evidence_table(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (table(ROW) + "\tmore", "Line 2 has 15 cells"),
        (table(changed(evidence_type="Guess")), "Line 2: there is no evidence type"),
        (table(changed(evidence_level="Z")), "Line 2: there is no evidence level"),
        (table(changed(molecular_profile="")), "Line 2: molecular_profile is empty"),
        (table(changed(citation_id="")), "Line 2: citation_id is empty"),
        (table(ROW).replace("doid", "disease", 1), "lacks the column doid"),
    ],
)
def test_a_damaged_table_is_refused_whole_with_one_sentence(text: str, message: str) -> None:
    with pytest.raises(EvidenceTableRefused, match=message):
        read_evidence_table(text)


def test_more_columns_and_another_order_do_no_harm() -> None:
    names = ("evidence_id", *reversed(REQUIRED))
    cells = {**ROW, "evidence_id": "229"}
    text = "\t".join(names) + "\r\n" + "\t".join(cells[name] for name in names) + "\r\n"
    assert read_evidence_table(text).rows == read_evidence_table(table(ROW)).rows
