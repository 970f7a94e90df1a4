"""`mendly knowledge diff`: which rows came, went and changed, in plain words; and packs that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mendly.cli import main
from mendly_core.genes.trial import try_out
from mendly_core.knowledge_pack import knowledge_from
from mendly_core.pack_changes import pack_changes
from mendly_core.packs import DamagedPack
from tests.planted_packs import Rows, both, copy_of_shipped, pack_with, setting, without

CLOPIDOGREL = {"ingredient": "clopidogrel", "lookup1": "Poor Metabolizer", "population": "CVI ACS PCI"}


def with_one_more(rows: Rows) -> Rows:
    return [*rows, {**rows[0], "ingredient": "invented", "rxnorm": "0"}]


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    changes = {
        "genes/alleles": both(
            setting({"gene": "CYP2C19", "allele": "*2"}, {"function": "decreased"}),
            without({"gene": "CYP2C19", "allele": "*35"}),
        ),
        "genes/drugs": with_one_more,
        "predisposition/frequencies": setting({"outcome": "coeliac.marker"}, {"high": "4"}),
    }
    return pack_with(tmp_path / "planted", changes)


def test_every_planted_change_is_told_and_nothing_else(
    planted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["knowledge", "diff", "shipped", str(planted)]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("From 2025-11-05+")
    assert lines == [
        "genes/alleles: 1 row removed, 1 row changed",
        "  removed: CYP2C19, *35",
        "  changed: CYP2C19, *2: function from no to decreased",
        "genes/drugs: 1 row added",
        "  added: invented",
        "predisposition/frequencies: 1 row changed",
        "  changed: coeliac.marker, people, illness: high from 3 to 4",
    ]


def test_the_way_back_tells_the_opposite(planted: Path) -> None:
    there, back = pack_changes(None, planted), pack_changes(planted, None)
    assert [(each.added, each.removed) for each in there] == [(each.removed, each.added) for each in back]


def test_equal_packs_differ_in_no_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "diff", "shipped", str(copy_of_shipped(tmp_path / "same"))]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["No row differs."]


def test_a_folder_that_is_no_pack_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "diff", "shipped", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "does not hold all the tables" in told.err


def test_tables_that_do_not_fit_each_other_are_refused_before_any_result(tmp_path: Path) -> None:
    try_out()
    gone = pack_with(tmp_path / "gone", {"genes/alleles": without({"gene": "CYP2C19", "allele": "*17"})})
    with knowledge_from(gone), pytest.raises(DamagedPack, match="do not fit"):
        try_out()
