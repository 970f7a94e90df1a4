from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.genome.api.tumour_serializers import TumourReportIn, TumourReportOut
from mendly.genome.tumours import selectors, services


class TumourReports(MendlyView):
    @extend_schema(responses=TumourReportOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        lines = selectors.tumour_reports_of(self.actor, patient)
        rows = [selectors.report_json(line, request.user.language) for line in lines]
        return Response(TumourReportOut(rows, many=True).data)

    @extend_schema(request=TumourReportIn, responses={201: TumourReportOut})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(TumourReportIn)
        report, _ = services.enter_tumour_report(self.actor, patient, report_id=given.pop("id"), **given)
        line = selectors.tumour_report_of(self.actor, patient, report.id)
        row = selectors.report_json(line, request.user.language)
        return Response(TumourReportOut(row).data, status=201)


class TumourReport(MendlyView):
    @extend_schema(responses=TumourReportOut)
    def get(self, request: Request, patient: UUID, report: UUID) -> Response:
        line = selectors.tumour_report_of(self.actor, patient, report)
        return Response(TumourReportOut(selectors.report_json(line, request.user.language)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, report: UUID) -> Response:
        """It was wrong: it shows no more. The row stays, with who withdrew it and when."""
        services.withdraw_tumour_report(self.actor, patient, report)
        return Response(status=204)
