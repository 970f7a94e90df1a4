"""T15: someone with all rights over the database changes the access log behind its back, in every way we know."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction

from mendly import cli
from mendly.audit import chain
from mendly.audit.checkpoints import (
    Checkpoint,
    CheckpointRefused,
    current_checkpoint,
    lost_since,
    read_checkpoint,
    write_checkpoint,
)
from mendly.audit.guards import unguard_statements
from mendly.audit.models import AccessRecord, ChainTip, ListedPatient
from mendly.audit.services import enter, enter_list, fields_of, repeat_of
from mendly.audit.verification import breaks
from mendly.clock import new_id, now, standing_at
from mendly.policy import Action, Category
from tests.backend.conftest import People

Dice = random.Random
Links = Sequence[AccessRecord]


def fill(people: People) -> None:
    """Some forty links in several chains, with views, writes, and lists over many patients."""
    start = now() + timedelta(minutes=1)
    patients = [p.patient.id for p in (people.amara, people.bo, people.carmen) if p.patient]
    for step in range(12):
        with standing_at(start + timedelta(minutes=step)):
            act = Action.VIEW if step % 2 else Action.ADD
            enter(people.imani.actor, act, patients[step % 2], Category.MEDICINES, "intake")
            enter_list(people.imani.actor, Category.CLINIC, patients[: 1 + step % 3], "panel")


def _links(dice: Dice) -> Links:
    chain_id = dice.choice(list(ChainTip.objects.filter(length__gt=2).values_list("chain", flat=True)))
    return list(AccessRecord.objects.filter(chain=chain_id).order_by("number"))


def _set(record: AccessRecord, **values: object) -> None:
    AccessRecord.objects.filter(id=record.id).update(**values)


def edit(dice: Dice) -> None:
    link = dice.choice(_links(dice))
    new: dict[str, Callable[[], object]] = {
        "at": lambda: link.at + timedelta(microseconds=dice.randint(1, 10**9)),
        "actor": new_id,
        "patient": new_id,
        "role": lambda: link.role + "x",
        "action": lambda: f"{link.action}x",
        "category": lambda: f"{link.category}x",
        "purpose": lambda: f"{link.purpose}x",
        "via": lambda: f"{link.via}x",
        "about": lambda: f"{link.about}x"[-40:],
        "number": lambda: 10_000 + dice.randint(1, 999),
        "previous": lambda: dice.randbytes(32),
        "digest": lambda: dice.randbytes(32),
        "repeat": lambda: dice.randbytes(32).hex(),
    }
    name = dice.choice(list(new))
    _set(link, **{name: new[name]()})


def delete(dice: Dice) -> None:
    """Any link but the newest, so that it is not a tail cut."""
    _delete(dice.choice(_links(dice)[:-1]))


def reorder(dice: Dice) -> None:
    links = _links(dice)
    first, second = dice.sample(list(links), 2)
    _set(first, number=20_000)
    _set(second, number=first.number)
    _set(first, number=second.number)


def insert(dice: Dice) -> None:
    """A forged link that fits its neighbour before it, with the numbers behind it moved up."""
    links = _links(dice)
    after = dice.randrange(len(links))
    for link in reversed(links[after + 1 :]):
        _set(link, number=link.number + 1)
    forged = AccessRecord.objects.get(id=links[after].id)
    forged.id, forged.repeat, forged.number = new_id(), None, links[after].number + 1
    forged.previous = links[after].digest
    forged.digest = chain.digest_of(bytes(forged.previous), fields_of(forged))
    forged.save(force_insert=True)


def cut_tail(dice: Dice) -> None:
    links = _links(dice)
    for link in links[-dice.randint(1, len(links)) :]:
        _delete(link)


def change_members(dice: Dice) -> None:
    """Who was in a list is kept beside the link."""
    row = dice.choice(list(ListedPatient.objects.order_by("id")))
    how = dice.choice(["remove", "change", "add"])
    if how == "remove":
        row.delete()
    elif how == "change":
        ListedPatient.objects.filter(id=row.id).update(patient=new_id())
    else:
        ListedPatient.objects.create(record=row.record, patient=new_id())


def lose_tip(dice: Dice) -> None:
    ChainTip.objects.filter(chain=_links(dice)[0].chain).delete()


def cut_tail_and_forge_tip(dice: Dice) -> None:
    links = list(_links(dice))
    left = links[: -dice.randint(1, len(links))]
    for link in links[len(left) :]:
        _delete(link)
    _forge_tip(links[0].chain, left)


def rewrite_and_forge_tip(dice: Dice) -> None:
    """Change a link and work every digest behind it out anew: inside the database nothing is wrong any more."""
    links = list(_links(dice))
    at = dice.randrange(len(links))
    links[at].role = "nobody"
    forged = repeat_of(links[at]) if links[at].repeat else None
    for index in range(at, len(links)):
        link = links[index]
        link.previous = links[index - 1].digest if index else chain.FIRST
        link.digest = chain.digest_of(bytes(link.previous), fields_of(link))
        _set(link, role=link.role, previous=link.previous, digest=link.digest)
    _set(links[at], repeat=forged)
    _forge_tip(links[0].chain, links)


def _forge_tip(chain_id: UUID, left: Links) -> None:
    digest = left[-1].digest if left else b""
    ChainTip.objects.filter(chain=chain_id).update(length=len(left), digest=digest)


def _delete(link: AccessRecord) -> None:
    ListedPatient.objects.filter(record=link).delete()
    AccessRecord.objects.filter(id=link.id).delete()


FOUND_INSIDE = (edit, delete, reorder, insert, cut_tail, change_members, lose_tip)
ONLY_OUTSIDE = (cut_tail_and_forge_tip, rewrite_and_forge_tip)


def tamper(people: People, times: int, seed: int) -> Counter[str]:
    """Do one change, look, take it back; as often as asked. Gives how many of each kind were found."""
    fill(people)
    before = current_checkpoint()
    assert not list(breaks())
    assert not list(lost_since(before))
    with connection.cursor() as cursor:
        for statement in unguard_statements(connection.vendor):
            cursor.execute(statement)
    dice, found = random.Random(seed), Counter[str]()
    for number in range(times):
        change = (*FOUND_INSIDE, *ONLY_OUTSIDE)[number % 9]
        with transaction.atomic():
            change(dice)
            inside, outside = bool(list(breaks())), bool(list(lost_since(before)))
            transaction.set_rollback(True)
        assert inside is (change in FOUND_INSIDE), (change.__name__, number, seed)
        found[change.__name__] += inside or outside
    assert not list(breaks())
    return found


def _told(found: Counter[str], times: int) -> None:
    kinds = ", ".join(f"{name} {count}" for name, count in found.items())
    print(f"\ntampering: {found.total()} of {times} changes found ({kinds})")
    assert found.total() == times


@pytest.mark.both_databases
def test_a_hundred_changes_are_found(people: People) -> None:
    _told(tamper(people, 100, seed=15), 100)


@pytest.mark.long
@pytest.mark.both_databases
def test_a_thousand_changes_are_found(people: People) -> None:
    seed = random.randrange(10**9)
    print(f"\nseed {seed}")
    _told(tamper(people, 1000, seed), 1000)


def test_a_log_that_goes_on_still_fits_an_older_checkpoint(people: People, tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "first")
    fill(people)
    assert list(lost_since(read_checkpoint(tmp_path / "first"))) == []


def test_a_checkpoint_names_nobody_and_is_only_taken_as_it_was_signed(people: People, tmp_path: Path) -> None:
    fill(people)
    path = tmp_path / "checkpoint"
    write_checkpoint(path)
    text = path.read_text()
    assert people.amara.patient is not None
    assert str(people.amara.patient.id) not in text
    assert people.amara.patient.id.hex not in text
    whole = json.loads(text)
    who = next(iter(whole["chains"]))
    shorter = {**whole["chains"], who: [1, whole["chains"][who][1]]}
    fewer = {name: tip for name, tip in whole["chains"].items() if name != who}
    for forged in ({"chains": shorter}, {"chains": fewer}, {"made_at": "2020-01-01"}, {"signature": "AA=="}):
        path.write_text(json.dumps({**whole, **forged}))
        with pytest.raises(CheckpointRefused):
            read_checkpoint(path)
    for damaged in ("", "{}", "[]", text[:-30]):
        path.write_text(damaged)
        with pytest.raises(CheckpointRefused):
            read_checkpoint(path)


def test_the_command_writes_and_compares(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(people)
    path = tmp_path / "checkpoint"
    assert cli.main(["audit", "checkpoint", str(path)]) == 0
    assert "chains" in capsys.readouterr().out
    assert cli.main(["audit", "verify", "--checkpoint", str(path)]) == 0
    assert "intact" in capsys.readouterr().out
    with connection.cursor() as cursor:
        for statement in unguard_statements(connection.vendor):
            cursor.execute(statement)
    cut_tail_and_forge_tip(random.Random(1))
    assert cli.main(["audit", "verify"]) == 0
    assert cli.main(["audit", "verify", "--checkpoint", str(path)]) == 1
    assert "was changed" in capsys.readouterr().out
    path.write_text("{}")
    assert cli.main(["audit", "verify", "--checkpoint", str(path)]) == 1


def test_an_empty_log_makes_a_checkpoint_too(db: None, tmp_path: Path) -> None:
    assert write_checkpoint(tmp_path / "empty").chains == {}
    assert read_checkpoint(tmp_path / "empty") == Checkpoint(read_checkpoint(tmp_path / "empty").made_at, {})
