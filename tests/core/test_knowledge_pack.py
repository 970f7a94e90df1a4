"""Two packs beside each other: each with its own version and answers, and a damaged one refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mendly_core.genes import call_genes, find_ingredient, knowledge_version, read_genome
from mendly_core.genes.alleles import allele_table
from mendly_core.genes.samples import array_file
from mendly_core.knowledge_pack import PARTS, knowledge_folder, knowledge_from, read_part, use_knowledge
from mendly_core.packs import DamagedPack
from tests.core.genes.files import Dribble
from tests.planted_packs import copy_of_shipped, pack_with, setting

STAR_TWO = {"gene": "CYP2C19", "allele": "*2"}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    change = setting(STAR_TWO, {"function": "decreased"})
    return pack_with(tmp_path / "planted", {"genes/alleles": change})


def phenotypes() -> tuple[str, ...]:
    stream = Dribble(b"".join(array_file({"CYP2C19": ("*2", "*2")}, 100)))
    results = {result.gene: result for result in call_genes(read_genome(stream))}
    return results["CYP2C19"].phenotypes


def test_each_pack_gives_its_own_answer_and_version(planted: Path) -> None:
    shipped, function = knowledge_version(), function_of_star_two()
    assert (phenotypes(), function) == (("Poor Metabolizer",), "no")
    with knowledge_from(planted):
        assert knowledge_version().data == "2026-02-01"
        assert (phenotypes(), function_of_star_two()) == (("Likely Intermediate Metabolizer",), "decreased")
        assert find_ingredient("clopidogrel") is not None
    assert (knowledge_version(), phenotypes(), function_of_star_two()) == (
        shipped,
        ("Poor Metabolizer",),
        "no",
    )


def function_of_star_two() -> str:
    return next(allele.function for allele in allele_table("CYP2C19").alleles if allele.name == "*2")


def test_a_copy_of_the_shipped_pack_has_its_version(tmp_path: Path) -> None:
    shipped = knowledge_version()
    with knowledge_from(copy_of_shipped(tmp_path / "copy")):
        assert knowledge_version() == shipped


@pytest.mark.parametrize(
    "table", [f"{part}/{table}.tsv" for part, tables in PARTS.items() for table in tables]
)
def test_a_changed_table_is_refused_and_changes_nothing(table: str, tmp_path: Path) -> None:
    folder = copy_of_shipped(tmp_path / "changed")
    content = folder.joinpath(table).read_bytes()
    folder.joinpath(table).write_bytes(content.replace(b"\t", b" ", 1))
    with pytest.raises(DamagedPack, match="checksum"):
        use_knowledge(folder)
    assert knowledge_folder() is None


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedPack, match="does not hold"):
        use_knowledge(tmp_path)
    folder = copy_of_shipped(tmp_path / "half")
    folder.joinpath("predisposition", "outcomes.tsv").unlink()
    with pytest.raises(DamagedPack, match="does not hold"):
        use_knowledge(folder)


@pytest.mark.parametrize("part", PARTS)
def test_the_key_of_every_table_tells_its_rows_apart(part: str) -> None:
    for name, rows in read_part(part).tables.items():
        keys = [tuple(row[column] for column in PARTS[part][name].key) for row in rows]
        assert len(set(keys)) == len(keys), (name, [key for key in keys if keys.count(key) > 1][:3])
