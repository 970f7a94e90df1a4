"""JSON has types: a body that says 5 where text belongs, or true for 1, is wrong, whatever the framework reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

Errors = dict[str, list[str]]
SENTENCES = {
    str: "Please give text.",
    bool: "Please give true or false.",
    int: "Please give a whole number.",
    float: "Please give a number.",
}
TYPES: tuple[tuple[type[Any], type[Any]], ...] = (
    (serializers.BooleanField, bool),
    (serializers.IntegerField, int),
    (serializers.FloatField, float),
    (serializers.CharField, str),
    (serializers.UUIDField, str),
    (serializers.DateTimeField, str),
    (serializers.DateField, str),
    (serializers.TimeField, str),
)
"""Numbers with decimals may come as text (that keeps them exact), and choices are compared with what is allowed."""


def mistyped(serializer: Any, body: Any) -> Errors:
    """The fields of a JSON body that hold another type than they say, with what to give instead.

    Only what is there counts: whether something is missing, null or too long is the serializer's own question.
    """
    if not isinstance(body, Mapping):
        return {}
    found: Errors = {}
    for name, field in serializer.fields.items():
        if body.get(name) is not None and (sentence := _complaint(field, body[name])):
            found[name] = [sentence]
    return found


def _complaint(field: Any, value: Any) -> str:
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        children = value if isinstance(value, list) else []
        return next(filter(None, (_complaint(field.child, child) for child in children)), "")
    if isinstance(field, serializers.DictField):
        children = list(value.values()) if isinstance(value, Mapping) else []
        return next(filter(None, (_complaint(field.child, child) for child in children)), "")
    if isinstance(field, serializers.Serializer):
        return next((sentences[0] for sentences in mistyped(field, value).values()), "")
    wanted = next((wanted for kind, wanted in TYPES if isinstance(field, kind)), None)
    return "" if wanted is None or _is(value, wanted) else SENTENCES[wanted]


def _is(value: Any, wanted: type[Any]) -> bool:
    if isinstance(value, bool):
        return wanted is bool
    if wanted is float:
        return isinstance(value, int | float)
    if wanted is int:
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return isinstance(value, wanted)
