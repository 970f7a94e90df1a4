"""From the text of a medicine's ingredients to the single ingredients."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*[/+,;]\s*|\s+(?:and|with|y|con)\s+", re.IGNORECASE)


def single_ingredients(text: str) -> tuple[str, ...]:
    """Split a combination ("a / b", "a and b") into its parts, in order, each once. Empty text gives none."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
