"""The calendar address, and what the two clocks of a journey mean."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.medicines import services
from mendly.medicines.calendars import calendar_of
from mendly.medicines.journeys import crossing_of
from mendly_core.doses.travel import Crossing, GapWarning, NextDose


class CalendarIn(serializers.Serializer[Any]):
    names_medicines = serializers.BooleanField(
        default=False,
        help_text="Titles say the medicine. Calendar programs keep what they read and may pass it on.",
    )
    rings = serializers.BooleanField(default=False, help_text="Each entry rings when the dose is due.")


class CalendarOut(serializers.Serializer[Any]):
    made_at = serializers.DateTimeField(allow_null=True, help_text="Null: there is no address.")
    names_medicines = serializers.BooleanField(allow_null=True)
    rings = serializers.BooleanField(allow_null=True)


class NewCalendarOut(CalendarOut):
    address = serializers.URLField(
        help_text="Told this once. Whoever has it can read the times of the doses."
    )


class TravelIn(serializers.Serializer[Any]):
    zone = serializers.CharField(max_length=64, help_text="Where the patient is, an IANA name.")


class NextDoseOut(serializers.Serializer[Any]):
    occurrence = serializers.CharField()
    due_at = serializers.DateTimeField()
    minutes_since_last = serializers.IntegerField(
        allow_null=True, help_text="Real time from the last intake to this dose; null if none is known."
    )
    warning = serializers.ChoiceField(
        [each.value for each in GapWarning],
        allow_null=True,
        help_text="sooner: under half of the usual gap; later: over one and a half of it.",
    )


class ChoiceOut(serializers.Serializer[Any]):
    medicine = serializers.UUIDField()
    stay = NextDoseOut()
    follow = NextDoseOut()


class TravelOut(serializers.Serializer[Any]):
    home = serializers.CharField(allow_null=True, help_text="The zone of the plan; null: nothing to choose.")
    here = serializers.CharField(allow_null=True)
    choices = ChoiceOut(many=True, help_text="By medicine, the next dose first.")


class OneCalendar(MendlyView):
    @extend_schema(responses=CalendarOut)
    def get(self, request: Request, patient: UUID) -> Response:
        kept = calendar_of(self.actor, patient)
        nothing = dict.fromkeys(("made_at", "names_medicines", "rings"))
        return Response(CalendarOut(kept or nothing).data)

    @extend_schema(request=CalendarIn, responses={201: NewCalendarOut})
    def post(self, request: Request, patient: UUID) -> Response:
        made = services.make_calendar(self.actor, patient, **self.checked(CalendarIn))
        kept = CalendarOut(made.feed).data
        return Response({**kept, "address": made.address}, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID) -> Response:
        services.revoke_calendar(self.actor, patient)
        return Response(status=204)


class Travel(MendlyView):
    @extend_schema(request=TravelIn, responses=TravelOut)
    def post(self, request: Request, patient: UUID) -> Response:
        """Changes nothing. The zone stands in the body, as addresses are kept by what lies between."""
        found = crossing_of(self.actor, patient, self.checked(TravelIn)["zone"])
        return Response(_told(found))


def _told(found: Crossing | None) -> dict[str, Any]:
    if found is None:
        return {"home": None, "here": None, "choices": []}
    choices = [
        {"medicine": str(each.medicine), "stay": _next(each.stay), "follow": _next(each.follow)}
        for each in found.choices
    ]
    return {"home": found.home, "here": found.here, "choices": choices}


def _next(told: NextDose) -> dict[str, Any]:
    since = told.since_last
    return {
        "occurrence": told.dose.key,
        "due_at": told.dose.instant.isoformat().replace("+00:00", "Z"),
        "minutes_since_last": None if since is None else int(since.total_seconds() // 60),
        "warning": told.warning,
    }
