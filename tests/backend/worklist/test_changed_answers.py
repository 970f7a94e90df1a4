"""New knowledge changed answers: one queue item for each clinic, seen through the patients that each may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mendly.errors import Denied, NotFound
from mendly.genome.services import enter_lab_result
from mendly.insights.upgrading import upgrade_everyone
from mendly.live.kinds import may_see
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from mendly.worklist import services
from mendly.worklist.models import Item, Kind, State
from mendly.worklist.selectors import changed_answers, counts_for, queue_for
from mendly_core.knowledge_pack import knowledge_from
from tests.backend.conftest import People, Persona, put_in_care
from tests.planted_packs import pack_with, setting

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/api/v1/worklist/"


def give_results(person: Persona, laboratory: Persona) -> None:
    patient = person.patient
    assert patient is not None
    add_medicine(person.actor, patient.id, MedicineWords(name="Simvastatin", ingredient="simvastatin"))
    enter_lab_result(
        laboratory.actor,
        patient.id,
        gene="SLCO1B1",
        diplotype="*5/*5",
        phenotype=None,
        activity_score=None,
        laboratory="Harbour Lab",
        method="",
        reported_on=date(2026, 1, 1),
    )


def upgrade(folder: Path) -> None:
    row = {"ingredient": "simvastatin", "lookup1": "Poor Function"}
    pack = pack_with(folder, {"genes/recommendations": setting(row, {"action": "monitor"})})
    with knowledge_from(pack):
        upgrade_everyone(lambda progress: None)


@pytest.fixture
def upgraded(people: People, tmp_path: Path) -> People:
    give_results(people.amara, people.imani)
    give_results(people.bo, people.imani)
    give_results(people.sam, people.quill)
    upgrade(tmp_path / "pack")
    return people


@pytest.mark.both_databases
def test_a_clinic_gets_one_item_and_each_provider_sees_their_own_patients_in_it(upgraded: People) -> None:
    lines = {who: queue_for(getattr(upgraded, who).actor) for who in ("imani", "jules", "quill")}
    seen = {who: [(line.kind, line.patient, line.patients) for line in shown] for who, shown in lines.items()}
    assert seen == {
        "imani": [("knowledge", None, 2)],
        "jules": [("knowledge", None, 1)],
        "quill": [("knowledge", None, 1)],
    }
    assert Item.objects.filter(kind=Kind.KNOWLEDGE).count() == 2
    answers = changed_answers(upgraded.imani.actor, lines["imani"][0].id)
    shown = [(line.name, line.genes, line.ingredients) for line in answers.lines]
    assert shown == [("Amara Okafor", (), ("simvastatin",)), ("Bo Lindqvist", (), ("simvastatin",))]
    names = [line.name for line in changed_answers(upgraded.jules.actor, lines["jules"][0].id).lines]
    assert names == ["Amara Okafor"]


def test_it_is_nobody_elses(upgraded: People) -> None:
    [line] = queue_for(upgraded.imani.actor)
    for stranger in (upgraded.quill, upgraded.amara, upgraded.dario):
        with pytest.raises((NotFound, Denied)):
            changed_answers(stranger.actor, line.id)
        assert not may_see(stranger.actor, "worklist", {"item": str(line.id)})
    with pytest.raises(NotFound):
        services.finish(upgraded.quill.actor, line.id, version=line.version)
    assert may_see(upgraded.jules.actor, "worklist", {"item": str(line.id)})


def test_it_is_worked_on_like_any_other_item(upgraded: People) -> None:
    imani, jules = upgraded.imani, upgraded.jules
    [line] = imani.phone().get(QUEUE).json()
    assert (line["patient"], line["patients"], line["lane"]) == (None, 2, "team")
    assert imani.phone().post(f"{QUEUE}{line['id']}/claim/", {"version": 1}).status_code == 200
    assert jules.phone().post(f"{QUEUE}{line['id']}/claim/", {"version": 2}).status_code == 409
    given = {"version": 2, "to": str(jules.provider.id)}
    assert imani.phone().post(f"{QUEUE}{line['id']}/assign/", given).status_code == 200
    assert counts_for(jules.actor).needs_me == 1
    assert jules.phone().post(f"{QUEUE}{line['id']}/done/", {"version": 3}).status_code == 200
    assert counts_for(jules.actor).needs_me == 0


def test_somebody_new_in_a_finished_item_brings_it_back(upgraded: People, tmp_path: Path) -> None:
    [line] = queue_for(upgraded.imani.actor)
    services.finish(upgraded.imani.actor, line.id, version=line.version)
    put_in_care(upgraded.carmen, upgraded.imani)
    give_results(upgraded.carmen, upgraded.imani)
    upgrade(tmp_path / "the same again")
    item = Item.objects.get(id=line.id)
    assert (item.state, queue_for(upgraded.imani.actor)[0].patients) == (State.TEAM, 3)
