"""Damaged and hostile files: no crash, no hang, and no call that a slow reader of the same bytes denies."""

from __future__ import annotations

import gzip
import io
import random
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.genes import GenomeReading, UnreadableGenome, call_genes, read_genome
from tests.core.genes.damage import NASTY, damaged, truncated, with_one_bit_flipped
from tests.core.genes.files import row, site, vcf
from tests.core.genes.slow_readers import Calls, array_calls, unpacked, vcf_calls
from tests.core.genes.test_streams import bgzip

HANG_SECONDS = 5.0
MOST_KIB = 512 * 1024
CALLED_EVERY = 25
IN_THE_SAMPLE = 1000
IN_THE_LONG_RUN = 340_000


@dataclass(frozen=True)
class Original:
    """A small undamaged file: its build, and the slow reader of its kind."""

    name: str
    data: bytes
    build: int
    slow: Callable[[bytes, int], Calls]
    sample: str | None = None


def _vcf_rows(build: int) -> list[str]:
    b = 37 if build == 37 else 38
    block = site("rs1057910")
    start = block.position(b) - 3
    return [
        row("rs4244285", "0/1", build=b),
        row("rs4986893", "0|1:88", build=b, fmt="GT:PS"),
        row("rs12248560", "1|0:88", build=b, fmt="GT:PS"),
        row("rs776746", "0/0", build=b),
        row("rs3064744", "0/1", build=b),
        row("rs3918290", "0/1:9,8", build=b, fmt="GT:AD"),
        row("rs1800460", "0/1", build=b, filter_text="q10"),
        f"{block.chrom}\t{start}\t.\tA\t<NON_REF>\t.\t.\tEND={start + 9}\tGT:MIN_DP\t0/0:20",
        row("rs116855232", "1/1", build=b),
        row("rs1050828", "1", build=b),
        row("rs267606617", "1", build=b),
    ]


def _two_people(rows: list[str]) -> list[str]:
    return [f"{line}\t./." if index % 2 else f"{line}\t{line.split()[-1]}" for index, line in enumerate(rows)]


NAMES = [
    "rs4244285",
    "rs12248560",
    "rs776746",
    "rs3918290",
    "rs67376798",
    "rs1800460",
    "rs9923231",
    "rs4149056",
]


def _array_cells() -> list[tuple[str, str, str, str]]:
    cells = [
        (
            name,
            site(name).chrom.removeprefix("chr"),
            str(site(name).pos37),
            site(name).ref37 + site(name).alts[0],
        )
        for name in NAMES
    ]
    cells.append(("rs41303343", "7", str(site("rs41303343").pos37), "DI"))
    cells.append(("rs1050828", "X", str(site("rs1050828").pos37), "T"))
    cells.append(("rs267606617", "MT", "1555", "G"))
    return cells


def _array(line: str, head: str) -> bytes:
    return (
        head + "".join(line.format(*cells, cells[3][0], cells[3][-1]) for cells in _array_cells())
    ).encode()


VCF38, VCF37 = vcf(_vcf_rows(38)), vcf(_vcf_rows(37), build=37)
PACKED = VCF38


def zipped(data: bytes, method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("genome.vcf"), data, method)
    return target.getvalue()


def _packed_calls(data: bytes, build: int) -> Calls:
    text = unpacked(data)
    return {} if text is None else vcf_calls(text, build)


def _final_report(text: bytes, build: int) -> Calls:
    _, _, rows = text.partition(b"SNP Name,")
    return array_calls(rows or text, build, (0, 4, 5, 2, 3))


def _two_columns(text: bytes, build: int) -> Calls:
    return array_calls(text, build, (0, 1, 2, 3, 4))


