"""The look in numbers: colours for light and dark, text sizes, space. The portal uses the same tokens."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

Palette = MappingProxyType[str, str]

ROOMS: Final = ("brand", "gene", "dose", "reading", "message", "ok", "urgent")
"""Which room of the app speaks; each has a colour and a tint of it (`<room>_tint`)."""

LIGHT: Final[Palette] = MappingProxyType(
    {
        "paper": "#FBF9F4",
        "card": "#FFFFFF",
        "ink": "#1B2430",
        "soft": "#4A5564",
        "line": "#8C8676",
        "hair": "#E4DFD3",
        "brand": "#0B5D5B",
        "brand_tint": "#DCEFEC",
        "brand_pressed": "#084644",
        "on_brand": "#FFFFFF",
        "gene": "#5B3FA0",
        "gene_tint": "#EBE5F8",
        "dose": "#1F5FA8",
        "dose_tint": "#E2ECF8",
        "reading": "#A1304F",
        "reading_tint": "#F9E4E9",
        "message": "#7A4B00",
        "message_tint": "#FFF1D6",
        "ok": "#1E6B3A",
        "ok_tint": "#E0F2E5",
        "urgent": "#A3200D",
        "urgent_tint": "#FDE7E3",
    }
)

DARK: Final[Palette] = MappingProxyType(
    {
        "paper": "#12171D",
        "card": "#1B222B",
        "ink": "#EEF1F4",
        "soft": "#B5BFCA",
        "line": "#6D7A88",
        "hair": "#2B343E",
        "brand": "#6FD0C8",
        "brand_tint": "#123A39",
        "brand_pressed": "#93DDD7",
        "on_brand": "#12171D",
        "gene": "#C0AEF2",
        "gene_tint": "#2D2547",
        "dose": "#8FBDF0",
        "dose_tint": "#1B3048",
        "reading": "#F29DB3",
        "reading_tint": "#42222D",
        "message": "#F2C063",
        "message_tint": "#3D2F12",
        "ok": "#7FD29B",
        "ok_tint": "#1B3826",
        "urgent": "#FF9B8A",
        "urgent_tint": "#4A211B",
    }
)

TEXT_PAIRS: Final = (
    ("ink", "paper"),
    ("ink", "card"),
    ("soft", "paper"),
    ("soft", "card"),
    ("brand", "paper"),
    ("brand", "card"),
    ("on_brand", "brand"),
    ("on_brand", "brand_pressed"),
    ("dose", "card"),
    ("urgent", "card"),
    ("urgent", "paper"),
    ("ink", "brand_tint"),
    ("soft", "brand_tint"),
    *((room, f"{room}_tint") for room in ROOMS),
)
"""Every text colour with every ground that it is written on: at least 4.5 to 1."""

SHAPE_PAIRS: Final = (("line", "paper"), ("line", "card"), ("brand", "card"), ("brand", "paper"))
"""Outlines of things to touch, with their ground: at least 3 to 1."""

TEXT_SIZES: Final = MappingProxyType(
    {"page": 30.0, "title": 20.0, "strong": 17.0, "text": 17.0, "small": 15.0, "label": 15.0, "tab": 14.0}
)
"""Text sizes in sp before the person's own setting."""

SMALLEST_TARGET: Final = 48.0
"""dp of anything to touch, in both directions."""


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour laid over a ground with a share of 0 to 1, as one opaque colour."""
    parts = (
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2: 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
