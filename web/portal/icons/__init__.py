"""Mendly's own line icons: 24 x 24 grid, 2 px stroke, round ends. Used inline by `{% icon %}` and drawn to PNG by `draw`."""

from portal.icons.shapes import ICONS, POINTING

__all__ = ["ICONS", "POINTING"]