READERS: dict[str, tuple[Original, ...]] = {
    "vcf": (
        Original("build 38", VCF38, 38, vcf_calls),
        Original("build 37", VCF37, 37, vcf_calls),
        Original(
            "two people",
            vcf(_two_people(_vcf_rows(38)), samples=("Amara", "Bo")),
            38,
            lambda text, build: vcf_calls(text, build, "Bo"),
            "Bo",
        ),
    ),
    "array": (
        Original(
            "joined",
            _array("{0}\t{1}\t{2}\t{3}\n", "# build 37\n# rsid\tchromosome\tposition\tgenotype\n"),
            37,
            array_calls,
        ),
        Original(
            "two columns",
            _array("{0}\t{1}\t{2}\t{4}\t{5}\n", "#build 37\nrsid\tchromosome\tposition\tallele1\tallele2\n"),
            37,
            _two_columns,
        ),
        Original(
            "quoted",
            _array('"{0}","{1}","{2}","{3}"\n', "# build 37\nRSID,CHROMOSOME,POSITION,RESULT\n"),
            37,
            array_calls,
        ),
        Original(
            "final report",
            _array(
                "{0},Amara,{4},{5},{1},{2}\n",
                "[Header]\nContent,build 37\n[Data]\nSNP Name,Sample ID,Allele1 - Plus,Allele2 - Plus,Chr,Position\n",
            ),
            37,
            _final_report,
        ),
    ),
    "packed": (
        Original("gzip", gzip.compress(PACKED, mtime=0), 38, _packed_calls),
        Original("bgzip", bgzip(PACKED, block=700), 38, _packed_calls),
        Original("zip", zipped(PACKED, zipfile.ZIP_DEFLATED), 38, _packed_calls),
        Original("stored zip", zipped(PACKED, zipfile.ZIP_STORED), 38, _packed_calls),
    ),
}


@dataclass
class Tally:
    """What came of the damaged files; ``wrong`` holds a sentence for every mistake."""

    files: int = 0
    refused: int = 0
    read: int = 0
    calls: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def check(self, original: Original, data: bytes) -> None:
        self.files += 1
        started = time.perf_counter()
        try:
            reading = read_genome(io.BytesIO(data), sample=original.sample)
        except UnreadableGenome:
            self.refused += 1
            return
        except Exception as error:
            self.wrong.append(f"crash {error!r} on {data!r}")
            return
        finally:
            self.slowest = max(self.slowest, time.perf_counter() - started)
        self.read += 1
        self.calls += len(reading.sites)
        self.wrong += _denied(original, data, reading)
        if self.read % CALLED_EVERY == 0:
            call_genes(reading)
        if self.slowest > HANG_SECONDS:
            self.wrong.append(f"{self.slowest} s on {data!r}")

    def __str__(self) -> str:
        return (
            f"{self.files} files, {self.refused} refused, {self.read} read with {self.calls} site calls, "
            f"{len(self.wrong)} mistakes, slowest {self.slowest:.3f} s"
        )


def _denied(original: Original, data: bytes, reading: GenomeReading) -> Iterator[str]:
    allowed = original.slow(data, reading.build)
    for call in reading.sites:
        if (call.bases, call.phase) not in allowed.get((call.gene, call.pos38), ()):
            yield f"{original.name}: {call} is not among {allowed.get((call.gene, call.pos38))} in {data!r}"
        elif reading.build != original.build and call.gene != "MT-RNR1":
            yield f"{original.name}: build {reading.build} in {data!r}"


