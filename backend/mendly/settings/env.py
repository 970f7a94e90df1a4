"""Pure, typed readers of settings. They take the environment as a mapping, so each is tested without Django."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

Environment = Mapping[str, str]


class SettingRefused(ValueError):
    """A setting is missing, malformed or unsafe. The text names the variable and what to put there."""


def env_text(env: Environment, name: str, default: str = "") -> str:
    return env.get(name, default).strip()


def env_bool(env: Environment, name: str, default: bool = False) -> bool:
    value = env_text(env, name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingRefused(f"{name} must be yes or no")


def env_int(env: Environment, name: str, default: int, *, low: int, high: int) -> int:
    value = env_text(env, name)
    try:
        number = int(value) if value else default
    except ValueError:
        raise SettingRefused(f"{name} must be a whole number") from None
    if not low <= number <= high:
        raise SettingRefused(f"{name} must be between {low} and {high}")
    return number


@dataclass(frozen=True, slots=True)
class Ages:
    """In years: from `sign_up` on a person makes their own record; at `guardian_ends` a guardian's access ends."""

    sign_up: int
    guardian_ends: int


def env_ages(env: Environment) -> Ages:
    """Read MENDLY_AGE_SIGN_UP (16) and MENDLY_AGE_GUARDIAN_ENDS (16 or 18; 18)."""
    sign_up = env_int(env, "MENDLY_AGE_SIGN_UP", 16, low=13, high=18)
    ends = env_int(env, "MENDLY_AGE_GUARDIAN_ENDS", 18, low=16, high=18)
    if ends not in {16, 18}:
        raise SettingRefused("MENDLY_AGE_GUARDIAN_ENDS must be 16 or 18")
    if ends < sign_up:
        raise SettingRefused(
            "MENDLY_AGE_GUARDIAN_ENDS must not be lower than MENDLY_AGE_SIGN_UP, or nobody could sign in between"
        )
    return Ages(sign_up, ends)


def env_list(env: Environment, name: str) -> list[str]:
    return [part.strip() for part in env_text(env, name).split(",") if part.strip()]


def env_contact(env: Environment, name: str) -> str:
    """Where people can write, as an address to follow: `mailto:…` or `https://…`; empty when not set."""
    value = env_text(env, name)
    if not value or re.fullmatch(r"https://[^\s<>\"]+", value):
        return value
    if re.fullmatch(r"[^\s<>\"@:/?]+@[^\s<>\"@:/?]+", value):
        return f"mailto:{value}"
    raise SettingRefused(f"{name} must be an e-mail address or start with https://")


def env_secret(env: Environment, name: str) -> str:
    """Read a secret from NAME, or from the file that NAME_FILE points to (so it stays out of the process list)."""
    path = env_text(env, f"{name}_FILE")
    if path and env_text(env, name):
        raise SettingRefused(f"set only one of {name} and {name}_FILE")
    if not path:
        return env_text(env, name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingRefused(f"{name}_FILE cannot be read: {error.strerror}") from None


def env_keys(env: Environment, name: str) -> dict[int, bytes]:
    """Read key-encryption keys written as `1:BASE64,2:BASE64` (32 bytes each); the highest number is in use."""
    keys: dict[int, bytes] = {}
    for part in env_secret(env, name).split(","):
        if not part.strip():
            continue
        number, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
            version = int(number)
        except (binascii.Error, ValueError):
            raise SettingRefused(f"{name} must look like 1:BASE64 of 32 bytes") from None
        if len(key) != 32 or version < 1:
            raise SettingRefused(f"{name}: each key has 32 bytes and a number from 1")
        if version in keys:
            raise SettingRefused(f"{name} holds version {version} twice; each key has a number of its own")
        keys[version] = key
    return keys


SHA1_LINE = re.compile(rb"[0-9A-F]{40}(:\d+)?\r?\n?")


def env_sorted_digests(env: Environment, name: str) -> str:
    """The path of a file of sorted upper-case SHA-1 lines (`HASH` or `HASH:count`), or nothing when not set.

    Looks at both ends only: such a file can have a billion lines.
    """
    path = env_text(env, name)
    if not path:
        return ""
    try:
        with Path(path).open("rb") as file:
            first = file.readline(200)
            file.seek(max(0, file.seek(0, os.SEEK_END) - 200))
            last = file.read().splitlines()[-1:] or [b""]
    except OSError as error:
        raise SettingRefused(f"{name} cannot be read: {error.strerror}") from None
    if not SHA1_LINE.fullmatch(first) or not SHA1_LINE.fullmatch(last[0]) or first[:40] > last[0][:40]:
        raise SettingRefused(f"{name} must name a file of sorted lines like 5BAA61E4…:3 (SHA-1, upper case)")
    return path


def env_key(env: Environment, name: str) -> bytes:
    """Read one key of 32 bytes, written in Base64."""
    try:
        key = base64.b64decode(env_secret(env, name), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise SettingRefused(f"{name} (or _FILE) must hold 32 bytes in BASE64")
    return key


LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "::1"})
ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


def is_local(host: str) -> bool:
    """Whether a host is this very computer: loopback, or a socket in the file system."""
    return host in LOCAL_HOSTS or host.startswith("/")


def is_private_line(url: str) -> bool:
    """Whether what travels to this database or broker is encrypted, or never leaves this computer."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme in {"rediss", "unix", "sqlite"} or options.get("sslmode") in ENCRYPTED:
        return True
    return is_local(unquote(options.get("host", parts.hostname or "")))


def database_from_url(url: str, *, data: Path) -> dict[str, object]:
    """Turn `sqlite:NAME` or `postgresql://user:password@host:port/name?sslmode=…` into Django's form.

    SQLite waits for the write lock at the start of each transaction and syncs at each commit, so an
    acknowledged write survives a power cut (PRAGMA synchronous=FULL). What is deleted is overwritten with zeros
    (PRAGMA secure_delete=ON), so that an erased person is not found in free pages.
    """
    if url.startswith("sqlite:"):
        pragmas = (
            *("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"),
            *("cache_size=-20000", "mmap_size=134217728"),
        )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / url.removeprefix("sqlite:")),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SettingRefused(
            "a database address starts with postgresql:// (or sqlite:NAME) and names a database"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }
