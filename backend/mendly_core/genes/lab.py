"""Results that a laboratory reported: its diplotype, phenotype or activity score, read with the same tables.

Score genes (CYP2C9, CYP2D6, DPYD) go by score, then phenotype, then diplotype; other genes by phenotype, then
diplotype. What disagrees is shown side by side and waits for the provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from mendly_core.genes.alleles import NamedAllele, name_order
from mendly_core.genes.knowledge import PhenotypeRule, genes, guidance_tables
from mendly_core.genes.lab_names import LabCallRefused, LabStrand, read_hla, read_strands, without_gene
from mendly_core.genes.phenotypes import ActivityScore, Interpretation, by_score, interpret, reduced_to_two
from mendly_core.genes.results import GeneResult

__all__ = ["LabCallRefused", "disagrees", "lab_result"]

_ABBREVIATIONS = {
    "PM": "poor metabolizer",
    "IM": "intermediate metabolizer",
    "NM": "normal metabolizer",
    "EM": "normal metabolizer",
    "RM": "rapid metabolizer",
    "UM": "ultrarapid metabolizer",
}
_REWORDED = (
    ("metaboliser", "metabolizer"),
    ("ultra-rapid", "ultrarapid"),
    ("ultra rapid", "ultrarapid"),
    ("extensive", "normal"),
)
_NOT_AVAILABLE = "n/a"
_SCORE = re.compile(r"(≥|>=)?\s*(\d{1,2}(?:\.\d{1,4})?)")


@dataclass(frozen=True, slots=True)
class _LabReading:
    """One reading of the laboratory's words. ``lookups`` are alternatives; for HLA they hold together."""

    phenotypes: tuple[str, ...]
    scores: tuple[str, ...]
    lookups: tuple[str, ...]
    diplotype: str = ""
    warnings: tuple[str, ...] = ()


def lab_result(
    gene: str,
    *,
    diplotype: str | None = None,
    phenotype: str | None = None,
    activity_score: str | Decimal | None = None,
    laboratory: str = "",
    reported_on: str = "",
    method: str = "",
) -> GeneResult:
    """The result for one gene as a laboratory reported it; its own words are kept in ``lab``.

    Raises :class:`LabCallRefused` and changes nothing when a word is not known.
    """
    rule = genes().rules.get(gene)
    if rule is None or "lab" not in rule.callable_from:
        raise LabCallRefused("unknown_gene")
    words = {
        "diplotype": (diplotype or "").strip(),
        "phenotype": (phenotype or "").strip(),
        "activity_score": str(activity_score).strip() if activity_score is not None else "",
    }
    if not any(words.values()):
        raise LabCallRefused("nothing_reported")
    readings = [
        reading
        for reading in (
            _from_score(gene, words["activity_score"]),
            _from_phenotype(gene, words["phenotype"]),
            _from_diplotype(gene, words["diplotype"]),
        )
        if reading is not None
    ]
    kept = {**words, "laboratory": laboratory, "reported_on": reported_on, "method": method}
    return _combined(gene, readings, kept)


def disagrees(lab: GeneResult, file: GeneResult) -> bool:
    """Whether a laboratory's result and a file's lead to different look-ups; then both are shown."""
    if file.state in ("not_tested", "not_callable") or not lab.lookups or not file.lookups:
        return False
    return not set(lab.lookups) & set(file.lookups)


def _is_score_gene(gene: str) -> bool:
    return any(rule.kind == "activity_score" for rule in genes().phenotypes_of.get(gene, ()))


def _known_scores(gene: str) -> tuple[str, ...]:
    """Every score that a guideline row is keyed on, in order."""
    keys = {
        row.lookups[row.genes.index(gene)]
        for groups in guidance_tables().rows.values()
        for group, rows in groups.items()
        if gene in group
        for entries in rows.values()
        for row in entries
    }
    scores = [key for key in keys if key.removeprefix("≥").replace(".", "").isdecimal()]
    return tuple(sorted(scores, key=lambda score: (Decimal(score.removeprefix("≥")), score)))


def _from_score(gene: str, text: str) -> _LabReading | None:
    if not text:
        return None
    if not _is_score_gene(gene):
        raise LabCallRefused("not_for_this_gene")
    if text.lower() in (_NOT_AVAILABLE, "na"):
        return _one(by_score(gene, None))
    written = _SCORE.fullmatch(text)
    if written is None:
        raise LabCallRefused("unknown_score")
    score = ActivityScore(Decimal(written[2]), open_ended=bool(written[1]))
    if str(score) not in _known_scores(gene):
        raise LabCallRefused("unknown_score")
    return _one(by_score(gene, score))


def _one(reading: Interpretation, diplotype: str = "", warnings: tuple[str, ...] = ()) -> _LabReading:
    return _LabReading(
        phenotypes=(reading.phenotype,) if reading.phenotype else (),
        scores=(reading.activity_score,) if reading.activity_score else (),
        lookups=(reading.lookup,) if reading.lookup else (),
        diplotype=diplotype,
        warnings=warnings,
    )


