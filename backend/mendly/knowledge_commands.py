"""`mendly knowledge diff A B` and `mendly knowledge upgrade`: one pack against another, and everyone onto one."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mendly_core.genes import knowledge_version
from mendly_core.genes.trial import try_out
from mendly_core.knowledge_pack import knowledge_folder, pack_version, use_knowledge
from mendly_core.pack_changes import pack_changes, told
from mendly_core.packs import DamagedPack

if TYPE_CHECKING:
    from mendly.insights.upgrading import Progress

SHIPPED = "shipped"
BAD_PACK = 2


def pack_of(text: str) -> Path | None:
    """A folder, or the word for the pack that came with the program."""
    return None if text == SHIPPED else Path(text)


def add_diff_arguments(parser: argparse.ArgumentParser) -> None:
    for name, text in (("before", "a pack's folder, or the word shipped"), ("after", "the other pack")):
        parser.add_argument(name, type=pack_of, help=text)


def add_upgrade_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=pack_of,
        default=argparse.SUPPRESS,
        help="a pack's folder, or the word shipped; else the pack of MENDLY_KNOWLEDGE_DIR",
    )


def diff(options: argparse.Namespace) -> int:
    """Print what differs, table by table. Exit code 2 and one sentence for a pack that is not whole."""
    try:
        versions = [pack_version(folder)[1] for folder in (options.before, options.after)]
        lines = list(told(pack_changes(options.before, options.after)))
    except DamagedPack as error:
        print(error, file=sys.stderr)
        return BAD_PACK
    print("\n".join([f"From {versions[0]} to {versions[1]}", *lines]))
    return 0


def upgrade(options: argparse.Namespace) -> int:
    """Bring every patient to the pack. Exit code 1 when some could not be brought, 2 for a pack that fails."""
    from mendly.insights.upgrading import upgrade_everyone

    of_the_servers = knowledge_folder()
    target = getattr(options, "to", of_the_servers)
    try:
        use_knowledge(target)
        try_out()
    except DamagedPack as error:
        print(error, file=sys.stderr)
        return BAD_PACK
    started = time.monotonic()
    print(f"Bringing everyone to knowledge {knowledge_version().full}.", flush=True)
    if knowledge_folder() != of_the_servers:
        print("The servers use another pack: set MENDLY_KNOWLEDGE_DIR to this one and start them again.")
    progress = upgrade_everyone(_tell)
    minutes = (time.monotonic() - started) / 60
    print(f"Done in {minutes:.1f} minutes. {_counts(progress)}")
    return 1 if progress.failed else 0


def _tell(progress: Progress) -> None:
    print(_counts(progress), flush=True)


def _counts(progress: Progress) -> str:
    return (
        f"Patients looked at: {progress.looked_at:,}. Brought to the pack: {progress.brought:,}. "
        f"Answer changed and told: {progress.changed:,}. Not possible: {progress.failed:,}."
    )
