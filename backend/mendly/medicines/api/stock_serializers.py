"""The shapes of what is left of a medicine: entries, how it stands, and the days with medicine in the house."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mendly.medicines.api.serializers import Amount
from mendly.medicines.refills import FORMULA, SOURCE
from mendly.medicines.services.stocks import MOST_DAYS, MOST_DAYS_BEFORE
from mendly.medicines.shelves import Unknown
from mendly_core.doses import StockKind

KINDS = [kind.value for kind in StockKind]


class StockIn(serializers.Serializer[Any]):
    """`amount` in the unit of the medicine's plan. `counted`: so much is there; `lost`: so much is gone."""

    id = serializers.UUIDField(help_text="Made by the sender; the same entry again adds nothing.")
    kind = serializers.ChoiceField(choices=KINDS)
    amount = Amount()
    days = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="How long a refill lasts; left out, the plan says it.",
    )
    expires = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The day on the label."
    )
    at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="When it was so; left out, now."
    )


class StockLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="As in the entry that was sent.")
    amount = serializers.DecimalField(13, 6, normalize_output=True)
    unit = serializers.CharField(allow_blank=True)
    days = serializers.IntegerField(allow_null=True)
    expires = serializers.DateField(allow_null=True)
    at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    by = serializers.UUIDField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class DaysCoveredOut(serializers.Serializer[Any]):
    """PDC: from refills alone, not from what was logged."""

    covered = serializers.IntegerField(help_text="Days with medicine in the house.")
    period = serializers.IntegerField(help_text="Days from the first refill of the last 365 until today.")
    ratio = serializers.FloatField(help_text="0 to 1.")
    formula = serializers.SerializerMethodField()
    source = serializers.SerializerMethodField()  # type: ignore[assignment]

    def get_formula(self, covered: object) -> str:
        return FORMULA

    def get_source(self, covered: object) -> str:
        return SOURCE


class StockOut(serializers.Serializer[Any]):
    """How the stock stands. Null is not known; `unknown` says why. Not low is no promise that it lasts."""

    medicine = serializers.UUIDField(source="now.medicine")
    unit = serializers.CharField(source="now.unit", allow_blank=True)
    left = serializers.DecimalField(None, 6, source="now.left", normalize_output=True, allow_null=True)
    known_since = serializers.DateTimeField(source="now.known_since", allow_null=True)
    runs_out = serializers.DateField(
        source="now.runs_out", allow_null=True, help_text="The patient's day of the first dose not covered."
    )
    lasts_days = serializers.IntegerField(source="now.lasts_days", allow_null=True)
    expires = serializers.DateField(source="now.expires", allow_null=True)
    days_before = serializers.IntegerField(
        source="now.days_before", allow_null=True, help_text="Null: no reminder is wanted."
    )
    remind_from = serializers.DateField(source="now.remind_from", allow_null=True)
    low = serializers.BooleanField(source="now.low", help_text="The day of the reminder has come.")
    unknown = serializers.ListField(
        source="now.unknown", child=serializers.ChoiceField(choices=[why.value for why in Unknown])
    )
    pdc = DaysCoveredOut(
        allow_null=True,
        help_text="Null: no refill, sooner than 91 days after the first, or how long one lasts is not known.",
    )
    entries = StockLineOut(many=True)


class StockReminderBody(serializers.Serializer[Any]):
    days_before = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=MOST_DAYS_BEFORE, help_text="Null: no reminder."
    )
