"""What would this person see now? The policy itself is asked for them; nothing is opened or recorded as theirs."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from mendly.accounts.selectors import provider_of_user
from mendly.audit.services import enter
from mendly.policy import SHAREABLE, Action, Actor, Category, Purpose, may

SHOWN = (*SHAREABLE, Category.DRUG_RESPONSE)
ACTS = (Action.VIEW, Action.RECORD, Action.ADD, Action.CHANGE)


def what_they_may(actor: Actor, patient_id: UUID, user_id: UUID) -> Mapping[Category, frozenset[Action]]:
    """For each kind of data what this account may do with it at this moment, signed in as well as one can be."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "preview")
    purpose = Purpose.SELF_CARE if provider_of_user(user_id) is None else Purpose.TREATMENT
    they = Actor(user_id=user_id, purpose=purpose, second_factor=True, fresh=True, via="preview")
    return {
        category: frozenset(act for act in ACTS if may(they, act, patient_id, category)) for category in SHOWN
    }
