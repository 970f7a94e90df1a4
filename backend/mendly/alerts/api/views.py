from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.alerts import selectors, services
from mendly.alerts.api import serializers
from mendly.alerts.documents import alert_detail, alert_line


class Alerts(MendlyView):
    @extend_schema(responses=serializers.AlertOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        lines = [alert_line(row, _language(request)) for row in selectors.alerts_of(self.actor, patient)]
        return Response(serializers.AlertOut(lines, many=True).data)


class Alert(MendlyView):
    @extend_schema(responses=serializers.AlertDetailOut)
    def get(self, request: Request, patient: UUID, alert: UUID) -> Response:
        detail = selectors.alert_of(self.actor, patient, alert)
        return Response(serializers.AlertDetailOut(alert_detail(detail, _language(request))).data)


class Acknowledge(MendlyView):
    """A provider says what they did about it."""

    @extend_schema(request=serializers.AnswerIn, responses=serializers.AlertOut)
    def post(self, request: Request, patient: UUID, alert: UUID) -> Response:
        given = self.checked(serializers.AnswerIn)
        row = services.acknowledge_alert(
            self.actor, patient, alert, answer=given["answer"], note=given["note"]
        )
        return Response(serializers.AlertOut(alert_line(row, _language(request))).data)


def _language(request: Request) -> str:
    return str(request.user.language)  # type: ignore[union-attr]
