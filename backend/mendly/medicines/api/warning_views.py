from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.medicines import documents, services
from mendly.medicines.api import warning_serializers as serializers
from mendly.medicines.safety import warnings_of
from mendly_core.interactions import suggestions


class Warnings(MendlyView):
    """What to ask about in the list of medicines, worked out anew each time."""

    @extend_schema(parameters=[serializers.WarningLevel], responses=serializers.SafetyOut)
    def get(self, request: Request, patient: UUID) -> Response:
        level = self.checked(serializers.WarningLevel, request.query_params)["level"]
        language = request.user.language
        check = warnings_of(self.actor, patient, language)
        answer = documents.safety_document(check, language, everything=level == "all")
        return Response(serializers.SafetyOut(answer).data)


class HideWarning(MendlyView):
    """The warning is hidden until its medicines or its severity change."""

    @extend_schema(request=serializers.HideIn, responses={204: None})
    def post(self, request: Request, patient: UUID, warning: UUID) -> Response:
        services.hide_warning(self.actor, patient, warning, **self.checked(serializers.HideIn))
        return Response(status=204)


class ShowWarning(MendlyView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, warning: UUID) -> Response:
        services.show_warning_again(self.actor, patient, warning)
        return Response(status=204)


class MedicineNames(MendlyView):
    """Brands and ingredients that begin with some letters. What is typed travels in the body; nothing is kept."""

    @extend_schema(request=serializers.NameIn, responses=serializers.SuggestionOut(many=True))
    def post(self, request: Request) -> Response:
        found = suggestions(self.checked(serializers.NameIn)["q"])
        return Response(serializers.SuggestionOut(found, many=True).data)
