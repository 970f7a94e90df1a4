"""One sample's genotype in a VCF record."""

from __future__ import annotations

from dataclasses import dataclass

from mendly_core.genes.readers.errors import UnreadableGenome

_MOST_DIGITS = 6
_LONGEST_PHASE_SET = 40


@dataclass(frozen=True, slots=True)
class Genotype:
    """Allele numbers in order (None = not called), the phase set if any, and what the read counts say."""

    numbers: tuple[int | None, ...]
    phase: str | None
    one_sided_reads: bool
    no_reads: bool

    @property
    def called_numbers(self) -> tuple[int, ...]:
        return tuple(number for number in self.numbers if number is not None)

    @property
    def has_change(self) -> bool:
        return any(self.called_numbers)


def parse_genotype(format_text: str, sample_text: str, alt_count: int) -> Genotype | None:
    """The genotype, or None when the record has no GT. Raises UnreadableGenome("bad_genotype_index")."""
    keys = format_text.split(":")
    if "GT" not in keys:
        return None
    values = dict(zip(keys, sample_text.split(":"), strict=False))
    text = values.get("GT", ".")
    phased = "|" in text
    parts = text.lstrip("/|").replace("|", "/").split("/")
    numbers = tuple(_number(part, alt_count) for part in parts)
    phase_set = values.get("PS", ".")
    phase = None
    if phased and len(numbers) > 1:
        phase = f"PS{phase_set[:_LONGEST_PHASE_SET]}" if phase_set not in ("", ".") else "common"
    called = {number for number in numbers if number is not None}
    return Genotype(
        numbers=numbers,
        phase=phase,
        one_sided_reads=len(called) > 1 and _reads_on_one_allele(values.get("AD", ""), alt_count),
        no_reads=values.get("DP") == "0" or values.get("MIN_DP") == "0",
    )


def _number(text: str, alt_count: int) -> int | None:
    if text in (".", ""):
        return None
    if len(text) > _MOST_DIGITS or not text.isdecimal() or int(text) > alt_count:
        raise UnreadableGenome("bad_genotype_index")
    return int(text)


def _reads_on_one_allele(text: str, alt_count: int) -> bool:
    """Whether AD gives one count per allele (Number=R) and all reads lie on one of them."""
    counts = text.split(",")
    if len(counts) != alt_count + 1 or not all(count.isdecimal() for count in counts):
        return False
    return sum(bool(count.strip("0")) for count in counts) == 1
