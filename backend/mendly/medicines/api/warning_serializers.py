"""Safety warnings and suggested names on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mendly.medicines.api.serializers import MedicineOut
from mendly.medicines.checks import LONGEST_LINE, LONGEST_NOTE
from mendly.medicines.safety import HIDING_REASONS
from mendly_core.interactions import SEVERITIES

WARNING_KINDS = ("drug", "food", "alcohol", "supplement", "duplicate", "maximum")


class WarningLevel(serializers.Serializer[Any]):
    level = serializers.ChoiceField(
        ["upper", "all"],
        default="upper",
        help_text="upper: contraindicated and serious; all: also those to ask about some time.",
    )


class HiddenOut(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(HIDING_REASONS)
    note = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.UUIDField(allow_null=True)


class WarningTextOut(serializers.Serializer[Any]):
    headline = serializers.CharField()
    means = serializers.ListField(child=serializers.CharField())
    todo = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    for_your_doctor = serializers.ListField(child=serializers.CharField())


class WarningOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="Another one as soon as the ingredients or the severity change.")
    kind = serializers.ChoiceField(WARNING_KINDS)
    severity = serializers.ChoiceField(SEVERITIES)
    medicines = serializers.ListField(child=serializers.UUIDField())
    text = WarningTextOut()
    hidden = HiddenOut(allow_null=True)


class NotCheckedOut(serializers.Serializer[Any]):
    medicine = serializers.UUIDField()
    part = serializers.CharField(help_text="As it is written; no table knows it.")
    words = serializers.CharField()


class SafetyOut(serializers.Serializer[Any]):
    """No warning never means that a list is safe; `always` says so and is shown with every answer."""

    shown = WarningOut(many=True)
    hidden = WarningOut(many=True)
    amounts = WarningTextOut(many=True, help_text="Amounts of a day that could not be compared.")
    not_checked = NotCheckedOut(many=True)
    always = serializers.ListField(child=serializers.CharField())


class MedicineAdded(MedicineOut):
    warnings = WarningOut(
        many=True, help_text="The upper levels, of this medicine with the rest of the list."
    )


class HideIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(HIDING_REASONS)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_NOTE, help_text="Needed for the reason other."
    )


class NameIn(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=LONGEST_LINE["name"], help_text="From two letters on.")


class SuggestionOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    ingredients = serializers.ListField(child=serializers.CharField())
    rxnorm = serializers.CharField(help_text="Of its only ingredient, or empty.")
