"""What a person chooses to know: kept sealed and appended, asked first, never for anyone else to see."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from mendly.accounts.services import change_profile
from mendly.audit.models import AccessRecord
from mendly.errors import BadInput, Denied, NotFound, SecondFactorNeeded
from mendly.genome.models import StoredCalls
from mendly.genome.services import remove_file
from mendly.live.models import Event
from mendly.predisposition import selectors
from mendly.predisposition.models import CategoryChoice
from mendly.predisposition.places import category_place, gene_place
from mendly.predisposition.services import choose
from mendly_core.predisposition import Choice
from tests.backend.conftest import People, Persona
from tests.backend.predisposition.files import COELIAC, NO_E4, ONE_E4, ONE_F5, give_file

ADULT_ONLY = {"memory", "breast_ovarian", "iron", "clots", "amyloid", "prostate", "bowel", "lungs_liver"}


def pick(persona: Persona, **answers: str) -> None:
    assert persona.patient is not None
    given = {category: Choice(choice) for category, choice in answers.items()}
    choose(persona.actor, persona.patient.id, given, language="en")


def made(persona: Persona) -> dict[str, Choice | None]:
    assert persona.patient is not None
    return {
        line.key: line.choice for line in selectors.choices_of(persona.actor, persona.patient.id).categories
    }


def outcomes(viewer: Persona, owner: Persona) -> dict[str, list[str]]:
    """By shown category, what the viewer is told about the owner."""
    assert owner.patient is not None
    shown = selectors.findings_shown(viewer.actor, owner.patient.id).categories
    return {each.answer.category: [f.finding.outcome for f in each.findings] for each in shown}


def born(persona: Persona, day: date | None) -> None:
    assert persona.patient is not None
    change_profile(persona.actor, persona.patient.id, name="Amara Okafor", birth_date=day)


def test_nothing_is_chosen_and_nothing_is_shown_before_the_person_says_so(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_file(people.amara, {**ONE_E4, **ONE_F5})
    monkeypatch.setattr(selectors, "kept_readings", None)
    assert set(made(people.amara).values()) == {None}
    assert outcomes(people.amara, people.amara) == outcomes(people.imani, people.amara) == {}


def test_what_is_shown_is_shown_to_the_patient_and_to_those_who_may_see_the_genes(people: People) -> None:
    give_file(people.amara, {**ONE_E4, **ONE_F5})
    pick(people.amara, memory="show", coeliac="hide")
    assert outcomes(people.amara, people.amara) == {"memory": ["memory.one_e4"]}
    assert outcomes(people.imani, people.amara) == {"memory": ["memory.one_e4"]}
    for other in (people.dario, people.sam, people.quill, people.bo):
        with pytest.raises(Denied):
            outcomes(other, people.amara)


def test_the_newest_answer_counts_and_all_are_kept_in_order(people: People) -> None:
    for choice in ("show", "hide", "hide", "ask"):
        pick(people.amara, memory=choice)
    assert made(people.amara)["memory"] is Choice.ASK
    rows = CategoryChoice.objects.filter(patient=people.amara.patient).order_by("number")
    assert [(row.number, row.answer["choice"]) for row in rows] == [(1, "show"), (2, "hide"), (3, "ask")]


def test_choices_lie_sealed(people: People) -> None:
    pick(people.amara, memory="show")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM predisposition_categorychoice")
        (sealed,) = cursor.fetchone()
    assert b"memory" not in bytes(sealed)
    assert b"show" not in bytes(sealed)


@pytest.mark.parametrize("who", ["imani", "jules", "dario", "sam", "quill"])
def test_nobody_else_chooses_or_sees_what_was_chosen(people: People, who: str) -> None:
    other: Persona = getattr(people, who)
    assert people.amara.patient is not None
    with pytest.raises(Denied):
        choose(other.actor, people.amara.patient.id, {"memory": Choice.SHOW}, language="en")
    with pytest.raises(Denied):
        selectors.choices_of(other.actor, people.amara.patient.id)
    assert CategoryChoice.objects.count() == 0


def test_a_choice_asks_for_the_second_step(people: People) -> None:
    assert people.amara.patient is not None
    weak, patient = people.amara.actor_with_password_only, people.amara.patient.id
    with pytest.raises(SecondFactorNeeded):
        choose(weak, patient, {"memory": Choice.SHOW}, language="en")
    for read in (selectors.choices_of, selectors.findings_shown, selectors.letters_of):
        with pytest.raises(SecondFactorNeeded):
            read(weak, patient)


@pytest.mark.parametrize("answers", [{}, {"nosuch": Choice.SHOW}, {"memory": Choice.SHOW, "x": Choice.HIDE}])
def test_an_unknown_topic_is_told_and_changes_nothing(people: People, answers: dict[str, Choice]) -> None:
    assert people.amara.patient is not None
    with pytest.raises(BadInput):
        choose(people.amara.actor, people.amara.patient.id, answers, language="en")
    assert CategoryChoice.objects.count() == 0


def test_a_hidden_category_is_not_even_handed_to_the_engine(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_file(people.amara, {**ONE_E4, **ONE_F5})
    pick(people.amara, clots="show", memory="hide")
    handed = []
    engine = selectors.findings_of_files
    monkeypatch.setattr(
        selectors,
        "findings_of_files",
        lambda places, *rest, **more: handed.append(places) or engine(places, *rest, **more),
    )
    assert outcomes(people.amara, people.amara) == {"clots": ["clots.one_f5"]}
    ((places,),) = handed
    assert {call.gene for call in places.sites} | {gap.gene for gap in places.gaps} <= {"F5", "F2"}


def test_what_asks_first_shows_nothing_until_the_yes_and_the_yes_is_kept_nowhere(people: People) -> None:
    give_file(people.amara, ONE_E4)
    pick(people.amara, memory="ask", clots="show")
    assert people.amara.patient is not None
    actor, patient = people.amara.actor, people.amara.patient.id
    assert "memory" not in outcomes(people.amara, people.amara)
    assert "memory" not in outcomes(people.imani, people.amara)
    rows, events = CategoryChoice.objects.count(), Event.objects.count()
    seen = selectors.look_once(actor, patient, category_place(patient, "memory"))
    assert [each.answer.category for each in seen.categories] == ["memory"]
    assert (CategoryChoice.objects.count(), Event.objects.count()) == (rows, events)
    assert "memory" not in outcomes(people.amara, people.amara)
    for key in ("clots", "iron"):
        with pytest.raises(NotFound):
            selectors.look_once(actor, patient, category_place(patient, key))
    with pytest.raises(Denied):
        selectors.look_once(people.imani.actor, patient, category_place(patient, "memory"))


@pytest.mark.parametrize("day", [date(2012, 6, 1), None])
def test_a_minor_and_someone_without_a_birth_date_are_offered_nothing_of_adult_onset(
    people: People, day: date | None
) -> None:
    give_file(people.amara, {**ONE_E4, **ONE_F5, **COELIAC})
    pick(people.amara, memory="show", clots="show", coeliac="show")
    born(people.amara, day)
    assert not ADULT_ONLY & set(made(people.amara))
    assert set(outcomes(people.amara, people.amara)) == {"coeliac"}
    assert set(outcomes(people.imani, people.amara)) == {"coeliac"}
    with pytest.raises(BadInput):
        pick(people.amara, clots="hide")


def test_the_birthday_itself_opens_the_topics_for_adults(people: People) -> None:
    today = selectors.now().date()
    born(people.amara, today.replace(year=today.year - 18))
    assert set(made(people.amara)) >= ADULT_ONLY
    born(people.amara, (today.replace(day=1) if today.day > 1 else today).replace(year=today.year - 17))
    assert not ADULT_ONLY & set(made(people.amara))


def test_the_patient_hears_of_a_choice_and_others_only_of_what_they_may_see(people: People) -> None:
    def told(persona: Persona) -> int:
        return Event.objects.filter(user=persona.user.id, kind="finding").count()

    pick(people.amara, memory="hide", clots="ask")
    pick(people.amara, memory="hide")
    assert (told(people.amara), told(people.imani), told(people.dario)) == (1, 0, 0)
    pick(people.amara, memory="show")
    assert (told(people.amara), told(people.imani)) == (2, 1)
    pick(people.amara, memory="hide")
    assert (told(people.amara), told(people.imani)) == (3, 2)
    ids = Event.objects.filter(kind="finding").values_list("ids", flat=True)
    assert all(set(each) == {"patient"} for each in ids)


def test_without_a_file_and_without_kept_places_it_says_so(people: People) -> None:
    assert people.amara.patient is not None
    pick(people.amara, memory="show")
    actor, patient = people.amara.actor, people.amara.patient.id
    assert selectors.findings_shown(actor, patient).file == "none"
    file = give_file(people.amara, ONE_E4)
    assert selectors.findings_shown(actor, patient).file == "read"
    StoredCalls.objects.filter(source=file).delete()
    assert selectors.findings_shown(actor, patient) == selectors.FindingsShown("unread", ())
    remove_file(actor, patient, file.id)
    assert selectors.findings_shown(actor, patient).file == "none"


def findings_in(persona: Persona, category: str) -> list[tuple[str, bool]]:
    """What the persona is told of one category, and whether their files disagree about it."""
    assert persona.patient is not None
    shown = selectors.findings_shown(persona.actor, persona.patient.id).categories
    answers = [each.answer for each in shown if each.answer.category == category]
    return [(finding.outcome, finding.disputed) for answer in answers for finding in answer.findings]


def test_a_new_file_hides_nothing_that_an_older_one_shows(people: People) -> None:
    give_file(people.amara, ONE_E4)
    give_file(people.amara, COELIAC)
    pick(people.amara, memory="show", coeliac="show")
    assert findings_in(people.amara, "memory") == [("memory.one_e4", False)]
    assert len(findings_in(people.amara, "coeliac")) == 1


def test_files_that_deny_each_other_are_told(people: People) -> None:
    give_file(people.amara, ONE_E4)
    newer = give_file(people.amara, NO_E4)
    pick(people.amara, memory="show")
    assert findings_in(people.amara, "memory") == [("memory.one_e4", True)]
    assert people.amara.patient is not None
    remove_file(people.amara.actor, people.amara.patient.id, newer.id)
    assert findings_in(people.amara, "memory") == [("memory.one_e4", False)]


def test_every_look_is_on_record(people: People) -> None:
    give_file(people.amara, ONE_E4)
    pick(people.amara, memory="show")
    outcomes(people.imani, people.amara)
    looks = AccessRecord.objects.filter(patient=people.amara.patient.id, actor=people.imani.user.id)
    assert list(looks.filter(about="findings").values_list("action", "category")) == [("view", "genes")]


def test_blind_ids_differ_from_person_to_person_and_tell_nothing(people: People) -> None:
    assert people.amara.patient is not None
    assert people.bo.patient is not None
    mine, theirs = people.amara.patient.id, people.bo.patient.id
    places = {category_place(mine, "memory"), category_place(theirs, "memory"), category_place(mine, "iron")}
    assert len(places | {gene_place(mine, "memory"), uuid4()}) == 5
    assert category_place(mine, "memory") == category_place(mine, "memory")
