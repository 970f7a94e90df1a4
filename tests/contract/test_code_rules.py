"""Rules of the house that hold for all of its code, read from the syntax trees: nothing dangerous is even imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.named_tests import ROOT

SOURCES = sorted(
    path
    for folder in ("backend", "web", "mobile")
    for path in (ROOT / folder).rglob("*.py")
    if path.is_file()
)
SERVER = [path for path in SOURCES if path.is_relative_to(ROOT / "backend" / "mendly")]
PORTAL = [path for path in SOURCES if path.is_relative_to(ROOT / "web")]
SCRIPTS = sorted((ROOT / "web/portal/static/portal").glob("*.js"))
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "breakpoint"}
UNSAFE_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "yaml",
    "xml",
    "lxml",
    "telnetlib",
    "ftplib",
    "crypt",
}
WEAK = {"md5", "sha1", "new"}
SHA1_OF_PUBLIC_LIST = {"backend/mendly/accounts/passwords.py"}
"""The public list of stolen passwords is made of SHA-1; what is looked up there protects nothing by its digest."""
INVENTED = "backend/mendly/ops/demo/"
SQL_BESIDE_THE_ORM = {
    "backend/mendly/counting.py": "names of our own models; values are bound",
    "backend/mendly/audit/migrations/0002_append_only.py": "triggers, fixed text",
    "backend/mendly/ops/backups.py": "one state to dump and count, and a count in a copy, by names of our own tables",
    "backend/mendly/audit/guards.py": "triggers, fixed text",
    "backend/mendly/consent/migrations/0003_append_only.py": "triggers, fixed text",
    "backend/mendly/consent/guards.py": "triggers, fixed text",
    "backend/mendly/ops/dumps.py": "one snapshot for a dump and what is counted of it; names of our own tables",
    "backend/mendly/notify/services/planned.py": "rows from plan to ledger in one statement; names of our own models",
    "backend/mendly/ops/crowd.py": "a scratch database of invented rows; names of our own models",
    "backend/mendly/leaving/services/steps.py": "emptying of freed pages and logs, fixed text",
}
KEPT_IN_BROWSER = re.compile(r"\b(?:localStorage|sessionStorage|indexedDB|document\.cookie)\b")
NAMED_BY_DATA = re.compile(r"\w\[[a-z][\w.]*\]\s*=[^=]|__proto__|\.prototype\b")
"""A property whose name comes from data could be that of every object."""
RISKY_SCRIPT = re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function)\b")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call by the last part of what is called: `subprocess.run(…)` as "run"."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def imported(path: Path) -> set[str]:
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def found_in(paths: list[Path], look: Callable[[Path], list[str]]) -> dict[str, list[str]]:
    """What a rule finds, by file; nothing is good."""
    assert len(paths) > 3
    return {named(path): faults for path in paths if (faults := look(path))}


def run_text(path: Path) -> list[str]:
    builtin = {
        node.func.id for node in nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return sorted(builtin & RUNS_TEXT | imported(path) & UNSAFE_MODULES)


def shells(path: Path) -> list[str]:
    faults = [ast.unparse(call) for name, call in calls(path) if name in {"system", "popen", "getoutput"}]
    return faults + [
        ast.unparse(call)
        for _, call in calls(path)
        for word in call.keywords
        if word.arg == "shell" and not (isinstance(word.value, ast.Constant) and word.value.value is False)
    ]


def sql_beside_the_mapper(path: Path) -> list[str]:
    names = {"raw", "RawSQL", "extra", "execute", "executemany"}
    beside = [ast.unparse(call) for name, call in calls(path) if name in names]
    return [] if named(path) in SQL_BESIDE_THE_ORM else beside


def weak_or_guessable(path: Path) -> list[str]:
    text, name = path.read_text(), named(path)
    weak = set(re.findall(r"hashlib\.(\w+)", text)) & WEAK if name not in SHA1_OF_PUBLIC_LIST else set()
    guessable = {"random"} & imported(path) if not name.startswith(INVENTED) else set()
    old = set(re.findall(r"\b(?:ECB|CBC|CTR|PKCS1v15|TripleDES|ARC4|Blowfish)\b", text))
    return sorted(weak | guessable | old)


def unnamed_fields(path: Path) -> list[str]:
    return [ast.unparse(node) for node in nodes(path) if _names_all(node)] + (
        ["ModelSerializer"] if "ModelSerializer" in path.read_text() else []
    )


def _names_all(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "__all__"


def varying_messages(path: Path) -> list[str]:
    """What varies goes into allowed keys, so no text of a person becomes a format, a template or a line."""
    faults = []
    for name, call in calls(path):
        speaks = ast.unparse(call.func).startswith(("log.", "logging.getLogger"))
        if speaks and name in {"debug", "info", "warning", "error", "exception", "critical"}:
            faults += [] if len(call.args) == 1 and isinstance(call.args[0], ast.Constant) else [name]
        if ast.unparse(call.func) in {"Template", "template.Template", "engines.from_string"}:
            faults.append(name)
    return faults


def foreign_patterns(path: Path) -> list[str]:
    """Patterns that are neither constants, names of constants, nor joined from such and from escaped words."""
    looking = {"compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer"}
    return [
        ast.unparse(call)
        for name, call in calls(path)
        if name in looking and ast.unparse(call.func).startswith("re.") and not _is_ours(call.args[0], path)
    ]


def _is_ours(pattern: ast.expr, path: Path) -> bool:
    if isinstance(pattern, ast.JoinedStr):
        parts = [part.value for part in pattern.values if isinstance(part, ast.FormattedValue)]
        escaped = "re.escape" in path.read_text()
        return all(escaped or (isinstance(part, ast.Name) and part.id.isupper()) for part in parts)
    return isinstance(pattern, ast.Constant | ast.Name | ast.BinOp | ast.Attribute)


def test_text_is_never_run_nor_turned_into_objects() -> None:
    assert found_in(SOURCES, run_text) == {}


def test_programs_are_started_by_lists_of_words() -> None:
    assert found_in(SOURCES, shells) == {}


def test_rows_are_asked_for_through_the_mapper() -> None:
    assert found_in(SERVER, sql_beside_the_mapper) == {}


def test_what_protects_is_neither_weak_nor_guessable() -> None:
    assert found_in(SERVER, weak_or_guessable) == {}


def test_serializers_name_every_field() -> None:
    assert found_in(SERVER, unnamed_fields) == {}


def test_messages_of_the_log_and_templates_are_fixed() -> None:
    assert found_in([*SERVER, *PORTAL], varying_messages) == {}


def test_patterns_are_our_own() -> None:
    assert found_in(SOURCES, foreign_patterns) == {}


def test_scripts_keep_nothing_and_write_no_markup() -> None:
    for path in SCRIPTS:
        text = path.read_text()
        assert KEPT_IN_BROWSER.findall(text) == [], path.name
        assert RISKY_SCRIPT.findall(text) == [], path.name
        assert NAMED_BY_DATA.findall(text) == [], path.name
        assert not re.search(r"(?:window|self)\.(?:onmessage|addEventListener\(.message)", text), path.name


def test_the_phone_and_the_server_take_tasks_as_json_only() -> None:
    from mendly.celery import app

    assert app.conf.accept_content == ["json"]
    assert (app.conf.task_serializer, app.conf.task_ignore_result) == ("json", True)


def test_the_search_finds_what_it_looks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.contract.test_code_rules.ROOT", tmp_path)
    assert NAMED_BY_DATA.findall("kept[name] = 1")
    assert KEPT_IN_BROWSER.findall("localStorage.x = 1")
    bad = tmp_path / "bad.py"
    bad.write_text(
        "import pickle, random, os, re, subprocess, hashlib\n"
        "eval('1')\n"
        "os.system('ls')\n"
        "subprocess.run('ls', shell=True)\n"
        "cursor.execute(f'select {name}')\n"
        "hashlib.md5(b'')\n"
        "fields = '__all__'\n"
        "log.info('for %s', name)\n"
        "log.warning(name)\n"
        "re.compile(f'{typed}')\n"
        "re.match(typed(), '')\n"
        "Template(typed)\n"
    )
    assert run_text(bad) == ["eval", "pickle"]
    assert len(shells(bad)) == 2
    assert len(sql_beside_the_mapper(bad)) == 1
    assert weak_or_guessable(bad) == ["md5", "random"]
    assert len(unnamed_fields(bad)) == 1
    assert len(varying_messages(bad)) == 3
    assert len(foreign_patterns(bad)) == 2
