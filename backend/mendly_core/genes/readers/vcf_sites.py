"""What the records of one VCF file say about one wanted site, for one reference build."""

from __future__ import annotations

from dataclasses import dataclass, field

from mendly_core.genes.knowledge import Build, Site
from mendly_core.genes.readers.genotypes import Genotype
from mendly_core.genes.readers.sites import SiteCall, SiteGap, trimmed_change, usable_base

NEARBY = 50
_BLOCK_ALTS = frozenset({"<NON_REF>", "<*>", "."})
_MOST_CALLS = 4


@dataclass(frozen=True, slots=True)
class VcfRecord:
    """One data line, cut to what a site needs. ``end`` is the last base it speaks about."""

    pos: int
    ref: str
    alts: tuple[str, ...]
    end: int
    passed: bool
    genotype: Genotype | None

    @property
    def only_reference(self) -> bool:
        """Whether the record offers no change at all: a reference row or a reference block."""
        return all(alt in _BLOCK_ALTS for alt in self.alts)

    def covers_with_change(self, first: int, last: int) -> bool:
        """Whether a called change removes or replaces a base from ``first`` to ``last``."""
        if self.genotype is None:
            return False
        return any(
            self._alt_covers(self.alts[number - 1], first, last)
            for number in self.genotype.called_numbers
            if number
        )

    def _alt_covers(self, alt: str, first: int, last: int) -> bool:
        if alt in _BLOCK_ALTS or alt == "*":
            return False
        if not usable_base(alt):
            return self.pos < last and first <= self.end
        start, removed, _ = trimmed_change(self.pos, self.ref, alt)
        return start <= last and first < start + len(removed)


@dataclass(frozen=True, slots=True)
class _Called:
    bases: tuple[str, ...]
    phase: str | None
    offered: frozenset[str]
    extra: bool


