"""The door of a worker's process: models may be imported only once Django stands, so this file imports none."""

from __future__ import annotations

from multiprocessing.synchronize import Barrier


def work_beside(database: str, start: Barrier) -> None:
    """What a spawned process runs: set up Django, then work in the scratch database."""
    import django

    django.setup()
    from mendly.ops.crowd import work_in

    work_in(database, start)
