"""`mendly genes call`: JSON lines for whoever wants the engine alone, one plain sentence for a bad file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mendly.cli import main
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import array_file

KEYS = {
    *("gene", "state", "reason", "diplotypes", "variants", "candidates", "phenotypes", "activity_scores"),
    *("lookups", "not_seen", "cannot_rule_out", "warnings", "standing"),
}
VCF = """##fileformat=VCFv4.2
##contig=<ID=chr10,assembly=GRCh38,length=133797422>
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tAnna\tBerta
chr10\t94781859\trs4244285\tG\tA\t.\tPASS\t.\tGT\t1/1\t0/1
"""


@pytest.fixture
def array(tmp_path: Path) -> Path:
    file = tmp_path / "dna.txt"
    file.write_bytes(b"".join(array_file({"CYP2C19": ("*2", "*2")}, lines=5_000, seed=3)))
    return file


def test_a_line_holds_every_gene_with_every_key(array: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genes", "call", str(array), "--json"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert {gene["gene"] for gene in told["genes"]} == set(genes().rules)
    assert {frozenset(gene) for gene in told["genes"]} == {frozenset(KEYS)}
    [found] = [gene for gene in told["genes"] if gene["gene"] == "CYP2C19"]
    assert ["*2", "*2"] in found["diplotypes"]
    assert (told["build"], bool(told["knowledge_version"])) == ("GRCh37", True)


def test_without_json_a_person_can_read_it(array: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genes", "call", str(array)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[:1] == ["CYP2C19"] and "*2/*2" in line for line in lines)


def test_a_file_of_two_people_asks_which_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "two.vcf"
    file.write_text(VCF)
    assert main(["genes", "call", str(file), "--json"]) == 2
    asked = capsys.readouterr()
    assert asked.out == ""
    assert "Anna, Berta" in asked.err
    assert main(["genes", "call", str(file), "--json", "--sample", "Berta"]) == 0
    assert json.loads(capsys.readouterr().out)["sample"] == "Berta"
    assert main(["genes", "call", str(file), "--json", "--all-samples"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["sample"] for line in lines] == ["Anna", "Berta"]


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08 broken", b"##fileformat=VCFv4.2\n"])
def test_a_bad_file_gets_a_sentence_and_exit_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "bad"
    file.write_bytes(content)
    assert main(["genes", "call", str(file), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip().endswith((".", "?"))
    assert "Traceback" not in told.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["genes", "call", str(tmp_path / "no.vcf")]) == 2
    assert "cannot be opened" in capsys.readouterr().err