@dataclass(slots=True)
class SiteNotes:
    """Collects what the records say; :meth:`resolve` gives the verdict. Raises nothing."""

    site: Site
    build: Build
    reference_agrees: bool | None = None
    _calls: list[_Called] = field(default_factory=list)
    _reasons: list[str] = field(default_factory=list)
    _blocked: bool = False
    _spoiled: bool = False
    _half_base: str = ""
    _block_copies: int = 0
    _parts: dict[int, tuple[tuple[bool, ...], str | None]] = field(default_factory=dict)

    def consider(self, record: VcfRecord) -> None:
        """Take in one record that lies at, over or near the site."""
        if self.site.kind == "snv":
            self._consider_base(record)
        else:
            self._consider_indel(record)

    def spoil(self) -> None:
        """A record that speaks of the site cannot be read: whatever else the file says here is in doubt."""
        self._spoiled = True

    def resolve(self) -> SiteCall | SiteGap | None:
        """The call, the reason why there is none, or None when the file never mentions the site."""
        if self._spoiled:
            return self._gap("unreadable_record")
        if self._blocked:
            return self._gap("overlapping_change")
        if self._calls:
            return self._joined()
        if self._parts:
            return self._from_parts()
        if self._block_copies:
            reference = self.site.reference(self.build)
            return self._call((reference,) * self._block_copies, None, "block")
        if self._reasons:
            return self._half_gap() if self._half_base else self._gap(self._reasons[0])
        return None

    @property
    def single_copy_seen(self) -> bool:
        return any(len(call.bases) == 1 for call in self._calls) or self._block_copies == 1

    def _gap(self, reason: str) -> SiteGap:
        return SiteGap(self.site.gene, self.site.pos38, reason)

    def _half_gap(self) -> SiteGap:
        return SiteGap(self.site.gene, self.site.pos38, "half_call", self._half_base)

    def _call(self, bases: tuple[str, ...], phase: str | None, origin: str, extra: bool = False) -> SiteCall:
        phase = phase if len(set(bases)) > 1 else None
        return SiteCall(self.site.gene, self.site.pos38, bases, phase, origin, extra)

    def _miss(self, reason: str) -> None:
        if reason not in self._reasons:
            self._reasons.append(reason)

    def _consider_base(self, record: VcfRecord) -> None:
        position = self.site.position(self.build)
        reference = self.site.reference(self.build)
        if record.pos == position and record.ref == reference:
            self.reference_agrees = True
            self._take(record, dict(enumerate((reference, *record.alts))))
            return
        if record.pos == position and not record.ref.startswith(reference):
            if usable_base(record.ref):
                self.reference_agrees = self.reference_agrees or False
            self._miss("other_reference")
            return
        if record.covers_with_change(position, position):
            self._blocked = True
        elif record.pos < position <= record.end and record.only_reference:
            self._take_block(record)

    def _take_block(self, record: VcfRecord) -> None:
        genotype = record.genotype
        if not record.passed:
            self._miss("filtered")
        elif genotype is None or genotype.no_reads or set(genotype.numbers) != {0}:
            self._miss("no_call")
        elif len(genotype.numbers) == 1 and self.site.chrom not in ("chrX", "chrM"):
            self._miss("one_copy_only")
        else:
            self._block_copies = 1 if self.site.chrom == "chrM" else min(len(genotype.numbers), 2)

    def _consider_indel(self, record: VcfRecord) -> None:
        position = self.site.position(self.build)
        reference = self.site.reference(self.build)
        exact = record.pos == position and record.ref == reference
        forms = self._table_forms(record)
        if exact:
            self.reference_agrees = True
        if exact or any(forms):
            self._take_indel(record, forms, exact)
        elif self.site.kind == "mnv" and self._take_part(record):
            return
        elif record.covers_with_change(position, position + len(reference) - 1):
            self._blocked = True
        elif self._same_length_change(record):
            self._miss("other_spelling")
        elif record.pos <= position <= record.end:
            if record.pos == position and record.ref[:1] != reference[:1]:
                self.reference_agrees = self.reference_agrees or False
            self._miss("indel_not_tested")

    def _table_forms(self, record: VcfRecord) -> tuple[str | None, ...]:
        position = self.site.position(self.build)
        reference = self.site.reference(self.build)
        known = {trimmed_change(position, reference, form): form for form in self.site.alts}
        return tuple(
            known.get(trimmed_change(record.pos, record.ref, alt)) if usable_base(alt) else None
            for alt in record.alts
        )

    def _take_indel(self, record: VcfRecord, forms: tuple[str | None, ...], exact: bool) -> None:
        """A single-base row never rules out an insertion, so it counts only when it shows another base."""
        offers_length = any(usable_base(alt) and len(alt) != len(record.ref) for alt in record.alts)
        shows_change = record.genotype is not None and record.genotype.has_change
        if len(record.ref) == 1 and not offers_length and not shows_change:
            self._miss("indel_not_tested")
            return
        names = {0: self.site.ref38}
        for number, (alt, form) in enumerate(zip(record.alts, forms, strict=True), start=1):
            spelled = alt if exact or not usable_base(alt) else f"{record.ref}>{alt}"
            names[number] = form or spelled
        self._take(record, names)

    def _same_length_change(self, record: VcfRecord) -> bool:
        if record.genotype is None or not record.passed:
            return False
        reference = self.site.reference(self.build)
        wanted = {len(form) - len(reference) for form in self.site.alts} - {0}
        seen = {
            len(record.alts[number - 1]) - len(record.ref)
            for number in record.genotype.called_numbers
            if number and usable_base(record.alts[number - 1])
        }
        return bool(wanted & seen)

    def _take_part(self, record: VcfRecord) -> bool:
        """A single-base record at one of the bases of a multi-base change."""
        offset = record.pos - self.site.position(self.build)
        reference, changed = self.site.reference(self.build), self.site.alts[0]
        fits = (
            0 <= offset < len(reference)
            and record.ref == reference[offset]
            and record.alts == (changed[offset],)
        )
        genotype = record.genotype
        if not fits or not record.passed or genotype is None or len(genotype.numbers) != 2:
            return False
        if None in genotype.numbers or genotype.one_sided_reads:
            return False
        self._parts.setdefault(offset, (tuple(bool(number) for number in genotype.numbers), genotype.phase))
        return True

    def _from_parts(self) -> SiteCall | SiteGap:
        reference, changed = self.site.ref38, self.site.alts[0]
        slots = {copies for copies, _ in self._parts.values()}
        phases = {phase for _, phase in self._parts.values()}
        if len(self._parts) != len(reference) or len(slots) != 1:
            return self._gap("other_spelling")
        copies = slots.pop()
        if len(set(copies)) > 1 and (None in phases or len(phases) > 1):
            return self._gap("other_spelling")
        return self._call(tuple(changed if copy else reference for copy in copies), phases.pop(), "record")

    def _take(self, record: VcfRecord, names: dict[int, str]) -> None:
        genotype = record.genotype
        reason = self._refusal(record)
        if reason is not None or genotype is None:
            self._miss(reason or "no_call")
            return
        numbers = genotype.numbers[: 1 if self.site.chrom == "chrM" else 2]
        chosen = tuple(names[number] for number in numbers if number is not None)
        if any(not usable_base(name.replace(">", "")) for name in chosen):
            self._miss("unusable_allele")
        elif len(chosen) < len(numbers):
            self._half_base = next((name for name in chosen if name != self.site.ref38), self._half_base)
            self._miss("no_call")
        else:
            offered = frozenset(name for number, name in names.items() if number and name not in _BLOCK_ALTS)
            self._add(_Called(chosen, genotype.phase, offered, len(genotype.numbers) > 2))

    def _refusal(self, record: VcfRecord) -> str | None:
        genotype = record.genotype
        if not record.passed:
            return "filtered"
        if genotype is None or not genotype.called_numbers:
            return "no_call"
        if genotype.one_sided_reads:
            return "one_sided_reads"
        if record.only_reference and genotype.no_reads:
            return "no_call"
        if len(genotype.numbers) == 1 and self.site.chrom not in ("chrX", "chrM"):
            return "one_copy_only"
        return None

    def _add(self, call: _Called) -> None:
        """The first valid record counts; later ones only as further parts of a split multi-allelic record."""
        known = frozenset(name for earlier in self._calls for name in earlier.offered)
        first = not self._calls
        if first or (call.offered and not call.offered & known and len(self._calls) < _MOST_CALLS):
            self._calls.append(call)

    def _joined(self) -> SiteCall | SiteGap:
        first, *others = self._calls
        if not others:
            return self._call(first.bases, first.phase, "record", first.extra)
        reference = self.site.ref38 if self.site.kind != "snv" else self.site.reference(self.build)
        extra = any(call.extra for call in self._calls)
        copies = {len(call.bases) for call in self._calls}
        changes = [base for call in self._calls for base in call.bases if base != reference]
        if len(copies) > 1 or len(changes) > len(first.bases):
            return self._gap("records_disagree")
        phases = {call.phase for call in self._calls if len(set(call.bases)) > 1}
        if len(phases) == 1 and None not in phases:
            strands = [
                set(bases) - {reference} for bases in zip(*(call.bases for call in self._calls), strict=True)
            ]
            if any(len(strand) > 1 for strand in strands):
                return self._gap("records_disagree")
            bases = tuple(strand.pop() if strand else reference for strand in strands)
            return self._call(bases, phases.pop(), "record", extra)
        padding = (reference,) * (len(first.bases) - len(changes))
        return self._call((*padding, *changes), None, "record", extra)
