"""How a result may be worded: the one place that decides whether "normal" may be said at all."""

from __future__ import annotations

from typing import Literal

from mendly_core.genes.alleles import NORMAL_FUNCTIONS, REDUCED_FUNCTIONS, allele_table
from mendly_core.genes.knowledge import genes
from mendly_core.genes.phenotypes import interpret
from mendly_core.genes.results import GeneResult
from mendly_core.knowledge_pack import per_pack

Standing = Literal[
    "normal",
    "no_change_seen",
    "cannot_tell",
    "change_found",
    "unclear",
    "several_answers",
    "not_tested",
    "not_callable",
]
# What is not found in these genes proves little: the list of changes is never complete (CPIC guidelines on
# volatile anaesthetics and on ivacaftor).
_NEVER_NORMAL = frozenset({"RYR1", "CACNA1S", "CFTR", "MT-RNR1"})
_INDETERMINATE = "Indeterminate"
_DOUBTFUL_REASONS = frozenset({"undocumented_base", "single_site_only", "extra_copies"})


def standing(result: GeneResult) -> Standing:
    """What may be said about a gene.

    ``normal`` only for a complete call without a change. With limits and no change found it is
    ``no_change_seen`` ("no change found in the places this file shows"), or ``cannot_tell`` when a tier-1 site
    of decreased or no function was not seen. A change that was found counts in any case.
    """
    if result.state == "not_tested":
        return "not_tested"
    if result.state == "not_callable":
        return "not_callable"
    if result.state == "ambiguous":
        return "several_answers"
    if not shows_no_change(result):
        return "unclear" if result.phenotypes == (_INDETERMINATE,) else "change_found"
    if result.state == "called":
        return "no_change_seen" if result.gene in _NEVER_NORMAL else "normal"
    if result.reason in _DOUBTFUL_REASONS or reduced_tier_one_unseen(result):
        return "cannot_tell"
    return "no_change_seen"


def shows_no_change(result: GeneResult) -> bool:
    """Whether the answer is the one that two unchanged copies of the gene give."""
    answers = set(result.phenotypes or result.lookups)
    if answers:
        return answers <= _unchanged_answers(result.gene)
    supported = [candidate for candidate in result.candidates if candidate.supported]
    unchanged = {genes().rules[result.gene].reference_allele}
    return bool(supported) and all({*(candidate.pair or ())} == unchanged for candidate in supported)


def reduced_tier_one_unseen(result: GeneResult) -> bool:
    """Whether a site of a tier-1 allele of decreased or no function was not seen."""
    return any(tick.function in REDUCED_FUNCTIONS and not tick.seen for tick in result.tier1)


@per_pack
def _unchanged_answers(gene: str) -> frozenset[str]:
    """Phenotypes, or look-up keys where there is no phenotype, of a gene that carries no change."""
    rules = genes().phenotypes_of.get(gene, ())
    if rules and rules[0].kind == "presence":
        absent = (rule for rule in rules if rule.a in NORMAL_FUNCTIONS or rule.a.startswith("not "))
        return frozenset(rule.phenotype for rule in absent)
    name = genes().rules[gene].reference_allele
    reference = next(allele for allele in allele_table(gene).alleles if allele.name == name)
    copies = ((reference, reference), (reference,)) if gene == "G6PD" else ((reference, reference),)
    readings = [interpret(gene, pair) for pair in copies]
    return frozenset(answer for reading in readings if (answer := reading.phenotype or reading.lookup))
