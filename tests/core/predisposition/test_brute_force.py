"""The genotype rules against a second reading of the table, written apart and straight from its README."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.predisposition import predisposition_facts
from tests.core.predisposition.readings import answers, outcomes, reading


def table(name: str) -> list[dict[str, str]]:
    text = files("mendly_core.predisposition.tables").joinpath(f"{name}.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = table("variants")
SPOKEN = {(r["condition"], r["gene"], r["rsid"], r["genotype_rule"]): r for r in table("outcomes")}
RISK = {row["rsid"]: row["risk_allele"] for row in ROWS}
OTHER = {row["rsid"]: row["other_allele"] for row in ROWS}
GENE_SITES = defaultdict(set)
for _row in ROWS:
    GENE_SITES["F5+F2" if _row["gene"] in ("F5", "F2") else _row["gene"]].add(_row["rsid"])


def slow_outcomes(genotype: dict[str, tuple[str, ...]]) -> set[str]:
    """Every rule on its own, then: the highest rank of a gene and condition; F5 with F2 tells both."""

    def n(rsid: str) -> int:
        return sum(base == RISK[rsid] for base in genotype.get(rsid, ()))

    met: list[tuple[str, str, str, int, bool]] = []
    for row in ROWS:
        rsid, rule = row["rsid"], row["genotype_rule"]
        named = rule.split(":")[1].split(";") if ":" in rule else []
        if row["gene"] == "APOE":
            continue
        size = len(genotype.get(rsid, ()))
        holds = {
            "het": n(rsid) >= 1,
            "hom": size > 0 and n(rsid) == size,
            "compound": n(rsid) >= 1 and any(n(other) >= 1 for other in named),
            "two_rsids": n(rsid) == 1 and all(n(other) == 1 for other in named),
        }[rule.split(":")[0]]
        if holds:
            told = SPOKEN[row["condition"], row["gene"], rsid, rule]
            met.append(
                (row["condition"], row["gene"], told["outcome"], int(told["rank"]), rule.startswith("two"))
            )
    both = any(two for *_, two in met)
    found = {
        outcome
        for condition, gene, outcome, rank, _ in met
        if rank == max(r for c, g, _, r, _ in met if (c, g) == (condition, gene))
        and not (both and outcome == "clots.one_f2")
    }
    if "rs429358" in genotype and "rs7412" in genotype:
        pair = ("".join(sorted(genotype["rs429358"])), "".join(sorted(genotype["rs7412"])))
        found |= {
            ("CT", "CC"): {"memory.one_e4"},
            ("CC", "CC"): {"memory.two_e4"},
            ("CT", "CT"): {"memory.e2_e4"},
        }.get(pair, set())
    return found


def genotypes_of(rsid: str) -> list[tuple[str, ...] | None]:
    risk, other = RISK[rsid], OTHER[rsid]
    two: list[tuple[str, ...] | None] = [None, (other, other), (other, risk), (risk, other), (risk, risk)]
    one: list[tuple[str, ...] | None] = [(other,), (risk,)]
    chrom = next(row["chrom"] for row in ROWS if row["rsid"] == rsid)
    return two + one if chrom == "chrX" else two


@pytest.mark.parametrize("gene", sorted(GENE_SITES))
def test_every_genotype_of_every_gene_with_and_without_missing_places(gene: str) -> None:
    rsids = sorted(GENE_SITES[gene])
    cases = 0
    for chosen in itertools.product(*(genotypes_of(rsid) for rsid in rsids)):
        genotype = {rsid: bases for rsid, bases in zip(rsids, chosen, strict=True) if bases is not None}
        assert outcomes(reading(genotype)) == slow_outcomes(genotype), genotype
        cases += 1
    assert cases >= 5


PEOPLE = st.fixed_dictionaries({}, optional={rsid: st.sampled_from(genotypes_of(rsid)[1:]) for rsid in RISK})


@given(genotype=PEOPLE)
def test_whole_people_get_the_outcomes_of_their_genes_together(genotype: dict[str, tuple[str, ...]]) -> None:
    assert outcomes(reading(genotype)) == slow_outcomes(genotype)


@given(genotype=PEOPLE, build=st.sampled_from((37, 38)))
def test_every_place_is_accounted_for_once(genotype: dict[str, tuple[str, ...]], build: int) -> None:
    sites = predisposition_facts().sites
    for answer in answers(reading(genotype, build=build)).values():  # type: ignore[arg-type]
        told = {site.rsid for finding in answer.findings for site in finding.sites}
        alone = {site.rsid for site in answer.seen_alone}
        absent = {site.rsid for site in answer.not_found}
        untested = {site.rsid for site in answer.not_tested}
        assert not alone & absent
        assert not absent & untested
        assert not told & untested
        listed = {
            site.rsid for site in sites.values() if site.category == answer.category and not site.helper
        }
        silent = listed - told - alone - absent - untested
        # A change that a stronger rule of the same gene already speaks for.
        assert all(RISK[rsid] in genotype[rsid] and answer.findings for rsid in silent)
        assert all(RISK[rsid] not in genotype[rsid] for rsid in absent)


@given(genotype=PEOPLE)
def test_the_order_of_the_two_copies_changes_nothing(genotype: dict[str, tuple[str, ...]]) -> None:
    turned = {rsid: tuple(reversed(bases)) for rsid, bases in genotype.items()}
    assert outcomes(reading(turned)) == outcomes(reading(genotype))


@given(genotype=PEOPLE, dropped=st.sampled_from(sorted(RISK)))
def test_a_place_that_goes_missing_never_becomes_not_found(
    genotype: dict[str, tuple[str, ...]], dropped: str
) -> None:
    fewer = {rsid: bases for rsid, bases in genotype.items() if rsid != dropped}
    absent = {site.rsid for answer in answers(reading(fewer)).values() for site in answer.not_found}
    before = {site.rsid for answer in answers(reading(genotype)).values() for site in answer.not_found}
    assert absent <= before
    assert dropped not in absent
