"""`mendly audit verify` and `mendly audit checkpoint`: whether the access log is whole, for an operator."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_steps(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(required=True, metavar="STEP")
    verified = steps.add_parser("verify", help="Check every chain, and against checkpoints if given.")
    verified.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="FILE")
    verified.set_defaults(run=verify)
    made = steps.add_parser("checkpoint", help="Write a signed checkpoint, to be kept on another computer.")
    made.add_argument("file", type=Path, metavar="FILE")
    made.set_defaults(run=checkpoint)


def verify(options: argparse.Namespace) -> int:
    from mendly.audit.checkpoints import CheckpointRefused, lost_since, read_checkpoint
    from mendly.audit.selectors import broken_chains

    is_whole = True
    for chain, number in broken_chains():
        is_whole = False
        print(f"chain {chain} does not fit from link {number}")
    for path in options.checkpoint:
        try:
            checkpoint = read_checkpoint(path)
        except CheckpointRefused as refused:
            print(refused)
            return 1
        for name, length in lost_since(checkpoint):
            is_whole = False
            print(f"chain {name} is not what it was on {checkpoint.made_at}, when it had {length} links")
    print("The access log is intact." if is_whole else "The access log was changed.")
    return 0 if is_whole else 1


def checkpoint(options: argparse.Namespace) -> int:
    from mendly.audit.checkpoints import write_checkpoint

    made = write_checkpoint(options.file)
    links = sum(length for length, _ in made.chains.values())
    print(f"{options.file}: {len(made.chains)} chains, {links} links. Keep it on another computer.")
    return 0
