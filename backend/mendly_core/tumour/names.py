"""Names of tumour findings, made comparable: case, blanks, brackets, dashes and protein spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mendly_core.tumour.facts import Alias, TumourFacts, parts, tumour_facts

_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2265": ">=", "\u2264": "<="}
)
_BRACKETS = str.maketrans("", "", "()[]{}")
# A dash in a word is a matter of taste; between digits it is part of a position (c.34-1G>A).
_LOOSE_DASH = re.compile(r"(?<=[a-z])-(?=[a-z0-9])|(?<=[0-9])-(?=[a-z])")
_CODING = re.compile(r"c\.[0-9*_+\-]+(?:[acgt]+>[acgt]+|del|dup|ins|inv)")
_AMINO_ACIDS = MappingProxyType(
    {
        "ala": "a",
        "arg": "r",
        "asn": "n",
        "asp": "d",
        "cys": "c",
        "gln": "q",
        "glu": "e",
        "gly": "g",
        "his": "h",
        "ile": "i",
        "leu": "l",
        "lys": "k",
        "met": "m",
        "phe": "f",
        "pro": "p",
        "ser": "s",
        "thr": "t",
        "trp": "w",
        "tyr": "y",
        "val": "v",
        "ter": "*",
    }
)
_THREE = f"(?:{'|'.join(_AMINO_ACIDS)})"
_LONG_PROTEIN = re.compile(
    rf"(?:p\.)?{_THREE}\d+(?:_{_THREE}\d+)?(?:{_THREE}|\*|=|del|dup|delins(?:{_THREE})+|ins(?:{_THREE})+"
    rf"|(?:{_THREE})?fs(?:(?:ter|\*)\d*)?)?"
)
_SHORT_PROTEIN = re.compile(
    r"[acdefghiklmnpqrstvwy]\d+(?:_[acdefghiklmnpqrstvwy]\d+)?"
    r"(?:[acdefghiklmnpqrstvwyx]|\*|=|del[a-z]*|dup|delins[a-z]+|ins[a-z]+|[a-z]?fs(?:\*\d*)?)"
)
# Names that say by themselves which gene is meant, without holding its symbol.
_NAMES_ITS_GENE = frozenset({"Philadelphia chromosome", "t(9;22)", "t(15;17)", "17p deletion", "del(17p)"})


def plain(text: str) -> str:
    """Return the text in one case, with one kind of dash and the house's spelling; blanks are kept."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return (
        folded.replace("tumor ", "tumour ").replace("wild-type", "wild type").replace("wildtype", "wild type")
    )


def comparable(text: str) -> str:
    """Return the form in which names are compared. Proteins come out in one-letter form without `p.`."""
    joined = "".join(plain(text).translate(_BRACKETS).split())
    if _LONG_PROTEIN.fullmatch(joined):
        return re.sub(_THREE, lambda found: _AMINO_ACIDS[found[0]], joined.removeprefix("p."))
    if _SHORT_PROTEIN.fullmatch(joined.removeprefix("p.")):
        return joined.removeprefix("p.")
    return joined if _CODING.match(joined) else _LOOSE_DASH.sub("", joined)


def is_protein_change(compared: str) -> bool:
    """Whether a comparable name is a protein change."""
    return _SHORT_PROTEIN.fullmatch(compared) is not None


def is_coding_change(compared: str) -> bool:
    """Whether a comparable name is a change of the coding DNA (`c.`)."""
    return _CODING.match(compared) is not None


@dataclass(frozen=True, slots=True)
class NameIndex:
    """`alone`: names that need no gene beside them; `of_gene`: (gene, rest of the name). Values: findings."""

    alone: Mapping[str, frozenset[str]]
    of_gene: Mapping[tuple[str, str], frozenset[str]]
    genes: Mapping[str, str]
    bare: frozenset[str]


@cache
def name_index() -> NameIndex:
    """The names of the fact tables, indexed once."""
    facts = tumour_facts()
    genes = {comparable(name): gene for name, gene in facts.gene_names.items()}
    alone: dict[str, frozenset[str]] = {}
    of_gene: dict[tuple[str, str], frozenset[str]] = {}
    for alias in (*_own_names(facts), *facts.aliases):
        compared, found = comparable(alias.text), frozenset(alias.names)
        if not alias.gene or _names_its_gene(alias, genes):
            alone[compared] = alone.get(compared, frozenset()) | found
        if alias.gene:
            for rest in {compared, *_without_gene(alias, facts.gene_names)}:
                of_gene[alias.gene, rest] = of_gene.get((alias.gene, rest), frozenset()) | found
    bare = frozenset(rest for _, rest in of_gene if rest not in alone)
    return NameIndex(MappingProxyType(alone), MappingProxyType(of_gene), MappingProxyType(genes), bare)


def _own_names(facts: TumourFacts) -> tuple[Alias, ...]:
    """The profiles and their parts as names of themselves."""
    return tuple(
        Alias(name, facts.gene_names.get(name.split()[0], ""), (name,)) for name in parts(facts.profiles)
    )


def _names_its_gene(alias: Alias, genes: Mapping[str, str]) -> bool:
    if alias.text in _NAMES_ITS_GENE:
        return True
    compared = comparable(alias.text)
    return any(gene == alias.gene and name in compared for name, gene in genes.items())


def _without_gene(alias: Alias, gene_names: Mapping[str, str]) -> tuple[str, ...]:
    words = alias.text.split()
    if len(words) > 1 and gene_names.get(words[0].upper()) == alias.gene:
        return (comparable(" ".join(words[1:])),)
    return ()
