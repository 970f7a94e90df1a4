"""NAT2 without phase: the published order of ties, and every pair when no rule applies."""

from __future__ import annotations

import pytest

from mendly_core.genes import call_gene
from mendly_core.genes.knowledge import PriorityRule, genes
from mendly_core.genes.special_genes import nat2_picks
from tests.core.genes.files import gene_reading, site


@pytest.mark.parametrize("rule", genes().nat2_priority, ids=lambda rule: rule.pick)
def test_the_first_rule_whose_pairs_are_all_possible_gives_the_call(rule: PriorityRule) -> None:
    first, second = rule.pick.split("/")
    result = call_gene("NAT2", gene_reading("NAT2", (first, second)))
    assert rule.candidates <= {candidate.diplotype for candidate in result.candidates}
    assert result.diplotypes == (rule.pick,)


@pytest.mark.parametrize("rule", genes().nat2_priority, ids=lambda rule: rule.pick)
def test_pairs_of_another_phenotype_are_still_shown(rule: PriorityRule) -> None:
    first, second = rule.pick.split("/")
    result = call_gene("NAT2", gene_reading("NAT2", (first, second)))
    assert set(result.phenotypes) == {candidate.phenotype for candidate in result.candidates}
    assert result.state == ("called" if len(result.phenotypes) == 1 else "ambiguous")


def test_phased_bases_need_no_rule() -> None:
    result = call_gene("NAT2", gene_reading("NAT2", ("*5", "*6"), phased=True))
    assert (result.diplotypes, result.state) == (("*5/*6",), "called")
    assert result.phenotypes == ("Poor Metabolizer",)


def test_without_a_rule_every_possible_pair_is_a_pick() -> None:
    possible = {"*1/*4", "*5/*60"}
    assert nat2_picks(possible) == possible
    first = genes().nat2_priority[0]
    alone = {first.pick, "*5/*60"}
    assert nat2_picks(alone) == alone
    assert nat2_picks({*possible, *first.candidates}) == {first.pick}


def test_the_five_required_sites() -> None:
    for name in ("rs1801279", "rs1801280", "rs1799930", "rs1208", "rs1799931"):
        reading = gene_reading("NAT2", ("*1", "*5"), keep=lambda entry, name=name: entry.rsid != name)  # type: ignore[misc]
        assert call_gene("NAT2", reading).reason == "required_site_missing"
    optional = next(entry.rsid for entry in genes().sites_of["NAT2"] if not entry.required and entry.rsid)
    assert site(optional).gene == "NAT2"
    fewer = call_gene("NAT2", gene_reading("NAT2", ("*5", "*6"), keep=lambda entry: entry.rsid != optional))
    assert fewer.diplotypes == ("*5/*6",)
