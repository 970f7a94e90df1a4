"""The list of medicines and the page of one: added, planned, changed, ended; what is typed stays text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

import time_machine

from mendly.clock import new_id
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.models import Medicine, ScheduleRevision
from mendly.medicines.plans import PlanDraft
from mendly.medicines.services import log_dose, set_schedule
from mendly_core.doses import IntakeKind, Schedule, WeekdaysRule
from tests.backend.conftest import People
from tests.backend.medicines.conftest import daily
from tests.web.patient.conftest import MONDAY, Course, browser_of, madrid, page_of

NEW = {
    "name": "Metformin",
    "strength": "500 mg",
    "how": "with food",
    "kind": "daily",
    "amount": "1.5",
    "unit": "tablet",
    "time_1": "08:00",
    "time_3": "20:00",
}


def add(people: People, **facts: object) -> object:
    given = NEW | {"entry": new_id()} | facts
    return browser_of(people.amara).post(page_of(people.amara, "medicines/add/"), given)


def plans(people: People) -> list[Schedule]:
    assert people.amara.patient is not None
    return plans_of(people.amara.actor, people.amara.patient.id)


def plan_page(people: People, course: Course, schedule: UUID | None = None) -> str:
    return page_of(people.amara, f"medicines/{course.medicine}/plan/{schedule or course.schedule}/")


def test_a_medicine_is_added_with_its_plan_in_one_go(people: People) -> None:
    browser = browser_of(people.amara)
    answer = browser.post(page_of(people.amara, "medicines/add/"), NEW | {"entry": new_id()})
    medicine = Medicine.objects.get()
    assert answer["Location"] == page_of(people.amara, f"medicines/{medicine.id}/")
    assert (medicine.name, medicine.strength, medicine.how) == ("Metformin", "500 mg", "with food")
    (plan,) = plans(people)
    assert [slot.at for slot in plan.rule.times] == ["08:00", "20:00"]
    assert plan.amount == Decimal("1.5")
    html = browser.get(answer["Location"]).content.decode()
    assert "The medicine is on the list." in html
    assert "1.5 tablets" in html
    assert "Every day at 8:00 am and 8:00 pm" in html


def test_a_form_that_is_sent_twice_adds_one_medicine_and_one_plan(people: People) -> None:
    entry = new_id()
    add(people, entry=entry)
    add(people, entry=entry)
    assert (Medicine.objects.count(), len(plans(people))) == (1, 1)


def test_some_days_of_the_week(people: People) -> None:
    add(people, kind="weekdays", days=["0", "2"])
    (plan,) = plans(people)
    assert isinstance(plan.rule, WeekdaysRule)
    assert plan.rule.days == (0, 2)
    html = browser_of(people.amara).get(page_of(people.amara, "medicines/")).content.decode()
    assert "Monday and Wednesday at 8:00 am and 8:00 pm" in html


def test_a_medicine_that_is_taken_when_needed_has_no_plan(people: People) -> None:
    add(people, kind="needed", time_1="", time_3="")
    assert (Medicine.objects.count(), plans(people)) == (1, [])
    html = browser_of(people.amara).get(page_of(people.amara, "medicines/")).content.decode()
    assert "Only when needed" in html


def test_what_is_missing_or_wrong_is_told_and_nothing_is_kept(people: People) -> None:
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"name": ""}, "Please fill this in."),
        ({"time_1": "", "time_3": ""}, "Please give at least one time."),
        ({"time_3": "08:00"}, "Two of the times are the same."),
        ({"kind": "weekdays"}, "Please choose at least one day."),
        ({"amount": "0"}, ""),
        ({"amount": "a lot"}, ""),
        ({"name": "x" * 121}, ""),
        ({"name": "Met\x00formin"}, ""),
        ({"entry": "no id"}, ""),
    )
    for facts, sentence in wrong:
        answer = add(people, **facts)
        html = answer.content.decode()
        assert answer.status_code == 422, facts
        assert 'class="errors flow"' in html, facts
        assert sentence in html
    assert Medicine.objects.count() == 0


def test_what_a_person_types_is_shown_as_text(people: People) -> None:
    add(people, name="<b>Met</b>", how="<script>x</script>")
    medicine = Medicine.objects.get()
    for path in ("medicines/", f"medicines/{medicine.id}/", f"medicines/{medicine.id}/end/", "today/"):
        html = browser_of(people.amara).get(page_of(people.amara, path)).content.decode()
        assert "<b>Met" not in html
        assert "<script>x" not in html
        assert "&lt;b&gt;Met" in html


def test_the_page_of_a_medicine_tells_how_it_goes(people: People, course: Course) -> None:
    log_dose(
        people.amara.actor,
        course.patient,
        kind=IntakeKind.TAKEN,
        medicine_id=course.medicine,
        schedule_id=course.schedule,
        local_date=date(2026, 11, 1),
        slot=1,
        taken_at=madrid(date(2026, 11, 1), "08:10"),
    )
    html = (
        browser_of(people.amara).get(page_of(people.amara, f"medicines/{course.medicine}/")).content.decode()
    )
    assert "1 of 2 doses are logged as taken." in html
    assert 'class="week"' in html
    assert "Taken 8:10 am" in html
    assert "Not logged" in html


def test_a_dose_is_added_from_the_history_and_leads_back_there(people: People, course: Course) -> None:
    facts = course.named(date(2026, 11, 1)) | {"on": "2026-11-01", "at": "08:05", "medicine": course.medicine}
    answer = browser_of(people.amara).post(page_of(people.amara, "doses/backdate/"), facts)
    assert answer["Location"] == page_of(people.amara, f"medicines/{course.medicine}/")


def test_a_changed_time_moves_the_dose_and_keeps_the_past(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "12:00"))
    facts = {
        "kind": "daily",
        "amount": "1",
        "unit": "tablet",
        "time_1": "08:00",
        "time_2": "21:30",
        "rev": "2",
    }
    answer = browser_of(people.amara).post(plan_page(people, course), facts)
    assert answer.status_code == 302
    (plan,) = plans(people)
    assert [(slot.slot, slot.at) for slot in plan.rule.times] == [(1, "08:00"), (2, "21:30")]
    first = ScheduleRevision.objects.get(rev=1).plan()
    assert [slot.at for slot in first.rule.times] == ["08:00", "20:00"]


def test_two_people_do_not_overwrite_each_other_unseen(people: People, course: Course) -> None:
    facts = {"kind": "daily", "amount": "1", "unit": "tablet", "rev": "2"}
    another, amara = browser_of(people.amara), browser_of(people.amara)
    assert another.post(plan_page(people, course), facts | {"time_1": "09:00"}).status_code == 302
    answer = amara.post(plan_page(people, course), facts | {"time_1": "10:00"})
    assert answer.status_code == 422
    assert "This plan was changed meanwhile." in answer.content.decode()
    assert [slot.at for slot in plans(people)[0].rule.times] == ["09:00"]


def test_a_number_of_a_revision_that_no_page_wrote_is_no_number(people: People, course: Course) -> None:
    facts = {"kind": "daily", "amount": "1", "unit": "tablet", "time_1": "09:00", "rev": "9" * 5000}
    assert browser_of(people.amara).post(plan_page(people, course), facts).status_code == 302


def test_a_proxy_finds_no_way_to_change_the_list(people: People, course: Course) -> None:
    browser = browser_of(people.dario)
    for path in ("medicines/", f"medicines/{course.medicine}/", "today/"):
        html = browser.get(page_of(people.amara, path)).content.decode()
        for word in ("medicines/add/", "/change/", "/plan/", "/end/"):
            assert word not in html, (path, word)
    assert browser.post(plan_page(people, course), {}).status_code == 404


def test_a_plan_is_named_before_it_is_filled_in(people: People) -> None:
    add(people, kind="needed", time_1="", time_3="")
    medicine, browser = Medicine.objects.get(), browser_of(people.amara)
    kinds = browser.get(page_of(people.amara, f"medicines/{medicine.id}/plan/")).content.decode()
    [address] = set(re.findall(r'href="([^"]+/plan/[0-9a-f-]+/)\?kind=week"', kinds))
    facts = {"kind": "daily", "amount": "2", "unit": "drop", "time_1": "07:00", "rev": "1"}
    for _ in range(2):
        browser.post(address, facts)
    assert [plan.unit for plan in plans(people)] == ["drop"]


def test_a_unit_in_the_persons_own_words_stays(people: People, course: Course) -> None:
    ScheduleRevision.objects.all().delete()
    draft = PlanDraft(daily("08:00"), Decimal(1), "Löffelchen")
    revision, _ = set_schedule(people.amara.actor, course.patient, course.medicine, draft)
    html = browser_of(people.amara).get(plan_page(people, course, revision.schedule)).content.decode()
    assert '<option value="Löffelchen" selected>' in html


def test_own_words_are_changed(people: People, course: Course) -> None:
    address = page_of(people.amara, f"medicines/{course.medicine}/change/")
    browser = browser_of(people.amara)
    assert browser.post(address, {"name": "", "how": "", "notes": ""}).status_code == 422
    answer = browser.post(address, {"name": "My statin", "how": "at night", "notes": "blue box"})
    assert answer.status_code == 302
    medicine = Medicine.objects.get()
    assert (medicine.name, medicine.how, medicine.notes) == ("My statin", "at night", "blue box")


def test_ending_a_medicine_keeps_what_was_logged_and_closes_its_forms(people: People, course: Course) -> None:
    address = page_of(people.amara, f"medicines/{course.medicine}/end/")
    browser = browser_of(people.amara)
    html = browser.get(address).content.decode()
    assert "Only your care team can say that you no longer need a medicine." in html
    for on in ("2026-11-03", "2026-10-01", "soon"):
        assert browser.post(address, {"on": on}).status_code == 422
    assert browser.post(address, {"on": "2026-11-02"}).status_code == 302
    assert Medicine.objects.get().status == "ended"
    assert browser.get(address).status_code == 409
    html = browser.get(page_of(people.amara, f"medicines/{course.medicine}/")).content.decode()
    assert "Simvastatin ended on 2 November 2026." in html


def test_a_medicine_of_somebody_else_is_not_found(people: People, course: Course) -> None:
    browser = browser_of(people.bo)
    for path in ("", "change/", "end/", f"plan/{course.schedule}/"):
        assert browser.get(page_of(people.bo, f"medicines/{course.medicine}/{path}")).status_code == 404
        assert browser.get(page_of(people.amara, f"medicines/{course.medicine}/{path}")).status_code == 404
