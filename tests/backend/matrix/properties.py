"""The properties of an answer or a body, told apart from their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

SCHEMA = yaml.safe_load((Path(__file__).parents[2] / "contract" / "openapi.yaml").read_text())
FREE = "*"
"""A place where the schema allows any names, such as the facts of a card."""


def properties_in(value: Any, place: str = "") -> Iterator[str]:
    """Every property as a path, each list counted once: `doses[].at`."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{place}.{name}".lstrip(".")
            yield from properties_in(inner, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from properties_in(inner, f"{place}[]")


def documented(operation: Mapping[str, Any]) -> set[str]:
    """The properties that the schema names in the good answers of an operation."""
    found: set[str] = set()
    for status, answer in operation["responses"].items():
        for content in answer.get("content", {}).values() if status.startswith("2") else ():
            found |= set(_named(content["schema"], "", ()))
    return found


def _named(schema: Mapping[str, Any], place: str, above: tuple[str, ...]) -> Iterator[str]:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        if name not in above:
            yield from _named(SCHEMA["components"]["schemas"][name], place, (*above, name))
        return
    for part in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _named(part, place, above)
    if schema.get("type") == "array":
        yield from _named(schema["items"], f"{place}[]", above)
    names = schema.get("properties", {})
    for name, inner in names.items():
        yield f"{place}.{name}".lstrip(".")
        yield from _named(inner, f"{place}.{name}".lstrip("."), above)
    if not names and _is_free(schema):
        yield f"{place}.{FREE}".lstrip(".")


def _is_free(schema: Mapping[str, Any]) -> bool:
    return (
        schema.get("additionalProperties", False) is not False
        or schema == {}
        or set(schema) <= {"description", "readOnly", "nullable"}
    )


def is_documented(path: str, named: set[str]) -> bool:
    if path in named:
        return True
    parts = path.split(".")
    return any(
        ".".join([*parts[:end], FREE]) in named or _free_list(parts[:end], named) for end in range(len(parts))
    )


def _free_list(parts: list[str], named: set[str]) -> bool:
    return bool(parts) and f"{'.'.join(parts).removesuffix('[]')}.{FREE}" in named
