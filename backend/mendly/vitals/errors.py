from __future__ import annotations

from mendly.errors import DomainError


class IsThisRightError(DomainError):
    """The numbers can hardly be right. Nothing is stored until the person says that they are."""

    status = 422
    code = "is-this-right"

    def __init__(self) -> None:
        super().__init__("These numbers are unusual. Is this right? Please check them, then confirm.")
