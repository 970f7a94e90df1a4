"""A clinic's clinician signs rows; cards say so, wait for it where the clinic asks, and a changed row asks anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from mendly.errors import Denied, NotFound
from mendly.insights.models import RowSignature
from mendly.insights.selectors import insight_of, insights_of
from mendly.insights.services import bring_up_to_date, require_signatures, sign_row, withdraw_signature
from mendly.insights.signatures import RowLine, rows_for_clinic
from mendly.live.models import Event
from mendly_core.knowledge_pack import knowledge_from
from tests.backend.conftest import People
from tests.backend.worklist.test_changed_answers import give_results
from tests.planted_packs import pack_with, setting

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YET, CHECKED = "This card is not yet checked by your clinic.", "Your clinic has checked this card."


@pytest.fixture
def card_people(people: People) -> People:
    give_results(people.amara, people.imani)
    return people


def only_row(people: People) -> RowLine:
    [line] = rows_for_clinic(people.imani.actor)
    return line


def sure(people: People, language: str = "en") -> tuple[str, ...]:
    [card] = insights_of(people.amara.actor, people.amara.patient.id, language)
    return card.text.sure


def test_a_signed_row_changes_what_the_card_says_and_taking_it_back_too(card_people: People) -> None:
    people, line = card_people, only_row(card_people)
    assert (line.row.ingredient, line.signed_by, line.signed_before) == ("simvastatin", None, False)
    assert {"en", "es"} == set(line.row.sentences)
    assert NOT_YET in sure(people)
    events = Event.objects.filter(kind="insight", user=people.amara.user.id).count()
    sign_row(people.imani.actor, checksum=line.row.checksum)
    sign_row(people.imani.actor, checksum=line.row.checksum)
    assert Event.objects.filter(kind="insight", user=people.amara.user.id).count() > events
    assert (only_row(people).signed_by, RowSignature.objects.count()) == ("Dr Imani", 1)
    assert CHECKED in sure(people)
    assert NOT_YET not in sure(people)
    assert "Su clínica ha revisado esta tarjeta." in sure(people, "es")
    withdraw_signature(people.jules.actor, checksum=line.row.checksum)
    assert NOT_YET in sure(people)
    assert only_row(people).signed_before


def test_a_clinic_can_make_its_patients_wait_for_the_signature(card_people: People) -> None:
    people, patient = card_people, card_people.amara.patient.id
    [card] = insights_of(people.amara.actor, patient, "en")
    require_signatures(people.imani.actor, required=True)
    assert insights_of(people.amara.actor, patient, "en") == []
    with pytest.raises(NotFound):
        insight_of(people.amara.actor, patient, card.id, "en")
    assert people.amara.phone().get(f"/api/v1/patients/{patient}/insights/").json() == []
    assert [c.id for c in insights_of(people.imani.actor, patient, "en")] == [card.id]
    sign_row(people.imani.actor, checksum=only_row(people).row.checksum)
    [shown] = people.amara.phone().get(f"/api/v1/patients/{patient}/insights/").json()
    assert (shown["id"], shown["checked_by_clinic"], CHECKED in shown["sure"]) == (str(card.id), True, True)


def test_another_clinics_signature_and_rule_mean_nothing_here(card_people: People) -> None:
    people = card_people
    give_results(people.sam, people.quill)
    sign_row(people.quill.actor, checksum=only_row(people).row.checksum)
    assert NOT_YET in sure(people)


def test_a_changed_row_asks_anew_and_an_unchanged_one_does_not(card_people: People, tmp_path: Path) -> None:
    people, patient = card_people, card_people.amara.patient.id
    sign_row(people.imani.actor, checksum=only_row(people).row.checksum)
    row = {"ingredient": "simvastatin", "lookup1": "Poor Function"}
    same = pack_with(tmp_path / "same", {"genes/drugs": setting({"ingredient": "codeine"}, {"uses": "x"})})
    with knowledge_from(same):
        assert bring_up_to_date(patient) is not None
    assert CHECKED in sure(people)
    other = pack_with(tmp_path / "other", {"genes/recommendations": setting(row, {"action": "monitor"})})
    with knowledge_from(other):
        assert bring_up_to_date(patient) is not None
    assert NOT_YET in sure(people)
    assert only_row(people).signed_before


def test_only_clinicians_who_see_the_card_sign_and_only_administrators_rule(card_people: People) -> None:
    people, checksum = card_people, only_row(card_people).row.checksum
    for stranger in (people.quill, people.amara, people.dario, people.carmen):
        with pytest.raises((NotFound, Denied)):
            sign_row(stranger.actor, checksum=checksum)
        with pytest.raises((NotFound, Denied)):
            withdraw_signature(stranger.actor, checksum=checksum)
    for other in (people.jules, people.quill, people.amara):
        with pytest.raises(Denied):
            require_signatures(other.actor, required=True)
    assert not RowSignature.objects.exists()
