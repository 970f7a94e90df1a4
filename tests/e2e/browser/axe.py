"""What axe finds on a page, in every width and both colours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 1280)
Look = tuple[int, str]
"""A width in px and a theme."""
EVERY_LOOK: tuple[Look, ...] = tuple((width, theme) for width in WIDTHS for theme in ("light", "dark"))
ON_A_PHONE: tuple[Look, ...] = ((390, "light"),)
FEW_LOOKS: tuple[Look, ...] = (*ON_A_PHONE, (1280, "light"), (1280, "dark"))
COLOURS = ["color-contrast", "link-in-text-block"]
"""A theme changes colours and nothing else, so in the dark one these rules are enough."""
RUN = """async ([within, theme, runOnly]) => {
  document.documentElement.dataset.theme = theme;
  const {violations} = await axe.run(within, {runOnly, resultTypes: ["violations"]});
  return violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}"""
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return "";
  const sticking = [...document.querySelectorAll("body *")].filter((n) => n.getBoundingClientRect().right > innerWidth);
  return `${wide} px too wide: ${sticking.slice(-3).map((n) => n.outerHTML.slice(0, 160)).join(" | ")}`;
}"""
UNFOLD = 'for (const part of document.querySelectorAll("details:not([data-menu])")) part.open = true'


def faults_of(page: Page, looks: Sequence[Look] = EVERY_LOOK, within: str = "html") -> list[str]:
    """What axe says in these looks, with everything unfolded, and whether anything sticks out in any width.

    `within`: a selector of the part that counts.
    """
    page.wait_for_load_state()
    page.evaluate(UNFOLD)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if too_wide := page.evaluate(TOO_WIDE):
            found.append(f"{width}: {too_wide}")
        for theme in (theme for at, theme in looks if at == width):
            faults = page.evaluate(RUN, [within, theme, COLOURS if theme == "dark" else TAGS])
            found += [f"{theme} {width}: {fault}" for fault in faults]
    return found
