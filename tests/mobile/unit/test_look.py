"""The look: contrast of every pair of tokens, and icons that are the portal's."""

from __future__ import annotations

import pytest

from mendly_app.ui.icons import GRID, SHAPES, strokes
from mendly_app.ui.tokens import DARK, LIGHT, SHAPE_PAIRS, TEXT_PAIRS, TEXT_SIZES, Palette, contrast, mixed
from portal.icons import ICONS

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@PALETTES
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5


@PALETTES
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_outlines_can_be_seen_on_their_ground(palette: Palette, shape: str, ground: str) -> None:
    assert contrast(palette[shape], palette[ground]) >= 3.0


def test_both_palettes_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_mixing_lies_between_the_two_colours() -> None:
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mixed("#123456", "#FFFFFF", 1.0) == "#123456"


def test_text_is_large_enough() -> None:
    assert TEXT_SIZES["text"] >= 17
    assert TEXT_SIZES["small"] >= 15


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_an_icon_stays_on_its_grid(name: str) -> None:
    points = [point for line in strokes(name) for point in line]
    assert points
    assert all(-0.1 <= number <= GRID + 0.1 for point in points for number in point)


@pytest.mark.parametrize("name", sorted(SHAPES.keys() & ICONS.keys()))
def test_the_phone_draws_the_same_icons_as_the_portal(name: str) -> None:
    assert SHAPES[name] == ICONS[name]


def test_an_arc_goes_round_as_svg_draws_it() -> None:
    """The clock's face: three quarters and more of a circle of radius 9 around the middle."""
    circle = strokes("clock")[0]
    distances = {round(((x - 12) ** 2 + (y - 12) ** 2) ** 0.5, 1) for x, y in circle}
    assert distances == {9.0}
    assert min(x for x, _ in circle) == pytest.approx(3, abs=0.1)
    assert max(x for x, _ in circle) == pytest.approx(21, abs=0.1)
