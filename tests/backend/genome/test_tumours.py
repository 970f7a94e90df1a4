"""Tumour reports: kept as typed and apart from genes, refused with a reason, withdrawn and never changed."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from mendly.audit.models import AccessRecord
from mendly.clock import new_id
from mendly.consent.guards import guard_statements, unguard_statements
from mendly.consent.models import Answer, ConsentRecord
from mendly.consent.services import decide_sharing
from mendly.errors import BadInput, Conflict
from mendly.genome.models import TumourReport
from mendly.genome.selectors import findings_of
from mendly.genome.tumours.selectors import tumour_reports_of
from mendly.genome.tumours.services import (
    LONGEST_REPORT,
    MOST_REPORTS,
    TumourEntryRefused,
    enter_tumour_report,
    withdraw_tumour_report,
)
from mendly.insights.models import Insight
from mendly.policy import Action, Category, may
from mendly_core.tumour import REFUSALS
from mendly_core.words import say
from tests.backend.conftest import People, Persona

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = "EGFR L858R\nEGFR T790M\nSTK11 loss"
REFUSED = {
    "empty": " \n ",
    "too_many_lines": "EGFR L858R\n" * 101,
    "line_too_long": "EGFR " + "x" * 300,
    "not_text": "EGFR\x00 L858R",
    "germline_file": "# rsid\tchromosome\tposition\tgenotype\nrs4149056\t12\t21331549\tTC",
    "contradiction": "KRAS wild type\nKRAS G12C",
}


def address(person: Persona, report: object = "") -> str:
    assert person.patient is not None
    return f"/api/v1/patients/{person.patient.id}/tumour-reports/{f'{report}/' if report else ''}"


def keep(people: People, by: Persona | None = None, **change: Any) -> UUID:
    assert people.amara.patient is not None
    given: dict[str, Any] = {"findings": REPORT, "disease": "NSCLC", "laboratory": "City Lab"}
    report, _ = enter_tumour_report(
        (by or people.imani).actor, people.amara.patient.id, **({"report_id": new_id()} | given | change)
    )
    return report.id


def deny(people: People, category: Category) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {category: Answer.DENY},
        language="en",
    )


def test_what_a_provider_enters_reads_for_and_against_with_level_and_fit(people: People) -> None:
    given = {"id": str(new_id()), "findings": REPORT, "disease": "NSCLC", "reported_on": "2026-10-01"}
    answer = people.imani.phone().post(address(people.amara), given, format="json")
    assert answer.status_code == 201
    report = people.amara.phone().get(address(people.amara, given["id"])).json()
    assert report["disease"] == "Non-small cell lung cancer"
    assert report["findings"] == REPORT.split("\n")
    assert report["entered_by"] == "Dr Imani"
    rows = report["evidence"]
    assert {row["meaning"] for row in rows} >= {"may_help", "resistance"}
    assert all(row["level"] in {"A", "B"} and row["fit"] and row["basis"] for row in rows)
    assert len(report["cards"]) == len(rows)
    assert "STK11 loss is not in our list. That does not mean that there is no treatment." in report["lines"]
    assert report["todo"][-1] == say("tumours.safety", "en")


def test_a_patient_may_enter_their_own_and_leave_the_disease_open(people: People) -> None:
    keep(people, by=people.amara, disease="")
    assert people.amara.patient is not None
    (line,) = tumour_reports_of(people.amara.actor, people.amara.patient.id)
    assert (line.entered_by, line.disease) == ("", "")
    assert line.answer is not None
    assert {match.fit for match in line.answer.matches} == {"not_given"}


def test_it_never_becomes_a_gene_result_or_a_card_about_medicines(people: People) -> None:
    keep(people, findings="DPYD *2A\nCYP2D6 *4/*4")
    assert people.amara.patient is not None
    assert findings_of(people.amara.actor, people.amara.patient.id) == {}
    assert not Insight.objects.exists()


@pytest.mark.parametrize("code", REFUSED)
def test_text_that_cannot_be_used_is_refused_and_nothing_of_it_is_kept_or_logged(
    people: People, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    given = {"id": str(new_id()), "findings": REFUSED[code]}
    with caplog.at_level(logging.DEBUG):
        answer = people.amara.phone().post(address(people.amara), given, format="json")
    assert answer.status_code == 400
    if code != "not_text":  # the reader of requests refuses a null character before us
        assert answer.json()["type"] == f"about:blank#tumour-{code}".replace("_", "-")
    assert TumourReport.objects.count() == 0
    for text in (caplog.text, str(answer.json())):
        assert "KRAS" not in text
        assert "rs4149056" not in text


def test_the_lines_that_contradict_each_other_reach_the_page_and_no_traceback(people: People) -> None:
    with pytest.raises(TumourEntryRefused) as caught:
        keep(people, findings=REFUSED["contradiction"])
    assert caught.value.lines == ("KRAS wild type", "KRAS G12C")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "KRAS" not in str(caught.value)
    assert "KRAS" not in repr(caught.value)


def test_every_refusal_of_the_reader_has_its_case() -> None:
    assert set(REFUSED) == set(REFUSALS) - {"unknown_disease"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"disease": "the flu"}, "disease"),
        ({"reported_on": date(2099, 1, 1)}, "reported_on"),
        ({"laboratory": "x" * 121}, "laboratory"),
        ({"findings": "EGFR L858R\n" * LONGEST_REPORT}, "findings"),
    ],
)
def test_other_bad_input_names_its_field(people: People, change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        keep(people, **change)
    assert caught.value.field == field
    assert TumourReport.objects.count() == 0


def test_the_same_report_sent_twice_is_there_once(people: People) -> None:
    report = new_id()
    assert keep(people, report_id=report) == keep(people, report_id=report)
    assert TumourReport.objects.count() == 1
    with pytest.raises(Conflict):
        keep(people, report_id=report, findings="BRAF V600E")


def test_an_id_of_somebody_else_is_refused_without_a_word_about_them(people: People) -> None:
    report = keep(people)
    assert people.bo.patient is not None
    with pytest.raises(Conflict):
        enter_tumour_report(people.bo.actor, people.bo.patient.id, report_id=report, findings="BRAF V600E")


def test_there_is_an_end_to_how_many_fit(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mendly.genome.tumours.services.MOST_REPORTS", 1)
    assert MOST_REPORTS == 50
    keep(people)
    with pytest.raises(Conflict):
        keep(people)
    assert TumourReport.objects.count() == 1


def test_a_withdrawn_report_shows_no_more_and_its_row_stays(people: People) -> None:
    report = keep(people)
    assert people.amara.phone().delete(address(people.amara, report)).status_code == 204
    assert people.amara.phone().get(address(people.amara)).json() == []
    assert people.amara.phone().get(address(people.amara, report)).status_code == 404
    assert people.amara.phone().delete(address(people.amara, report)).status_code == 404
    row = TumourReport.objects.get()
    assert (row.findings, row.withdrawn_by) == (REPORT, people.amara.user.id)
    assert row.withdrawn_at is not None


def test_a_provider_withdraws_what_was_entered_wrongly(people: People) -> None:
    assert people.amara.patient is not None
    report = keep(people)
    withdraw_tumour_report(people.imani.actor, people.amara.patient.id, report)
    assert tumour_reports_of(people.amara.actor, people.amara.patient.id) == []


def test_it_is_a_consent_of_its_own_apart_from_genes(people: People) -> None:
    keep(people)
    imani = people.imani.phone()
    deny(people, Category.GENES)
    assert imani.get(address(people.amara)).status_code == 200
    deny(people, Category.TUMOURS)
    assert imani.get(address(people.amara)).status_code == 404


def test_a_provider_who_was_let_in_before_this_existed_sees_nothing(people: People) -> None:
    """A permit is given for each kind of data; nobody gave one for this."""
    assert people.bo.patient is not None
    vendor = connections["default"].vendor
    with connections["default"].cursor() as cursor:
        for statement in unguard_statements(vendor):
            cursor.execute(statement)
        ConsentRecord.objects.filter(patient=people.bo.patient, category=Category.TUMOURS).delete()
        for statement in guard_statements(vendor):
            cursor.execute(statement)
    assert may(people.imani.actor, Action.VIEW, people.bo.patient.id, Category.GENES)
    assert not may(people.imani.actor, Action.VIEW, people.bo.patient.id, Category.TUMOURS)


def test_it_asks_for_the_second_step_and_is_closed_to_helpers_and_strangers(people: People) -> None:
    keep(people)
    weak = people.amara.phone(second_factor=False).get(address(people.amara))
    assert (weak.status_code, weak.json()["type"]) == (403, "about:blank#second-factor")
    for stranger in (people.dario, people.sam, people.quill):
        assert stranger.phone().get(address(people.amara)).status_code == 404


def test_nothing_of_it_lies_in_the_open_and_each_reading_is_on_record(people: People) -> None:
    keep(people)
    people.imani.phone().get(address(people.amara))
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT findings, disease, laboratory FROM genome_tumourreport")
        kept = b"".join(bytes(part) for row in cursor.fetchall() for part in row)
    assert b"EGFR" not in kept
    assert b"lung" not in kept
    assert b"City" not in kept
    seen = AccessRecord.objects.filter(category="tumours", actor=people.imani.user.id)
    assert {"view", "add"} <= set(seen.values_list("action", flat=True))


def test_what_tomorrows_tables_cannot_read_asks_to_be_entered_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mendly.genome.tumours import selectors
    from mendly_core.tumour import TumourReportRefused

    report = keep(people)

    def refuse(text: str) -> None:
        raise TumourReportRefused("contradiction", ("a", "b"))

    monkeypatch.setattr(selectors, "read_report", refuse)
    answer = people.amara.phone().get(address(people.amara, report)).json()
    assert (answer["readable"], answer["cards"], answer["evidence"]) == (False, [], [])
    assert answer["findings"] == REPORT.split("\n")
