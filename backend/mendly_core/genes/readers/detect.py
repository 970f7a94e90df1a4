"""Which kind of file it is, and which reference build: signals are collected, and must agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mendly_core.genes.knowledge import Build
from mendly_core.genes.readers.errors import UnreadableGenome

# Lengths in bases of GRCh36, GRCh37 and GRCh38 (Genome Reference Consortium; UCSC chromInfo tables).
_LENGTHS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "chr1": (247249719, 249250621, 248956422),
        "chr2": (242951149, 243199373, 242193529),
        "chr3": (199501827, 198022430, 198295559),
        "chr4": (191273063, 191154276, 190214555),
        "chr6": (170899992, 171115067, 170805979),
        "chr7": (158821424, 159138663, 159345973),
        "chr8": (146274826, 146364022, 145138636),
        "chr10": (135374737, 135534747, 133797422),
        "chr11": (134452384, 135006516, 135086622),
        "chr12": (132349534, 133851895, 133275309),
        "chr13": (114142980, 115169878, 114364328),
        "chr16": (88827254, 90354753, 90338345),
        "chr19": (63811651, 59128983, 58617616),
        "chr22": (49691432, 51304566, 50818468),
        "chrX": (154913754, 155270560, 156040895),
    }
)
_BUILDS = (36, 37, 38)
RCRS_LENGTH = 16569
# Positions of seven common markers on GRCh36, GRCh37 and GRCh38 (dbSNP).
MARKERS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "rs3094315": (742429, 752566, 817186),
        "rs11928389": (50908372, 50927009, 50889578),
        "rs2500347": (143649677, 144938320, 148946169),
        "rs964481": (27566744, 27656823, 27638706),
        "rs2341354": (908436, 918573, 983193),
        "rs3850290": (22315141, 23245301, 22776092),
        "rs1329546": (135302086, 135474420, 136392261),
    }
)
_BUILD_WORDS = re.compile(
    r"(?:GRCh|NCBI|build\s*|\bb|human_g1k_v|hs)(36|37|38)(?!\d)|\bhg(18|19|38)(?!\d)", re.IGNORECASE
)
_UCSC_NAMES = {"18": 36, "19": 37, "38": 38}
_FEW = 3
_STRAY_SHARE = 20


def builds_in_words(text: str) -> set[int]:
    """The builds that a header text names: {36, 37, 38} or part of it."""
    return {int(match[1]) if match[1] else _UCSC_NAMES[match[2]] for match in _BUILD_WORDS.finditer(text)}


def build_of_length(chrom: str, length: int) -> int | None:
    """The build in which this chromosome has this length."""
    lengths = _LENGTHS.get(chrom, ())
    return _BUILDS[lengths.index(length)] if length in lengths else None


@dataclass(slots=True)
class BuildEvidence:
    """Signals about the build, collected while a file is read; ``unplaced`` ones fit no build we know."""

    stated: Build | None
    header: set[int] = field(default_factory=set)
    for_build: dict[int, int] = field(default_factory=lambda: {36: 0, 37: 0, 38: 0})
    against: dict[int, int] = field(default_factory=lambda: {36: 0, 37: 0, 38: 0})
    unplaced: int = 0

    def _supported(self, build: int) -> bool:
        return self.for_build[build] >= _FEW and self.against[build] * _STRAY_SHARE <= self.for_build[build]

    def decide(self, signal: str) -> tuple[Build, tuple[str, ...]]:
        """The build and the signals that gave it; ``signal`` names the counted one. Or UnreadableGenome."""
        supported = [build for build in _BUILDS if self._supported(build)]
        if len(self.header) > 1 or len(supported) > 1:
            raise UnreadableGenome("build_mixed")
        claims = {*self.header, *supported}
        if self.stated is not None:
            claims.add(self.stated)
        if not claims:
            raise UnreadableGenome("build_unknown")
        if len(claims) > 1 or self._contradicted(next(iter(claims))):
            found = supported or sorted(self.header)
            raise UnreadableGenome("build_conflict", stated=self.stated or min(claims), found=found)
        build = claims.pop()
        if build == 36:
            raise UnreadableGenome("build_unsupported")
        signals = (
            ("header", bool(self.header)),
            (signal, bool(supported)),
            ("stated", self.stated is not None),
        )
        return (37 if build == 37 else 38), tuple(name for name, given in signals if given)

    def _contradicted(self, build: int) -> bool:
        against = self.against[build] + self.unplaced
        return against >= _FEW and against > self.for_build[build]


def looks_like_vcf(start: bytes) -> bool:
    return start.startswith(b"##fileformat=VCF")
