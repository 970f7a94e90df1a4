"""Speed and memory of the gene engine in CPU seconds, with wide margins in the plain run."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
from collections.abc import Callable, Iterable

import pytest

from mendly_core.genes import SiteCall, call_gene, call_genes, read_genome
from mendly_core.genes.knowledge import Site, genes
from mendly_core.genes.samples import VENDORS, Vendor, array_file, vcf_file
from tests.core.genes.files import with_sites

WORST_GENE_SECONDS = 0.5
ARRAY_SECONDS, ARRAY_LINES = 1.0, 600_000
VCF_SECONDS, VCF_RECORDS = 2.0, 1_100_000
MOST_BYTES = 150 << 20
PHASES: dict[str, Callable[[int], str | None]] = {
    "no phase": lambda _: None,
    "one phase set": lambda _: "common",
    "six phase sets": lambda number: f"PS{number % 6}",
    "a phase set each": lambda number: f"PS{number}",
}


def cpu_seconds(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started


@pytest.mark.parametrize("phase", PHASES)
def test_every_gene_is_quick_with_every_site_heterozygous(phase: str) -> None:
    for gene, sites in genes().sites_of.items():
        if gene not in genes().rules:
            continue
        reading = with_sites(heterozygous(gene, sites, PHASES[phase]))
        assert cpu_seconds(lambda gene=gene, reading=reading: call_gene(gene, reading)) < WORST_GENE_SECONDS  # type: ignore[misc]


def heterozygous(gene: str, sites: Iterable[Site], phase: Callable[[int], str | None]) -> Iterable[SiteCall]:
    for number, site in enumerate(sites):
        yield SiteCall(gene, site.pos38, (site.ref38, site.alts[0]), phase(number), "record")


@pytest.mark.long
@pytest.mark.parametrize("vendor", VENDORS)
def test_an_array_file_takes_less_than_a_second(vendor: Vendor) -> None:
    data = b"".join(array_file({}, ARRAY_LINES, vendor=vendor))
    seconds = cpu_seconds(lambda: call_genes(read_genome(io.BytesIO(data))))
    print(f"{vendor}: {ARRAY_LINES} lines in {seconds:.2f} CPU seconds")
    assert seconds < ARRAY_SECONDS


@pytest.mark.long
def test_a_packed_vcf_takes_less_than_two_seconds_and_little_memory() -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6, mtime=0) as target:
        for piece in vcf_file({}, lines=VCF_RECORDS):
            target.write(piece)
    data = packed.getvalue()
    seconds = cpu_seconds(lambda: call_genes(read_genome(io.BytesIO(data))))
    tracemalloc.start()
    read_genome(io.BytesIO(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{VCF_RECORDS} packed records in {seconds:.2f} CPU seconds, {peak >> 20} MB at most")
    assert seconds < VCF_SECONDS
    assert peak < MOST_BYTES
