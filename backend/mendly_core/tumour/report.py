"""Reads the findings of a laboratory's tumour report as people type them in, one finding a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from mendly_core.tumour.errors import TumourReportRefused
from mendly_core.tumour.names import comparable, is_coding_change, is_protein_change, name_index, plain

Status = Literal[
    "recognised", "not_in_list", "gene_missing", "names_disagree", "reported_absent", "reported_unsure"
]

MOST_LINES = 100
LONGEST_LINE = 200
_LONGEST_NAME = 9  # words
_RSID = re.compile(r"(?:^|\s)rs\d{3,}(?:\s|$)", re.IGNORECASE)
_ITEM_ENDS = re.compile(r"[;,|](?![^(\[]*[)\]])|\s+and\s+(?!n?ras\s+w)|\s*[\u2022]\s*", re.IGNORECASE)
_TOKEN_ENDS = re.compile(r"(?<!:):(?!:)|\s+|(?<=[a-z])/(?=[a-z])")
_TRANSCRIPT = re.compile(r"(?:nm|np|nc|ng|xm|enst|ensp|lrg)_?[\d.]+(?:t\d+)?")
_PARTNERS = re.compile(r"[a-z0-9]+-[a-z0-9]+")
_NO_AMOUNT = re.compile(r"0+(?:\.0+)?%")
_PD_L1 = re.compile(r"\b(tps|cps)\s*(?:score)?\s*[:=]?\s*(?:>=|>)?\s*(\d{1,3})(?!\d)")
_PD_L1_LEVELS = {"tps": (50, "CD274 TPS 50 Percent or More"), "cps": (10, "CD274 CPS 10 or More")}
_DROPPED = frozenset({"pathogenic", "likely", "somatic", "oncogenic"})
_ABSENT = frozenset(
    {
        "-",
        "absent",
        "ausente",
        "excluded",
        "intact",
        "mss",
        "neg",
        "negativa",
        "negative",
        "negativo",
        "never",
        "ni",
        "nil",
        "no",
        "none",
        "not",
        "pmmr",
        "proficient",
        "retained",
        "sin",
        "stable",
        "undetected",
        "unmutated",
        "wild",
        "without",
        "wt",
    }
)
_UNSURE = frozenset(
    {
        "?",
        "benign",
        "benigna",
        "benigno",
        "borderline",
        "dudoso",
        "equivocal",
        "failed",
        "incierta",
        "incierto",
        "inconclusive",
        "indeterminate",
        "insufficient",
        "pending",
        "possible",
        "possibly",
        "suspected",
        "uncertain",
        "unclassified",
        "unknown",
        "vus",
    }
)
_STATUS_WORDS = frozenset({"positive", "negative", "low", "+", "-", "mutation", "alteration"})
_FUSION_WORDS = ("fusion", "rearrangement")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One finding as it was typed, and what it was read as.

    `findings` are names of the fact tables, filled for `recognised` only. `gene_in_list`: the tables know
    the gene, though not this finding. `not_in_list` never means that there is no treatment.
    """

    text: str
    status: Status
    findings: tuple[str, ...] = ()
    genes: tuple[str, ...] = ()
    gene_in_list: bool = False


@dataclass(frozen=True, slots=True)
class TumourReport:
    """All findings of one report in the order they were typed."""

    lines: tuple[ReportLine, ...]

    @property
    def findings(self) -> frozenset[str]:
        return frozenset(name for line in self.lines for name in line.findings)


def read_report(text: str) -> TumourReport:
    """Read the findings of a laboratory's tumour report, one a line or parted by commas.

    Raises :class:`TumourReportRefused` for empty, overlong or non-text input, for a file of inherited DNA, and
    for lines that contradict each other.
    """
    lines = tuple(_read_item(item) for item in _items(text))
    if not lines:
        raise TumourReportRefused("empty")
    _refuse_contradictions(lines)
    return TumourReport(lines)


def _items(text: str) -> Iterator[str]:
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if any(
        not character.isprintable() and character not in "\t\n\r\u00a0" for row in rows for character in row
    ):
        raise TumourReportRefused("not_text")
    if any(
        row.casefold().startswith(("##fileformat", "#chrom", "rsid\t", "# rsid")) or _RSID.search(row)
        for row in rows
    ):
        raise TumourReportRefused("germline_file")
    if len(rows) > MOST_LINES:
        raise TumourReportRefused("too_many_lines")
    if any(len(row) > LONGEST_LINE for row in rows):
        raise TumourReportRefused("line_too_long")
    for row in rows:
        whole = row.lstrip("*\u2022-\u2013 ").strip()
        if comparable(whole) in name_index().alone:
            yield whole
        else:
            yield from _parts_with_gene(whole)


