"""The shapes on the wire: input that is checked, and answers as the schema tells them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mendly.medicines.checks import LONGEST_LINE, LONGEST_TEXT
from mendly_core.doses import Caution, IntakeKind, State, ZonePolicy
from mendly_core.doses.reading import SENTENCES
from mendly_core.doses.tapers import LONGEST_PHASE

LONGEST_WINDOW = 7 * 24 * 60
RULE_HELP = """One object with a "kind". In plans by days, "times" is a list of doses
`{"slot": 1, "at": "08:00"}`: the slot names the dose and stays when its time moves. A dose may be tied to a meal:
`"meal"` is breakfast, lunch, dinner or bedtime, `"offset"` the minutes after it, below 0 before it.

- `{"kind": "daily", "times": [...]}`: every day.
- `{"kind": "weekdays", "days": [0, 2], "times": [...]}`: on some days, 0 is Monday.
- `{"kind": "every_days", "every": 3, "anchor": "2026-11-02", "times": [...]}`: every third day, with the day anchor.
- `{"kind": "every_weeks", "every": 2, "days": [0], "anchor": "2026-11-02", "times": [...]}`: some days of every
second week, with the week of the day anchor.
- `{"kind": "cycle", "on": 21, "off": 7, "anchor": "2026-11-02", "times": [...]}`: days with doses, then days
without; a cycle begins with the day anchor.
- `{"kind": "month_days", "days": [1, 31], "times": [...]}`: days of each month; 31 means the last.
- `{"kind": "waking", "every": 180, "first": "08:00", "last": "20:00"}`: every so many minutes from a first to a
last wall time; the n-th dose has slot n.
- `{"kind": "hours", "every": 8, "anchor": "2026-11-02T07:00:00Z"}`: every so many real hours from an instant on.
- `{"kind": "after_intake", "minutes": 360, "first": "2026-11-02T07:00:00Z"}`: so many minutes after the dose
before was taken; the first at an instant.
- `{"kind": "following", "schedule": "<id of a plan by days>", "slot": 1, "minutes": 30}`: after a dose of that plan.
- `{"kind": "as_needed", "most": "4", "gap": 240}`: no planned doses; at most this amount in 24 hours, so many
minutes apart. Either may be null.

The doses of "hours" and "after_intake" are steps 0, 1, 2 and so on of a revision. They need `zone_policy`
"absolute", and a dose may stay open (`late_minutes`) only until the next one is due."""


class Line(serializers.CharField):
    """A line or text that may be left empty; services clean it."""

    def __init__(self, longest: int) -> None:
        super().__init__(required=False, allow_blank=True, max_length=longest)


class Amount(serializers.RegexField):
    """A decimal number above zero, as text."""

    def __init__(self, **options: Any) -> None:
        invalid = {"invalid": SENTENCES["not-an-amount"]}
        super().__init__(r"^\d{1,9}(\.\d{1,6})?$", error_messages=invalid, **options)


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
    rule = serializers.JSONField(help_text=RULE_HELP)
    amount = Amount()
    unit = serializers.CharField(max_length=40)
    zone_policy = serializers.ChoiceField(
        [policy.value for policy in ZonePolicy],
        default=ZonePolicy.FLOATING.value,
        help_text="floating: the wall clock where the patient is; home: that of home_zone; "
        "absolute: no wall clock, for rules in hours.",
    )
    home_zone = serializers.CharField(required=False, max_length=64)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_to = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The first day without it."
    )
    early_minutes = serializers.IntegerField(min_value=0, max_value=LONGEST_WINDOW, default=60)
    late_minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW, default=240)


class Days(serializers.Serializer[Any]):
    """Local dates from <= day < to."""

    to = serializers.DateField(help_text="The day after the last.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(help_text="The first day."), **super().get_fields()}


class PhaseIn(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_PHASE)
    amount = Amount()


class TaperIn(serializers.Serializer[Any]):
    """A dose that goes down or up by phases, each so many days long; after the last one there is none."""

    id = serializers.UUIDField(help_text="Of the plan; the same again changes nothing.")
    rule = serializers.JSONField(help_text="A rule of days, as in a schedule.")
    unit = serializers.CharField(max_length=40)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    phases = PhaseIn(many=True)


class ProposalIn(RevisionIn):
    """A plan for the patient to accept; `id` is the plan's, a new one for a new plan."""

    rev = None
    proposal = serializers.UUIDField(help_text="Made by the sender; repeating it adds nothing twice.")
    words = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONGEST_TEXT["words"]
    )


class ProposalOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    medicine = serializers.UUIDField()
    schedule = serializers.UUIDField()
    rule = serializers.JSONField(source="draft.rule.to_json")
    amount = serializers.DecimalField(
        source="draft.amount", max_digits=15, decimal_places=6, normalize_output=True
    )
    unit = serializers.CharField(source="draft.unit")
    valid_from = serializers.DateField(source="draft.valid_from", allow_null=True)
    valid_to = serializers.DateField(source="draft.valid_to", allow_null=True)
    words = serializers.CharField()
    by_name = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    is_change = serializers.BooleanField()


class AnswerIn(serializers.Serializer[Any]):
    accept = serializers.BooleanField()


class PauseIn(serializers.Serializer[Any]):
    until = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The day on which the plan goes on, if known.",
    )


class AsNeededOut(serializers.Serializer[Any]):
    """A medicine that can be taken outside the times of a plan, and what its limits leave now."""

    medicine = serializers.UUIDField()
    schedule = serializers.UUIDField(source="plan.id", default=None, allow_null=True)
    amount = serializers.DecimalField(max_digits=15, decimal_places=6, normalize_output=True, allow_null=True)
    taken = serializers.DecimalField(
        max_digits=15, decimal_places=6, normalize_output=True, help_text="In the last 24 hours."
    )
    left = serializers.DecimalField(
        source="room.left",
        max_digits=15,
        decimal_places=6,
        normalize_output=True,
        default=None,
        allow_null=True,
        help_text="Of the most of 24 hours; null where no limit is known.",
    )
    cautions = serializers.ListField(
        source="room.cautions",
        child=serializers.ChoiceField([caution.value for caution in Caution]),
        default=list,
        help_text="Why to ask before another dose is logged.",
    )
    free_at = serializers.DateTimeField(source="room.free_at", default=None, allow_null=True)
    last_taken_at = serializers.DateTimeField(allow_null=True)


class ScheduleOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    rev = serializers.IntegerField()
    medicine = serializers.UUIDField()
    rule = serializers.JSONField()
    amount = serializers.CharField()
    unit = serializers.CharField()
    zone_policy = serializers.ChoiceField([policy.value for policy in ZonePolicy])
    home_zone = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    early_minutes = serializers.IntegerField()
    late_minutes = serializers.IntegerField()
    ends_at = serializers.DateTimeField(
        allow_null=True, help_text="From when a rule of steps holds no longer; its days only bound it."
    )


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
    kind = serializers.ChoiceField([kind.value for kind in IntakeKind])
    occurrence = serializers.CharField(allow_null=True)
    schedule = serializers.UUIDField(allow_null=True)
    local_date = serializers.DateField(allow_null=True)
    slot = serializers.IntegerField(allow_null=True, help_text="Of a dose of a day.")
    rev = serializers.IntegerField(required=False, allow_null=True, help_text="Of a step.")
    step = serializers.IntegerField(required=False, allow_null=True, help_text="Of a step.")
    medicine = serializers.UUIDField()
    taken_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was taken; kinds taken and partial."
    )
    put_to = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="Snoozed: when to remind again, at most 12 hours ahead. "
        "Moved: when the dose is due, at most 24 hours from its plan.",
    )
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
    slot = serializers.IntegerField(allow_null=True)
    step = serializers.IntegerField(allow_null=True)
    local_time = serializers.CharField()
    zone = serializers.CharField()
    due_at = serializers.DateTimeField()
    moved = serializers.BooleanField(help_text="Due elsewhere than the rule says.")
    rings_at = serializers.DateTimeField(allow_null=True, help_text="Until when it was snoozed.")
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
