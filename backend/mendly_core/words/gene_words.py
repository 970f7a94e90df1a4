"""From a gene, its state and its phenotype to plain sentences.

Every phenotype of the gene facts has a sentence of its own kind: enzymes work slower or faster, transporters
move more or less, HLA types and surgery changes are found or not found. A finding that says "as usual" is
spoken only for a result that was fully seen or came from a laboratory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mendly_core.words.registry import Mark, SlotValue
from mendly_core.words.shapes import GeneFacts, GeneResultFacts
from mendly_core.words.speech import entry, say


class Pace(StrEnum):
    """Which way a result points; `OTHER` where speed is not the question."""

    SLOW = "slow"
    FAST = "fast"
    USUAL = "usual"
    OTHER = "other"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Finding:
    """The sentence key for one phenotype, and which way it points."""

    key: str
    pace: Pace


_ENZYME = {
    "Poor Metabolizer": Finding("genes.enzyme.none", Pace.SLOW),
    "Likely Poor Metabolizer": Finding("genes.enzyme.none_likely", Pace.SLOW),
    "Intermediate Metabolizer": Finding("genes.enzyme.slow", Pace.SLOW),
    "Likely Intermediate Metabolizer": Finding("genes.enzyme.slow_likely", Pace.SLOW),
    "Possible Intermediate Metabolizer": Finding("genes.enzyme.slow_possible", Pace.SLOW),
    "Normal Metabolizer": Finding("genes.enzyme.usual", Pace.USUAL),
    "Rapid Metabolizer": Finding("genes.enzyme.fast", Pace.FAST),
    "Ultrarapid Metabolizer": Finding("genes.enzyme.very_fast", Pace.FAST),
}
_SURGERY = {
    "Malignant Hyperthermia Susceptibility": Finding("genes.surgery.found", Pace.OTHER),
    "Uncertain Susceptibility": Finding("genes.surgery.not_found", Pace.UNCLEAR),
}
_ENZYME_GENES = (
    "CYP2B6",
    "CYP2C19",
    "CYP2C9",
    "CYP2D6",
    "CYP3A4",
    "DPYD",
    "NUDT15",
    "TPMT",
    "UGT1A1",
)
_BY_GENE: dict[str, dict[str, Finding]] = {
    **dict.fromkeys(_ENZYME_GENES, _ENZYME),
    "CYP3A5": {
        "Poor Metabolizer": Finding("genes.cyp3a5.none", Pace.USUAL),
        "Intermediate Metabolizer": Finding("genes.cyp3a5.part", Pace.FAST),
        "Possible Intermediate Metabolizer": Finding("genes.cyp3a5.part_possible", Pace.FAST),
        "Normal Metabolizer": Finding("genes.cyp3a5.full", Pace.FAST),
    },
    "NAT2": {
        "Poor Metabolizer": Finding("genes.nat2.slow", Pace.SLOW),
        "Intermediate Metabolizer": Finding("genes.nat2.middle", Pace.OTHER),
        "Rapid Metabolizer": Finding("genes.nat2.fast", Pace.FAST),
    },
    "SLCO1B1": {
        "Poor Function": Finding("genes.slco1b1.much_less", Pace.SLOW),
        "Decreased Function": Finding("genes.slco1b1.less", Pace.SLOW),
        "Possible Decreased Function": Finding("genes.slco1b1.less_possible", Pace.SLOW),
        "Normal Function": Finding("genes.slco1b1.usual", Pace.USUAL),
        "Increased Function": Finding("genes.slco1b1.more", Pace.FAST),
    },
    "ABCG2": {
        "Poor Function": Finding("genes.abcg2.much_less", Pace.SLOW),
        "Decreased Function": Finding("genes.abcg2.less", Pace.SLOW),
        "Normal Function": Finding("genes.abcg2.usual", Pace.USUAL),
    },
    "RYR1": _SURGERY,
    "CACNA1S": _SURGERY,
    "CFTR": {
        "ivacaftor responsive in CF patients": Finding("genes.cftr.responsive", Pace.OTHER),
        "ivacaftor non-responsive in CF patients": Finding("genes.cftr.not_responsive", Pace.OTHER),
    },
    "G6PD": {
        "Deficient": Finding("genes.g6pd.low", Pace.OTHER),
        "Deficient with CNSHA": Finding("genes.g6pd.very_low", Pace.OTHER),
        "Variable": Finding("genes.g6pd.mixed", Pace.OTHER),
        "Normal": Finding("genes.g6pd.usual", Pace.USUAL),
    },
    "MT-RNR1": {
        "increased risk of aminoglycoside-induced hearing loss": Finding("genes.hearing.found", Pace.OTHER),
        "normal risk of aminoglycoside-induced hearing loss": Finding(
            "genes.hearing.not_found", Pace.UNCLEAR
        ),
        "uncertain risk of aminoglycoside-induced hearing loss": Finding(
            "genes.hearing.unclear", Pace.UNCLEAR
        ),
    },
    "VKORC1": {
        "-1639 AA": Finding("genes.vkorc1.high", Pace.OTHER),
        "-1639 AG": Finding("genes.vkorc1.raised", Pace.OTHER),
        "-1639 GG": Finding("genes.vkorc1.usual", Pace.USUAL),
    },
}
_UNCLEAR = Finding("genes.unclear", Pace.UNCLEAR)
_ROLES = {
    **dict.fromkeys((*_ENZYME_GENES, "CYP3A5", "NAT2"), "genes.role.clears"),
    "SLCO1B1": "genes.role.moves",
    "ABCG2": "genes.role.moves",
    "RYR1": "genes.role.surgery",
    "CACNA1S": "genes.role.surgery",
    "CFTR": "genes.role.cftr",
    "G6PD": "genes.role.g6pd",
    "HLA-A": "genes.role.hla",
    "HLA-B": "genes.role.hla",
    "MT-RNR1": "genes.role.hearing",
    "VKORC1": "genes.role.blood_thinner",
    "CYP4F2": "genes.role.blood_thinner",
    "IFNL3": "genes.role.ifnl3",
}
# (state, reason code of the gene engine) -> sentence; an empty reason stands for all others of that state.
_WITHOUT_ANSWER = {
    ("ambiguous", ""): "genes.state.ambiguous",
    ("ambiguous", "lab_conflict"): "genes.state.lab_conflict",
    ("not_tested", ""): "genes.state.not_tested",
    ("not_tested", "half_call"): "genes.state.half_read",
    ("not_tested", "copies_contradict"): "genes.state.mixed_signs",
    ("not_callable", ""): "genes.state.not_callable",
    ("not_callable", "undocumented_base"): "genes.state.unknown_change",
    ("not_callable", "no_match"): "genes.state.no_match",
}
# The one medicine that a gene's own sentence names.
_MEDICINE_OF = {
    "CFTR": "ivacaftor",
    "VKORC1": "warfarin",
    "CYP4F2": "warfarin",
}
_TYPED_IN_A_LAB = frozenset({"HLA-A", "HLA-B"})
GENES = tuple(sorted(_ROLES))


def find(gene: str, phenotype: str) -> Finding:
    """Return the finding for one phenotype (or guideline look-up) of a gene.

    A phenotype that the tables do not list is told as "not yet known", never as usual.
    """
    if gene == "CYP4F2":
        found = phenotype == "*3"
        return Finding("genes.cyp4f2.found" if found else "genes.cyp4f2.not_found", Pace.OTHER)
    if gene == "IFNL3":
        return _find_ifnl3(phenotype)
    return _BY_GENE.get(gene, {}).get(phenotype, _UNCLEAR)


def _find_ifnl3(pair: str) -> Finding:
    if "(C)" not in pair and "(T)" not in pair:
        return _UNCLEAR
    key = "genes.ifnl3.less" if "(T)" in pair else "genes.ifnl3.better"
    return Finding(key, Pace.OTHER)


def gene_line(result: GeneResultFacts, language: str) -> str:
    """Return one plain line for the Genes page: what was seen in this gene, its limits included."""
    typed = result.gene in _TYPED_IN_A_LAB
    return " ".join(
        gene_sentences(
            result,
            language,
            lookup="" if typed else next(iter(result.lookups), ""),
            reason=str(result.reason),
            key_places_missing=any(not allele.seen for allele in result.tier1),
            change_seen=bool(result.variants),
        )
    )


def gene_sentences(
    result: GeneFacts,
    language: str,
    *,
    lookup: str = "",
    reason: str = "",
    key_places_missing: bool = False,
    change_seen: bool = False,
) -> tuple[str, ...]:
    """Return what was seen in one gene, in one to three sentences.

    `lookup` is the guideline key: the only result of CYP4F2 and IFNL3, and of HLA the one type asked for (all
    typed ones if empty). `reason` is the gene engine's code for the state. `key_places_missing` says that a
    place of a well-known (tier 1) change was not seen: then "nothing found" becomes "cannot tell".
    `change_seen`: named changes without a result.
    """
    gene, state = result.gene, str(result.state)
    if gene in _TYPED_IN_A_LAB and state == "called":
        return _typed(gene, (lookup,) if lookup else result.phenotypes, language)
    findings = {find(gene, name) for name in (*result.phenotypes,) or (lookup,)}
    if state not in ("called", "called_with_limits") or len(findings) != 1:
        return _without_answer(gene, state, reason, language, change_seen=change_seen)
    finding = next(iter(findings))
    spoken = _spoken(finding, gene, language)
    if state == "called":
        return (spoken,)
    claims_usual = Mark.USUAL in entry(finding.key).marks
    if reason == "undocumented_base":
        if claims_usual:
            return (say("genes.state.unknown_change", language, gene=gene),)
        return spoken, say("genes.limits.also_unknown", language, gene=gene)
    if claims_usual and key_places_missing:
        return (say("genes.limits.cannot_tell", language, gene=gene),)
    first = say("genes.limits.nothing_found", language, gene=gene) if claims_usual else spoken
    limit = {"sites_assumed": "genes.limits.assumed"}.get(reason, "" if claims_usual else "genes.limits.part")
    return (first, say(limit, language, gene=gene)) if limit else (first,)


def _typed(gene: str, statements: Sequence[str], language: str) -> tuple[str, ...]:
    """One sentence per type that the laboratory found, then one for all that it did not find."""
    found = [f"{gene}{name.removesuffix(' positive')}" for name in statements if name.endswith(" positive")]
    absent = [f"{gene}{name.removesuffix(' negative')}" for name in statements if name.endswith(" negative")]
    lines = [say("genes.hla.found", language, marker=marker) for marker in found]
    if absent:
        lines.append(say("genes.hla.not_found", language, marker=", ".join(absent)))
    return tuple(lines) or (say("genes.unclear", language, gene=gene),)


def _without_answer(
    gene: str, state: str, reason: str, language: str, *, change_seen: bool
) -> tuple[str, ...]:
    if change_seen and state in ("not_tested", "not_callable"):
        found = "genes.hearing.found" if gene == "MT-RNR1" else "genes.state.change_seen"
        return say(found, language, gene=gene), say("genes.state.lab_should_confirm", language)
    key = _WITHOUT_ANSWER.get((state, reason)) or _WITHOUT_ANSWER.get((state, ""), "genes.state.ambiguous")
    return (say(key, language, gene=gene),)


def gene_role(gene: str, language: str) -> str:
    """Return what this gene is for, in one sentence. Raises KeyError for a gene that Mendly does not read."""
    return say(_ROLES[gene], language)


def _spoken(finding: Finding, gene: str, language: str) -> str:
    known: dict[str, SlotValue] = {"gene": gene, "medicine": _MEDICINE_OF.get(gene, "")}
    return say(finding.key, language, **{name: known[name] for name in entry(finding.key).slots})