def _parts_with_gene(row: str) -> Iterator[str]:
    """The items of one line; `KRAS G12C, G12D` names its gene once."""
    leading = ""
    for part in (piece.strip() for piece in _ITEM_ENDS.split(row)):
        if not part:
            continue
        first = part.split()[0]
        if comparable(first) in name_index().genes:
            leading = first
        yield f"{leading} {part}" if leading and _is_bare_change(part) else part


def _is_bare_change(part: str) -> bool:
    compared = comparable(part)
    return is_protein_change(compared) or is_coding_change(compared)


@dataclass(slots=True)
class _Tokens:
    """The words of one item. `genes[i]`: the genes that word i names. `used[i]`: it is part of a known name."""

    words: list[str]
    genes: list[tuple[str, ...]]
    used: list[bool]
    found: dict[tuple[int, int], frozenset[str]]

    def gene_before(self, start: int) -> tuple[str, ...]:
        """The nearest gene before a word, or the only one of the item."""
        for place in range(start - 1, -1, -1):
            if self.genes[place]:
                return self.genes[place]
        named = {genes for genes in self.genes if genes}
        return named.pop() if len(named) == 1 else ()


def _tokens(item: str) -> _Tokens:
    text = re.sub(r"[()\[\]{}]", " ", plain(item))
    raw = [word for word in _TOKEN_ENDS.split(text) if word]
    words = [word for place, word in enumerate(_fusions_joined(raw)) if word not in _DROPPED or place == 0]
    split = [part for word in words for part in _gene_parted(word)]
    return _Tokens(split, [_genes_in(word) for word in split], [False] * len(split), {})


def _fusions_joined(words: list[str]) -> list[str]:
    """`STRN-ALK fusion` is written as `STRN::ALK` from here on."""
    joined = list(words)
    for place, word in enumerate(words[:-1]):
        named = comparable(word) in name_index().genes or comparable(word) in name_index().alone
        if not named and words[place + 1] in _FUSION_WORDS and _PARTNERS.fullmatch(word):
            joined[place] = word.replace("-", "::")
    return joined


def _gene_parted(word: str) -> list[str]:
    """`KRAS-G12C` and `KRAS_G12C` as two words; names the tables know as a whole stay whole."""
    if comparable(word) in name_index().alone or comparable(word) in name_index().genes:
        return [word]
    for found in re.finditer(r"[-_]", word):
        left, right = word[: found.start()], word[found.end() :]
        if comparable(left) in name_index().genes and right:
            return [left, right]
    return [word]


def _genes_in(word: str) -> tuple[str, ...]:
    genes = name_index().genes
    partners = word.split("::") if "::" in word else [word]
    return tuple(genes[comparable(partner)] for partner in partners if comparable(partner) in genes)


def _read_item(item: str) -> ReportLine:
    tokens = _tokens(item)
    for size in range(min(_LONGEST_NAME, len(tokens.words)), 0, -1):
        for start in range(len(tokens.words) - size + 1):
            _take(tokens, start, start + size)
    _take_fusions(tokens)
    left = [word for word, used in zip(tokens.words, tokens.used, strict=True) if not used]
    genes = tuple(dict.fromkeys(gene for named in tokens.genes for gene in named))
    found = frozenset().union(*tokens.found.values()) or _pd_l1(item, genes)
    status = _status(tokens, left, found, genes)
    names = tuple(sorted(found)) if status == "recognised" else ()
    return ReportLine(item, status, names, genes, bool(genes))


def _take(tokens: _Tokens, start: int, end: int) -> None:
    if any(tokens.used[start:end]):
        return
    found = _lookup(tokens, start, end)
    if found:
        tokens.found[start, end] = found
        tokens.used[start:end] = [True] * (end - start)


def _lookup(tokens: _Tokens, start: int, end: int) -> frozenset[str]:
    index, words = name_index(), tokens.words[start:end]
    compared = comparable(" ".join(words))
    if compared in index.alone:
        return index.alone[compared]
    if any(tokens.genes[start:end]):
        return frozenset()
    beside_gene = start > 0 and bool(tokens.genes[start - 1])
    if all(word in _STATUS_WORDS for word in words) and not beside_gene:
        return frozenset()
    return frozenset().union(
        *(index.of_gene.get((gene, compared), frozenset()) for gene in tokens.gene_before(start))
    )


