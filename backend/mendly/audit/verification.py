"""Whether the chains of the access log are whole: every link, the members of every list, and every tip.

What is kept inside the database can at best prove itself: whoever may rewrite everything may also cut the newest links
and set the tip to match. Against that stand checkpoints, kept elsewhere (see `checkpoints`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db import transaction

from mendly.audit import chain
from mendly.audit.models import AccessRecord, ChainTip, ListedPatient
from mendly.audit.services import fields_of, former_repeat_of, list_name, repeat_of

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """The first link of a chain that does not fit; `number` counts from one, and is one past the end for a cut tail."""

    chain: UUID
    number: int


def breaks() -> Iterator[Break]:
    """Read the whole log once, chain by chain, and give each chain that is not as it was written.

    Others write meanwhile. A chain that seems broken is therefore read once more while nobody can add to it.
    """
    for suspect in _suspects():
        number = _misfit_while_locked(suspect)
        if number is not None:
            yield Break(suspect, number)


def _suspects() -> Iterator[UUID]:
    tips = {tip.chain: (tip.length, bytes(tip.digest)) for tip in ChainTip.objects.iterator()}
    records = AccessRecord.objects.order_by("chain", "number").iterator(chunk_size=BATCH)
    for chain_id, links in groupby(records, key=lambda record: record.chain):
        length, digest = tips.pop(chain_id, (0, b""))
        if _first_misfit(links, length, digest) is not None:
            yield chain_id
    yield from (chain_id for chain_id, (length, _) in tips.items() if length)


def _misfit_while_locked(chain_id: UUID) -> int | None:
    with transaction.atomic():
        tip = ChainTip.objects.select_for_update().filter(chain=chain_id).first()
        links = AccessRecord.objects.filter(chain=chain_id).order_by("number").iterator(chunk_size=BATCH)
        return _first_misfit(links, tip.length if tip else 0, bytes(tip.digest) if tip else b"")


def _first_misfit(links: Iterable[AccessRecord], length: int, digest: bytes) -> int | None:
    expected, number = chain.FIRST, 0
    for batch in _batches(links):
        members = _members_of(batch)
        for record in batch:
            number += 1
            fits = bytes(record.previous) == expected and bytes(record.digest) == chain.digest_of(
                expected, fields_of(record)
            )
            if not fits or record.number != number or not _sides_fit(record, members):
                return number
            expected = bytes(record.digest)
    if number != length or expected != (digest or chain.FIRST):
        return min(number, length) + 1
    return None


def _sides_fit(record: AccessRecord, members: dict[UUID, list[UUID]]) -> bool:
    """What a link does not hold itself: who was in the list, and the mark by which a repeat is known."""
    if record.repeat is not None and record.repeat not in {repeat_of(record), former_repeat_of(record)}:
        return False
    listed = members.get(record.id, [])
    if record.patient is not None or not listed:
        return not listed and (record.patient is not None or ":" not in record.about)
    return record.about == list_name(record.about.partition(":")[0], listed)


def _members_of(records: list[AccessRecord]) -> dict[UUID, list[UUID]]:
    lists = [record.id for record in records]
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for row in ListedPatient.objects.filter(record__in=lists):
        members[row.record_id].append(row.patient)
    return members


def _batches(links: Iterable[AccessRecord]) -> Iterator[list[AccessRecord]]:
    batch: list[AccessRecord] = []
    for record in links:
        batch.append(record)
        if len(batch) == 500:
            yield batch
            batch = []
    yield batch
