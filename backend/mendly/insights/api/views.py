from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.insights import intended, selectors, services, signatures
from mendly.insights.api import serializers


class Insights(MendlyView):
    @extend_schema(responses=serializers.InsightOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        language = request.user.language
        cards = selectors.insights_of(self.actor, patient, language)
        rows = [selectors.card_json(card, language) for card in cards]
        return Response(serializers.InsightOut(rows, many=True).data)


class Insight(MendlyView):
    @extend_schema(responses=serializers.InsightOut)
    def get(self, request: Request, patient: UUID, insight: UUID) -> Response:
        language = request.user.language
        card = selectors.insight_of(self.actor, patient, insight, language)
        return Response(serializers.InsightOut(selectors.card_json(card, language)).data)


class Dismiss(MendlyView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, insight: UUID) -> Response:
        services.dismiss(self.actor, patient, insight)
        return Response(status=204)


class Rows(MendlyView):
    """The guideline rows behind the cards of one's patients."""

    @extend_schema(responses=serializers.RowLineOut(many=True))
    def get(self, request: Request) -> Response:
        lines = signatures.rows_for_clinic(self.actor)
        return Response(serializers.RowLineOut(lines, many=True).data)


class Sign(MendlyView):
    @extend_schema(request=serializers.SignIn, responses={204: None})
    def post(self, request: Request) -> Response:
        services.sign_row(self.actor, **self.checked(serializers.SignIn))
        return Response(status=204)


class Withdraw(MendlyView):
    @extend_schema(request=serializers.SignIn, responses={204: None})
    def post(self, request: Request) -> Response:
        services.withdraw_signature(self.actor, **self.checked(serializers.SignIn))
        return Response(status=204)


class Rules(MendlyView):
    @extend_schema(responses=serializers.ClinicRuleIn)
    def get(self, request: Request) -> Response:
        return Response({"signature_required": signatures.signature_required(self.actor)})

    @extend_schema(request=serializers.ClinicRuleIn, responses={204: None})
    def put(self, request: Request) -> Response:
        given = self.checked(serializers.ClinicRuleIn)
        services.require_signatures(self.actor, required=given["signature_required"])
        return Response(status=204)


class MedicineChecks(MendlyView):
    """A medicine before it is prescribed. The name travels in the body; nothing of it is kept."""

    @extend_schema(request=serializers.MedicineCheckIn, responses=serializers.MedicineCheckOut)
    def post(self, request: Request, patient: UUID) -> Response:
        name = self.checked(serializers.MedicineCheckIn)["name"]
        answer = intended.medicine_answer(self.actor, patient, name, request.user.language)
        return Response(serializers.MedicineCheckOut(intended.answer_json(answer)).data)
