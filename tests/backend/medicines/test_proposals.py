"""A provider proposes a plan; the patient says yes or no, and until then nothing changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.models import Event
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.models import PlanProposal, ScheduleRevision
from mendly.medicines.plans import PlanDraft
from mendly.medicines.proposals import open_proposals_of
from mendly.medicines.services import (
    answer_proposal,
    end_medicine,
    propose_plan,
    set_schedule,
    withdraw_proposal,
)
from mendly_core.doses import AsNeededRule, HoursRule, Rule
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, daily, madrid

TWO = PlanDraft(daily("07:00", "19:00"), Decimal(2), "tablet")


def propose(people: People, course: Course, draft: PlanDraft = TWO, **more: object) -> UUID:
    more = {"schedule_id": course.schedule, "words": "To sleep better."} | more
    return propose_plan(people.imani.actor, course.patient, course.medicine, draft, **more)  # type: ignore[arg-type]


def answer(people: People, course: Course, proposal: UUID, *, accept: bool) -> None:
    answer_proposal(people.amara.actor, course.patient, proposal, accept=accept)


def amounts(people: People, course: Course) -> list[Decimal]:
    return [plan.amount for plan in plans_of(people.amara.actor, course.patient, course.medicine)]


def test_a_proposal_changes_nothing_until_the_patient_says_yes(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "06:00"))
    before = amounts(people, course)
    proposal = propose(people, course)
    assert amounts(people, course) == before
    [told] = open_proposals_of(people.amara.actor, course.patient)
    assert (told.by_name, told.words, told.is_change) == (
        people.imani.provider.name,  # type: ignore[union-attr]
        "To sleep better.",
        True,
    )
    assert told.draft == TWO
    for _ in range(2):
        answer(people, course, proposal, accept=True)
    assert amounts(people, course) == [Decimal(2)]
    assert open_proposals_of(people.amara.actor, course.patient) == []


def test_a_no_leaves_the_plan_as_it_was(people: People, course: Course) -> None:
    rows = ScheduleRevision.objects.count()
    proposal = propose(people, course)
    for _ in range(2):
        answer(people, course, proposal, accept=False)
    with pytest.raises(Conflict):
        answer(people, course, proposal, accept=True)
    assert ScheduleRevision.objects.count() == rows


def test_a_plan_that_changed_meanwhile_is_looked_at_again(people: People, course: Course) -> None:
    proposal = propose(people, course)
    changed = replace(TWO, amount=Decimal(3))
    set_schedule(people.amara.actor, course.patient, course.medicine, changed, schedule_id=course.schedule)
    rows = ScheduleRevision.objects.count()
    with pytest.raises(Conflict):
        answer(people, course, proposal, accept=True)
    assert ScheduleRevision.objects.count() == rows
    assert PlanProposal.objects.get().state == "open"


def test_a_later_proposal_takes_the_place_of_the_one_before(people: People, course: Course) -> None:
    first = propose(people, course)
    second = propose(people, course, replace(TWO, amount=Decimal(4)))
    assert [one.id for one in open_proposals_of(people.amara.actor, course.patient)] == [second]
    with pytest.raises(Conflict):
        answer(people, course, first, accept=True)


def test_sent_twice_it_is_proposed_once(people: People, course: Course) -> None:
    name = new_id()
    assert {propose(people, course, proposal_id=name) for _ in range(2)} == {name}
    assert PlanProposal.objects.count() == 1


@pytest.mark.parametrize(
    "rule", [AsNeededRule(most=Decimal(8), gap=240), HoursRule(8, madrid(MONDAY, "08:00")), daily("06:00")]
)
def test_every_kind_comes_back_as_it_was_proposed(people: People, course: Course, rule: Rule) -> None:
    more = {"late_minutes": 120} if isinstance(rule, HoursRule) else {}
    draft = PlanDraft(rule, Decimal("1.5"), "ml", valid_to=MONDAY.replace(day=20), **more)
    propose(people, course, draft, schedule_id=None)
    [told] = open_proposals_of(people.amara.actor, course.patient)
    assert told.draft == draft
    assert told.is_change is False


def test_only_who_treats_proposes_and_only_who_proposed_takes_it_back(people: People, course: Course) -> None:
    for person in (people.amara, people.dario, people.quill, people.sam):
        with pytest.raises(NotFound):
            propose_plan(person.actor, course.patient, course.medicine, TWO)
    proposal = propose(people, course)
    for person in (people.jules, people.amara, people.quill):
        with pytest.raises(NotFound):
            withdraw_proposal(person.actor, course.patient, proposal)
    for _ in range(2):
        withdraw_proposal(people.imani.actor, course.patient, proposal)
    assert open_proposals_of(people.amara.actor, course.patient) == []


def test_a_provider_does_not_answer_for_the_patient(people: People, course: Course) -> None:
    proposal = propose(people, course)
    for person in (people.imani, people.jules, people.quill, people.sam):
        with pytest.raises(NotFound):
            answer_proposal(person.actor, course.patient, proposal, accept=True)
    assert PlanProposal.objects.get().state == "open"


def test_nothing_is_proposed_for_what_has_ended_or_is_not_theirs(people: People, course: Course) -> None:
    with pytest.raises(NotFound):
        propose_plan(people.imani.actor, course.patient, new_id(), TWO)
    proposal = propose(people, course)
    end_medicine(people.amara.actor, course.patient, course.medicine)
    with pytest.raises(BadInput):
        propose(people, course)
    assert open_proposals_of(people.amara.actor, course.patient) == []
    with pytest.raises(Conflict):
        answer(people, course, proposal, accept=True)


def test_the_screens_of_both_hear_of_it_without_a_word_of_it(people: People, course: Course) -> None:
    before = set(Event.objects.values_list("id", flat=True))
    propose(people, course)
    events = Event.objects.exclude(id__in=before)
    assert {event.kind for event in events} == {"medicine"}
    assert not [event for event in events if "sleep" in str(event.ids)]


def test_over_the_api(people: People, course: Course) -> None:
    base = f"/api/v1/patients/{course.patient}/"
    plan = {
        "id": str(course.schedule),
        "proposal": str(new_id()),
        "rule": TWO.rule.to_json(),
        "amount": "2",
        "unit": "tablet",
        "words": "To sleep better.",
    }
    provider, phone = people.imani.phone(), people.amara.phone()
    address = f"{base}medicines/{course.medicine}/proposals/"
    assert phone.post(address, plan, format="json").status_code == 404
    assert provider.post(address, plan | {"amount": "none"}, format="json").status_code == 400
    assert provider.post(address, plan, format="json").status_code == 204
    [told] = phone.get(f"{base}proposals/").json()
    assert (told["amount"], told["rule"], told["words"]) == ("2", TWO.rule.to_json(), "To sleep better.")
    assert (
        provider.post(f"{base}proposals/{told['id']}/answer/", {"accept": True}, format="json").status_code
        == 404
    )
    assert (
        phone.post(f"{base}proposals/{told['id']}/answer/", {"accept": True}, format="json").status_code
        == 204
    )
    assert phone.get(f"{base}proposals/").json() == []
