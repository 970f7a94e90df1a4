"""The few errors that rooms raise. `problems.py` turns them into answers; each text is safe to show."""

from __future__ import annotations


class DomainError(Exception):
    """Something the person asked for cannot be done. Nothing has been changed."""

    status = 400
    code = "refused"

    def __init__(self, sentence: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).code
        self.field = field


class BadInput(DomainError):
    """The input is malformed or does not make sense; the sentence says what to do."""

    status = 400
    code = "bad-input"


class TooLarge(DomainError):
    status = 413
    code = "too-large"


class Conflict(DomainError):
    """The request is fine but the state it speaks of has moved on."""

    status = 409
    code = "conflict"


class Gone(DomainError):
    status = 410
    code = "gone"


class TooMany(DomainError):
    status = 429
    code = "too-many"


class Unauthenticated(DomainError):
    status = 401
    code = "sign-in"


class NotFound(DomainError):
    """Absent, or not this person's to see: the two answers are the same on purpose."""

    status = 404
    code = "not-found"

    def __init__(self, sentence: str = "We could not find this.") -> None:
        super().__init__(sentence)


class Denied(NotFound):
    """The policy said no. Shown as not found, so that a stranger learns nothing."""


class SecondFactorNeeded(DomainError):
    """Everything fits but the second sign-in step is missing. Only told to someone who may see the rest."""

    status = 403
    code = "second-factor"

    def __init__(self) -> None:
        super().__init__("Please confirm it is you with your second sign-in step. Then try again.")


class StepUpNeeded(DomainError):
    """Everything fits but the proof of who this is has grown old. Only told to someone who may do the rest."""

    status = 403
    code = "step-up"

    def __init__(self) -> None:
        super().__init__("Please confirm it is you, then try again.")