def _take_fusions(tokens: _Tokens) -> None:
    """A fusion of a listed gene counts whatever its partner; the partner may be one the tables do not name."""
    index = name_index()
    for place, word in enumerate(tokens.words):
        if "::" not in word or tokens.used[place]:
            continue
        spellings = (
            comparable(f"{name} {kind}") for name in (word, *tokens.genes[place]) for kind in _FUSION_WORDS
        )
        found = next((index.alone[spelling] for spelling in spellings if spelling in index.alone), None)
        if found:
            tokens.found[place, place + 1] = found
            tokens.used[place] = True


def _pd_l1(item: str, genes: tuple[str, ...]) -> frozenset[str]:
    score = _PD_L1.search(plain(item)) if "CD274" in genes else None
    if score is None:
        return frozenset()
    level, name = _PD_L1_LEVELS[score[1]]
    return frozenset({name}) if level <= int(score[2]) <= 100 else frozenset()


def _status(tokens: _Tokens, left: list[str], found: frozenset[str], genes: tuple[str, ...]) -> Status:
    if any(word in _UNSURE for word in left):
        return "reported_unsure"
    if any(word in _ABSENT or _NO_AMOUNT.fullmatch(word) for word in left):
        return "reported_absent"
    if not found:
        names = (*tokens.words, " ".join(tokens.words))
        bare = any(comparable(name) in name_index().bare for name in names)
        return "gene_missing" if bare and not genes and not _names_other_gene(tokens) else "not_in_list"
    if _names_disagree(tokens, left):
        return "names_disagree"
    return "recognised"


def _names_other_gene(tokens: _Tokens) -> bool:
    """Whether another word looks like a gene symbol that the tables do not hold."""
    return any(
        re.fullmatch(r"[a-z][a-z0-9]{1,9}", word) is not None
        and not _TRANSCRIPT.fullmatch(word)
        and word not in ("exon", "mutation", "deletion", "insertion", "skipping")
        and comparable(word) not in name_index().bare
        for word in tokens.words
    )


def _names_disagree(tokens: _Tokens, left: Iterable[str]) -> bool:
    """Protein and coding name of one gene must lead to the same finding; a second, unknown change must not hide."""
    by_kind: dict[tuple[tuple[str, ...], str], set[frozenset[str]]] = {}
    for (start, end), names in tokens.found.items():
        compared = comparable(" ".join(tokens.words[start:end]))
        kind = "p" if is_protein_change(compared) else "c" if is_coding_change(compared) else ""
        if kind:
            by_kind.setdefault((tokens.gene_before(start), kind), set()).add(names)
    for (gene, kind), names_found in by_kind.items():
        other = by_kind.get((gene, "c" if kind == "p" else "p"))
        if other is not None and other != names_found:
            return True
    known_protein = any(kind == "p" for _, kind in by_kind)
    unknown = [comparable(word) for word in left]
    if any(is_protein_change(word) for word in unknown):
        return True
    return any(is_coding_change(word) for word in unknown) and not known_protein and bool(by_kind)


def _refuse_contradictions(lines: tuple[ReportLine, ...]) -> None:
    for line in lines:
        for name in line.findings:
            gene, _, rest = name.partition(" ")
            if rest == "Wild Type":
                _refuse_if(line, [other for other in lines if _speaks_of_change(other, gene)])
            if name == "ERBB2 Negative":
                _refuse_if(line, [other for other in lines if _says_more_erbb2(other)])
        if line.status == "reported_absent":
            _refuse_if(line, [other for other in lines if set(_absent_names(line)) & set(other.findings)])


def _refuse_if(line: ReportLine, against: list[ReportLine]) -> None:
    if against:
        raise TumourReportRefused("contradiction", (line.text, against[0].text))


def _speaks_of_change(line: ReportLine, gene: str) -> bool:
    if line.status not in ("recognised", "not_in_list") or gene not in line.genes:
        return False
    return f"{gene} Wild Type" not in line.findings


def _says_more_erbb2(line: ReportLine) -> bool:
    return bool({"ERBB2 Amplification", "ERBB2 IHC 3+", "ERBB2 Low Expression"} & set(line.findings))


def _absent_names(line: ReportLine) -> tuple[str, ...]:
    """The findings that a line says were looked for and not there."""
    tokens = _tokens(line.text)
    for size in range(min(_LONGEST_NAME, len(tokens.words)), 0, -1):
        for start in range(len(tokens.words) - size + 1):
            _take(tokens, start, start + size)
    return tuple(name for names in tokens.found.values() for name in names)
