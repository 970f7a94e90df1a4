"""The question that this room answers for the policy."""

from __future__ import annotations

from mendly.accounts.identity import identity_behind
from mendly.policy import Question, predicate


@predicate("leaving.has_only_an_account")
def has_only_an_account(question: Question) -> bool:
    """Neither a record of one's own nor a place in a clinic: a helper, a guardian, a former colleague.

    Asked about the account of whoever asks, and so about no patient.
    """
    identity = identity_behind(question)
    return question.patient_id is None and identity.patient is None and identity.working is None
