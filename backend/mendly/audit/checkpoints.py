"""Checkpoints: how long each chain was and how it ended, signed, in a file that is kept outside of the databases.

Whoever can rewrite the whole database can cut the newest links of a chain and forge its tip; a checkpoint from before
still knows of them. It names nobody: a chain stands there by a digest of its id, which an erasure leaves in place.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from mendly.audit.models import AccessRecord, ChainTip
from mendly.clock import now
from mendly.vault.signing import is_signed, sign

PURPOSE = "checkpoint"
FORMAT = "mendly checkpoint 1"


class CheckpointRefused(Exception):
    """The file is no checkpoint, was changed, or another server signed it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`chains`: the digest of a chain's id -> its length and the digest of its last link, in hex."""

    made_at: str
    chains: dict[str, tuple[int, str]]

    def content(self) -> bytes:
        lines = [f"{who} {length} {digest}" for who, (length, digest) in sorted(self.chains.items())]
        return "\n".join([FORMAT, self.made_at, *lines]).encode()


def current_checkpoint() -> Checkpoint:
    tips = ChainTip.objects.filter(length__gt=0).iterator()
    chains = {name_of(tip.chain): (tip.length, bytes(tip.digest).hex()) for tip in tips}
    return Checkpoint(now().isoformat(), chains)


def write_checkpoint(path: Path) -> Checkpoint:
    """Write the file beside, sync, and move it into place. An older file of that name is kept until then."""
    checkpoint = current_checkpoint()
    text = json.dumps(
        {
            "format": FORMAT,
            "made_at": checkpoint.made_at,
            "chains": checkpoint.chains,
            "signature": sign(PURPOSE, checkpoint.content()),
        },
        indent=1,
    )
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return checkpoint


def read_checkpoint(path: Path) -> Checkpoint:
    """Raises `CheckpointRefused` unless this server signed exactly this."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        chains = {str(who): (int(length), str(digest)) for who, (length, digest) in found["chains"].items()}
        checkpoint = Checkpoint(str(found["made_at"]), chains)
        signature = str(found["signature"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CheckpointRefused(f"{path.name} cannot be read as a checkpoint.") from None
    if found.get("format") != FORMAT or not is_signed(PURPOSE, checkpoint.content(), signature):
        raise CheckpointRefused(f"{path.name} is not signed by this server, or was changed.")
    return checkpoint


def lost_since(checkpoint: Checkpoint) -> Iterator[tuple[str, int]]:
    """Chains that do not hold any more what they held then: the digest of the chain's id, and its length then."""
    missing = dict(checkpoint.chains)
    for chain_id in ChainTip.objects.values_list("chain", flat=True).iterator():
        length, digest = missing.pop(name_of(chain_id), (0, ""))
        if length and not _holds(chain_id, length, digest):
            yield name_of(chain_id), length
    for who, (length, _) in missing.items():
        yield who, length


def name_of(chain_id: UUID) -> str:
    return hashlib.sha256(b"mendly chain " + chain_id.bytes).hexdigest()


def _holds(chain_id: UUID, length: int, digest: str) -> bool:
    link = AccessRecord.objects.filter(chain=chain_id, number=length).first()
    return link is not None and bytes(link.digest).hex() == digest
