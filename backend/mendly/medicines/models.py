"""Medicines, their plans and what was logged. Plans and entries are only added; states are derived."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from mendly.accounts.models import PatientOwned
from mendly.medicines.stock_models import StockLook as StockLook
from mendly.medicines.stock_models import StockNotice as StockNotice
from mendly.medicines.stock_models import StockRecord as StockRecord
from mendly.medicines.stock_models import StockReminder as StockReminder
from mendly.vault.fields import SealedDate, SealedDecimal, SealedJSON, SealedText
from mendly_core.doses import Intake, IntakeKind, Schedule, ZonePolicy, rule_from_json
from mendly_core.doses.rings import RingWishes

_UNSEEN_AMOUNT = Decimal(1)
_UNSEEN_UNIT = "sealed"


class Status(models.TextChoices):
    ACTIVE = "active"
    ENDED = "ended"


class Medicine(PatientOwned):
    """One medicine on the patient's list, in their words. `rxnorm` is its ingredient's code, or empty."""

    name = SealedText()
    ingredient = SealedText()
    rxnorm = SealedText()
    strength = SealedText()
    form = SealedText()
    purpose = SealedText()
    how = SealedText()
    notes = SealedText()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "status"], name="medicines_by_patient")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.ACTIVE, ended_on=None)
                | Q(status=Status.ENDED, ended_on__isnull=False),
                name="medicines_ended_has_day",
            )
        ]


class ScheduleRevision(PatientOwned):
    """One revision of a plan: what holds for local dates valid_from <= day < valid_to (None: open end).

    `schedule` names the plan through all its revisions. The rule never changes; only the end is set, once a
    later revision takes over. A rule of steps holds until the instant `ends_at`; its dates only bound the search
    for it, by days of `home_zone`.
    """

    schedule = models.UUIDField()
    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="+", db_index=False)
    rev = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ends_at = models.DateTimeField(null=True)
    rule = models.JSONField()
    """Kind, days and due minutes, as `Rule.to_json` writes them, but without amounts."""
    amount = SealedDecimal()
    most = SealedDecimal(null=True)
    """The most of a day, of a medicine taken as needed."""
    unit = SealedText()
    zone_policy = models.CharField(
        max_length=8, choices=[(policy.value, policy.value) for policy in ZonePolicy]
    )
    home_zone = models.CharField(max_length=64)
    early_minutes = models.PositiveSmallIntegerField()
    late_minutes = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "schedule", "rev"], name="medicines_one_revision"),
            models.UniqueConstraint(
                fields=["patient", "schedule"], condition=Q(valid_to=None), name="medicines_one_open_revision"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="medicines_revision_forward",
            ),
        ]
        indexes = [models.Index(fields=["patient", "medicine"], name="medicines_revisions")]

    def plan(self) -> Schedule:
        """The revision as the engine and the phone know it. Opens the seals."""
        most = {} if self.most is None else {"most": f"{self.most:f}"}
        return self._plan(self.rule | most, self.amount, self.unit)

    def outline(self) -> Schedule:
        """Enough to plan instants and keys; no seal is opened, so amount and unit only fill the form."""
        return self._plan(self.rule, _UNSEEN_AMOUNT, _UNSEEN_UNIT)

    def never_held(self) -> bool:
        """Whether another revision took its place before it began."""
        steps = self.outline().steps if self.ends_at else None
        return self.valid_to == self.valid_from or (steps is not None and steps.first >= self.ends_at)

    def is_rest_of_a_day(self) -> bool:
        """Whether it holds only on the day on which it was added, as what stays of today at a change or an end."""
        made_on = self.added_at.astimezone(ZoneInfo(self.home_zone)).date()
        return self.valid_from == made_on and self.valid_to == made_on + timedelta(days=1)

    def _plan(self, rule: dict[str, Any], amount: Decimal, unit: str) -> Schedule:
        return Schedule(
            id=self.schedule,
            rev=self.rev,
            medicine=self.medicine_id,
            rule=rule_from_json(rule),
            amount=amount,
            unit=unit,
            zone_policy=ZonePolicy(self.zone_policy),
            home_zone=self.home_zone,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            early_minutes=self.early_minutes,
            late_minutes=self.late_minutes,
            ends_at=self.ends_at,
        )


class IntakeEvent(PatientOwned):
    """One logged entry, made where it was logged and never changed: an edit or undo is a new entry.

    `occurrence` is None for a dose outside any plan; a dose of a day has a `slot`, a step its `rev` and `step`.
    `put_to` is to when a dose was snoozed or moved. `by` is the account that logged it, `received_at` when it
    reached us.
    """

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in IntakeKind])
    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="+", db_index=False)
    schedule = models.UUIDField(null=True)
    local_date = models.DateField(null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    rev = models.PositiveSmallIntegerField(null=True)
    step = models.PositiveIntegerField(null=True)
    occurrence = models.CharField(max_length=32, null=True)
    taken_at = models.DateTimeField(null=True)
    put_to = models.DateTimeField(null=True)
    logged_at = models.DateTimeField()
    received_at = models.DateTimeField()
    device_zone = models.CharField(max_length=64)
    hlc = models.CharField(max_length=96)
    supersedes = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    amount = SealedDecimal(null=True)
    reason = SealedText(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "local_date"], name="medicines_intakes_by_day"),
            models.Index(fields=["patient", "occurrence"], name="medicines_intakes_by_dose"),
            models.Index(fields=["patient", "medicine", "logged_at"], name="medicines_intakes_by_medicine"),
            models.Index(
                fields=["patient", "schedule"],
                condition=Q(step__isnull=False),
                name="medicines_intakes_by_step",
            ),
            models.Index(
                fields=["patient", "put_to"],
                condition=Q(put_to__isnull=False),
                name="medicines_intakes_put_off",
            ),
        ]

    def entry(self) -> Intake:
        """The entry as the engine and the phone know it. Opens the seals."""
        return self._entry(self.amount, self.reason)

    def outline(self) -> Intake:
        """Enough to fold a state; no seal is opened. Only the form of a part asks for an amount, so that is filled."""
        return self._entry(_UNSEEN_AMOUNT if self.kind == IntakeKind.PARTIAL else None, None)

    def _entry(self, amount: Decimal | None, reason: str | None) -> Intake:
        return Intake(
            id=self.id,
            kind=IntakeKind(self.kind),
            medicine=self.medicine_id,
            logged_at=self.logged_at,
            device_zone=self.device_zone,
            hlc=self.hlc,
            occurrence=self.occurrence,
            schedule=self.schedule,
            local_date=self.local_date,
            slot=self.slot,
            rev=self.rev,
            step=self.step,
            put_to=self.put_to,
            taken_at=self.taken_at,
            amount=amount,
            reason=reason,
            supersedes=self.supersedes,
        )


class PlanProposal(PatientOwned):
    """A plan that a provider proposes. Nothing changes until the patient, or who plans for them, accepts it.

    `rev` is the number that the plan's next revision would have: a plan that changed meanwhile is looked at again.
    `days` is the draft without what is sealed beside it.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="+", db_index=False)
    schedule = models.UUIDField()
    rev = models.PositiveSmallIntegerField()
    days = models.JSONField()
    amount = SealedDecimal()
    most = SealedDecimal(null=True)
    unit = SealedText()
    words = SealedText()
    """Why, in the provider's words."""
    by = models.UUIDField()
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["patient", "state"], condition=Q(state="open"), name="medicines_open_proposals"
            )
        ]


