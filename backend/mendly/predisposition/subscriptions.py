"""What takes letters with it: the file whose result they tell."""

from __future__ import annotations

from uuid import UUID

from mendly.bus import subscribe
from mendly.predisposition.services import forget_letters_without_result


@subscribe("genes.removed")
def letters_go(patient: UUID) -> None:
    forget_letters_without_result(patient)
