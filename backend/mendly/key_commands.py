"""`mendly keys rotate` and `mendly keys new`: key-encryption keys, for an operator."""

from __future__ import annotations

import argparse
import base64
import os


def add_steps(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(required=True, metavar="STEP")
    rotated = steps.add_parser("rotate", help="Wrap every person's key by the newest version of MENDLY_KEK.")
    rotated.set_defaults(run=rotate)
    made = steps.add_parser("new", help="Print a new version to put behind those of MENDLY_KEK.")
    made.set_defaults(run=new)


def rotate(options: argparse.Namespace) -> int:
    """Exit 1 when nothing could be done. May be stopped and started again."""
    from mendly.vault.rotation import KeyMissing, rotate_keys, versions_in_use

    try:
        rotation = rotate_keys()
    except KeyMissing as missing:
        print(missing)
        return 1
    print(f"{rotation.rewrapped} keys wrapped anew by version {rotation.version}, {rotation.left} left.")
    for version, count in sorted(versions_in_use().items()):
        print(f"version {version}: {count} keys")
    print("Keep the old versions in MENDLY_KEK as long as the oldest backup of keys: it opens with no other.")
    return 0 if not rotation.left else 1


def new(options: argparse.Namespace) -> int:
    from django.conf import settings

    version = max(settings.KEY_ENCRYPTION_KEYS) + 1
    print(f"{version}:{base64.b64encode(os.urandom(32)).decode()}")
    return 0
