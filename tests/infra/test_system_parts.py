"""What is missing outside Python is installed where that may be done, and told exactly elsewhere."""

import pytest

import system_parts
from find_python import is_new_enough, too_old_sentence
from setup_steps import SetupError
from system_parts import SystemPart, ensure_system_parts, missing_parts, missing_sentence

PRESENT = SystemPart("Redis", ("redis-server",), lambda: True)
ABSENT = SystemPart("Chromium", ("chromium",), lambda: False)


def test_missing_parts_are_those_not_found() -> None:
    assert missing_parts([PRESENT, ABSENT]) == [ABSENT]


def test_missing_part_is_told_with_the_exact_command() -> None:
    sentence = missing_sentence([ABSENT, PRESENT])
    assert "Missing on this machine: Chromium, Redis." in sentence
    assert "sudo apt-get install chromium redis-server" in sentence
    assert "--quick" in sentence


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "install_debian_packages", pytest.fail)
    ensure_system_parts([PRESENT])


def test_root_on_debian_installs_only_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    found = SystemPart("Chromium", ("chromium",), lambda: bool(asked))
    monkeypatch.setattr(system_parts, "can_install_system_packages", lambda: True)
    monkeypatch.setattr(system_parts, "install_debian_packages", asked.extend)
    ensure_system_parts([PRESENT, found])
    assert asked == ["chromium"]


def test_anyone_else_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "can_install_system_packages", lambda: False)
    monkeypatch.setattr(system_parts, "install_debian_packages", pytest.fail)
    with pytest.raises(SetupError, match="apt-get install chromium"):
        ensure_system_parts([PRESENT, ABSENT])


def test_part_that_stays_away_after_installing_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "can_install_system_packages", lambda: True)
    monkeypatch.setattr(system_parts, "install_debian_packages", lambda packages: None)
    with pytest.raises(SetupError, match="Chromium"):
        ensure_system_parts([ABSENT])


def test_old_python_is_told_what_to_install() -> None:
    sentence = too_old_sentence(3, 9)
    assert "this is Python 3.9" in sentence
    assert "apt-get install python3 python3-venv" in sentence


def test_program_that_is_no_python_is_not_new_enough() -> None:
    assert not is_new_enough("false")
    assert not is_new_enough("no-such-program")
