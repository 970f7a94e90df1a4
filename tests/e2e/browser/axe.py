"""What axe finds on a page, in every width and both colours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 1280)
COLOURS = ["color-contrast", "link-in-text-block"]
"""A theme changes colours and nothing else, so in the second one these rules are enough."""
RUN = """async ([theme, runOnly]) => {
  document.documentElement.dataset.theme = theme;
  const {violations} = await axe.run(document, {runOnly, resultTypes: ["violations"]});
  return violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}"""
UNFOLD = 'for (const part of document.querySelectorAll("details:not([data-menu])")) part.open = true'


def faults_of(page: Page, widths: Sequence[int] = WIDTHS) -> list[str]:
    """What axe says in these widths and each colour, with everything unfolded, and whether anything sticks out."""
    page.evaluate(UNFOLD)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"{width}: {wide} px too wide")
        for theme, rules in (("light", TAGS), ("dark", COLOURS)) if width in widths else ():
            found += [f"{theme} {width}: {fault}" for fault in page.evaluate(RUN, [theme, rules])]
    return found
