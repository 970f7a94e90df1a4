"""Safety warnings of a list: shown when a medicine is added, hidden with a reason, back when something changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from mendly.accounts.models import Patient
from mendly.errors import BadInput, Denied, NotFound
from mendly.live.models import Event
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import WarningAnswer
from mendly.medicines.plans import PlanDraft
from mendly.medicines.safety import SafetyCheck, warnings_of
from mendly.medicines.services import (
    add_medicine,
    change_medicine,
    end_medicine,
    hide_warning,
    set_schedule,
    show_warning_again,
)
from mendly_core.doses import AsNeededRule, HoursRule, ZonePolicy
from mendly_core.doses.rules import Rule
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, daily, madrid

pytestmark = pytest.mark.django_db

Add = Callable[..., UUID]


@pytest.fixture
def patient(people: People) -> UUID:
    assert people.amara.patient is not None
    return people.amara.patient.id


@pytest.fixture
def add(people: People, patient: UUID, clock: time_machine.Traveller) -> Add:
    def added(
        name: str, strength: str = "", rule: Rule | None = None, amount: str = "1", **words: str
    ) -> UUID:
        clock.shift(1)
        medicine, _ = add_medicine(
            people.amara.actor, patient, MedicineWords(name, strength=strength, **words)
        )
        if rule is not None:
            steps = isinstance(rule, HoursRule)
            policy = ZonePolicy.ABSOLUTE if steps else ZonePolicy.FLOATING
            plan = PlanDraft(rule, Decimal(amount), "tablet", policy, late_minutes=60)
            set_schedule(people.amara.actor, patient, medicine.id, plan)
        return medicine.id

    return added


def check(people: People, patient: UUID) -> SafetyCheck:
    return warnings_of(people.amara.actor, patient, "en")


def born(patient: UUID, day: date | None) -> None:
    row = Patient.objects.get(id=patient)
    row.birth_date = day
    row.save()


def kinds(check: SafetyCheck) -> list[tuple[str, str, str]]:
    return [(each.kind, each.severity, each.text.headline) for each in check.shown]


def test_two_medicines_that_should_not_meet_are_told_once_with_what_to_ask(
    people: People, patient: UUID, add: Add
) -> None:
    warfarin, brand = add("Warfarin"), add("Bactrim DS")
    found = [each for each in check(people, patient).shown if each.kind == "drug"]
    assert [set(each.medicines) for each in found] == [{warfarin, brand}]
    text = found[0].text
    assert text.headline == "Warfarin and Bactrim DS can harm you together."
    assert text.means == ("You may bleed more easily.",)
    assert text.todo.startswith("Ask ")
    assert text.sources


def test_an_ended_medicine_warns_of_nothing(people: People, patient: UUID, add: Add) -> None:
    add("Warfarin")
    brand = add("Bactrim DS")
    end_medicine(people.amara.actor, patient, brand)
    assert [each for each in check(people, patient).shown if len(each.medicines) > 1] == []


def test_the_lower_level_and_supplements_nobody_lists_wait_until_they_are_asked_for(
    people: People, patient: UUID, add: Add
) -> None:
    add("Warfarin")
    found = check(people, patient)
    assert {each.kind for each in found.shown} <= {"food", "alcohol"}
    assert all(each.severity in {"contraindicated", "serious"} for each in found.shown)
    assert "supplement" in {each.kind for each in found.more}
    add("St. John's wort")
    assert "supplement" in {each.kind for each in check(people, patient).shown}


def test_names_that_no_table_knows_are_told_as_not_checked(people: People, patient: UUID, add: Add) -> None:
    heart, mixed = add("My heart pill"), add("Aspirin and Foozol")
    found = check(people, patient).not_checked
    assert {(each.medicine, each.part) for each in found} == {(heart, "My heart pill"), (mixed, "Foozol")}


def test_duplicates_by_ingredient_and_class(people: People, patient: UUID, add: Add) -> None:
    add("Ibuprofen", "200 mg")
    add("Ibuprofen", "400 mg")
    add("Naproxen")
    headlines = {each.text.headline for each in check(people, patient).shown if each.kind == "duplicate"}
    assert headlines == {
        "Ibuprofen 200 mg and Ibuprofen 400 mg hold the same drug.",
        "Ibuprofen 200 mg and Naproxen do much the same thing.",
        "Ibuprofen 400 mg and Naproxen do much the same thing.",
    }


def over(people: People, patient: UUID) -> list[str]:
    return [each.text.means[0] for each in check(people, patient).shown if each.kind == "maximum"]


def test_the_day_amount_is_summed_over_products_for_adults_only(
    people: People, patient: UUID, add: Add
) -> None:
    add("Paracetamol", "500 mg", daily("08:00", "14:00", "20:00"), "2")
    add("Tylenol PM", "500 mg acetaminophen / 25 mg diphenhydramine", daily("22:00"), "2")
    born(patient, date(1986, 11, 3))
    assert over(people, patient) == []
    add("Acetaminophen", "325 mg", daily("12:00"))
    assert over(people, patient) == [
        "Your plan has 4,325 mg in a day. Most labels stop at 4,000 mg for adults."
    ]
    for day in (None, date(2008, 11, 3)):
        born(patient, day)
        found = check(people, patient)
        assert over(people, patient) == []
        assert any("acetaminophen" in each.headline for each in found.amounts)
    born(patient, date(2008, 11, 2))
    assert len(over(people, patient)) == 1


@pytest.mark.parametrize(
    ("rule", "amount", "is_over", "is_known"),
    [
        (AsNeededRule(most=Decimal(6)), "1", False, True),
        (AsNeededRule(most=Decimal(7)), "1", True, True),
        (AsNeededRule(), "1", False, False),
        (HoursRule(8, madrid(MONDAY, "06:00")), "2", False, True),
        (HoursRule(7, madrid(MONDAY, "06:00")), "2", True, True),
    ],
)
def test_plans_of_every_kind_say_how_much_a_day_has(
    people: People, patient: UUID, add: Add, rule: Rule, amount: str, is_over: bool, is_known: bool
) -> None:
    born(patient, date(1980, 1, 1))
    add("Ibuprofen", "200 mg", rule, amount)
    assert bool(over(people, patient)) == is_over
    assert bool(check(people, patient).amounts) != is_known


def test_a_long_day_of_the_clocks_adds_no_step(
    people: People, patient: UUID, add: Add, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(date(2026, 10, 24), "06:00"))
    born(patient, date(1980, 1, 1))
    add("Ibuprofen", "400 mg", HoursRule(8, madrid(date(2026, 10, 24), "00:00")), "1")
    assert over(people, patient) == []


def test_hiding_needs_a_reason_and_hides_this_warning_only(people: People, patient: UUID, add: Add) -> None:
    add("Warfarin")
    add("Bactrim DS")
    before = check(people, patient)
    warning = next(each for each in before.shown if each.kind == "drug")
    for reason, note in (("", ""), ("whatever", ""), ("other", " ")):
        with pytest.raises(BadInput):
            hide_warning(people.amara.actor, patient, warning.id, reason=reason, note=note)
    hide_warning(people.amara.actor, patient, warning.id, reason="other", note="My doctor plans it")
    hide_warning(people.amara.actor, patient, warning.id, reason="asked_pharmacist")
    after = check(people, patient)
    assert [each.id for each in after.hidden] == [warning.id]
    assert {each.id for each in after.shown} == {each.id for each in before.shown} - {warning.id}
    hidden = after.hidden[0].hidden
    assert hidden is not None
    assert (hidden.reason, hidden.note, hidden.by) == ("other", "My doctor plans it", people.amara.user.id)
    assert WarningAnswer.objects.count() == 1


@pytest.mark.both_databases
def test_a_hidden_warning_can_be_shown_again_and_hidden_again(
    people: People, patient: UUID, add: Add
) -> None:
    add("Warfarin")
    add("Bactrim DS")
    actor = people.amara.actor
    warning = next(each for each in check(people, patient).shown if each.kind == "drug")
    hide_warning(actor, patient, warning.id, reason="asked_care_team")
    for _ in range(2):
        show_warning_again(actor, patient, warning.id)
    assert warning.id in {each.id for each in check(people, patient).shown}
    hide_warning(actor, patient, warning.id, reason="asked_care_team")
    assert warning.id in {each.id for each in check(people, patient).hidden}
    assert [row.hidden for row in WarningAnswer.objects.order_by("number")] == [True, False, True]


def test_a_hidden_warning_comes_back_when_a_medicine_of_it_changes(
    people: People, patient: UUID, add: Add
) -> None:
    warfarin, other = add("Warfarin"), add("Advil")
    actor = people.amara.actor
    change_medicine(actor, patient, other, name="Ibuprofen")
    warning = next(each for each in check(people, patient).shown if each.kind == "drug")
    hide_warning(actor, patient, warning.id, reason="asked_care_team")
    change_medicine(actor, patient, other, name="Ibuprofen tablets")
    assert [each.id for each in check(people, patient).hidden] == [warning.id]
    change_medicine(actor, patient, other, name="Naproxen")
    found = check(people, patient)
    assert found.hidden == ()
    assert {frozenset(each.medicines) for each in found.shown if each.kind == "drug"} == {
        frozenset({warfarin, other})
    }


def test_what_was_hidden_is_sealed_and_nothing_in_an_event_names_it(
    people: People, patient: UUID, add: Add
) -> None:
    add("Warfarin")
    add("Bactrim DS")
    warning = next(each for each in check(people, patient).shown if each.kind == "drug")
    hide_warning(people.amara.actor, patient, warning.id, reason="other", note="Planned by my doctor")
    event = Event.objects.order_by("-seq").first()
    assert event is not None
    assert (event.kind, set(event.ids)) == ("medicine", {"patient"})


def test_a_warning_that_the_list_does_not_raise_cannot_be_hidden(
    people: People, patient: UUID, add: Add
) -> None:
    add("Warfarin")
    with pytest.raises(NotFound):
        hide_warning(people.amara.actor, patient, uuid4(), reason="asked_care_team")
    with pytest.raises(NotFound):
        show_warning_again(people.amara.actor, patient, uuid4())


def test_strangers_see_and_hide_nothing(people: People, patient: UUID, add: Add) -> None:
    add("Warfarin")
    warning = check(people, patient).shown[0]
    with pytest.raises(Denied):
        warnings_of(people.sam.actor, patient, "en")
    with pytest.raises(Denied):
        hide_warning(people.sam.actor, patient, warning.id, reason="asked_care_team")


def test_over_http_adding_answers_with_what_to_ask_and_the_list_says_what_it_cannot(
    people: People, patient: UUID
) -> None:
    phone = people.amara.phone()
    at = f"/api/v1/patients/{patient}"
    first: dict[str, Any] = phone.post(f"{at}/medicines/", {"name": "Warfarin"}, format="json").json()
    assert all(each["medicines"] == [first["id"]] for each in first["warnings"])
    second = phone.post(f"{at}/medicines/", {"name": "Bactrim DS"}, format="json").json()
    (warning,) = (each for each in second["warnings"] if each["kind"] == "drug")
    assert set(warning["medicines"]) == {first["id"], second["id"]}
    assert warning["text"]["todo"]
    hide = f"{at}/medicine-warnings/{warning['id']}/hide/"
    assert phone.post(hide, {}, format="json").status_code == 400
    assert phone.post(hide, {"reason": "asked_pharmacist"}, format="json").status_code == 204
    listed = phone.get(f"{at}/medicine-warnings/").json()
    everything = phone.get(f"{at}/medicine-warnings/", {"level": "all"}).json()
    assert [each["hidden"]["reason"] for each in listed["hidden"]] == ["asked_pharmacist"]
    assert warning["id"] not in {each["id"] for each in listed["shown"]}
    assert len(everything["shown"]) > len(listed["shown"])
    assert any("does not prove" in line for line in listed["always"])
    assert phone.post(f"{at}/medicine-warnings/{warning['id']}/show/").status_code == 204
    assert warning["id"] in {each["id"] for each in phone.get(f"{at}/medicine-warnings/").json()["shown"]}


def test_an_empty_list_is_never_called_safe(people: People, patient: UUID) -> None:
    answer = people.amara.phone().get(f"/api/v1/patients/{patient}/medicine-warnings/").json()
    assert (answer["shown"], answer["always"][0]) == (
        [],
        "We found no warning for your list. That does not prove it is safe.",
    )


def test_names_are_suggested_to_who_is_signed_in_and_only_by_a_body(people: People) -> None:
    phone = people.amara.phone()
    found = phone.post("/api/v1/medicine-names/", {"q": "vicod"}, format="json").json()
    assert found == [{"name": "Vicodin", "ingredients": ["acetaminophen", "hydrocodone"], "rxnorm": ""}]
    assert phone.get("/api/v1/medicine-names/", {"q": "vicod"}).status_code == 405


def test_a_brand_of_a_combination_is_kept_with_all_that_is_in_it(people: People, patient: UUID) -> None:
    added, _ = add_medicine(people.amara.actor, patient, MedicineWords("Percocet"))
    assert added.ingredient == "acetaminophen / oxycodone"
