"""`mendly backup`, `mendly restore` and `mendly wind-down`: the whole house at once, for an operator."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from subprocess import CalledProcessError


def add_backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--keys", type=Path, metavar="DIR", help="folder for the keys (default: DIR-keys)")
    parser.add_argument("--to", default=os.environ.get("MENDLY_BACKUP_TO", ""), help="age recipient, age1…")
    parser.add_argument("--keys-to", default=os.environ.get("MENDLY_BACKUP_KEYS_TO", ""))


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--keys", type=Path, metavar="DIR", help="folder of the keys (default: DIR-keys)")
    parser.add_argument("--identity", type=Path, required=True, metavar="FILE")
    parser.add_argument("--keys-identity", type=Path, metavar="FILE", help="default: that of --identity")


def add_wind_down_steps(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(required=True, metavar="STEP")
    announced = steps.add_parser(
        "announce", help="Tell everyone by e-mail. May be stopped and started again."
    )
    announced.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    announced.set_defaults(run=announce)
    done = steps.add_parser("finish", help="From that day on: erase everyone and print the receipt.")
    done.set_defaults(run=finish)


def backup(options: argparse.Namespace) -> int:
    from mendly.ops.backups import BackupRefused, make_backup

    try:
        made = make_backup(options.folder, _keys(options), options.to, options.keys_to or options.to)
    except (BackupRefused, CalledProcessError) as refused:
        return _refuse(refused)
    print(f"{options.folder}: {sum(made.rows.values())} rows. Keys: {_keys(options)}; keep them elsewhere.")
    return 0


def restore(options: argparse.Namespace) -> int:
    from mendly.ops.backups import BackupRefused
    from mendly.ops.restores import restore_backup

    started = time.monotonic()
    try:
        identity = options.identity.read_text()
        keys_identity = (options.keys_identity or options.identity).read_text()
        done = restore_backup(options.folder, _keys(options), identity, keys_identity)
    except (BackupRefused, OSError, CalledProcessError) as refused:
        return _refuse(refused)
    print(f"backup of {done.made_at}: {done.rows} rows in {(time.monotonic() - started) / 60:.1f} minutes")
    print(f"tables that differ: {', '.join(done.differing) or 'none'}")
    print(f"broken chains: {done.broken_chains}; lost since the checkpoint: {done.lost_since_checkpoint}")
    print(f"opened: {done.opened} of {done.sampled}; files missing: {done.files_missing}")
    print(f"files removed while the backup was made: {done.files_gone}")
    print(f"erased again: {done.erased_again}")
    print(
        f"ended: {done.ended.sign_ins} sign-ins, {done.ended.codes} codes for phones,"
        f" {done.ended.staff_invitations} invitations of staff"
    )
    print(
        f"waiting to be erased, with 7 more days to say no: {done.ended.waiting};"
        f" letters that could not be sent: {done.ended.untold}"
    )
    print(AS_IT_WAS.format(day=done.made_at[:10]))
    return 0 if done.is_whole else 1


AS_IT_WAS = """Please look at this before people come back. These are as they were on {day}, the day of the backup:
  consents and what was shared, care and helpers that were ended since, colleagues whose access was ended since,
  passwords and second sign-in steps that were changed since."""


def announce(options: argparse.Namespace) -> int:
    from mendly.errors import DomainError
    from mendly.leaving.services import announce_wind_down

    try:
        told = announce_wind_down(options.day)
    except DomainError as refused:
        return _refuse(refused)
    print(f"{told} people told. Mendly closes on {options.day}.")
    return 0


def finish(options: argparse.Namespace) -> int:
    from mendly.errors import DomainError
    from mendly.leaving.services import finish_wind_down

    try:
        receipt = finish_wind_down()
    except DomainError as refused:
        return _refuse(refused)
    print(receipt)
    return 0


def _keys(options: argparse.Namespace) -> Path:
    folder: Path = options.folder
    return options.keys or folder.with_name(f"{folder.name}-keys")


def _refuse(refused: Exception) -> int:
    print(refused, file=sys.stderr)
    return 1
