"""Where sealed files lie on this machine: what is acknowledged has reached the disk, as the database's rows have."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files that survive a power cut from the moment `save` returns."""

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        saved: str = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(saved))
        for place in (path, path.parent, path.parent.parent):
            _reach_the_disk(place)
        return saved


def _reach_the_disk(place: Path) -> None:
    """The bytes of a file; of a folder, the names in it."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
