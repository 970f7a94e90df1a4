"""Whether a test that a document names exists and runs: read from the syntax tree, nothing is imported."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def fault_of_test(name: str) -> str:
    """Say what is wrong with `path::function`; nothing when there is such a test and no mark skips it."""
    file, _, function = name.partition("::")
    path = ROOT / file
    if not path.is_file():
        return f"no such file: {name}"
    if function not in _tests(path):
        return f"no such test: {name}"
    return f"skipped: {name}" if _tests(path)[function] else ""


@cache
def _tests(path: Path) -> dict[str, bool]:
    """The tests of a file, each with whether a mark of its own or of the whole file skips it."""
    tree = ast.parse(path.read_text())
    whole_file = any(
        isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)
        and _skips([node.value])
        for node in tree.body
    )
    return {
        node.name: whole_file or _skips(node.decorator_list)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def _skips(marks: list[ast.expr]) -> bool:
    """`skip`, `skipif` and `xfail` all mean that a run may be green without the test having passed."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}
        for mark in marks
        for node in ast.walk(mark)
    )
