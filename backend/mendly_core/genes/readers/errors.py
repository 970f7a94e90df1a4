"""Why a file cannot be read: a stable code, facts for the sentence, and one plain English sentence."""

from __future__ import annotations

from types import MappingProxyType

_SENTENCES = MappingProxyType(
    {
        "empty": "The file is empty. Please choose the DNA file again.",
        "wrong_file_type": "This is not a DNA file that we can read. Please choose a VCF or raw data file.",
        "binary_variants": "This is a binary variant file (BCF). Please send it as VCF.",
        "not_text": "The file holds bytes that are not plain text. Please download it again.",
        "not_recognised": "We do not know this layout. Please choose a VCF file or a raw data file.",
        "damaged_archive": "The packed file is damaged. Please download it again.",
        "truncated": "The file ends too early, so part of it is missing. Please download it again.",
        "nested_archive": "The packed file holds another packed file. Please unpack it once first.",
        "several_members": "The zip file holds more than one file. Please send only the DNA file.",
        "archive_kind": "This kind of packed file is not supported. Please send plain text, gzip or zip.",
        "archive_locked": "The zip file is locked with a password. Please unpack it first.",
        "too_large": "The file is larger than we can take.",
        "too_compressed": "The file unpacks to far more than a DNA file does, so we stopped reading it.",
        "line_too_long": "The file has a line that is far too long for a DNA file.",
        "too_many_lines": "The file has more lines than we can take.",
        "header_too_large": "The header of the file is larger than we can take.",
        "malformed_header": "The header of the file is not well formed. Please download the file again.",
        "malformed_line": "A line of the file is not well formed. Please download the file again.",
        "no_records": "The file has a header but no results.",
        "no_sample_column": "The file lists variants but no person. Please send a file with a sample column.",
        "several_samples": "The file holds several people or samples. Please say which one is yours.",
        "unknown_sample": "The file has no sample of that name. Please choose one of its samples.",
        "no_genotypes": "The file lists variants without genotypes (GT). Please send a file that has them.",
        "bad_genotype_index": "A genotype points to a base that is not listed. Please ask for a new file.",
        "build_unknown": "We cannot tell the reference build of the file. Please choose GRCh37 or GRCh38.",
        "build_conflict": "The signs of the file's reference build disagree. Please ask who made the file.",
        "build_mixed": "The file mixes two reference builds. Please ask for a file made with one build.",
        "build_unsupported": "The file uses the old reference build 36. Please ask for GRCh37 or GRCh38.",
        "no_plus_strand": "The report has no plus-strand bases. Please export it with plus-strand columns.",
    }
)


class UnreadableGenome(ValueError):
    """The file cannot be read. ``code`` is stable; ``facts`` never hold a genotype.

    Facts in use: ``line`` (number), ``limit`` (a number), ``samples`` (names in the file), ``stated`` and
    ``found`` (builds).
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(_SENTENCES[code])
        self.code = code
        self.facts = facts

    @property
    def samples(self) -> tuple[str, ...]:
        """The samples of the file, where one must be chosen; else none."""
        names = self.facts.get("samples", ())
        return tuple(map(str, names)) if isinstance(names, tuple) else ()


def unreadable_codes() -> tuple[str, ...]:
    """Every code that :class:`UnreadableGenome` can carry."""
    return tuple(_SENTENCES)