def injuries(kind: str, count: int) -> Iterator[tuple[Original, bytes]]:
    """Exhaustive truncation and bit flips where they fit in, and random damage for the rest."""
    originals = READERS[kind]
    exhaustive = [
        (original, data)
        for original in originals
        for data in (*truncated(original.data), *with_one_bit_flipped(original.data))
    ]
    draw = random.Random(kind)
    if len(exhaustive) > count // 2:
        exhaustive = draw.sample(exhaustive, count // 2)
    yield from exhaustive
    for _ in range(count - len(exhaustive)):
        original = draw.choice(originals)
        yield original, damaged(original.data, draw)


def tally(kind: str, count: int) -> Tally:
    found = Tally()
    for original, data in injuries(kind, count):
        found.check(original, data)
    return found


@pytest.mark.parametrize("kind", READERS)
def test_undamaged_files_are_read_alike(kind: str) -> None:
    for original in READERS[kind]:
        reading = read_genome(io.BytesIO(original.data), sample=original.sample)
        allowed = original.slow(original.data, original.build)
        if original.build == 37 and kind == "vcf":
            allowed.pop(("MT-RNR1", 1555))
        assert {(call.gene, call.pos38) for call in reading.sites} == allowed.keys()
        assert list(_denied(original, original.data, reading)) == []
        assert len(reading.sites) > 4


@pytest.mark.parametrize("kind", READERS)
def test_a_sample_of_damaged_files(kind: str) -> None:
    found = tally(kind, IN_THE_SAMPLE)
    assert found.wrong[:3] == []
    assert found.files == IN_THE_SAMPLE


@pytest.mark.long
@pytest.mark.parametrize("kind", READERS)
def test_very_many_damaged_files(kind: str) -> None:
    found = tally(kind, IN_THE_LONG_RUN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{kind}: {found}, process at most {peak / 1024:.0f} MiB")
    assert peak < MOST_KIB
    assert found.wrong[:3] == []


CELL = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), st.sampled_from(NAMES))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_invented_lines_never_crash_a_reader(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from([one for kind in ("vcf", "array") for one in READERS[kind]]))
    lines = original.data.decode().split("\n")
    separator = "\t" if "\t" in lines[-2] else ","
    for cells in data.draw(st.lists(st.lists(CELL, max_size=11), max_size=6)):
        lines.insert(data.draw(st.integers(0, len(lines))), separator.join(cells))
    found = Tally()
    found.check(original, "\n".join(lines).encode())
    assert found.wrong == []


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"##fileformat=VCF", b"\x1f\x8b\x08", b"PK\x03\x04", b"rsid,"]),
)
def test_random_bytes_never_crash_a_reader(noise: bytes, start: bytes) -> None:
    found = Tally()
    found.check(READERS["vcf"][0], start + noise)
    assert found.wrong == []


@pytest.mark.parametrize(
    "columns", [b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tBo\tAmara", b"#CHROM\tPOS\tX"]
)
def test_a_second_line_of_columns_that_differs_is_refused(columns: bytes) -> None:
    """Behind it stands somebody else's result, or another column, where this person's was."""
    head, _, rows = vcf(_two_people(_vcf_rows(38)), samples=("Amara", "Bo")).partition(b"\nchr10")
    same = head.rpartition(b"\n")[2]
    whole = read_genome(io.BytesIO(head + b"\nchr10" + rows + same + b"\n"), sample="Bo")
    assert whole.sites == read_genome(io.BytesIO(head + b"\nchr10" + rows), sample="Bo").sites
    with pytest.raises(UnreadableGenome, match="header"):
        read_genome(io.BytesIO(head + b"\n" + columns + b"\nchr10" + rows), sample="Bo")


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (b"[Data]\n", b"[Data]\nrs4149056,Amara,T,A,12,21331549\n"),
        (b"rs9923231,", b"SNP Name,Sample ID,Allele2 - Plus,Allele1 - Plus,Chr,Position\nrs9923231,"),
        (b"Content,build 37\n", b"Content,build 37\nrs4149056,Amara,C,C,12,21331549\n"),
    ],
)
def test_a_report_with_results_above_its_columns_or_other_columns_on_the_way_is_refused(
    found: bytes, instead: bytes
) -> None:
    report = next(original for original in READERS["array"] if original.name == "final report").data
    assert read_genome(io.BytesIO(report)).sites
    with pytest.raises(UnreadableGenome):
        read_genome(io.BytesIO(report.replace(found, instead, 1)))
