"""Another knowledge pack: everyone's results anew, those whose answer changed told once, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mendly.genome import recalling
from mendly.genome.models import GeneCalls, GenomeFile
from mendly.insights import services
from mendly.insights.models import Insight, KnowledgeRun, KnowledgeStep
from mendly.insights.services import Step, bring_up_to_date, dismiss
from mendly.insights.upgrading import Progress, upgrade_everyone
from mendly.notify.models import Delivery
from mendly_core.genes import knowledge_version
from mendly_core.knowledge_pack import knowledge_from
from tests import knowledge_people
from tests.planted_changes import planted_pack

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 36
FEW = 24


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted_pack(tmp_path_factory.mktemp("packs") / "planted")


@pytest.fixture
def everyone(db: None) -> list[knowledge_people.Person]:
    found = knowledge_people.people(COUNT)
    knowledge_people.build(found)
    return found


@pytest.fixture
def few(db: None) -> list[knowledge_people.Person]:
    found = knowledge_people.people(FEW)
    knowledge_people.build(found)
    return found


def silent(progress: Progress) -> None:
    """Nobody listens."""


def upgrade_to(pack: Path | None) -> Progress:
    with knowledge_from(pack):
        return upgrade_everyone(silent)


def expected_to_be_told(everyone: list[knowledge_people.Person], pack: Path) -> list[int]:
    before = knowledge_people.answers_by_brute_force(everyone)
    with knowledge_from(pack):
        after = knowledge_people.answers_by_brute_force(everyone)
    return [person.number for person in everyone if before[person.number] != after[person.number]]


class Killed(BaseException):
    """What a kill looks like from inside: nothing after it runs, the transaction is gone."""


@pytest.mark.both_databases
def test_those_whose_answer_changed_are_told_once_and_the_way_back_restores_all(
    everyone: list[knowledge_people.Person], planted: Path
) -> None:
    state, shipped = knowledge_people.state(), knowledge_version().full
    wanted = expected_to_be_told(everyone, planted)
    progress = upgrade_to(planted)
    found = knowledge_people.told()
    assert 5 < len(wanted) < COUNT - 5
    assert found["pushed"] == found["events"] == found["steps"] == wanted
    assert found["items"][0] == found["items"][1] == 1
    assert (progress.changed, progress.failed) == (len(wanted), 0)
    assert progress.brought == len(
        [person for person in everyone if person.dna is not None or person.lab_pair]
    )
    assert knowledge_people.state() != state
    with knowledge_from(planted):
        assert knowledge_people.versions() == {knowledge_version().full}
    assert upgrade_to(planted).brought == 0
    assert knowledge_people.told() == found
    upgrade_to(None)
    assert knowledge_people.told()["pushed"] == wanted
    assert (knowledge_people.state(), knowledge_people.versions()) == (state, {shipped})
    assert list(KnowledgeRun.objects.order_by("number").values_list("version", flat=True))[1:] == [shipped]
    assert not KnowledgeRun.objects.filter(finished_at=None).exists()


STEPS: tuple[tuple[Any, str], ...] = (
    (recalling, "results_of"),
    (services, "keep_recall"),
    (services, "queue_deliveries"),
    (services, "emit"),
)


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[name for _, name in STEPS])
def test_an_upgrade_that_dies_at_any_step_goes_on_and_tells_nobody_twice(
    few: list[knowledge_people.Person],
    planted: Path,
    module: Any,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted, original, calls = expected_to_be_told(few, planted), getattr(module, step), 0

    def dies_at_every_fifth(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls % 5 == 3:
            raise Killed
        result = original(*given, **named)
        if calls % 5 == 4:
            raise Killed
        return result

    monkeypatch.setattr(module, step, dies_at_every_fifth)
    deaths = 0
    for _ in range(3 * FEW):
        try:
            upgrade_to(planted)
            break
        except Killed:
            deaths += 1
    found = knowledge_people.told()
    assert deaths > 1
    assert found["pushed"] == found["events"] == found["steps"] == wanted


def test_two_upgrades_at_once_tell_each_once(
    few: list[knowledge_people.Person], planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one takes the same patient between the working out and the writing."""
    wanted, alone = expected_to_be_told(few, planted), services.recall
    quicker: list[Step | None] = []

    def another_one_is_quicker(patient_id: Any) -> Any:
        recalled = alone(patient_id)
        monkeypatch.setattr(services, "recall", alone)
        quicker.append(bring_up_to_date(patient_id))
        monkeypatch.setattr(services, "recall", another_one_is_quicker)
        return recalled

    monkeypatch.setattr(services, "recall", another_one_is_quicker)
    upgrade_to(planted)
    found = knowledge_people.told()
    assert len([step for step in quicker if step]) > FEW / 2
    assert GeneCalls.objects.count() == 2 * GenomeFile.objects.count()
    assert found["pushed"] == found["events"] == found["steps"] == wanted


def test_a_pack_in_which_nobody_reads_anything_new_tells_nobody_and_keeps_cards_read(
    few: list[knowledge_people.Person], tmp_path: Path
) -> None:
    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import Patient
    from tests.planted_packs import pack_with, setting

    card = Insight.objects.filter(ended_at=None).order_by("id").first()
    assert card is not None
    patient = Patient.objects.select_related("user").get(id=card.patient_id)
    dismiss(actor_of_user(patient.user, second_factor=True, via="portal"), patient.id, card.id)
    quiet = pack_with(
        tmp_path / "quiet",
        {"genes/recommendations": setting({"population": "general"}, {"source": "another"})},
    )
    progress = upgrade_to(quiet)
    assert progress.brought > FEW / 2
    assert (progress.changed, Delivery.objects.count()) == (0, 0)
    card.refresh_from_db()
    assert card.dismissed_at is not None
    assert card.knowledge_version.startswith("2026-02-01+")
    assert not KnowledgeStep.objects.exclude(told_at=None).exists()


def test_a_refresh_brings_a_patient_to_the_pack_of_the_server_first(
    few: list[knowledge_people.Person], planted: Path
) -> None:
    wanted = expected_to_be_told(few, planted)
    with knowledge_from(planted):
        for patient in recalling.patients_with_results(None, FEW):
            services.refresh(patient)
    assert knowledge_people.told()["pushed"] == wanted
    assert upgrade_to(planted).brought == 0
