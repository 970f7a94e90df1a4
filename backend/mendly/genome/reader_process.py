"""Reads one DNA file from standard input inside a limited process and prints what was called, as one JSON line.

Started by `reading.py` with the folder of the knowledge pack (empty: the shipped one); what the patient said of the
file is the first line of the input. It has no database, no key
and no network in its hands; it imports the pure engine alone.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from pathlib import Path
from typing import Any

from mendly_core.genes import UnreadableGenome, call_genes
from mendly_core.genes.knowledge import Build
from mendly_core.knowledge_pack import use_knowledge
from mendly_core.stored_calls import packed, read_all_places

MEMORY_LIMIT = 1 << 30
CPU_SECONDS = 60


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    use_knowledge(Path(sys.argv[1]) if sys.argv[1] else None)
    try:
        print(json.dumps(_read_and_call()))  # noqa: T201
    except UnreadableGenome as error:
        print(json.dumps({"refused": error.code, "facts": _plain(error.facts)}))  # noqa: T201
    return 0


def _read_and_call() -> dict[str, Any]:
    said: dict[str, str] = json.loads(sys.stdin.buffer.readline())
    build: Build | None = 37 if said.get("build") == "37" else 38 if said.get("build") == "38" else None
    reading = read_all_places(sys.stdin.buffer, sample=said.get("sample"), build=build)
    return {
        "facts": {
            "format": reading.format,
            "layout": reading.layout,
            "build": str(reading.build),
            "lines": reading.lines,
            "sites": len(reading.sites),
            "warnings": list(reading.warnings),
        },
        "calls": base64.b64encode(packed(reading)).decode(),
        "results": [result.to_json() for result in call_genes(reading)],
    }


def _plain(facts: dict[str, object]) -> dict[str, object]:
    """Facts that a sentence may need: numbers, short words, lists of them."""
    return json.loads(json.dumps(facts, default=str))  # type: ignore[no-any-return]


if __name__ == "__main__":
    raise SystemExit(main())
