"""What a person wants to know beyond medicines, and their letters to the family.

Findings have no table: they are worked out from the kept calls when they are read, for shown categories alone.
"""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned
from mendly.vault.fields import SealedJSON, SealedText


class CategoryChoice(PatientOwned):
    """One answer of the patient about one category. Appended, never changed; the newest of a category counts.

    `number` counts the answers of a patient: the order does not hang on a clock. `answer` holds category, choice
    and the language of the page. A question without an answer leaves no row.
    """

    number = models.PositiveIntegerField()
    answer = SealedJSON()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="predisposition_one_number_each")
        ]


class Letter(PatientOwned):
    """The patient's draft of a letter to the family, about one result. Never sent by us.

    `place` is a blind id of the result (see `places.py`): one draft each. `about` says which result it is, and
    whether a laboratory had confirmed it when the draft was made.
    """

    place = models.UUIDField()
    about = SealedJSON()
    text = SealedText()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "place"], name="predisposition_one_letter_each")
        ]
