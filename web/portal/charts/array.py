"""A chance as dots: so many filled ones out of 100, or out of 1,000 when the chance is below 1 in 100."""

from typing import Final, Literal

from django.utils.safestring import SafeString

from portal.charts.svg import element

COLUMNS: Final = {100: 20, 1000: 50}
STEP: Final = 10


def icon_array(count: int, sentence: str, out_of: Literal[100, 1000] = 100) -> SafeString:
    """`count` filled dots out of `out_of`, read as `sentence` ("2 out of 100 people have this, 98 do not").

    Raises ValueError for a count outside 0..out_of or another total than 100 or 1,000.
    """
    if out_of not in COLUMNS or not 0 <= count <= out_of:
        raise ValueError("an icon array shows 0 to 100 out of 100, or 0 to 1,000 out of 1,000")
    columns = COLUMNS[out_of]
    dots = (
        element(
            "circle",
            _class="on" if n < count else "off",
            cx=STEP * (n % columns) + 5,
            cy=STEP * (n // columns) + 5,
            r=3.6,
        )
        for n in range(out_of)
    )
    return element(
        "svg",
        *dots,
        _class="array",
        role="img",
        aria_label=sentence,
        viewBox=f"0 0 {columns * STEP} {out_of // columns * STEP}",
    )
