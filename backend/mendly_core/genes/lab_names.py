"""Allele names as laboratories write them, turned into the alleles of the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mendly_core.genes.alleles import allele_facts
from mendly_core.genes.knowledge import genes
from mendly_core.genes.phenotypes import ActivityScore, summed_activity

_SUB_ALLELE = re.compile(r"^(\*\d+)\.\d+$")
_COPIES = re.compile(r"^(?P<core>\*\d+(?:\.\d+)?)x(?P<count>≥?\d+|N)$", re.IGNORECASE)
_HLA = re.compile(r"^\*?(?P<first>\d{2,3})(?::(?P<second>\d{2,3})(?::\d{2,3}){0,2}[A-Z]?)?$")
_OPEN_ENDED_FROM = 3
_LONGEST_DIPLOTYPE = 200


class LabCallRefused(ValueError):
    """A laboratory's words cannot be taken. Codes: unknown_gene, nothing_reported, unknown_allele,
    unknown_phenotype, unknown_score, too_many_alleles, combination_allele, resolution_too_low,
    not_for_this_gene.
    """

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code])
        self.code = code


_SENTENCES = {
    "unknown_gene": "We have no guideline facts for this gene.",
    "nothing_reported": "Please enter at least a diplotype, a phenotype or an activity score.",
    "unknown_allele": "We do not know this allele name. Please check it against the laboratory report.",
    "unknown_phenotype": "We do not know this phenotype for this gene. Please check it against the report.",
    "unknown_score": "This activity score is not one that the guideline tables know. Please check it.",
    "too_many_alleles": "A diplotype has at most two parts, separated by one slash.",
    "combination_allele": "Combinations of alleles on one strand cannot be read. Please enter the phenotype.",
    "resolution_too_low": "Please enter the HLA allele with two fields, such as *57:01.",
    "not_for_this_gene": "This gene has no activity score. Please enter the phenotype.",
}


@dataclass(frozen=True, slots=True)
class LabStrand:
    """One side of a diplotype: the name to show, its functions and its summed activity (None = unknown)."""

    name: str
    functions: tuple[str, ...]
    activity: ActivityScore | None
    copies_unknown: bool = False


def without_gene(gene: str, text: str) -> str:
    """The words without a leading gene symbol: ``CYP2D6*4/*10`` and ``CYP2D6 *4/*10`` give ``*4/*10``."""
    trimmed = text.strip()
    if trimmed.upper().startswith(gene):
        trimmed = (
            trimmed[len(gene) :].lstrip(" :-")
            if not gene.startswith("HLA-")
            else trimmed[len(gene) :].strip()
        )
    return trimmed


def read_strands(gene: str, text: str) -> tuple[LabStrand, ...]:
    """One or two sides of a diplotype. Raises LabCallRefused."""
    words = without_gene(gene, text)
    if len(words) > _LONGEST_DIPLOTYPE:
        raise LabCallRefused("unknown_allele")
    if "[" in words:
        raise LabCallRefused("combination_allele")
    known = _known(gene, words)
    if known is not None:
        return (known,)
    parts = words.split("/")
    for cut in range(1, len(parts)):
        first = _known(gene, without_gene(gene, "/".join(parts[:cut])))
        second = _known(gene, without_gene(gene, "/".join(parts[cut:])))
        if first is not None and second is not None:
            return first, second
    raise LabCallRefused("too_many_alleles" if len(parts) > 2 else "unknown_allele")


def _known(gene: str, text: str) -> LabStrand | None:
    name = text.strip()
    if gene == "CYP2D6":
        return _cyp2d6(name)
    row = allele_facts(gene, _long_name(gene, name)) or allele_facts(gene, name)
    if row is None:
        return None
    return LabStrand(row.name, (row.function,), summed_activity([row.activity]))


def _long_name(gene: str, name: str) -> str:
    """The table's name for a short one: an alias, ``*2A`` for ``c.1905+1G>A (*2A)``, a sub-allele's core."""
    if gene == "G6PD":
        alias = genes().facts(gene, "alias").get(name)
        return alias.value if alias else name
    if gene == "DPYD":
        if name == "*1":
            return genes().rules[gene].reference_allele
        return next((row.name for row in genes().alleles_of[gene] if row.name.endswith(f"({name})")), name)
    sub_allele = _SUB_ALLELE.match(name)
    return sub_allele[1] if sub_allele else name


def _cyp2d6(name: str) -> LabStrand | None:
    """One CYP2D6 strand: a star allele, copies (``*1x2``, ``*1xN``), or a tandem (``*36+*10``)."""
    listed = genes().facts("CYP2D6", "tandem")
    parts = [_cyp2d6_part(part.strip()) for part in name.split("+")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    shown = "+".join(part.name for part in known)
    functions = tuple(function for part in known for function in part.functions)
    if shown in listed:
        return LabStrand(shown, functions, summed_activity([listed[shown].value]))
    return LabStrand(
        name=shown,
        functions=functions,
        activity=_together([part.activity for part in known]),
        copies_unknown=any(part.copies_unknown for part in known),
    )


def _together(activities: Sequence[ActivityScore | None]) -> ActivityScore | None:
    """The activities of one strand add up; one unknown makes the sum unknown."""
    known = [activity for activity in activities if activity is not None]
    if len(known) < len(activities):
        return None
    total = sum((activity.value for activity in known), Decimal(0))
    return ActivityScore(total, any(activity.open_ended for activity in known))


def _cyp2d6_part(name: str) -> LabStrand | None:
    copies = _COPIES.match(name)
    if copies is None:
        row = allele_facts("CYP2D6", _long_name("CYP2D6", name))
        return LabStrand(row.name, (row.function,), summed_activity([row.activity])) if row else None
    core = _long_name("CYP2D6", copies["core"])
    count = copies["count"].upper()
    if count == "N":
        return LabStrand(f"{core}xN", (), None, copies_unknown=True) if allele_facts("CYP2D6", core) else None
    open_ended = genes().facts("CYP2D6", "copy_number")["x>=3"].value.split(";")
    number = int(count.removeprefix("≥"))
    if core in open_ended and number >= _OPEN_ENDED_FROM:
        count = f"≥{_OPEN_ENDED_FROM}"
    row = allele_facts("CYP2D6", f"{core}x{count}" if count != "1" else core)
    if row is not None:
        return LabStrand(row.name, (row.function,), summed_activity([row.activity]))
    return _idle_copies(core, f"{core}x{count}")


def _idle_copies(core: str, name: str) -> LabStrand | None:
    """Copies without a row of their own: none of them works, however many there are."""
    row = allele_facts("CYP2D6", core)
    if row is None or summed_activity([row.activity]) != ActivityScore(Decimal(0), open_ended=False):
        return None
    return LabStrand(name, (row.function,), ActivityScore(Decimal(0), open_ended=False))


def read_hla(gene: str, text: str) -> tuple[str, ...]:
    """HLA alleles cut to two fields. Raises LabCallRefused."""
    parts = [without_gene(gene, part) for part in text.split("/")]
    if len(parts) > 2:
        raise LabCallRefused("too_many_alleles")
    alleles = []
    for part in parts:
        match = _HLA.match(part.strip())
        if match is None:
            raise LabCallRefused("unknown_allele")
        if match["second"] is None:
            raise LabCallRefused("resolution_too_low")
        alleles.append(f"*{match['first']}:{match['second']}")
    return tuple(alleles)
