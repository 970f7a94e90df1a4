"""Somebody else of the clinic judges each opening in an emergency, once, and the patient reads it."""

from __future__ import annotations

import pytest

from mendly.accounts.models import Provider
from mendly.care.emergencies import openings_of, openings_to_judge, waiting_for_judgement
from mendly.care.services import judge_opening
from mendly.errors import BadInput, Conflict, NotFound
from tests.backend.care.test_emergencies import amara, break_glass
from tests.backend.conftest import People, make_provider

pytestmark = pytest.mark.django_db


def test_another_administrator_judges_once_and_the_patient_reads_it(people: People) -> None:
    opening = break_glass(people)
    for nobody in (people.quill, people.imani, people.amara):
        with pytest.raises(NotFound):
            judge_opening(nobody.actor, opening.id, judgement="right", note="She was brought in by us.")
    chief = make_provider("Dr Chief", people.quill.provider.clinic, is_admin=True)
    assert waiting_for_judgement(chief.actor) == 1
    [line] = openings_to_judge(chief.actor).waiting
    assert (line.patient_name, line.own, line.looks) == ("Amara Okafor", False, {})
    for wrong in ({"judgement": "perhaps"}, {"note": "ok"}):
        with pytest.raises(BadInput):
            judge_opening(
                chief.actor,
                opening.id,
                **({"judgement": "right", "note": "She was brought in by us."} | wrong),
            )
    judge_opening(chief.actor, opening.id, judgement="not_right", note="She was not with us that day.")
    with pytest.raises(Conflict):
        judge_opening(chief.actor, opening.id, judgement="right", note="She was brought in by us.")
    [told] = openings_of(people.amara.actor, amara(people))
    assert (told.judgement, told.note) == ("not_right", "She was not with us that day.")
    assert openings_to_judge(chief.actor).waiting == ()


def test_nobody_judges_what_they_opened_and_a_lone_administrator_is_told(people: People) -> None:
    Provider.objects.filter(id=people.quill.provider.id).update(is_admin=True)
    opening = break_glass(people)
    with pytest.raises(Conflict):
        judge_opening(people.quill.actor, opening.id, judgement="right", note="She was brought in by us.")
    review = openings_to_judge(people.quill.actor)
    assert (review.alone, [line.own for line in review.waiting]) == (True, [True])
    assert waiting_for_judgement(people.quill.actor) == 0


def test_an_old_opening_waits_for_its_judgement_however_many_were_judged_since(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mendly.care.emergencies.MOST_JUDGED", 1)
    chief = make_provider("Dr Chief", people.quill.provider.clinic, is_admin=True)
    old = break_glass(people)
    for person in (people.bo, people.carmen):
        opening = break_glass(people, who=person.user.email)
        judge_opening(chief.actor, opening.id, judgement="right", note="They were brought in by us.")
    review = openings_to_judge(chief.actor)
    assert [line.line.id for line in review.waiting] == [old.id]
    assert len(review.judged) == 1
