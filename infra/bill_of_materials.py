"""Write infra/bill-of-materials.json: every pinned package of a Mendly, in the CycloneDX form.

    python3 infra/bill_of_materials.py

Made from infra/constraints.txt alone, so it says the same on every computer. The suite compares the two.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PINS, BILL = HERE / "constraints.txt", HERE / "bill-of-materials.json"
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)")


def components(pins: str) -> list[dict[str, str]]:
    """Every pin as a component. Raises ValueError for a line that is no pin."""
    found = []
    for line in pins.splitlines():
        pin = PIN.match(line)
        if pin is None:
            raise ValueError(f"not a pin: {line}")
        name, version = pin.groups()
        url = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
        found.append({"type": "library", "name": name, "version": version, "purl": url, "bom-ref": url})
    return found


def bill(pins: str) -> dict[str, Any]:
    """The whole document."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "mendly", "bom-ref": "mendly"}},
        "components": components(pins),
    }


def written(pins: str) -> str:
    return json.dumps(bill(pins), indent=1) + "\n"


if __name__ == "__main__":
    BILL.write_text(written(PINS.read_text()))
