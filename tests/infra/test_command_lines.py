"""run.py and test.py read their command lines strictly, and old Pythons get a sentence, not a traceback."""

import ast
import importlib.util
import socket
import sys
from pathlib import Path
from types import ModuleType

import pytest

from checks import WITH_DATABASE, Mode
from setup_steps import SetupError

INFRA = Path(__file__).resolve().parents[2] / "infra"


def script(name: str) -> ModuleType:
    """Load a script of infra/ under another name than the standard library's `test`."""
    spec = importlib.util.spec_from_file_location(f"infra_{name}", INFRA / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run, check = script("run"), script("test")


def test_run_listens_on_this_computer_only_unless_told() -> None:
    wishes = run.parse([])
    assert (wishes.host, wishes.port, wishes.demo) == ("127.0.0.1", 8000, True)
    assert wishes.data == INFRA.parent / "data"


def test_run_hands_its_wishes_to_the_server(tmp_path: Path) -> None:
    wishes = run.parse(["--data", str(tmp_path), "--port", "9000", "--host", "::1", "--no-demo"])
    environment = wishes.environment({"PATH": "/bin"})
    assert environment == {
        "PATH": "/bin",
        "MENDLY_DATA": str(tmp_path),
        "MENDLY_BIND": "::1",
        "MENDLY_PORT": "9000",
        "MENDLY_DEMO": "no",
    }


def test_run_tells_the_address_to_type() -> None:
    assert run.parse(["--port", "9000"]).address == "http://127.0.0.1:9000/"
    assert run.parse(["--host", "::1"]).address == "http://[::1]:8000/"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "²"])
def test_run_refuses_what_is_no_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.parse([f"--port={port}"])
    assert "is not a port" in capsys.readouterr().err


def test_run_says_when_the_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SetupError, match="Choose another with --port"):
            run.refuse_taken_port("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "mode", "for_pytest"),
    [
        ([], Mode.FULL, []),
        (["--quick"], Mode.QUICK, []),
        (["--long"], Mode.LONG, []),
        (["tests/core", "-k", "dst", "-x"], Mode.FULL, ["tests/core", "-k", "dst", "-x"]),
        (["-q", "--lf"], Mode.FULL, ["-q", "--lf"]),
    ],
)
def test_test_takes_its_own_options_and_leaves_the_rest(
    arguments: list[str], mode: Mode, for_pytest: list[str]
) -> None:
    assert check.parse(arguments) == (mode, True, for_pytest)


def test_checks_inherit_no_setting_of_mendly() -> None:
    environment = check.environment_for_checks(
        {"PATH": "/bin", "MENDLY_MODE": "production", "PYTHONDONTWRITEBYTECODE": "1"}, "/data"
    )
    assert "MENDLY_MODE" not in environment
    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert environment["PATH"] == "/bin"
    assert environment["MENDLY_DATA"] == "/data"
    assert len(environment["MENDLY_SECRET_KEY"]) >= 40


@pytest.mark.parametrize("name", ["run.py", "test.py", "find_python.py"])
def test_scripts_can_be_read_by_old_pythons(name: str) -> None:
    ast.parse((INFRA / name).read_text(), feature_version=(3, 8))


def test_every_test_for_both_databases_lies_where_the_second_run_looks() -> None:
    found = {
        path.relative_to(INFRA.parent).as_posix()
        for path in (INFRA.parent / "tests").rglob("test_*.py")
        if "mark.both_databases" in path.read_text() and path != Path(__file__)
    }
    assert len(found) > 20
    assert {name for name in found if not name.startswith(WITH_DATABASE)} == set()
