"""Draws the app's mark, two threads that cross like a helix: `python -m portal.icons.draw` after a change.

Writes, under `static/portal/`: `strand.svg` (the tile of the card's strand), `icon.svg`, `icon-192.png`,
`icon-512.png` and `badge-96.png` (one colour, for the notification bar). The same curve is used everywhere.
"""

import math
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).resolve().parent.parent / "static" / "portal"
GROUND, FIRST, SECOND = "#0B5D5B", "#FFFFFF", "#8FCFC9"
OVERSAMPLE = 4
TILE = 82.0


def _wave(centre: float, swing: float, start: float, turns: float, length: float, phase: float) -> str:
    """Path data of one thread running down: half turns as cubic curves that follow the sine closely."""
    quarter = length / (turns * 4)
    points = [
        (centre + swing * math.sin(phase + n * math.pi / 2), start + n * quarter)
        for n in range(int(turns * 4) + 1)
    ]
    slope = swing * math.pi / 2 / quarter
    path = f"M{points[0][0]:.2f} {points[0][1]:.2f}"
    for n, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        t0, t1 = (slope * math.cos(phase + k * math.pi / 2) * quarter / 3 for k in (n, n + 1))
        path += (
            f"C{x0 + t0:.2f} {y0 + quarter / 3:.2f} {x1 - t1:.2f} {y1 - quarter / 3:.2f} {x1:.2f} {y1:.2f}"
        )
    return path


def strand_svg() -> str:
    """One period of the strand, 8 x 82 px; used as a mask, so only its opacity counts."""
    first, second = (_wave(4, 3.2, 0, 1, TILE, phase) for phase in (0.0, math.pi))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="{TILE:g}" fill="none" stroke="#000" '
        f'stroke-width="1.6">'
        f'<path d="{first}"/><path d="{second}" opacity=".45"/></svg>\n'
    )


def icon_svg() -> str:
    """The mark on its ground; the threads stay in the middle 60 %, so a phone's mask may cut the corners."""
    first, second = (_wave(64, 22, 27, 1, 74, phase) for phase in (math.pi / 2, -math.pi / 2))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" fill="none" stroke-width="10" '
        f'stroke-linecap="round"><path fill="{GROUND}" d="M0 0h128v128H0z"/>'
        f'<path stroke="{SECOND}" d="{second}"/>'
        f'<path stroke="{FIRST}" d="{first}"/></svg>\n'
    )


def _thread(draw: ImageDraw.ImageDraw, size: int, phase: float, colour: str) -> None:
    radius = size * 5 / 128
    for step in range(size * 2):
        part = step / (size * 2 - 1)
        x = size * (64 + 22 * math.sin(phase + part * math.tau)) / 128
        y = size * (27 + 74 * part) / 128
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def picture(size: int, ground: str | None, first: str, second: str) -> Image.Image:
    """The mark as a square picture of `size` pixels; no ground means transparent."""
    large = size * OVERSAMPLE
    image = Image.new("RGBA", (large, large), ground or (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    _thread(draw, large, -math.pi / 2, second)
    _thread(draw, large, math.pi / 2, first)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    (TARGET / "strand.svg").write_text(strand_svg())
    (TARGET / "icon.svg").write_text(icon_svg())
    for size in (192, 512):
        icon = picture(size, GROUND, FIRST, SECOND).convert("RGB").quantize(64)
        icon.save(TARGET / f"icon-{size}.png", optimize=True)
    picture(96, None, "#FFFFFF", "#FFFFFF").save(TARGET / "badge-96.png", optimize=True)


if __name__ == "__main__":
    main()