def _from_phenotype(gene: str, text: str) -> _LabReading | None:
    if not text:
        return None
    rules = genes().phenotypes_of.get(gene, ())
    wanted = _plain(without_gene(gene, text))
    known = {_plain(rule.phenotype): rule for rule in rules}
    rule = known.get(wanted) or known.get(_plain(_ABBREVIATIONS.get(text.strip().upper(), "")))
    if rule is None:
        raise LabCallRefused("unknown_phenotype")
    if rule.kind != "activity_score":
        return _LabReading((rule.phenotype,), (), (rule.lookup,))
    if rule.a == _NOT_AVAILABLE:
        return _LabReading((rule.phenotype,), (_NOT_AVAILABLE,), (rule.lookup,))
    return _LabReading((rule.phenotype,), (), _scores_in(gene, rule))


def _scores_in(gene: str, rule: PhenotypeRule) -> tuple[str, ...]:
    low, high = Decimal(rule.a), Decimal(rule.b)
    return tuple(score for score in _known_scores(gene) if low <= Decimal(score.removeprefix("≥")) <= high)


def _plain(text: str) -> str:
    words = " ".join(text.lower().replace("_", " ").split())
    for written, meant in _REWORDED:
        words = words.replace(written, meant)
    return words


def _from_diplotype(gene: str, text: str) -> _LabReading | None:
    if not text:
        return None
    if gene.startswith("HLA-"):
        return _hla_reading(gene, read_hla(gene, text))
    strands = read_strands(gene, text)
    name = "/".join(sorted((strand.name for strand in strands), key=name_order))
    if gene == "MT-RNR1":
        return _mitochondrial(strands, name)
    if len(strands) == 1 and gene != "G6PD":
        raise LabCallRefused("unknown_allele")
    if any(strand.copies_unknown for strand in strands):
        return _LabReading((), (), (), name, ("copy_count_unknown",))
    if gene == "CYP2D6":
        return _one(by_score(gene, _sum(strands)), name)
    alleles = [
        NamedAllele(strand.name, {}, strand.functions[0], _activity_text(strand)) for strand in strands
    ]
    if genes().rules[gene].method == "variant_list":
        alleles = list(reduced_to_two(gene, [[allele.name] for allele in alleles]))
    return _one(interpret(gene, alleles), name)


def _sum(strands: tuple[LabStrand, ...]) -> ActivityScore | None:
    scores = [strand.activity for strand in strands if strand.activity is not None]
    if len(scores) < len(strands):
        return None
    total = sum((score.value for score in scores), Decimal(0))
    return ActivityScore(total, any(score.open_ended for score in scores))


def _activity_text(strand: LabStrand) -> str:
    return str(strand.activity.value) if strand.activity is not None else ""


def _mitochondrial(strands: tuple[LabStrand, ...], name: str) -> _LabReading:
    if len(strands) != 1:
        raise LabCallRefused("too_many_alleles")
    rules = genes().phenotypes_of["MT-RNR1"]
    rule = next(rule for rule in rules if rule.a == strands[0].functions[0])
    return _LabReading((rule.phenotype,), (), (rule.lookup,), name)


def _hla_reading(gene: str, typed: tuple[str, ...]) -> _LabReading:
    """Statements on the guideline alleles: present when typed, absent only when both copies were typed."""
    statements = []
    for rule in genes().phenotypes_of[gene]:
        allele = rule.a.removeprefix("not ")
        if (rule.a == allele and allele in typed) or (
            rule.a != allele and allele not in typed and len(typed) == 2
        ):
            statements.append(rule.phenotype)
    found = tuple(statements)
    return _LabReading(found, (), found, "/".join(typed))


def _combined(gene: str, readings: list[_LabReading], words: dict[str, str]) -> GeneResult:
    """The first reading leads; a reading with other phenotypes or other keys makes the result ambiguous."""
    leading = readings[0]
    conflict = any(
        _differ(leading.phenotypes, other.phenotypes) or _differ(leading.lookups, other.lookups)
        for other in readings[1:]
    )
    shown = readings if conflict else [_narrowed(gene, leading, readings)]
    diplotypes = tuple(dict.fromkeys(reading.diplotype for reading in readings if reading.diplotype))
    warnings = tuple(dict.fromkeys(code for reading in readings for code in reading.warnings))
    result = GeneResult(
        gene=gene,
        state="called",
        reason="lab_reported",
        diplotypes=diplotypes,
        variants=(),
        candidates=(),
        phenotypes=_merged(reading.phenotypes for reading in shown),
        activity_scores=_merged(reading.scores for reading in shown),
        lookups=_merged(reading.lookups for reading in shown),
        bases=(),
        seen=(),
        not_seen=(),
        cannot_rule_out=(),
        invisible=(),
        assumed=(),
        tier1=(),
        warnings=warnings,
        origin="lab",
        lab=words,
        knowledge_version=genes().version,
    )
    if not conflict:
        return result
    return replace(result, state="ambiguous", reason="lab_conflict", warnings=(*warnings, "lab_conflict"))


def _narrowed(gene: str, leading: _LabReading, readings: list[_LabReading]) -> _LabReading:
    """The leading reading, its keys cut to those that every other reading allows too."""
    if gene.startswith("HLA-"):
        return replace(leading, lookups=_merged(reading.lookups for reading in readings))
    keys = [set(reading.lookups) for reading in readings if reading.lookups]
    lookups = tuple(key for key in leading.lookups if all(key in allowed for allowed in keys))
    scores = leading.scores or (lookups if _is_score_gene(gene) and len(lookups) == 1 else ())
    return replace(leading, lookups=lookups, scores=scores)


def _differ(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return bool(first and second) and not set(first) & set(second)


def _merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))
