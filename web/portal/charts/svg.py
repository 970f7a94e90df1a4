"""The building stones of a chart: elements with escaped text, and the frame that every chart stands in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext


def number(value: float) -> str:
    """A coordinate, with one decimal at the most."""
    return f"{value:.1f}".removesuffix(".0")


def element(tag: str, /, *children: str, **attributes: object) -> SafeString:
    """One element. In names of attributes a leading `_` goes and other `_` become `-`; None leaves one out.

    Children that are not safe already are escaped, and so is every value.
    """
    written = "".join(
        f' {name.removeprefix("_").replace("_", "-")}="{escape(_value(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    # All parts are escaped above.
    return mark_safe(f"<{tag}{written}>{join(children)}</{tag}>")  # noqa: S308 # nosec B308, B703


def join(parts: Iterable[str]) -> SafeString:
    """Parts one after the other, each escaped unless it is safe."""
    written = "".join(part if isinstance(part, SafeString) else escape(part) for part in parts)
    return mark_safe(written)  # noqa: S308 # nosec B308, B703


def _value(value: object) -> object:
    return number(value) if isinstance(value, float) else value


def path(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a line through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


@dataclass(frozen=True, slots=True)
class Row:
    """One moment of a chart, as its table tells it; `x` is where the reading line stands in the drawing."""

    cells: tuple[str, ...]
    x: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a drawing of `width` x `height`: its names for readers and its table.

    `key` makes the ids, so it is unique on the page. `wide` drawings keep their size and scroll on a phone; with
    `newest_first` they open at their right end: a box that runs from right to left needs no script for that.
    """

    key: str
    title: str
    description: str
    width: int
    height: int
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    wide: bool = False
    newest_first: bool = False


def framed(frame: Frame, drawing: Iterable[str], legend: SafeString | None = None) -> SafeString:
    """The whole chart: a group that takes the arrow keys, the drawing, what a key reads, the table."""
    svg = element(
        "svg",
        element("title", frame.title, id=f"{frame.key}-title"),
        element("desc", frame.description, id=f"{frame.key}-about"),
        *drawing,
        _cursor(frame),
        role="img",
        aria_labelledby=f"{frame.key}-title {frame.key}-about",
        viewBox=f"0 0 {frame.width} {frame.height}",
    )
    opens_at = "rtl" if frame.newest_first else None
    scroller = {
        "_class": "scroll",
        "dir": opens_at,
        "tabindex": 0,
        "role": "region",
        "aria_label": frame.title,
    }
    picture = element("div", svg, **scroller) if frame.wide else svg
    return element(
        "div",
        picture,
        legend or "",
        element("output", aria_live="polite"),
        _table(frame),
        _class="chart wide" if frame.wide else "chart",
        role="group",
        tabindex=0,
        data_chart="",
        aria_labelledby=f"{frame.key}-title",
        aria_describedby=f"{frame.key}-keys",
    )


def _cursor(frame: Frame) -> SafeString:
    return element("line", _class="cursor", visibility="hidden", x1=0, x2=0, y1=0, y2=frame.height - 24)


def _table(frame: Frame) -> SafeString:
    head = element("tr", *(element("th", text, scope="col") for text in frame.heads))
    body = join(
        element(
            "tr",
            element("th", row.cells[0], scope="row"),
            *(element("td", text) for text in row.cells[1:]),
            data_x=row.x,
        )
        for row in frame.rows
    )
    return format_html(
        '<p class="vh" id="{}-keys">{}</p><details><summary>{}</summary>'
        '<div class="scroll" role="group" tabindex="0" aria-label="{}"><table><caption class="vh">{}</caption>'
        "<thead>{}</thead><tbody>{}</tbody></table></div></details>",
        frame.key,
        gettext("Use the left and right arrow keys to hear one moment at a time."),
        gettext("Show as a table"),
        frame.title,
        frame.title,
        head,
        body,
    )
