"""The shapes on the wire: input that is checked, and answers as the schema tells them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mendly.medicines.checks import LONGEST_LINE, LONGEST_TEXT
from mendly.medicines.plans import KEPT_KINDS, KEPT_POLICIES
from mendly_core.doses import State, ZonePolicy
from mendly_core.doses.reading import SENTENCES

LONGEST_WINDOW = 7 * 24 * 60


class Line(serializers.CharField):
    """A line or text that may be left empty; services clean it."""

    def __init__(self, longest: int) -> None:
        super().__init__(required=False, allow_blank=True, max_length=longest)


class MedicineIn(serializers.Serializer[Any]):
    id = serializers.UUIDField(
        required=False, help_text="Made by the sender; repeating it adds nothing twice."
    )
    name = serializers.CharField(max_length=LONGEST_LINE["name"])
    ingredient = Line(LONGEST_LINE["ingredient"])
    rxnorm = serializers.RegexField(
        r"^\d{1,8}$", required=False, allow_blank=True, help_text="RxNorm code of the ingredient."
    )
    strength = Line(LONGEST_LINE["strength"])
    form = Line(LONGEST_LINE["form"])
    purpose = Line(LONGEST_LINE["purpose"])
    how = Line(LONGEST_TEXT["how"])
    notes = Line(LONGEST_TEXT["notes"])
    started_on = serializers.DateField(required=False)


class MedicineChange(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, max_length=LONGEST_LINE["name"])
    how = Line(LONGEST_TEXT["how"])
    notes = Line(LONGEST_TEXT["notes"])


class MedicineEnd(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, help_text="The first day without it; left out, it ends now.")


class RevisionIn(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="The plan's id, made by the sender, the same for all its revisions.")
    rev = serializers.IntegerField(
        required=False, min_value=1, max_value=32_767, help_text="The next number; refused when it is not."
    )
    rule = serializers.JSONField(
        help_text='`{"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]}`, or kind "weekdays" with "days" '
        "(0 is Monday). A dose keeps its slot when its time moves."
    )
    amount = serializers.RegexField(
        r"^\d{1,9}(\.\d{1,6})?$", error_messages={"invalid": SENTENCES["not-an-amount"]}
    )
    unit = serializers.CharField(max_length=40)
    zone_policy = serializers.ChoiceField(
        [policy.value for policy in KEPT_POLICIES], default=ZonePolicy.FLOATING.value
    )
    home_zone = serializers.CharField(required=False, max_length=64)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)
    early_minutes = serializers.IntegerField(min_value=0, max_value=LONGEST_WINDOW, default=60)
    late_minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW, default=240)


class Days(serializers.Serializer[Any]):
    """Local dates from <= day < to."""

    to = serializers.DateField(help_text="The day after the last.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(help_text="The first day."), **super().get_fields()}


class ScheduleOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    rev = serializers.IntegerField()
    medicine = serializers.UUIDField()
    rule = serializers.JSONField()
    amount = serializers.CharField()
    unit = serializers.CharField()
    zone_policy = serializers.ChoiceField([policy.value for policy in KEPT_POLICIES])
    home_zone = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    early_minutes = serializers.IntegerField()
    late_minutes = serializers.IntegerField()
    ends_at = serializers.DateTimeField(allow_null=True)


class MedicineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    ingredient = serializers.CharField()
    rxnorm = serializers.CharField()
    strength = serializers.CharField()
    form = serializers.CharField()
    purpose = serializers.CharField()
    how = serializers.CharField()
    notes = serializers.CharField()
    status = serializers.CharField()
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    schedules = ScheduleOut(many=True)


class IntakeBody(serializers.Serializer[Any]):
    """One entry. The engine reads it, so phone and server refuse the same things."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField([kind.value for kind in KEPT_KINDS])
    occurrence = serializers.CharField(allow_null=True)
    schedule = serializers.UUIDField(allow_null=True)
    local_date = serializers.DateField(allow_null=True)
    slot = serializers.IntegerField(allow_null=True)
    rev = serializers.IntegerField(allow_null=True, required=False)
    step = serializers.IntegerField(allow_null=True, required=False)
    put_to = serializers.DateTimeField(allow_null=True, required=False)
    medicine = serializers.UUIDField()
    taken_at = serializers.DateTimeField(allow_null=True)
    logged_at = serializers.DateTimeField()
    device_zone = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    supersedes = serializers.UUIDField(allow_null=True)
    hlc = serializers.CharField()


class DoseOut(serializers.Serializer[Any]):
    occurrence = serializers.CharField(source="key")
    schedule = serializers.UUIDField()
    rev = serializers.IntegerField()
    medicine = serializers.UUIDField()
    medicine_name = serializers.CharField()
    local_date = serializers.DateField()
    slot = serializers.IntegerField()
    local_time = serializers.CharField()
    zone = serializers.CharField()
    due_at = serializers.DateTimeField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    state = serializers.ChoiceField([state.value for state in State])
    no_data = serializers.BooleanField()
    minutes_late = serializers.IntegerField()
    amount = serializers.DecimalField(15, 6, normalize_output=True)
    unit = serializers.CharField()
    intake = serializers.UUIDField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    on_time = serializers.BooleanField(allow_null=True)
    amount_taken = serializers.DecimalField(15, 6, normalize_output=True, allow_null=True)
    reason = serializers.CharField(allow_null=True)
