"""A list that grows at its end, as a talk does."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.uix.recycleboxlayout import RecycleBoxLayout


class GrowingBoxLayout(RecycleBoxLayout):
    """The rows of a `RecycleView`. While rows are only added, the widgets of the others stay as they are.

    Kivy's own layout fills every widget anew at each change, and so draws all their text again.
    """

    _only_grew = False

    def compute_sizes_from_data(self, data: list[dict[str, Any]], flags: list[dict[str, Any]]) -> None:
        self._only_grew = bool(flags) and all(set(flag) == {"appended"} for flag in flags)
        super().compute_sizes_from_data(data, flags)

    def clear_layout(self) -> None:
        if not self._only_grew or self.recycleview is None:
            super().clear_layout()
            return
        self.recycleview.view_adapter.make_views_dirty()
        self.clear_widgets()
        self.view_indices = {}
        self._size_needs_update = False
