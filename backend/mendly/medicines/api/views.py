from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.errors import BadInput
from mendly.medicines import documents, selectors, services
from mendly.medicines.api import serializers
from mendly.medicines.api.warning_serializers import MedicineAdded
from mendly.medicines.checks import MedicineWords
from mendly.medicines.plans import PlanDraft
from mendly_core.doses import Intake, Refused, Rule, ZonePolicy, rule_from_json


class Medicines(MendlyView):
    @extend_schema(responses=serializers.MedicineOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(documents.medicine_sheets(self.actor, patient))

    @extend_schema(request=serializers.MedicineIn, responses={201: MedicineAdded, 200: MedicineAdded})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.MedicineIn)
        medicine_id, started_on = given.pop("id", None), given.pop("started_on", None)
        medicine, created = services.add_medicine(
            self.actor, patient, MedicineWords(**given), started_on=started_on, medicine_id=medicine_id
        )
        sheet = documents.added_medicine(self.actor, patient, medicine.id, request.user.language)
        return Response(MedicineAdded(sheet).data, status=201 if created else 200)


class OneMedicine(MendlyView):
    @extend_schema(responses=serializers.MedicineOut)
    def get(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        return Response(documents.medicine_sheet(self.actor, patient, medicine))

    @extend_schema(request=serializers.MedicineChange, responses=serializers.MedicineOut)
    def patch(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        services.change_medicine(self.actor, patient, medicine, **self.checked(serializers.MedicineChange))
        return Response(documents.medicine_sheet(self.actor, patient, medicine))


class EndMedicine(MendlyView):
    @extend_schema(request=serializers.MedicineEnd, responses=serializers.MedicineOut)
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        services.end_medicine(self.actor, patient, medicine, **self.checked(serializers.MedicineEnd))
        return Response(documents.medicine_sheet(self.actor, patient, medicine))


class Schedules(MendlyView):
    @extend_schema(
        request=serializers.RevisionIn, responses={201: serializers.ScheduleOut, 200: serializers.ScheduleOut}
    )
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        given = self.checked(serializers.RevisionIn)
        schedule_id, rev = given.pop("id"), given.pop("rev", None)
        revision, created = services.set_schedule(
            self.actor, patient, medicine, _draft(given), schedule_id=schedule_id, rev=rev
        )
        return Response(documents.schedule_document(revision), status=201 if created else 200)


class Intakes(MendlyView):
    @extend_schema(parameters=[serializers.Days], responses=serializers.IntakeBody(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        days = self.checked(serializers.Days, request.query_params)
        events = selectors.intakes_of(self.actor, patient, days["from"], days["to"])
        return Response([documents.intake_document(event) for event in events])

    @extend_schema(
        request=serializers.IntakeBody, responses={201: serializers.IntakeBody, 200: serializers.IntakeBody}
    )
    def post(self, request: Request, patient: UUID) -> Response:
        event, created = services.record_intake(self.actor, patient, _intake(request.data))
        return Response(documents.intake_document(event), status=201 if created else 200)


class Doses(MendlyView):
    @extend_schema(parameters=[serializers.Days], responses=serializers.DoseOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        days = self.checked(serializers.Days, request.query_params)
        doses = selectors.doses_between(self.actor, patient, days["from"], days["to"])
        return Response(serializers.DoseOut(doses, many=True).data)


def _draft(given: dict[str, Any]) -> PlanDraft:
    given |= {
        "rule": _rule(given["rule"]),
        "amount": Decimal(given["amount"]),
        "zone_policy": ZonePolicy(given["zone_policy"]),
    }
    return PlanDraft(**given)


def _rule(data: object) -> Rule:
    try:
        return rule_from_json(data)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field) from None


def _intake(data: object) -> Intake:
    try:
        return Intake.from_json(data)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field or None) from None
