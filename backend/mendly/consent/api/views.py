from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.consent import selectors, services
from mendly.consent.api import serializers
from mendly.policy import Category


class Consents(MendlyView):
    @extend_schema(responses=serializers.ConsentOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(serializers.ConsentOut(selectors.consents_of(self.actor, patient), many=True).data)

    @extend_schema(request=serializers.ConsentIn, responses={201: serializers.ConsentOut(many=True)})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.ConsentIn)
        records = services.decide_sharing(
            self.actor,
            patient,
            given["provider"],
            {Category(kind): services.Answer(answer) for kind, answer in given["answers"].items()},
            language=request.user.language,
            see_only={Category(kind) for kind in given["see_only"]},
            period=timedelta(days=given["days"]),
        )
        return Response(serializers.ConsentOut(records, many=True).data, status=201)


class Research(MendlyView):
    """The patient's yes or no to studies. No study takes part yet."""

    @extend_schema(request=serializers.ResearchIn, responses={201: serializers.ConsentOut})
    def post(self, request: Request, patient: UUID) -> Response:
        answer = services.Answer(self.checked(serializers.ResearchIn)["answer"])
        record = services.decide_research(self.actor, patient, answer, language=request.user.language)
        return Response(serializers.ConsentOut(record).data, status=201)


class EndOpening(MendlyView):
    """The provider is done after an emergency, or the patient closes it, for good."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, opening: UUID) -> Response:
        services.close_opening(self.actor, patient, opening, language=request.user.language)
        return Response(status=204)
