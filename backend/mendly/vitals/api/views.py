from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.errors import BadInput
from mendly.vitals import selectors, services
from mendly.vitals.api import serializers
from mendly.vitals.api.parsers import ParsedUpload, SampleUploadParser
from mendly.vitals.values import values_of


class Samples(MendlyView):
    """Samples of a phone or a device: at most 5,000 points and 1 MB (gzip allowed), each kept once."""

    parser_classes = (SampleUploadParser,)

    @extend_schema(request=serializers.SamplesIn, responses=serializers.SamplesOut)
    def post(self, request: Request, patient: UUID) -> Response:
        upload = cast(dict[str, ParsedUpload], request.data).get("upload")
        if upload is None:
            raise BadInput("Please send the samples as JSON.")
        results = services.store_samples(self.actor, patient, upload.batches, digest=upload.digest)
        return Response(serializers.SamplesOut({"results": results}).data)


class AllSeries(MendlyView):
    @extend_schema(responses=serializers.SeriesOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        lines = selectors.series_of(self.actor, patient)
        return Response(serializers.SeriesOut(lines, many=True).data)


class Curve(MendlyView):
    """The samples of one type for a chart: low and high of at most 600 stretches of time."""

    @extend_schema(parameters=[serializers.Span], responses=serializers.CurveOut)
    def get(self, request: Request, patient: UUID, type: str) -> Response:
        span = self.checked(serializers.Span, request.query_params)
        curve = selectors.points_of(self.actor, patient, type, span["from"], span["to"])
        return Response(serializers.CurveOut(curve).data)


class Observation(MendlyView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, observation: UUID) -> Response:
        """Take a wrong reading back."""
        services.withdraw_observation(self.actor, patient, observation)
        return Response(status=204)


class Observations(MendlyView):
    @extend_schema(
        parameters=[serializers.ObservationsAsked], responses=serializers.ObservationOut(many=True)
    )
    def get(self, request: Request, patient: UUID) -> Response:
        asked = self.checked(serializers.ObservationsAsked, request.query_params)
        rows = selectors.observations_of(
            self.actor,
            patient,
            type=asked["type"],
            start=asked["from"],
            end=asked["to"],
            limit=asked["limit"],
        )
        return Response(serializers.ObservationOut(rows, many=True).data)

    @extend_schema(
        request=serializers.ObservationIn,
        responses={201: serializers.ObservationOut, 200: serializers.ObservationOut},
    )
    def post(self, request: Request, patient: UUID) -> Response:
        """Numbers that can hardly be right answer 422 `is-this-right` until `confirmed` is true."""
        given = self.checked(serializers.ObservationIn)
        row, created = services.record_observation(
            self.actor,
            patient,
            observation_id=given["id"],
            taken_at=given["taken_at"],
            values=values_of(given["type"], given["values"], given["unit"]),
            note=given["note"],
            confirmed=given["confirmed"],
        )
        return Response(serializers.ObservationOut(row).data, status=201 if created else 200)
