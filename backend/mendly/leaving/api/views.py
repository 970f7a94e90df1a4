from __future__ import annotations

from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.leaving import selectors, services
from mendly.leaving.answers import as_attachment
from mendly.leaving.api import serializers


class Erasure(MendlyView):
    """Being erased: asked for, thought over for seven days, or taken back."""

    @extend_schema(responses=serializers.ErasureState)
    def get(self, request: Request, patient: UUID) -> Response:
        found = selectors.erasure_of(self.actor, patient)
        return Response(serializers.ErasureState({"erasure": found}).data)

    @extend_schema(request=None, responses={201: serializers.ErasureAsked})
    def post(self, request: Request, patient: UUID) -> Response:
        asked = services.ask_erasure(self.actor, patient)
        told = serializers.ErasureOut(asked.request).data
        return Response({**told, "receipt_token": asked.receipt_token}, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID) -> Response:
        services.cancel_erasure(self.actor, patient)
        return Response(status=204)


class Exports(MendlyView):
    @extend_schema(responses=serializers.ExportOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(serializers.ExportOut(selectors.exports_of(self.actor, patient), many=True).data)

    @extend_schema(request=None, responses={202: serializers.ExportAsked})
    def post(self, request: Request, patient: UUID) -> Response:
        asked = services.ask_export(self.actor, patient)
        told = serializers.ExportOut(asked.export).data
        return Response({**told, "passphrase": asked.passphrase}, status=202)


class OneExport(MendlyView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, export: UUID) -> Response:
        services.stop_export(self.actor, patient, export)
        return Response(status=204)


class ExportFile(MendlyView):
    """The archive, once: so it is a POST."""

    @extend_schema(request=None, responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def post(self, request: Request, patient: UUID, export: UUID) -> StreamingHttpResponse:
        return as_attachment(services.fetch_export(self.actor, patient, export))
