"""Results and readings survive JSON unchanged, and samples are what they say."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from mendly_core.genes import GeneResult, GenomeReading, call_genes, lab_result
from mendly_core.genes.samples import array_file, vcf_file
from tests.core.genes.files import genome, read

CHOICES = {
    "CYP2C19": ("*1", "*2"),
    "TPMT": ("*1", "*3A"),
    "DPYD": ("Reference", "c.2846A>T"),
    "NAT2": ("*5", "*6"),
}


def through_json(value: object) -> object:
    return json.loads(json.dumps(value))


def test_results_round_trip_with_every_key_present() -> None:
    results = (*call_genes(genome(CHOICES)), lab_result("CYP2D6", diplotype="*4/*10", laboratory="Central"))
    for result in results:
        data = through_json(result.to_json())
        assert data == result.to_json()
        assert isinstance(data, dict)
        assert set(data) == {field.name for field in fields(GeneResult)}
        assert GeneResult.from_json(data) == result


def test_readings_round_trip_and_give_the_same_results_again() -> None:
    reading = read(b"".join(array_file(CHOICES, 0)))
    data = through_json(reading.to_json())
    assert isinstance(data, dict)
    again = GenomeReading.from_json(data)
    assert again == reading
    assert call_genes(again) == call_genes(reading)


@pytest.mark.parametrize("vendor", ["23andme", "ancestry"])
def test_array_samples_are_deterministic_and_as_long_as_asked(vendor: str) -> None:
    first = b"".join(array_file(CHOICES, 20_000, 7, vendor))  # type: ignore[arg-type]
    assert first == b"".join(array_file(CHOICES, 20_000, 7, vendor))  # type: ignore[arg-type]
    assert first != b"".join(array_file(CHOICES, 20_000, 8, vendor))  # type: ignore[arg-type]
    assert abs(first.count(b"\n") - 20_000) < 50
    positions = [line.split(b"\t")[1:3] for line in first.splitlines() if line.startswith(b"rs")]
    by_chromosome: dict[bytes, list[int]] = {}
    for chromosome, position in positions:
        if position.isdigit():
            by_chromosome.setdefault(chromosome, []).append(int(position))
    assert all(listed == sorted(listed) for listed in by_chromosome.values())


def test_samples_read_back_as_the_people_they_were_made_from() -> None:
    results = {result.gene: result for result in call_genes(genome(CHOICES, phased=True))}
    assert results["CYP2C19"].diplotypes == ("*1/*2",)
    assert results["TPMT"].diplotypes == ("*1/*3A",)
    assert results["DPYD"].diplotypes == ("Reference/c.2846A>T",)
    assert results["NAT2"].diplotypes == ("*5/*6",)
    assert b"".join(vcf_file(CHOICES, lines=500)).count(b"\n") > 1500
