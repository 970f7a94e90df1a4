"""One sample's calls as a plain document: what the command line prints as one JSON line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mendly_core.genes.calling import call_genes
from mendly_core.genes.evidence import Sex
from mendly_core.genes.knowledge import Build
from mendly_core.genes.readers import ByteSource, GenomeReading, UnreadableGenome, read_genome
from mendly_core.genes.results import GeneResult
from mendly_core.genes.standing import standing


def call_document(reading: GenomeReading, *, sex: Sex | None = None) -> dict[str, Any]:
    """``{sample, build, knowledge_version, genes}`` with every gene of the tables, in their order."""
    results = call_genes(reading, sex=sex)
    return {
        "sample": reading.sample,
        "build": f"GRCh{reading.build}",
        "knowledge_version": results[0].knowledge_version,
        "genes": [gene_document(result) for result in results],
    }


def gene_document(result: GeneResult) -> dict[str, Any]:
    """One gene with every key present. ``diplotypes`` are the reported pairs; one copy is a list of one.

    A variant-list gene without an exact pair fills ``variants`` instead, a change on both copies twice.
    """
    return {
        "gene": result.gene,
        "state": result.state,
        "reason": result.reason,
        "standing": standing(result),
        "diplotypes": [list(pair) for pair in result.pairs],
        "variants": list(result.named_changes),
        "candidates": [
            {
                "alleles": [name for names in candidate.strands for name in names],
                "diplotype": candidate.diplotype,
                "score": candidate.score,
                "top": candidate.top,
                "supported": candidate.supported,
                "phenotype": candidate.phenotype,
                "activity_score": candidate.activity_score,
                "lookup": candidate.lookup,
            }
            for candidate in result.candidates
        ],
        "phenotypes": list(result.phenotypes),
        "activity_scores": list(result.activity_scores),
        "lookups": list(result.lookups),
        "not_seen": list(result.not_seen),
        "cannot_rule_out": list(result.cannot_rule_out),
        "warnings": list(result.warnings),
    }


def call_file(
    opened: Callable[[], ByteSource],
    *,
    sample: str | None = None,
    all_samples: bool = False,
    build: Build | None = None,
    assume_reference: bool = False,
    sex: Sex | None = None,
) -> Iterator[dict[str, Any]]:
    """The document of one sample, or of each of a file's samples. Raises :class:`UnreadableGenome`.

    ``opened`` gives the file from its beginning each time it is called: once for each sample, so that memory
    stays flat. Without ``sample`` and ``all_samples`` a file of several people is refused, and the error names
    them.
    """

    def document(name: str | None) -> dict[str, Any]:
        reading = read_genome(opened(), sample=name, build=build, assume_reference=assume_reference)
        return call_document(reading, sex=sex)

    try:
        first = document(sample)
    except UnreadableGenome as error:
        if error.code != "several_samples" or not all_samples:
            raise
        names = error.samples
    else:
        yield first
        return
    for name in names:
        yield document(name)
