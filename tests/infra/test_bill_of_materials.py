"""The list of parts names every pinned package, and is never older than the pins."""

from __future__ import annotations

import json

import pytest

import bill_of_materials


def test_the_list_is_that_of_the_pins() -> None:
    pins = bill_of_materials.PINS.read_text()
    assert bill_of_materials.BILL.read_text() == bill_of_materials.written(pins), (
        "run infra/bill_of_materials.py"
    )
    parts = json.loads(bill_of_materials.BILL.read_text())["components"]
    assert len(parts) == len(pins.splitlines()) > 100
    assert {"django", "cryptography", "django-allauth"} <= {part["name"] for part in parts}


def test_a_changed_pin_changes_the_list() -> None:
    (one,) = bill_of_materials.components("Some_Thing==1.2 ; python_version < '3.12'")
    assert one["purl"] == "pkg:pypi/some-thing@1.2"
    assert bill_of_materials.written("a==1") != bill_of_materials.written("a==2")


def test_what_is_no_pin_is_refused() -> None:
    with pytest.raises(ValueError, match="not a pin: a>=1"):
        bill_of_materials.components("a>=1")