class WarningAnswer(PatientOwned):
    """That a person hid a safety warning, or asked to see it again. Rows are only added; the last one holds.

    `number` counts the answers to one warning from 1 on: of two given at once, the first holds. `warning` names what
    was warned of: another ingredient or severity is another warning, which nobody has hidden. `by` is the account.
    """

    warning = models.UUIDField()
    number = models.PositiveIntegerField()
    hidden = models.BooleanField()
    reason = SealedText(null=True)
    note = SealedText(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "warning", "number"], name="medicines_one_warning_answer"
            )
        ]


class BarrierAnswer(PatientOwned):
    """Why doses of a medicine were missed lately, once it was asked; answers are only added."""

    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = SealedText()
    """One of `Barrier`."""
    words = SealedText()
    answered_at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "medicine", "-answered_at"], name="medicines_barrier_answers")
        ]


class SideEffect(PatientOwned):
    """One report of something unwanted. A correction is a further report with the same `effect` and the next number.

    `signs` are those of `mendly_core.side_effects.red_flags` that were answered with yes. `withdrawn` says that
    it was a mistake. Without `medicine` it is not known what it comes from.
    """

    effect = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    medicine = models.ForeignKey(
        Medicine, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    withdrawn = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    by = models.UUIDField(null=True)
    what = SealedText()
    words = SealedText()
    severity = SealedText()
    signs = SealedJSON()
    since = SealedDate()
    ended_on = SealedDate(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "effect", "number"], name="medicines_one_report")
        ]


class WeeklySummary(PatientOwned):
    """That the week from the Monday `week` on was summed up for this patient; the figures are always counted anew."""

    week = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "week"], name="medicines_one_summary")]


class SummaryChoice(PatientOwned):
    """Whether a patient wants the weekly summary, and whether the care team's page shows it too."""

    mine = models.BooleanField(default=True)
    team = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="medicines_one_summary_choice")]


class CalendarFeed(PatientOwned):
    """The secret address under which a calendar program reads the doses to come. One at a time; revoked, it is gone.

    Only the digest of the secret is kept. `names_medicines`: the patient chose titles that say the medicine,
    `rings`: entries that ring. `told_on` is the last UTC day on which reading it went into the access log.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    names_medicines = models.BooleanField()
    rings = models.BooleanField()
    made_at = models.DateTimeField()
    told_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="medicines_one_calendar")]


class ReminderChoice(PatientOwned):
    """How a patient is reminded. Without a row: once, by the browsers that show notifications, and nobody else hears.

    Quiet hours are minutes of the day where the patient is; the other times are minutes too.
    """

    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_to = models.PositiveSmallIntegerField(null=True)
    again_times = models.PositiveSmallIntegerField(default=0)
    again_after = models.PositiveSmallIntegerField(default=30)
    by_email = models.BooleanField(default=False)
    proxies_after = models.PositiveSmallIntegerField(null=True)
    team_after = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="medicines_one_reminder_choice")]

    def wishes(self) -> RingWishes:
        return RingWishes(
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
            again_times=self.again_times,
            again_after=self.again_after,
            proxies_after=self.proxies_after,
            team_after=self.team_after,
        )


class RingPlan(PatientOwned):
    """Until when the rings of a patient are planned; None asks for it anew, and `version` counts the askings."""

    planned_to = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="medicines_one_ring_plan")]
        indexes = [models.Index(fields=["planned_to"], name="medicines_ring_plans_due")]
