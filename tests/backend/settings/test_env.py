"""Settings are read by typed, pure functions; what is unsafe in production is refused at start, in one sentence."""

from __future__ import annotations

import base64
import os
import runpy
from pathlib import Path
from typing import Any

import pytest

import mendly.settings
from mendly.settings.env import (
    SettingRefused,
    database_from_url,
    env_bool,
    env_contact,
    env_int,
    env_keys,
    env_list,
    env_secret,
    env_sorted_digests,
    env_text,
)

KEY, OTHER_KEY = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
EMBEDDED = {"MENDLY_SECRET_KEY": "s" * 50, "MENDLY_KEK": f"1:{KEY}", "MENDLY_SIGNING_KEY": OTHER_KEY}
PRODUCTION = EMBEDDED | {
    "MENDLY_MODE": "production",
    "MENDLY_REDIS_URL": "rediss://redis:6379/0",
    "MENDLY_HOSTS": "mendly.example",
    "MENDLY_PUBLIC_URL": "https://mendly.example",
    "MENDLY_DATABASE_URL": "postgresql://u:p@db/mendly?sslmode=verify-full",
    "MENDLY_KEYS_DATABASE_URL": "postgresql://u:p@keys/keys?sslmode=require",
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [("yes", True), (" TRUE ", True), ("1", True), ("off", False), ("0", False), ("", True)],
)
def test_yes_and_no_are_read_and_nothing_means_the_default(text: str, meant: bool) -> None:
    assert env_bool({"A": text}, "A", default=True) is meant


@pytest.mark.parametrize("text", ["maybe", "2", "yess", "tru e"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    with pytest.raises(SettingRefused, match="A must be yes or no"):
        env_bool({"A": text}, "A")


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80.5", "http", "1e3", "8000\x00"])
def test_a_port_out_of_range_or_no_number_is_refused(text: str) -> None:
    with pytest.raises(SettingRefused, match="PORT"):
        env_int({"PORT": text}, "PORT", 8000, low=1, high=65535)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", ""),
        ("help@clinic.example", "mailto:help@clinic.example"),
        ("https://clinic.example/help?a=1", "https://clinic.example/help?a=1"),
    ],
)
def test_a_contact_becomes_an_address_to_follow(text: str, address: str) -> None:
    assert env_contact({"C": text}, "C") == address


@pytest.mark.parametrize(
    "text", ["clinic", "http://clinic.example", "javascript:alert(1)", "a@b@c", "a b@c", "https://a\nb"]
)
def test_a_contact_of_any_other_kind_is_refused(text: str) -> None:
    with pytest.raises(SettingRefused, match="C must be an e-mail address"):
        env_contact({"C": text}, "C")


def test_numbers_texts_and_lists_are_trimmed() -> None:
    env = {"PORT": " 81 ", "NAME": " x ", "HOSTS": " a.example , ,b.example,"}
    assert env_int(env, "PORT", 8000, low=1, high=65535) == 81
    assert env_int(env, "ABSENT", 8000, low=1, high=65535) == 8000
    assert (env_text(env, "NAME"), env_text(env, "ABSENT", "y")) == ("x", "y")
    assert env_list(env, "HOSTS") == ["a.example", "b.example"]


def test_a_secret_comes_from_its_variable_or_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    assert env_secret({"A": "given"}, "A") == "given"
    assert env_secret({"A_FILE": str(file)}, "A") == "from the file"
    assert env_secret({}, "A") == ""
    with pytest.raises(SettingRefused, match="only one of A and A_FILE"):
        env_secret({"A": "given", "A_FILE": str(file)}, "A")


def test_a_missing_file_is_named_by_its_variable_and_shows_no_path(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match="A_FILE cannot be read: No such file") as refused:
        env_secret({"A_FILE": str(tmp_path / "hidden")}, "A")
    assert "hidden" not in str(refused.value)


def test_keys_have_numbers_and_32_bytes() -> None:
    assert env_keys({"K": f" 1:{KEY} , 3:{OTHER_KEY},"}, "K") == {1: b"\x01" * 32, 3: b"\x02" * 32}
    assert env_keys({}, "K") == {}


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        "1:",
        "1:short",
        f"0:{KEY}",
        f"-1:{KEY}",
        f"x:{KEY}",
        f"1:{KEY[:-2]}",
        "1:é",
        f"1:{KEY},1:{OTHER_KEY}",
    ],
)
def test_a_malformed_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SettingRefused, match=r"^K") as refused:
        env_keys({"K": text}, "K")
    assert KEY[:10] not in str(refused.value)


