"""How a patient is reminded of doses: read and chosen."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.errors import BadInput
from mendly.medicines import services
from mendly.medicines.reminder_choices import Reminding, reminder_choice_of
from mendly_core.doses.rings import LONGEST_WAIT, MOST_AGAIN, SHORTEST_AGAIN, RingWishes, WishesRefused


class RemindersBody(serializers.Serializer[Any]):
    """Minutes where nothing else is said; quiet hours are wall times where the patient is."""

    quiet_from = serializers.TimeField(
        allow_null=True, format="%H:%M", help_text="From here on nothing rings. Null: no quiet hours."
    )
    quiet_to = serializers.TimeField(
        allow_null=True, format="%H:%M", help_text="From here on it rings again, also on the next day."
    )
    again_times = serializers.IntegerField(
        min_value=0, max_value=MOST_AGAIN, help_text="How often an open dose rings once more."
    )
    again_after = serializers.IntegerField(min_value=SHORTEST_AGAIN, max_value=24 * 60)
    by_email = serializers.BooleanField(help_text="A letter too, without any detail.")
    proxies_after = serializers.IntegerField(
        allow_null=True,
        min_value=SHORTEST_AGAIN,
        max_value=LONGEST_WAIT,
        help_text="So long after a dose was due, with nothing logged, helpers hear. Null: never.",
    )


class Reminders(MendlyView):
    @extend_schema(responses=RemindersBody)
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(_body(reminder_choice_of(self.actor, patient)))

    @extend_schema(request=RemindersBody, responses=RemindersBody)
    def put(self, request: Request, patient: UUID) -> Response:
        given = self.checked(RemindersBody)
        try:
            wishes = RingWishes(
                _minute(given["quiet_from"]),
                _minute(given["quiet_to"]),
                given["again_times"],
                given["again_after"],
                given["proxies_after"],
            )
        except WishesRefused as refused:
            raise BadInput(
                "Please give two different times for quiet hours, or none.", field=refused.field
            ) from None
        return Response(
            _body(services.choose_reminders(self.actor, patient, Reminding(wishes, given["by_email"])))
        )


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _body(chosen: Reminding) -> dict[str, Any]:
    wishes = chosen.wishes
    quiet_from, quiet_to = (
        None if minute is None else time(*divmod(minute, 60))
        for minute in (wishes.quiet_from, wishes.quiet_to)
    )
    facts = {
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "again_times": wishes.again_times,
        "again_after": wishes.again_after,
        "by_email": chosen.by_email,
        "proxies_after": wishes.proxies_after,
    }
    return dict(RemindersBody(facts).data)
