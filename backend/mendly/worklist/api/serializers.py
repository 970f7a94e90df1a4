from __future__ import annotations

from rest_framework import serializers

_LARGEST_VERSION = 2**31 - 1


class Seen(serializers.Serializer[object]):
    """The version of the item that the person saw."""

    version = serializers.IntegerField(min_value=1, max_value=_LARGEST_VERSION)


class SnoozeIn(Seen):
    until = serializers.DateTimeField()


class AssignIn(Seen):
    to = serializers.UUIDField(help_text="The provider who gets it.")


class QueueLineOut(serializers.Serializer[object]):
    """`urgency`: 3 cannot wait, 2 soon, 1 routine. One of kind `knowledge` is about many `patients`, naming none."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    source = serializers.UUIDField()  # type: ignore[assignment]
    patient = serializers.UUIDField(allow_null=True)
    patient_name = serializers.CharField(allow_null=True)
    urgency = serializers.IntegerField()
    lane = serializers.CharField()
    assigned_to = serializers.UUIDField(allow_null=True)
    assigned_name = serializers.CharField(allow_null=True)
    snoozed_until = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField()
    patients = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class CountsOut(serializers.Serializer[object]):
    needs_me = serializers.IntegerField()
    team = serializers.IntegerField()
    waiting = serializers.IntegerField()
    urgent = serializers.IntegerField()


class ItemOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    state = serializers.CharField()
    assigned_to = serializers.UUIDField(source="assigned_to_id", allow_null=True)
    snoozed_until = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PressureOut(serializers.Serializer[object]):
    taken_at = serializers.DateTimeField()
    systolic = serializers.IntegerField(source="values.systolic")
    diastolic = serializers.IntegerField(source="values.diastolic")
    pulse = serializers.IntegerField(source="values.pulse", allow_null=True)
    is_doubtful = serializers.BooleanField()


class DosesOut(serializers.Serializer[object]):
    taken = serializers.IntegerField()
    partial = serializers.IntegerField()
    settled = serializers.IntegerField()
    no_data = serializers.IntegerField()
    dose_ratio = serializers.FloatField(allow_null=True)


class PanelLineOut(serializers.Serializer[object]):
    """What the patient does not share is null."""

    patient = serializers.UUIDField()
    name = serializers.CharField(allow_null=True)
    birth_date = serializers.DateField(allow_null=True)
    age = serializers.IntegerField(allow_null=True)
    last_pressure = PressureOut(allow_null=True)
    open_alerts = serializers.IntegerField(allow_null=True)
    last_message_at = serializers.DateTimeField(allow_null=True)
    doses_7 = DosesOut(allow_null=True)
    doses_30 = DosesOut(allow_null=True)
