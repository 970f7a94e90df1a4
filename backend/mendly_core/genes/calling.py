"""From a reading to one result per gene, with the five states. Absent is never normal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mendly_core.genes.alleles import (
    NORMAL_FUNCTIONS,
    AlleleTable,
    NamedAllele,
    accepts,
    allele_table,
    name_order,
    pair_name,
)
from mendly_core.genes.coverage import (
    every_change_tested,
    not_ruled_out,
    seen_labels,
    tier_one,
    unseen_labels,
)
from mendly_core.genes.evidence import (
    TREATED_AS_REFERENCE,
    GeneEvidence,
    Sex,
    bases_to_show,
    gather,
)
from mendly_core.genes.knowledge import genes
from mendly_core.genes.matching import (
    Fit,
    ScoredPair,
    SeenSite,
    fitting_alleles,
    heterozygosity,
    possible_pairs,
    top_score,
)
from mendly_core.genes.phenotypes import Interpretation, interpret, reduced_to_two
from mendly_core.genes.readers import GenomeReading
from mendly_core.genes.results import Candidate, GeneResult, State
from mendly_core.genes.special_genes import (
    fallback_pair,
    found_risk_variants,
    nat2_picks,
    required_sites_missing,
    shows_linked_site_only,
)
from mendly_core.genes.variant_lists import (
    VariantCall,
    call_variants,
    diplotype_text,
    fold_hapb3,
    strand_text,
)

_VARIANT_LIST = "variant_list"
_FILE_FORMATS = frozenset({"vcf", "array"})


@dataclass(frozen=True, slots=True)
class _Match:
    """What matching gave, before the state is decided."""

    candidates: tuple[Candidate, ...] = ()
    variants: tuple[str, ...] = ()
    readings: tuple[Interpretation, ...] = ()
    reported: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    unchanged_only: bool = False
    reason: str = ""

    @property
    def found(self) -> bool:
        return bool(self.readings)


def call_genes(reading: GenomeReading, *, sex: Sex | None = None) -> tuple[GeneResult, ...]:
    """One result for every gene of the tables, in their order.

    ``sex`` matters for G6PD only, where some files write one X chromosome as two equal bases.
    """
    return tuple(call_gene(gene, reading, sex=sex) for gene in genes().genes)


def call_gene(gene: str, reading: GenomeReading, *, sex: Sex | None = None) -> GeneResult:
    """The result for one gene. Raises KeyError for a gene that the tables do not know."""
    rule = genes().rules[gene]
    table = allele_table(gene)
    evidence = gather(gene, genes().sites_of.get(gene, ()), reading, sex)
    if not rule.callable_from & _FILE_FORMATS:
        found = found_risk_variants(gene, evidence)
        warnings = ("share_of_copies_unknown",) if found else ()
        return _result(evidence, table, "not_callable", "lab_only", _Match(variants=found, warnings=warnings))
    reason = _untestable(evidence)
    if reason:
        return _result(evidence, table, "not_tested", reason, _half_found(evidence, table, reason))
    as_reference = rule.undocumented == TREATED_AS_REFERENCE
    sites = evidence.for_matching(table, as_reference=as_reference)
    match = _match(gene, rule.method, table, sites, evidence, as_reference=as_reference)
    if not match.found:
        reason = "undocumented_base" if evidence.undocumented else "no_match"
        return _result(evidence, table, "not_callable", reason, match, sites)
    if evidence.undocumented and match.unchanged_only and not match.reason:
        return _result(evidence, table, "not_callable", "undocumented_base", match, sites)
    state, reason = _state(match, evidence, table)
    return _result(evidence, table, state, reason, match, sites)


def _untestable(evidence: GeneEvidence) -> str:
    if not any(site.role == "define" and site.pos38 in evidence.calls for site in evidence.sites):
        return "half_call" if evidence.half_called else "no_site_seen"
    if evidence.half_called:
        return "half_call"
    if required_sites_missing(evidence):
        return "required_site_missing"
    if evidence.copies == 0:
        return "copies_contradict"
    return ""


def _half_found(evidence: GeneEvidence, table: AlleleTable, reason: str) -> _Match:
    """With half a genotype there is no call, but variants of a variant-list gene are still shown as found."""
    rule = genes().rules[evidence.gene]
    if reason != "half_call" or rule.method != _VARIANT_LIST:
        return _Match()
    variants = tuple(
        allele.name
        for allele in table.alleles
        if allele.name != rule.reference_allele
        and all(evidence.shows(position, cell) for position, cell in allele.cells.items())
    )
    return _Match(variants=variants, warnings=("half_call",))


def _match(
    gene: str,
    method: str,
    table: AlleleTable,
    sites: tuple[SeenSite, ...],
    evidence: GeneEvidence,
    *,
    as_reference: bool,
) -> _Match:
    if evidence.undocumented and not as_reference:
        return _fallback(gene, table, sites)
    if method == _VARIANT_LIST:
        return _variant_match(gene, table, sites)
    het = heterozygosity(sites)
    fits = fitting_alleles(table.alleles, sites, het)
    if evidence.copies == 1:
        return _single_copy_match(table, fits, sites)
    match = _pair_match(table, possible_pairs(fits, het), sites, unphased=not het.strands_known)
    return match if match.found else _fallback(gene, table, sites)


def _pair_match(
    table: AlleleTable, pairs: tuple[ScoredPair, ...], sites: Sequence[SeenSite], *, unphased: bool
) -> _Match:
    best = top_score(pairs)
    names = {pair_name(pair.first.allele.name, pair.second.allele.name) for pair in pairs}
    picks = nat2_picks(names) if table.gene == "NAT2" and unphased else None
    hidden = _hidden(table, [fit for pair in pairs for fit in (pair.first, pair.second)], sites)
    candidates: dict[str, Candidate] = {}
    alleles: dict[str, tuple[NamedAllele, NamedAllele]] = {}
    for pair in sorted(pairs, key=lambda pair: -pair.score):
        first, second = pair.first.allele, pair.second.allele
        name = pair_name(first.name, second.name)
        top = name in picks if picks is not None else pair.score == best
        supported = top or not (id(first) in hidden or id(second) in hidden)
        reading = interpret(table.gene, (first, second))
        strands = ((first.name,), (second.name,))
        candidate = _candidate(strands, pair.score, reading, top=top, supported=supported)
        if name not in candidates or (supported and not candidates[name].supported):
            candidates[name] = candidate
            alleles[name] = (first, second)
    return _named_match(candidates, alleles)


def _single_copy_match(table: AlleleTable, fits: tuple[Fit, ...], sites: Sequence[SeenSite]) -> _Match:
    """One X copy: every fitting allele by itself."""
    best = max((fit.score for fit in fits), default=0)
    hidden = _hidden(table, fits, sites)
    candidates: dict[str, Candidate] = {}
    alleles: dict[str, tuple[NamedAllele, ...]] = {}
    for fit in sorted(fits, key=lambda fit: -fit.score):
        name = fit.allele.name
        top = fit.score == best
        supported = top or id(fit.allele) not in hidden
        reading = interpret(table.gene, (fit.allele,))
        candidate = _candidate(((name,),), fit.score, reading, top=top, supported=supported)
        candidates.setdefault(name, candidate)
        alleles[name] = (fit.allele,)
    return _named_match(candidates, alleles)


def _hidden(table: AlleleTable, fits: Sequence[Fit], sites: Sequence[SeenSite]) -> set[int]:
    """Alleles whose own changes were not tested, so that they look like an allele that writes every site.

    Such an allele (CYP2C19 *17 without its promoter site looks like *1) is not a finding; it is named among
    those not ruled out.
    """
    blank = {site.pos38: site.reference for site in sites}
    unchanged = [fit.allele.cells for fit in fits if fit.allele.cells.keys() >= table.reference.keys()]
    return {
        id(fit.allele)
        for fit in fits
        if not fit.complete
        and fit.allele.cells not in unchanged
        and any(
            all(
                accepts(fit.allele.cells.get(position, blank[position]), cells[position])
                for position in blank
            )
            for cells in unchanged
        )
    }


def _candidate(
    strands: Sequence[Sequence[str]], score: int, reading: Interpretation, *, top: bool, supported: bool
) -> Candidate:
    ordered = tuple(sorted((tuple(names) for names in strands), key=_strand_order))
    return Candidate(
        diplotype=diplotype_text(ordered),
        score=score,
        top=top,
        supported=supported,
        phenotype=reading.phenotype,
        activity_score=reading.activity_score,
        lookup=reading.lookup,
        strands=ordered,
    )


def _strand_order(names: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    return name_order(strand_text(names))


def _named_match(
    candidates: Mapping[str, Candidate], alleles: Mapping[str, tuple[NamedAllele, ...]]
) -> _Match:
    ordered = sorted(candidates.values(), key=lambda c: (not c.top, -c.score, name_order(c.diplotype)))
    supported = [candidate for candidate in ordered if candidate.supported]
    used = [allele for candidate in supported for allele in alleles[candidate.diplotype]]
    return _Match(
        candidates=tuple(ordered),
        readings=tuple(Interpretation(c.phenotype, c.activity_score, c.lookup) for c in supported),
        reported=frozenset(allele.name for c in ordered if c.top for allele in alleles[c.diplotype]),
        unchanged_only=all(allele.function in NORMAL_FUNCTIONS for allele in used),
    )


def _variant_match(gene: str, table: AlleleTable, sites: tuple[SeenSite, ...]) -> _Match:
    warnings: tuple[str, ...] = ()
    if gene == "DPYD":
        view = fold_hapb3(table, sites)
        table, sites, warnings = view.table, view.sites, view.warnings
    return _from_variant_call(gene, call_variants(table, sites), warnings)


def _from_variant_call(gene: str, call: VariantCall, warnings: tuple[str, ...]) -> _Match:
    lists: list[tuple[tuple[str, ...], ...]] = list(call.arrangements) or [(call.variants,)]
    if not any(names for strands in lists for names in strands):
        return _Match(warnings=warnings)
    entries = [reduced_to_two(gene, strands) for strands in lists]
    readings = tuple(interpret(gene, pair) for pair in entries)
    names = frozenset(name for strands in lists for strand in strands for name in strand)
    candidates = tuple(
        _candidate(strands, 0, reading, top=True, supported=True)
        for strands, reading in zip(call.arrangements, readings, strict=False)
    )
    return _Match(
        candidates=candidates,
        variants=call.variants,
        readings=readings,
        reported=names,
        warnings=warnings,
        unchanged_only=all(allele.function in NORMAL_FUNCTIONS for pair in entries for allele in pair),
    )


def _fallback(gene: str, table: AlleleTable, sites: Sequence[SeenSite]) -> _Match:
    """SLCO1B1 without a star call is still read at its one leading site, and says so."""
    pair = fallback_pair(gene, table, sites)
    if pair is None:
        return _Match()
    name = pair_name(pair[0].name, pair[1].name)
    strands = ((pair[0].name,), (pair[1].name,))
    only = _candidate(strands, 1, interpret(gene, pair), top=True, supported=True)
    match = _named_match({name: only}, {name: pair})
    return _Match(
        candidates=match.candidates,
        readings=match.readings,
        reported=match.reported,
        warnings=("single_site_only",),
        unchanged_only=match.unchanged_only,
        reason="single_site_only",
    )


def _state(match: _Match, evidence: GeneEvidence, table: AlleleTable) -> tuple[State, str]:
    if len({reading.phenotype or reading.lookup for reading in match.readings}) > 1:
        return "ambiguous", "candidates_differ"
    if match.reason:
        return "called_with_limits", match.reason
    if evidence.undocumented:
        return "called_with_limits", "undocumented_base"
    if evidence.extra_copies:
        return "called_with_limits", "extra_copies"
    if evidence.assumed:
        return "called_with_limits", "sites_assumed"
    if not every_change_tested(table, evidence):
        return "called_with_limits", "sites_not_seen"
    return "called", "complete"


def _result(
    evidence: GeneEvidence,
    table: AlleleTable,
    state: State,
    reason: str,
    match: _Match,
    sites: Sequence[SeenSite] = (),
) -> GeneResult:
    answered = state in ("called", "called_with_limits", "ambiguous")
    readings = match.readings if answered else ()
    lab_only = reason == "lab_only"
    hidden = () if lab_only else not_ruled_out(table, evidence, sites, match.reported)
    return GeneResult(
        gene=evidence.gene,
        state=state,
        reason=reason,
        diplotypes=tuple(candidate.diplotype for candidate in match.candidates if candidate.top),
        variants=match.variants,
        candidates=match.candidates if answered else _without_meaning(match.candidates),
        phenotypes=_distinct(reading.phenotype for reading in readings),
        activity_scores=_distinct(reading.activity_score for reading in readings),
        lookups=_distinct(reading.lookup for reading in readings),
        bases=() if lab_only else bases_to_show(evidence, table),
        seen=() if lab_only else seen_labels(evidence),
        not_seen=() if lab_only else unseen_labels(evidence),
        cannot_rule_out=(*hidden, *table.invisible),
        invisible=table.invisible,
        assumed=evidence.assumed,
        tier1=tier_one(evidence.gene, None if lab_only else evidence),
        warnings=_warnings(match, evidence),
        origin="file",
        lab=None,
        knowledge_version=genes().version,
    )


def _without_meaning(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Candidates of a gene that is not called carry names only, so that nobody can word them as an answer."""
    return tuple(
        replace(candidate, phenotype=None, activity_score=None, lookup=None) for candidate in candidates
    )


def _warnings(match: _Match, evidence: GeneEvidence) -> tuple[str, ...]:
    checks = (
        ("undocumented_base", bool(evidence.undocumented)),
        ("extra_copies", evidence.extra_copies),
        ("sites_filtered", "filtered" in evidence.gap_reasons.values()),
        ("strand_unknown", "strand_unknown" in evidence.gap_reasons.values()),
        ("other_spelling", "other_spelling" in evidence.gap_reasons.values()),
        ("linked_to_untested_site", shows_linked_site_only(evidence)),
    )
    return (*match.warnings, *(code for code, given in checks if given))


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))
