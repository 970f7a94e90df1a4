"""The environment is made once and again only when something that decides it has changed."""

import json
import os
from pathlib import Path

import pytest

import setup_steps
from setup_steps import SetupError, Stamp, fingerprint, missing_venv_sentence, read_stamp, requirement

PROJECT = """
[build-system]
requires = ["setuptools"]
[project]
name = "mendly"
dependencies = ["django"]
[tool.ruff]
line-length = 110
"""


def test_fingerprint_stays_when_only_linter_settings_change() -> None:
    other = PROJECT.replace("line-length = 110", "line-length = 100")
    assert fingerprint("a==1", PROJECT) == fingerprint("a==1", other)


@pytest.mark.parametrize(
    ("constraints", "project"),
    [
        ("a==2", PROJECT),
        ("a==1", PROJECT.replace("django", "flask")),
        ("a==1", PROJECT.replace('"setuptools"', '"hatchling"')),
    ],
    ids=["pins", "dependencies", "build"],
)
def test_fingerprint_changes_with_whatever_decides_the_installation(constraints: str, project: str) -> None:
    assert fingerprint(constraints, project) != fingerprint("a==1", PROJECT)


def test_stamp_reads_back_as_written() -> None:
    stamp = Stamp("f", "/here", frozenset({"dev", "phone"}))
    assert read_stamp(stamp.as_text()) == stamp


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"fingerprint": "f", "root": "/here", "extras": 3}'])
def test_damaged_stamp_counts_as_none(text: str) -> None:
    assert read_stamp(text) is None


def test_requirement_names_extras_in_a_steady_order() -> None:
    assert requirement(()) == "."
    assert requirement({"phone", "dev"}) == ".[dev,phone]"


def test_missing_venv_is_told_with_the_exact_command() -> None:
    sentence = missing_venv_sentence(["ensurepip"])
    assert "lacks ensurepip" in sentence
    assert "apt-get install python3-venv" in sentence


class Recorder:
    """Stands for the commands of set-up and remembers what was asked for."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[list[str]] = []
        self.failing = ""
        environment = tmp_path / ".venv"
        for name, value in {
            "ENVIRONMENT": environment,
            "PYTHON": environment / "bin" / "python",
            "STAMP": environment / "stamp.json",
            "run_quietly": self.run,
            "environment_works": lambda: environment.exists(),
        }.items():
            monkeypatch.setattr(setup_steps, name, value)
        self.environment = environment

    def run(self, command: list[str | Path], environment: object = None) -> str:
        words = [str(word) for word in command]
        if self.failing and self.failing in words:
            raise SetupError("no network")
        self.commands.append(words)
        if "venv" in words:
            self.environment.mkdir(exist_ok=True)
        return ""

    def restamp(self, **facts: str) -> None:
        """Change facts of the stamp."""
        stamp = json.loads(setup_steps.STAMP.read_text())
        setup_steps.STAMP.write_text(json.dumps(stamp | facts))

    def made(self) -> int:
        """How often the environment was made."""
        return sum("venv" in words for words in self.commands)

    def installed(self) -> list[str]:
        """The requirement of each installation of this project, in order."""
        return [words[-1] for words in self.commands if "-e" in words]


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(tmp_path, monkeypatch)


def test_second_start_runs_nothing(recorder: Recorder) -> None:
    setup_steps.ensure_environment()
    assert recorder.installed() == ["."]
    recorder.commands.clear()
    setup_steps.ensure_environment()
    assert recorder.commands == []


def test_tests_add_their_extras_and_a_later_start_keeps_them(recorder: Recorder) -> None:
    setup_steps.ensure_environment()
    setup_steps.ensure_environment(("phone", "dev"))
    setup_steps.ensure_environment()
    assert recorder.installed() == [".", ".[dev,phone]"]
    assert recorder.made() == 1


def test_new_pins_go_into_the_same_environment(recorder: Recorder) -> None:
    setup_steps.ensure_environment(("dev",))
    recorder.restamp(fingerprint="older")
    setup_steps.ensure_environment()
    assert recorder.installed() == [".[dev]", ".[dev]"]
    assert recorder.made() == 1


def test_environment_of_another_folder_is_made_anew(recorder: Recorder) -> None:
    setup_steps.ensure_environment()
    recorder.restamp(root="/moved/from/here")
    setup_steps.ensure_environment()
    assert recorder.made() == 2


def test_pip_installs_when_uv_cannot(recorder: Recorder) -> None:
    recorder.failing = "uv"
    setup_steps.ensure_environment()
    assert recorder.commands[-1][1:4] == ["-m", "pip", "install"]
    assert recorder.installed() == ["."]


def test_failed_installation_leaves_no_stamp(recorder: Recorder) -> None:
    recorder.failing = "install"
    with pytest.raises(SetupError, match="no network"):
        setup_steps.ensure_environment()
    recorder.failing = ""
    setup_steps.ensure_environment()
    assert recorder.installed() == ["."]


def test_without_venv_and_without_root_nothing_is_made(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_steps, "missing_venv_parts", lambda: ["ensurepip"])
    monkeypatch.setattr(setup_steps, "can_install_system_packages", lambda: False)
    with pytest.raises(SetupError, match="apt-get install python3-venv"):
        setup_steps.ensure_environment()
    assert recorder.commands == []


def test_failing_command_is_told_with_its_last_words() -> None:
    with pytest.raises(SetupError, match=r"(?s)exit 3.*the reason"):
        setup_steps.run_quietly(["sh", "-c", "echo the reason; exit 3"])


def test_warnings_of_a_command_are_not_its_output() -> None:
    assert setup_steps.run_quietly(["sh", "-c", "echo hello; echo beware >&2"]) == "hello\n"


def test_absent_program_is_told_by_name() -> None:
    with pytest.raises(SetupError, match="no-such-program"):
        setup_steps.run_quietly(["no-such-program"])


def test_only_new_and_changed_translations_are_stale(tmp_path: Path) -> None:
    folder = tmp_path / "web" / "portal" / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.touch()
    assert setup_steps.stale_catalogues(tmp_path) == [source]
    source.with_suffix(".mo").touch()
    assert setup_steps.stale_catalogues(tmp_path) == []
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + 10))
    assert setup_steps.stale_catalogues(tmp_path) == [source]
