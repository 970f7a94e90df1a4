"""A stand-in for pyjnius that knows every class, member and number of arguments of Android.

It reads them from the package `chaquopy-stubs-android`. What is called is written down; answers are scripted.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

Overloads = set[tuple[int, bool]]
"""How many arguments, and whether more may follow."""

CALLS: list[tuple[str, str, tuple[Any, ...]]] = []
ANSWERS: dict[tuple[str, str], Callable[..., Any]] = {}
CONSTANTS: dict[tuple[str, str], Any] = {}
OUR_OWN: dict[str, Any] = {}
"""Java classes that are not Android's: the app's activity and receiver."""


class JavaException(Exception):
    """What pyjnius raises."""


@functools.cache
def _package(name: str) -> ast.Module | None:
    top, *rest = name.split(".")
    for root in sys.path:
        file = Path(root, f"{top}-stubs", *rest, "__init__.pyi")
        if file.exists():
            return ast.parse(file.read_text())
    return None


def _java_name(dotted: str) -> str:
    """a.b.Outer.Inner -> a.b.Outer$Inner."""
    parts = dotted.split(".")
    for count in range(len(parts) - 1, 0, -1):
        if _package(".".join(parts[:count])) is not None:
            return ".".join(parts[:count]) + "." + "$".join(parts[count:])
    return dotted


@functools.cache
def members(name: str) -> tuple[dict[str, Overloads], set[str]]:
    """Methods with their overloads, and fields, inherited ones included. Raises for an unknown class."""
    package, class_name = name.rsplit(".", 1)
    node: Any = _package(package)
    for part in class_name.split("$"):
        inside = getattr(node, "body", ())
        node = next((n for n in inside if isinstance(n, ast.ClassDef) and n.name == part), None)
    if node is None:
        raise JavaException(f"Class not found {name}")
    methods: dict[str, Overloads] = {}
    fields: set[str] = set()
    for base in node.bases:
        _inherit(ast.unparse(base).split("[")[0], package, methods, fields)
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            is_static = "staticmethod" in map(ast.unparse, item.decorator_list)
            count = len(item.args.posonlyargs) + len(item.args.args) - (not is_static)
            methods.setdefault(item.name, set()).add((count, bool(item.args.vararg)))
        elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            fields.add(item.target.id)
    return methods, fields


def _inherit(base: str, package: str, methods: dict[str, Overloads], fields: set[str]) -> None:
    try:
        inherited, more = members(_java_name(base if "." in base else f"{package}.{base}"))
    except JavaException:
        return
    for name, overloads in inherited.items():
        if name != "__init__":
            methods.setdefault(name, set()).update(overloads)
    fields |= more


def _check(what: str, overloads: Overloads, count: int) -> None:
    if not any(count == wanted or (more and count >= wanted) for wanted, more in overloads):
        raise JavaException(f"{what}: no overload takes {count}")


class JavaObject:
    """An instance: each call is checked and written down."""

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def __getattr__(self, member: str) -> Any:
        name = self.__dict__["_name"]
        methods, fields = members(name)
        if member in methods:
            return functools.partial(self._call, member, methods[member])
        if member in fields:
            return CONSTANTS.get((name, member), f"<{name}.{member}>")
        raise AttributeError(f"{name} has no member {member}")

    def _call(self, member: str, overloads: Overloads, *arguments: Any) -> Any:
        name = self.__dict__["_name"]
        _check(f"{name}.{member}", overloads, len(arguments))
        CALLS.append((name, member, arguments))
        answer = ANSWERS.get((name, member))
        return answer(*arguments) if answer else None


class JavaClass(JavaObject):
    """A class: calling it makes an instance."""

    def __call__(self, *arguments: Any) -> JavaObject:
        name = self.__dict__["_name"]
        _check(f"new {name}", members(name)[0].get("__init__", {(0, False)}), len(arguments))
        CALLS.append((name, "<init>", arguments))
        return JavaObject(name)


def autoclass(name: str) -> Any:
    if name in OUR_OWN:
        return OUR_OWN[name]
    members(name)
    return JavaClass(name)


def java_method(signature: str, name: str | None = None) -> Callable[[Any], Any]:
    def mark(function: Any) -> Any:
        function.java_signature, function.java_name = signature, name or function.__name__
        return function

    return mark


class PythonJavaClass:
    """A Python class behind Java interfaces: each of its methods has to be in one of them."""

    __javainterfaces__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        known: dict[str, Overloads] = {}
        for interface in cls.__javainterfaces__:
            known |= members(interface.replace("/", "."))[0]
        for function in vars(cls).values():
            if hasattr(function, "java_signature"):
                signature = function.java_signature
                inside = signature[1 : signature.index(")")]
                count = len(re.findall(r"\[*(?:L[^;]+;|[ZBCSIJFD])", inside))
                _check(f"{cls.__name__}.{function.java_name}", known.get(function.java_name, set()), count)


def install() -> None:
    """Stand in for the module `jnius`."""
    module = ModuleType("jnius")
    for name in ("JavaException", "PythonJavaClass", "autoclass", "java_method"):
        setattr(module, name, globals()[name])
    sys.modules["jnius"] = module
