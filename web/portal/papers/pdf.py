"""The papers as PDF, drawn from the data that the pages show.

Only the fonts that every reader of PDF has are used, so a file stays small and carries no font of anyone's: their
letters are those of western Europe, and the few other signs are written out. A name that cannot be written so is
left as an empty line, for the person to fill in by hand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, cast

from mendly_core.words import ClinicianReport, Language, ReportSection, WalletCard, format_date, say

if TYPE_CHECKING:
    from fpdf import FPDF

WRITTEN_OUT: Final = str.maketrans(
    {
        "≥": ">=",
        "≤": "<=",
        "→": "->",
        "←": "<-",
        "×": "x",
        "−": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "…": "...",
        "•": "-",
    }
)
TEAL: Final = (11, 93, 91)
TINT: Final = (220, 239, 236)
INK: Final = (27, 36, 48)
SOFT: Final = (74, 85, 100)
HAIR: Final = (228, 223, 211)
A6: Final = (105, 148)
"""Millimetres."""

FILL_IN: Final = "_" * 28
RESULT_WIDTHS: Final = {5: (15, 28, 30, 40, 14), 6: (24, 18, 18, 26, 16, 16)}
"""Shares of the columns of a table, by how many it has."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose paper it is. An empty name was not shared."""

    name: str
    birth_date: date | None


def plain(text: str) -> str:
    """The text in the letters that every reader has: signs written out, foreign accents taken off."""
    found = text.translate(WRITTEN_OUT)
    return "".join(sign if _can_write(sign) else _without_accent(sign) for sign in found)


def _can_write(text: str) -> bool:
    try:
        return text.encode("latin-1") is not None
    except UnicodeEncodeError:
        return False


def _without_accent(sign: str) -> str:
    base = unicodedata.normalize("NFKD", sign)[0]
    return base if _can_write(base) else "?"


def wallet_card_pdf(card: WalletCard, holder: Holder, language: Language, *, made_at: datetime) -> bytes:
    """A card of A6 pages: who, the fixed lines, medicines to ask about, genes."""
    pdf = _new(card.title, language, made_at, size=A6, margin=9)
    _head(pdf, card.title, 15)
    _holder(pdf, holder, language)
    _line(pdf, card.intro, size=10)
    _note(pdf, (card.safety, card.not_all, *card.english_safety))
    for label, rows in (("medicines", card.medicines), ("genes", card.genes)):
        if rows:
            _heading(pdf, say(f"papers.card.{label}", language), 11)
            for row in rows:
                _pair(pdf, row.name, row.text)
    _foot(pdf, card.footer)
    return bytes(pdf.output())


def report_pdf(report: ClinicianReport, holder: Holder, language: Language, *, made_at: datetime) -> bytes:
    """The report on A4, tables with their heads repeated on each page."""
    pdf = _new(report.title, language, made_at, size="A4", margin=15)
    _head(pdf, report.title, 18)
    _holder(pdf, holder, language)
    for line in report.intro:
        _line(pdf, line, size=9.5)
    for section in report.sections:
        _heading(pdf, section.heading, 12.5)
        if section.rows:
            _table(pdf, section)
        for line in section.lines:
            _line(pdf, line, size=8.5, colour=SOFT)
    _foot(pdf, report.footer)
    return bytes(pdf.output())


def _new(
    title: str, language: str, made_at: datetime, *, size: str | tuple[float, float], margin: float
) -> FPDF:
    # Loaded with the first paper: the library brings picture and font tools that no other page needs.
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    pdf = FPDF(format=size)
    pdf.set_lang(language)
    pdf.set_title(title)
    pdf.set_creator("Mendly")
    pdf.set_producer("Mendly")
    pdf.set_creation_date(made_at)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.set_margin(margin)
    pdf.set_auto_page_break(auto=True, margin=margin + 4)
    pdf.add_page()
    return pdf


def _text(pdf: FPDF, text: str, *, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
    pdf.set_font("Helvetica", style, size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, plain(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _head(pdf: FPDF, title: str, size: float) -> None:
    """The title on a line of its own, with a rule in the house's colour under it. An outline leads to each part."""
    pdf.start_section(plain(title))
    _text(pdf, "Mendly", size=9, style="B", colour=TEAL)
    _text(pdf, title, size=size, style="B")
    pdf.ln(1)
    pdf.set_draw_color(*TEAL)
    pdf.set_line_width(0.8)
    pdf.line(pdf.l_margin, pdf.y, pdf.w - pdf.r_margin, pdf.y)
    pdf.ln(3)


def _holder(pdf: FPDF, holder: Holder, language: Language) -> None:
    name = holder.name if holder.name and _can_write(holder.name.translate(WRITTEN_OUT)) else FILL_IN
    _pair(pdf, say("papers.card.name", language), name)
    born = format_date(holder.birth_date, language) if holder.birth_date else FILL_IN
    _pair(pdf, say("papers.card.born", language), born)
    pdf.ln(2)


def _heading(pdf: FPDF, text: str, size: float) -> None:
    pdf.ln(3)
    if pdf.will_page_break(size * 2):
        pdf.add_page()
    pdf.start_section(plain(text), level=1)
    _text(pdf, text, size=size, style="B", colour=TEAL)
    pdf.ln(1)


def _line(pdf: FPDF, text: str, *, size: float, colour: tuple[int, int, int] = INK) -> None:
    _text(pdf, text, size=size, colour=colour)
    pdf.ln(1)


def _pair(pdf: FPDF, name: str, text: str) -> None:
    """A name in bold and what is said of it, kept together on one page."""
    _keep_together(pdf, ((name, "B", 9.5), (text, "", 9.0)))
    _text(pdf, name, size=9.5, style="B")
    _text(pdf, text, size=9, colour=SOFT)
    pdf.ln(1)


def _keep_together(pdf: FPDF, texts: tuple[tuple[str, str, float], ...]) -> None:
    """Go on to the next page if these texts (words, style, size) do not fit on what is left of this one."""
    height = 0.0
    for text, style, size in texts:
        pdf.set_font("Helvetica", style, size)
        height += cast(float, pdf.multi_cell(0, size * 0.5, plain(text), dry_run=True, output="HEIGHT"))
    if pdf.will_page_break(height):
        pdf.add_page()


def _note(pdf: FPDF, lines: tuple[str, ...]) -> None:
    pdf.ln(2)
    words = "\n".join(lines)
    _keep_together(pdf, ((words, "B", 12.0),))
    pdf.set_fill_color(*TINT)
    pdf.set_font("Helvetica", "B", 9.5)
    pdf.set_text_color(*INK)
    pdf.multi_cell(0, 5, plain(words), align="L", fill=True, padding=2, new_x="LMARGIN", new_y="NEXT")


def _foot(pdf: FPDF, lines: tuple[str, ...]) -> None:
    pdf.ln(3)
    for line in lines:
        _text(pdf, line, size=8, colour=SOFT)


def _table(pdf: FPDF, section: ReportSection) -> None:
    from fpdf.fonts import FontFace

    pdf.set_font("Helvetica", "", 8)
    pdf.set_text_color(*INK)
    pdf.set_draw_color(*HAIR)
    pdf.set_line_width(0.2)
    with pdf.table(
        col_widths=RESULT_WIDTHS[len(section.columns)],
        text_align="LEFT",
        line_height=4,
        padding=1,
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD", color=SOFT),
    ) as table:
        for cells in (section.columns, *section.rows):
            row = table.row()
            for cell in cells:
                row.cell(plain(cell))
    pdf.ln(2)
