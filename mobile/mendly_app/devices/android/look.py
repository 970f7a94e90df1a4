"""How Android is set: dark or light, text size, and the bars that lie over the app."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jnius import autoclass

from mendly_app.devices.android.place import activity

EDGE_TO_EDGE_FROM = 35
"""From this API level on, the app draws below the system's bars."""


class AndroidLook:
    """Fits the port `Look`. Android starts the activity anew when the look changes, so nobody has to be told."""

    def is_dark(self) -> bool:
        configuration = autoclass("android.content.res.Configuration")
        mode = _configuration().uiMode & configuration.UI_MODE_NIGHT_MASK
        return bool(mode == configuration.UI_MODE_NIGHT_YES)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Nothing to listen to while the app runs."""

    def insets(self) -> tuple[float, float]:
        if autoclass("android.os.Build$VERSION").SDK_INT < EDGE_TO_EDGE_FROM:
            return 0.0, 0.0
        insets = activity().getWindow().getDecorView().getRootWindowInsets()
        if insets is None:
            return 0.0, 0.0
        bars = insets.getInsets(autoclass("android.view.WindowInsets$Type").systemBars())
        return float(bars.top), float(bars.bottom)


def use_system_text_size() -> None:
    """Hand the phone's text size to Kivy, which reads it when it is first imported."""
    os.environ.setdefault("KIVY_METRICS_FONTSCALE", str(_configuration().fontScale))


def _configuration() -> Any:
    return activity().getResources().getConfiguration()
