"""The shapes of the line icons, as SVG path data on a 24 x 24 grid, keyed by what they mean.

Some point along the line of reading; `POINTING` names them, so they are mirrored in languages written from
right to left.
"""

from types import MappingProxyType
from typing import Final

_CIRCLE_9: Final = "M12 3a9 9 0 1 0 .01 0z"

ICONS: Final = MappingProxyType(
    {
        "alert": "M12 4 21 20H3zM12 10v4M12 17v.01",
        "bell": "M6 17v-6a6 6 0 0 1 12 0v6l2 2H4zM10 22h4M12 5V3",
        "calendar": "M4 6h16v14H4zM4 11h16M8 3v5M16 3v5",
        "check": "M4 12l5 5L20 6",
        "chevron": "M9 5l7 7-7 7",
        "clock": f"{_CIRCLE_9}M12 7v5l3.5 2",
        "close": "M6 6l12 12M18 6 6 18",
        "download": "M12 4v11M7 10l5 5 5-5M4 20h16",
        "edit": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
        "eye": "M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 .01 0z",
        "file": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
        "gene": "M7 3c0 6 10 6 10 12v6M17 3c0 6-10 6-10 12v6M8 6h8M8 18h8",
        "globe": f"{_CIRCLE_9}M3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18",
        "help": f"{_CIRCLE_9}M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17v.01",
        "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
        "info": f"{_CIRCLE_9}M12 11v5.5M12 7.5v.01",
        "lock": "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v1.5",
        "message": "M4 5h16v11H9l-5 4z",
        "people": "M9 4.5a3.5 3.5 0 1 0 .01 0zM2.5 20c0-4 2.7-6 6.5-6s6.5 2 6.5 6M16 4.7a3.5 3.5 0 0 1 0 6.6"
        "M18.5 14.5c2 .9 3 2.7 3 5.5",
        "person": "M12 4a4 4 0 1 0 .01 0zM4.5 21c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7",
        "phone": "M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM11 18h2",
        "pill": "M10.5 19.5l9-9a4.95 4.95 0 0 0-7-7l-9 9a4.95 4.95 0 0 0 7 7zM8 8l7 7",
        "plus": "M12 5v14M5 12h14",
        "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
        "pulse": "M3 12h4l3-8 4 16 3-8h4",
        "queue": "M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01",
        "search": "M11 4.5a6.5 6.5 0 1 0 .01 0zM16 16l5 5",
        "send": "M4 4l17 8-17 8 3-8zM7 12h6",
        "settings": "M4 8h8M18 8h2M4 16h2M12 16h8M15 5.5a2.5 2.5 0 1 0 .01 0zM9 13.5a2.5 2.5 0 1 0 .01 0z",
        "share": "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
        "sign-out": "M13 4H5v16h8M10 12h11M17 8l4 4-4 4",
        "skip": "M5 5l10 7-10 7zM19 5v14",
        "trash": "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M11 11v5M13 11v5",
        "undo": "M8 6 3.5 10.5 8 15M3.5 10.5H15a5 5 0 0 1 0 10h-4",
        "upload": "M12 16V5M7 10l5-5 5 5M4 20h16",
    }
)

POINTING: Final = frozenset({"chevron", "send", "sign-out", "skip", "undo"})