def test_a_version_that_is_given_twice_is_refused() -> None:
    """The second would silently take the place of the first, and what that one wraps would not open any more."""
    with pytest.raises(SettingRefused, match="K holds version 1 twice"):
        env_keys({"K": f"1:{KEY},2:{OTHER_KEY},1:{OTHER_KEY}"}, "K")


def test_addresses_of_databases_become_their_django_form(tmp_path: Path) -> None:
    embedded = database_from_url("sqlite:own.sqlite3", data=tmp_path)
    assert embedded["NAME"] == str(tmp_path / "own.sqlite3")
    assert "synchronous=FULL" in str(embedded["OPTIONS"])
    assert "'transaction_mode': 'IMMEDIATE'" in str(embedded["OPTIONS"])
    server: Any = database_from_url("postgresql://me:p%40ss@db:6432/own?sslmode=require", data=tmp_path)
    named = tuple(server[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT"))
    assert named == ("own", "me", "p@ss", "db", "6432")
    assert server["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["", "mysql://u@h/x", "postgresql://u@h", "postgresql://u@h/", "own.sqlite3"])
def test_an_address_of_no_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match="database"):
        database_from_url(url, data=tmp_path)


A, B = "0" * 39 + "A", "F" * 39 + "B"


@pytest.mark.parametrize("text", [f"{A}\n", f"{A}:3\n{B}:12\n", f"{A}:3\r\n{B}:12", f"{A}\n{B}"])
def test_a_list_of_digests_is_taken_by_its_two_ends(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list"
    path.write_text(text)
    assert env_sorted_digests({"LIST": f" {path} "}, "LIST") == str(path)
    assert env_sorted_digests({}, "LIST") == ""


@pytest.mark.parametrize(
    "text", ["", "\n", f"{B}:1\n{A}:1\n", A.lower(), "password\n", f"{A}:x\n", f"{A}:3\nend\n", "x" * 1000]
)
def test_a_list_of_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list"
    path.write_text(text)
    with pytest.raises(SettingRefused, match="LIST must name a file of sorted lines"):
        env_sorted_digests({"LIST": str(path)}, "LIST")
    with pytest.raises(SettingRefused, match="LIST cannot be read"):
        env_sorted_digests({"LIST": str(tmp_path / "none")}, "LIST")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Read the settings of a process with this environment, and nothing else of Mendly's."""

    def read(environment: dict[str, str], **changes: str) -> dict[str, Any]:
        for name in [name for name in os.environ if name.startswith("MENDLY_")]:
            monkeypatch.delenv(name)
        for name, value in (environment | {"MENDLY_DATA": str(tmp_path)} | changes).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(mendly.settings.__file__))

    return read


def test_production_starts_hardened(start: Any) -> None:
    settings = start(PRODUCTION)
    hardened = {
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 63072000,
        "SECOND_FACTOR_EXEMPT_DEMO": False,
        "ALLOWED_HOSTS": ["mendly.example"],
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }
    assert {name: settings[name] for name in hardened} == hardened


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"MENDLY_MODE": "Production"}, "MENDLY_MODE"),
        ({"MENDLY_MODE": "prod"}, "MENDLY_MODE"),
        ({"MENDLY_SECRET_KEY": ""}, "MENDLY_SECRET_KEY"),
        ({"MENDLY_SECRET_KEY": "s" * 39}, "MENDLY_SECRET_KEY"),
        ({"MENDLY_KEK": ""}, "MENDLY_KEK"),
        ({"MENDLY_KEK": "1:" + base64.b64encode(b"s" * 32).decode()}, "MENDLY_KEK"),
        ({"MENDLY_SIGNING_KEY": ""}, "MENDLY_SIGNING_KEY"),
        ({"MENDLY_SIGNING_KEY": KEY}, "MENDLY_SIGNING_KEY"),
        ({"MENDLY_DEMO": "yes"}, "MENDLY_DEMO"),
        ({"MENDLY_REDIS_URL": ""}, "MENDLY_REDIS_URL"),
        ({"MENDLY_HOSTS": ""}, "MENDLY_HOSTS"),
        ({"MENDLY_HOSTS": " , "}, "MENDLY_HOSTS"),
        ({"MENDLY_PUBLIC_URL": "http://mendly.example"}, "MENDLY_PUBLIC_URL"),
        ({"MENDLY_PUBLIC_URL": ""}, "MENDLY_PUBLIC_URL"),
        ({"MENDLY_DATABASE_URL": ""}, "MENDLY_DATABASE_URL"),
        ({"MENDLY_DATABASE_URL": "sqlite:own.sqlite3"}, "MENDLY_DATABASE_URL"),
        ({"MENDLY_KEYS_DATABASE_URL": ""}, "MENDLY_KEYS_DATABASE_URL"),
        ({"MENDLY_KEYS_DATABASE_URL": PRODUCTION["MENDLY_DATABASE_URL"]}, "MENDLY_KEYS_DATABASE_URL"),
        (
            {"MENDLY_KEYS_DATABASE_URL": "postgresql://other:x@db/mendly?sslmode=require"},
            "MENDLY_KEYS_DATABASE_URL",
        ),
        ({"MENDLY_PUSH_ALLOW_LOOPBACK": "yes"}, "MENDLY_PUSH_ALLOW_LOOPBACK"),
        ({"MENDLY_DATABASE_URL": "postgresql://u:p@db/mendly"}, "MENDLY_DATABASE_URL"),
        ({"MENDLY_DATABASE_URL": "postgresql://u:p@db/mendly?sslmode=prefer"}, "MENDLY_DATABASE_URL"),
        ({"MENDLY_KEYS_DATABASE_URL": "postgresql://u:p@/keys?host=keys.lan"}, "MENDLY_KEYS_DATABASE_URL"),
        ({"MENDLY_REDIS_URL": "redis://redis:6379/0"}, "MENDLY_REDIS_URL"),
        ({"MENDLY_METRICS_TOKEN": "t" * 31}, "MENDLY_METRICS_TOKEN"),
        ({"MENDLY_CONTACT": "ring me"}, "MENDLY_CONTACT"),
        ({"MENDLY_AUTHORITY_REQUESTS": "few"}, "MENDLY_AUTHORITY_REQUESTS"),
    ],
)
def test_what_is_unsafe_in_production_is_refused_by_name(
    start: Any, changes: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingRefused, match=named):
        start(PRODUCTION, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"MENDLY_DATABASE_URL": "postgresql://u:p@127.0.0.1/mendly"},
        {"MENDLY_DATABASE_URL": "postgresql:///mendly?host=/run/postgresql"},
        {"MENDLY_REDIS_URL": "redis://localhost:6379/0"},
        {"MENDLY_REDIS_URL": "redis://redis:6379/0", "MENDLY_PRIVATE_NETWORK": "yes"},
    ],
)
def test_what_stays_on_this_computer_or_a_wire_of_our_own_needs_no_encryption(
    start: Any, changes: dict[str, str]
) -> None:
    assert start(PRODUCTION, **changes)["PRODUCTION"]


@pytest.mark.parametrize(("host", "encrypted"), [("mail.example", True), ("localhost", False)])
def test_mail_to_another_computer_is_encrypted(start: Any, host: str, encrypted: bool) -> None:
    assert start(PRODUCTION, MENDLY_SMTP_HOST=host)["EMAIL_USE_TLS"] is encrypted


def test_a_demonstration_is_spared_the_second_factor_on_loopback_only(start: Any) -> None:
    assert start(EMBEDDED, MENDLY_DEMO="yes")["SECOND_FACTOR_EXEMPT_DEMO"]
    assert not start(EMBEDDED, MENDLY_DEMO="yes", MENDLY_BIND="0.0.0.0")["SECOND_FACTOR_EXEMPT_DEMO"]
    assert not start(EMBEDDED, MENDLY_DEMO="no")["SECOND_FACTOR_EXEMPT_DEMO"]


@pytest.mark.parametrize(("environment", "proxies"), [(EMBEDDED, 0), (PRODUCTION, 1)])
def test_only_our_own_proxies_are_believed_about_addresses(
    start: Any, environment: dict[str, str], proxies: int
) -> None:
    settings = start(environment)
    assert settings["REST_FRAMEWORK"]["NUM_PROXIES"] == proxies
    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == proxies
