"""Stolen passwords: found in the sorted file wherever they stand, and nothing else is; the page says it plainly."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from mendly.accounts.models import User
from mendly.accounts.passwords import BreachedPasswordValidator, is_listed

STOLEN = "correct horse battery staple"


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def file_of(passwords: list[str], *, counts: bool = True, ending: str = "\n", last: bool = True) -> bytes:
    lines = [sha1(p) + (f":{n * n + 1}" if counts else "") for n, p in enumerate(sorted(passwords, key=sha1))]
    return (ending.join(lines) + (ending if last and lines else "")).encode()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("size", [0, 1, 2, 3, 17, 500])
def test_every_line_is_found_and_no_other_password(size: int, counts: bool, ending: str) -> None:
    passwords = [f"password {n}" for n in range(size)]
    for last in (True, False):
        file = io.BytesIO(file_of(passwords, counts=counts, ending=ending, last=last))
        assert all(is_listed(file, sha1(p).encode()) for p in passwords)
        assert not any(is_listed(file, sha1(f"other {n}").encode()) for n in range(200))


@given(st.binary(max_size=400), st.binary(min_size=40, max_size=40))
def test_any_file_ends_the_search(junk: bytes, digest: bytes) -> None:
    assert is_listed(io.BytesIO(junk), digest) in {True, False}


class CountingFile(io.BytesIO):
    reads = 0

    def readline(self, *arguments: Any) -> bytes:
        self.reads += 1
        return super().readline(*arguments)


def test_a_long_list_costs_few_reads() -> None:
    file = CountingFile(file_of([f"password {n}" for n in range(50_000)]))
    is_listed(file, sha1("password 31337").encode())
    assert file.reads <= 2 * 22


@pytest.fixture
def list_of_thieves(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "stolen.txt"
    path.write_bytes(file_of([STOLEN, "another stolen one", "and a third"]))
    named = "mendly.accounts.passwords.BreachedPasswordValidator"
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": named, "OPTIONS": {"path": str(path)}}]
    return path


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Thieves know this password"), ("es", "Los ladrones conocen esta contraseña")],
)
def test_nobody_signs_up_with_a_stolen_password(
    client: Client, db: None, list_of_thieves: Path, language: str, sentence: str
) -> None:
    body = {"email": "new@example.test", "password1": STOLEN}
    answer = client.post("/accounts/signup/", body, headers={"accept-language": language})
    assert sentence in answer.content.decode()
    assert STOLEN not in answer.content.decode()
    assert not User.objects.exists()
    client.post("/accounts/signup/", body | {"password1": f"{STOLEN}!"})
    assert User.objects.exists()


def test_a_list_that_went_away_keeps_nobody_out_and_the_log_says_so(
    list_of_thieves: Path, caplog: pytest.LogCaptureFixture
) -> None:
    validator = BreachedPasswordValidator(str(list_of_thieves))
    with pytest.raises(ValidationError):
        validator.validate(STOLEN)
    list_of_thieves.unlink()
    validator.validate(STOLEN)
    assert [record.message for record in caplog.records] == ["the list of stolen passwords cannot be read"]


def test_without_a_list_only_the_common_ones_are_refused() -> None:
    BreachedPasswordValidator().validate(STOLEN)
