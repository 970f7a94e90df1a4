"""`mendly genes call` and `mendly bench genes`: the pure engine from a terminal, without settings or database."""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from mendly_core.genes import (
    GenomeReading,
    SiteCall,
    UnreadableGenome,
    call_file,
    call_gene,
    call_genes,
    read_genome,
)
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import array_file, vcf_file
from mendly_core.words import say

ARRAY_LINES = 600_000
VCF_RECORDS = 1_100_000
BAD_FILE = 2


def add_call_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `mendly genes call FILE`."""
    parser.add_argument("file", type=Path, help="a VCF, gVCF or array file, plain or packed")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--sample", help="one of the people in the file")
    which.add_argument("--all-samples", action="store_true", help="everyone in the file, a line each")
    parser.add_argument("--json", action="store_true", help="JSON lines instead of a table")


def call(options: argparse.Namespace) -> int:
    """Print what the genes of a file show. Exit code 2 and one plain sentence for a file that cannot be used."""
    try:
        for document in call_file(
            partial(open, options.file, "rb"), sample=options.sample, all_samples=options.all_samples
        ):
            print(json.dumps(document) if options.json else _table(document))
    except UnreadableGenome as error:
        names = f" They are: {', '.join(error.samples)}." if error.samples else ""
        print(say(f"uploads.{error.code}", "en") + names, file=sys.stderr)
        return BAD_FILE
    except OSError as error:
        print(f"The file cannot be opened: {error.strerror}.", file=sys.stderr)
        return BAD_FILE
    return 0


def _table(document: dict[str, Any]) -> str:
    head = f"{document['sample'] or 'sample'}  {document['build']}  knowledge {document['knowledge_version']}"
    return "\n".join([head, *(_row(gene) for gene in document["genes"])])


def _row(gene: dict[str, Any]) -> str:
    called = ["/".join(pair) for pair in gene["diplotypes"]] or gene["variants"]
    shown = ", ".join(called) or gene["reason"] or "-"
    return f"  {gene['gene']:<9} {gene['state']:<18} {shown:<24} {', '.join(gene['phenotypes'])}".rstrip()


def bench(options: argparse.Namespace) -> int:
    """Print CPU seconds and peak memory of reading and calling, each job in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="mendly-bench-") as name:
        array, packed = Path(name, "array.txt"), Path(name, "records.vcf.gz")
        with array.open("wb") as target:
            target.writelines(array_file({}, ARRAY_LINES))
        with gzip.open(packed, "wb", compresslevel=6) as target:
            target.writelines(vcf_file({}, lines=VCF_RECORDS))
        _tell(f"array file, {ARRAY_LINES:,} lines", partial(_read_and_call, array))
        _tell(f"VCF.gz, {VCF_RECORDS:,} records", partial(_read_and_call, packed))
    _tell("worst gene, every site heterozygous", _worst_gene)
    return 0


def _tell(label: str, job: Callable[[], str]) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as process:
        print(f"{label:<38} {process.apply(_measured, (job,))}", flush=True)


def _measured(job: Callable[[], str]) -> str:
    """CPU seconds of the job and the most memory its process ever held, in MiB."""
    started = time.process_time()
    note = job()
    seconds, most = time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return f"{seconds:6.2f} s CPU  {most:4d} MiB  {note}".rstrip()


def _read_and_call(file: Path) -> str:
    with file.open("rb") as stream:
        return f"{len(call_genes(read_genome(stream)))} genes"


def _worst_gene() -> str:
    slowest = max((_seconds_for(gene), gene) for gene in genes().rules.keys() & genes().sites_of)
    return f"{slowest[1]} {slowest[0]:.3f} s"


def _seconds_for(gene: str) -> float:
    reading = _reading_of(tuple(_heterozygous(gene)))
    started = time.process_time()
    call_gene(gene, reading)
    return time.process_time() - started


def _reading_of(sites: tuple[SiteCall, ...]) -> GenomeReading:
    return GenomeReading(
        format="vcf",
        layout="",
        packing="plain",
        build=38,
        build_signals=("header",),
        sample=None,
        sites=sites,
        gaps=(),
        lines=len(sites),
        records=len(sites),
        assumed_reference=False,
        warnings=(),
    )


def _heterozygous(gene: str) -> Iterable[SiteCall]:
    for site in genes().sites_of[gene]:
        yield SiteCall(gene, site.pos38, (site.ref38, site.alts[0]), None, "record")
