"""Every gene against a slow caller: all pairs of alleles, and files with missing and strange places."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping

import pytest

from mendly_core.genes import GeneResult, SiteCall, call_gene
from tests.core.genes import slow_caller as slow
from tests.core.genes.files import with_sites

PAIRS_IN_THE_SAMPLE = 40
FILES_IN_THE_SAMPLE = 12
FILES_PER_GENE = 400
MOST_TURNING_SITES = 12
Person = tuple[dict[int, tuple[str, ...]], dict[int, str | None]]


def engine_call(gene: str, bases: slow.Seen, phase: Mapping[int, str | None]) -> GeneResult:
    calls = (
        SiteCall(gene, position, found, phase.get(position) if len(set(found)) > 1 else None, "record")
        for position, found in bases.items()
    )
    return call_gene(gene, with_sites(calls))


def difference(gene: str, bases: slow.Seen, phase: Mapping[int, str | None]) -> str:
    """What differs between the two callers, or nothing."""
    result, expected = engine_call(gene, bases, phase), slow.slow_call(gene, bases, phase)
    pairs = frozenset(tuple(sorted(pair)) for pair in result.pairs)
    if pairs != expected.pairs:
        return f"{gene} reports {sorted(pairs)} for {sorted(expected.pairs)}: {bases} {phase}"
    every = {tuple(sorted(c.pair)): c.score for c in result.candidates if c.pair is not None}
    if every != expected.candidates:
        return f"{gene} has the candidates {sorted(every)} for {sorted(expected.candidates)}: {bases} {phase}"
    if not pairs and tuple(sorted(result.named_changes)) != expected.variants:
        return f"{gene} lists {result.named_changes} for {expected.variants}: {bases} {phase}"
    return ""


def whole_people(gene: str, *, phased: bool) -> Iterator[Person]:
    """Every pair of alleles of a gene, an allele with itself included, with every site seen."""
    for first, second in itertools.combinations_with_replacement(slow.CELLS[gene], 2):
        yield from _whole_person(gene, first, second, phased=phased)


def _whole_person(gene: str, first: str, second: str, *, phased: bool) -> Iterator[Person]:
    left = slow.strand(gene, first)
    rights = (slow.strand(gene, second, changed_first=changed) for changed in (False, True))
    for right in [one for index, one in enumerate(rights) if index == 0 or _either(gene, second)]:
        bases = {position: (left[position], right[position]) for position in slow.SITES[gene]}
        yield bases, dict.fromkeys(bases, "common") if phased else {}


def _either(gene: str, allele: str) -> bool:
    return any(cell in slow.EITHER for cell in slow.CELLS[gene][allele].values() if len(cell) == 1)


def partial_people(gene: str, count: int) -> Iterator[Person]:
    """Files of people with places missing, phase of any kind, and now and then another listed or odd base."""
    draw = random.Random(f"partial {gene}")
    names = list(slow.CELLS[gene])
    for _ in range(count):
        strands = [slow.strand(gene, draw.choice(names), changed_first=draw.random() < 0.5) for _ in range(2)]
        kept_share = draw.choice((0.3, 0.7, 0.9, 0.97, 1.0))
        kept = [
            p for p, row in slow.SITES[gene].items() if draw.random() < kept_share or row["required"] == "1"
        ]
        bases = {p: (strands[0][p], strands[1][p]) for p in kept}
        for position in draw.sample(kept, min(len(kept), draw.choice((0, 0, 0, 1, 2)))):
            bases[position] = (draw.choice(_bases(gene, position, draw)), bases[position][1])
        yield _as_drawn(gene, bases, draw)


def _bases(gene: str, position: int, draw: random.Random) -> list[str]:
    row = slow.SITES[gene][position]
    listed = [row["ref38"], *row["alts"].split(",")]
    return [*listed, *("ACGT" if draw.random() < 0.2 else ())]


def _as_drawn(gene: str, bases: dict[int, tuple[str, ...]], draw: random.Random) -> Person:
    if gene == "G6PD" and draw.random() < 0.4:
        return {position: found[:1] for position, found in bases.items()}, {}
    kind = draw.choice(("none", "none", "common", "sets", "mixed"))
    choices: dict[str, tuple[str | None, ...]] = {
        "none": (None,),
        "common": ("common",),
        "sets": ("PS1", "PS2"),
        "mixed": (None, "PS1", "PS2"),
    }
    phase = {position: draw.choice(choices[kind]) for position in bases}
    turning = 0
    for position, found in bases.items():
        if len(set(found)) > 1 and phase[position] is None:
            turning += 1
            if turning > MOST_TURNING_SITES:
                bases[position] = (found[0], found[0])
    return bases, phase


def differences(gene: str, people: Iterable[Person]) -> list[str]:
    found = (difference(gene, bases, phase) for bases, phase in people)
    return [line for line in found if line]


def sampled(gene: str, *, phased: bool) -> Iterator[Person]:
    draw = random.Random(f"pairs {gene} {phased}")
    names = list(slow.CELLS[gene])
    for _ in range(PAIRS_IN_THE_SAMPLE):
        yield from _whole_person(gene, draw.choice(names), draw.choice(names), phased=phased)


@pytest.mark.parametrize("phased", [False, True], ids=["unphased", "phased"])
@pytest.mark.parametrize("gene", slow.CALLED_FROM_FILES)
def test_a_sample_of_pairs_is_called_as_the_slow_caller_calls_it(gene: str, phased: bool) -> None:
    assert differences(gene, sampled(gene, phased=phased)) == []


@pytest.mark.parametrize("gene", slow.CALLED_FROM_FILES)
def test_a_sample_of_partial_files_is_called_as_the_slow_caller_calls_it(gene: str) -> None:
    assert differences(gene, partial_people(gene, FILES_IN_THE_SAMPLE)) == []


@pytest.mark.long
@pytest.mark.parametrize("phased", [False, True], ids=["unphased", "phased"])
@pytest.mark.parametrize("gene", slow.CALLED_FROM_FILES)
def test_every_pair_of_alleles_is_called_as_the_slow_caller_calls_it(gene: str, phased: bool) -> None:
    people = counted = 0
    wrong = []
    for bases, phase in whole_people(gene, phased=phased):
        people += 1
        line = difference(gene, bases, phase)
        counted += bool(line)
        wrong += [line] if line and counted < 4 else []
    print(f"{gene}: {people} people made from all pairs, {counted} differences")
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("gene", slow.CALLED_FROM_FILES)
def test_many_partial_files_are_called_as_the_slow_caller_calls_them(gene: str) -> None:
    wrong = differences(gene, partial_people(gene, FILES_PER_GENE))
    print(f"{gene}: {FILES_PER_GENE} partial files, {len(wrong)} differences")
    assert wrong == []


def test_every_gene_of_the_tables_is_covered() -> None:
    lab_only = {gene for gene, row in slow.RULES.items() if row["method"] == "lab_only"}
    assert lab_only == {"CYP2D6", "HLA-A", "HLA-B", "MT-RNR1"}
    assert {*slow.CALLED_FROM_FILES, *lab_only} == set(slow.RULES)
