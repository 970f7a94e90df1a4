"""Why an entered report or an imported table is refused. Codes are stable; the sentences are in the registry."""

from __future__ import annotations

REFUSALS = (
    "empty",
    "too_many_lines",
    "line_too_long",
    "not_text",
    "germline_file",
    "contradiction",
    "unknown_disease",
)


class TumourReportRefused(ValueError):
    """The entered text cannot be used; nothing was kept. `code` is one of :data:`REFUSALS`.

    `lines` quotes the lines that contradict each other: health details, for the person's own page only.
    """

    def __init__(self, code: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.lines = lines


class EvidenceTableRefused(ValueError):
    """An evidence table cannot be imported. The message is one plain sentence with the line number."""
