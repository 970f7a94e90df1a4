"""Phenotype, activity score and look-up key of every possible diplotype, worked out again from the tables."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from mendly_core.genes import lab_result
from mendly_core.genes.alleles import NamedAllele
from mendly_core.genes.phenotypes import interpret
from tests.core.genes.slow_caller import rows_of

SAMPLE = 60
ALLELES: dict[str, list[dict[str, str]]] = {}
for _row in rows_of("alleles"):
    ALLELES.setdefault(_row["gene"], []).append(_row)
RULES: dict[str, list[dict[str, str]]] = {}
for _row in rows_of("phenotypes"):
    RULES.setdefault(_row["gene"], []).append(_row)
PAIR_GENES = [gene for gene in ALLELES if gene not in ("MT-RNR1", "HLA-A", "HLA-B")]
Pair = tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Expected:
    phenotype: str | None
    score: str | None
    lookup: str | None


def expected(gene: str, pair: Pair) -> Expected:
    """The answer by the words of the tables' own description."""
    names = [row["allele"] for row in pair]
    if gene == "CYP4F2":
        return Expected(None, None, "*3" if "*3" in names else None)
    if gene == "IFNL3":
        return Expected(None, None, "/".join(sorted(names)))
    if RULES[gene][0]["rule_kind"] == "activity_score":
        return _by_activity(gene, [row["activity"] for row in pair])
    terms = sorted(row["function"] for row in pair)
    wanted = (terms[0], terms[1] if len(terms) > 1 else "")
    exact = [row for row in RULES[gene] if (row["a"], row["b"]) == wanted]
    any_term = [row for row in RULES[gene] if row["a"] == "*" and row["b"] in terms]
    any_term += [row for row in RULES[gene] if row["b"] == "*" and row["a"] in terms]
    for row in (*exact, *any_term):
        return Expected(row["phenotype"], None, row["lookup"])
    return Expected("Indeterminate", None, "Indeterminate")


def _by_activity(gene: str, activities: list[str]) -> Expected:
    if "" in activities:
        row = next(row for row in RULES[gene] if row["a"] == "n/a")
        return Expected(row["phenotype"], "n/a", row["lookup"])
    total = sum(Fraction(activity.replace(">=", "")) for activity in activities)
    text = str(float(total))
    if any(activity.startswith(">=") for activity in activities):
        text = "≥" + text
    for row in RULES[gene]:
        if row["a"] == "n/a":
            continue
        highest = Fraction(10**6) if row["b"] == "inf" else Fraction(row["b"])
        if Fraction(row["a"]) <= total <= highest:
            return Expected(row["phenotype"], text, text if row["lookup"] == "score" else row["lookup"])
    raise AssertionError(f"no rule for {gene} {total}")


def engine(gene: str, pair: Pair) -> Expected:
    reading = interpret(
        gene, [NamedAllele(row["allele"], {}, row["function"], row["activity"]) for row in pair]
    )
    lookup = reading.lookup
    if gene == "IFNL3" and lookup:
        lookup = "/".join(sorted(lookup.split("/")))
    return Expected(reading.phenotype, reading.activity_score, lookup)


def laboratory(gene: str, pair: Pair) -> Expected:
    result = lab_result(gene, diplotype="/".join(row["allele"] for row in pair))

    def one(values: tuple[str, ...]) -> str | None:
        assert len(values) <= 1
        return values[0] if values else None

    lookup = one(result.lookups)
    if gene == "IFNL3" and lookup:
        lookup = "/".join(sorted(lookup.split("/")))
    return Expected(one(result.phenotypes), one(result.activity_scores), lookup)


def every_diplotype(gene: str) -> Iterable[Pair]:
    yield from itertools.combinations_with_replacement(ALLELES[gene], 2)
    if gene == "G6PD":
        yield from ((row,) for row in ALLELES[gene])


def differences(gene: str, pairs: Iterable[Pair]) -> tuple[int, list[str]]:
    count, wrong = 0, []
    for pair in pairs:
        count += 1
        wanted = expected(gene, pair)
        for found in (engine(gene, pair), laboratory(gene, pair)):
            if found != wanted:
                wrong.append(f"{gene} {[row['allele'] for row in pair]}: {found} for {wanted}")
    return count, wrong


@pytest.mark.parametrize("gene", PAIR_GENES)
def test_a_sample_of_diplotypes_reads_as_the_tables_say(gene: str) -> None:
    draw = random.Random(gene)
    pairs = [tuple(draw.choices(ALLELES[gene], k=2)) for _ in range(SAMPLE)]
    assert differences(gene, pairs)[1] == []


@pytest.mark.long
@pytest.mark.parametrize("gene", PAIR_GENES)
def test_every_diplotype_reads_as_the_tables_say(gene: str) -> None:
    count, wrong = differences(gene, every_diplotype(gene))
    print(f"{gene}: {count} diplotypes, {len(wrong)} differences")
    assert wrong[:5] == []


def test_every_mitochondrial_allele_and_every_hla_statement_reads_as_the_tables_say() -> None:
    for row in ALLELES["MT-RNR1"]:
        rule = next(rule for rule in RULES["MT-RNR1"] if rule["a"] == row["function"])
        result = lab_result("MT-RNR1", diplotype=row["allele"])
        assert (result.phenotypes, result.lookups) == ((rule["phenotype"],), (rule["lookup"],))
    for gene in ("HLA-A", "HLA-B"):
        risks = [row["allele"] for row in ALLELES[gene]]
        for typed in (*((risk, "*99:01") for risk in risks), ("*98:01", "*99:01")):
            result = lab_result(gene, diplotype="/".join(typed))
            wanted = {
                rule["phenotype"]
                for rule in RULES[gene]
                if rule["a"] in typed or rule["a"].removeprefix("not ") not in (*typed, rule["a"])
            }
            assert set(result.phenotypes) == wanted


def test_every_tandem_of_the_tables_adds_up() -> None:
    tandems = {row["key"]: row["value"] for row in rows_of("special") if row["kind"] == "tandem"}
    for name, activity in tandems.items():
        result = lab_result("CYP2D6", diplotype=f"*4/{name}")
        assert result.activity_scores == (str(float(activity)),)
