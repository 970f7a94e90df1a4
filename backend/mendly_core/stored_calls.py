"""What is kept of a DNA file: the bases at every wanted place, small enough to keep beside the file.

With it a new knowledge pack is a pure re-run of :func:`mendly_core.genes.call_genes`. The file itself has to be
read again only when a pack wants a place that was not looked for: :func:`wanted_places` tells.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from mendly_core.genes import GeneResult, GenomeReading, SiteCall, SiteGap, call_gene
from mendly_core.genes.knowledge import Build, Site, genes
from mendly_core.genes.readers import ByteSource, read_genome
from mendly_core.knowledge_pack import per_pack
from mendly_core.predisposition import places_to_store

_SHAPE = 1
_GENES_REMEMBERED = 5000
_HEAD = (
    *("format", "layout", "packing", "build", "build_signals", "sample", "lines", "records"),
    *("assumed_reference", "warnings"),
)


@dataclass(frozen=True, slots=True)
class WantedPlaces:
    """Every place that a pack looks for. `name` is a checksum over `identities`, one per place."""

    name: str
    identities: frozenset[str]


@per_pack
def wanted_places() -> WantedPlaces:
    """The places of the pack in use. What a place is called or counts for is no part of its identity."""
    gene_places = [_identity("gene", site) for site in genes().sites]
    beside = [_identity("beside", site) for site in places_to_store()]
    identities = frozenset([*gene_places, *beside])
    return WantedPlaces(hashlib.sha256("".join(sorted(identities)).encode()).hexdigest()[:16], identities)


def _identity(part: str, site: Site) -> str:
    looked_for = (part, site.gene, site.chrom, site.pos38, site.pos37, site.rsid)
    shown = (site.ref38, site.ref37, ",".join(sorted(site.alts)), site.kind)
    return hashlib.sha256("|".join(map(str, (*looked_for, *shown))).encode()).hexdigest()[:12]


def read_all_places(
    stream: ByteSource, *, sample: str | None = None, build: Build | None = None
) -> GenomeReading:
    """Read a file once for the genes and for every place to store. Raises UnreadableGenome."""
    return read_genome(stream, sample=sample, build=build, extra_sites=places_to_store())


def packed(reading: GenomeReading) -> bytes:
    """A few thousand bytes for one reading: calls by gene, each distinct genotype written once."""
    calls = [*reading.sites, *reading.extra_sites]
    kinds = list(dict.fromkeys(_kind(call) for call in calls))
    number = {kind: index for index, kind in enumerate(kinds)}
    document = {
        "shape": _SHAPE,
        "head": [_plain(getattr(reading, name)) for name in _HEAD],
        "kinds": [[list(bases), *rest] for bases, *rest in kinds],
        "calls": _by_gene(calls, lambda call: number[_kind(call)]),
        "gaps": [[gap.gene, gap.pos38, gap.reason, gap.base] for gap in (*reading.gaps, *reading.extra_gaps)],
    }
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode(), 9)


def unpacked(data: bytes) -> GenomeReading:
    """The reading as the pack in use looks at it: its genes' places in their order, the others beside them."""
    document = json.loads(zlib.decompress(data))
    calls = {(call.gene, call.pos38): call for call in _calls(document["kinds"], document["calls"])}
    gaps = {(gap.gene, gap.pos38): gap for gap in (SiteGap(*entry) for entry in document["gaps"])}
    head = dict(zip(_HEAD, document["head"], strict=True))
    of_genes = [(site.gene, site.pos38) for site in genes().sites]
    known = set(of_genes)
    beside = [key for site in places_to_store() if (key := (site.gene, site.pos38)) not in known]
    return GenomeReading(
        **{**head, "build_signals": tuple(head["build_signals"]), "warnings": tuple(head["warnings"])},
        sites=tuple(calls[key] for key in of_genes if key in calls),
        gaps=tuple(gaps[key] for key in of_genes if key in gaps),
        extra_sites=tuple(calls[key] for key in beside if key in calls),
        extra_gaps=tuple(gaps[key] for key in beside if key in gaps),
    )


def results_of(data: bytes) -> tuple[GeneResult, ...]:
    """What :func:`mendly_core.genes.call_genes` says of a kept reading under the pack in use.

    Many people show the same bases in a gene, so what was worked out for one serves the next.
    """
    reading = unpacked(data)
    calls: dict[str, list[SiteCall]] = {gene: [] for gene in genes().genes}
    gaps: dict[str, list[SiteGap]] = {gene: [] for gene in genes().genes}
    for call in reading.sites:
        calls.setdefault(call.gene, []).append(call)
    for gap in reading.gaps:
        gaps.setdefault(gap.gene, []).append(gap)
    called = _called()
    return tuple(called(gene, reading.build, tuple(calls[gene]), tuple(gaps[gene])) for gene in genes().genes)


_Called = Callable[[str, Build, tuple[SiteCall, ...], tuple[SiteGap, ...]], GeneResult]


@per_pack
def _called() -> _Called:
    """One gene of whoever shows these bases, remembered within bounds."""

    @lru_cache(_GENES_REMEMBERED)
    def called(gene: str, build: Build, calls: tuple[SiteCall, ...], gaps: tuple[SiteGap, ...]) -> GeneResult:
        return call_gene(gene, replace(_NOTHING_READ, build=build, sites=calls, gaps=gaps))

    return called


_NOTHING_READ = GenomeReading("", "", "", 38, (), None, (), (), 0, 0, False, ())
_Kind = tuple[tuple[str, ...], str | None, str, bool]


def _kind(call: SiteCall) -> _Kind:
    return call.bases, call.phase, call.origin, call.extra_copies


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _by_gene(calls: Iterable[SiteCall], number: Callable[[SiteCall], int]) -> dict[str, list[list[int]]]:
    """For each gene the steps from place to place, and the number of the genotype at each."""
    by_gene: dict[str, list[list[int]]] = {}
    last: dict[str, int] = {}
    for call in calls:
        steps, kinds = by_gene.setdefault(call.gene, [[], []])
        steps.append(call.pos38 - last.get(call.gene, 0))
        kinds.append(number(call))
        last[call.gene] = call.pos38
    return by_gene


def _calls(kinds: Sequence[Any], by_gene: Mapping[str, Sequence[Sequence[int]]]) -> Iterator[SiteCall]:
    for gene, (steps, numbers) in by_gene.items():
        position = 0
        for step, number in zip(steps, numbers, strict=True):
            position += step
            bases, phase, origin, extra = kinds[number]
            yield SiteCall(gene, position, tuple(bases), phase, origin, extra)
