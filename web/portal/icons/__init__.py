"""Mendly's own line icons: 24 x 24 grid, 2 px stroke, round ends. See `{% icon %}` and `draw`."""

from portal.icons.shapes import ICONS, POINTING

__all__ = ["ICONS", "POINTING"]
