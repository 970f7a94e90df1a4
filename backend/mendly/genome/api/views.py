from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.errors import TooLarge
from mendly.genome import selectors, services
from mendly.genome.api import serializers

STREAM_CHUNK = 1 << 18


class StreamParser(BaseParser):
    """Hands the raw body on unread, so that a large file is sealed while it arrives."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return stream


class Files(MendlyView):
    @extend_schema(responses=serializers.FileOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(serializers.FileOut(selectors.files_of(self.actor, patient), many=True).data)


class Upload(MendlyView):
    """The file itself is the body; its name travels in `X-File-Name`."""

    parser_classes = (StreamParser,)

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY}, responses={202: serializers.FileOut}
    )
    def post(self, request: Request, patient: UUID) -> Response:
        if int(request.headers.get("Content-Length") or 0) > services.LARGEST_FILE:
            raise TooLarge("This file is larger than 100 MiB.")
        name = unquote(request.headers.get("X-File-Name", ""))
        file = services.receive_file(self.actor, patient, _chunks(request._request), file_name=name)
        line = selectors.file_of(self.actor, patient, file.id)
        return Response(serializers.FileOut(line).data, status=202)


class File(MendlyView):
    @extend_schema(responses=serializers.FileOut)
    def get(self, request: Request, patient: UUID, file: UUID) -> Response:
        return Response(serializers.FileOut(selectors.file_of(self.actor, patient, file)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, file: UUID) -> Response:
        services.remove_file(self.actor, patient, file)
        return Response(status=204)


class FileAnswer(MendlyView):
    @extend_schema(request=serializers.FileAnswerIn, responses={202: serializers.FileOut})
    def post(self, request: Request, patient: UUID, asking: UUID) -> Response:
        given = serializers.FileAnswerIn(data=request.data)
        given.is_valid(raise_exception=True)
        services.answer_question(self.actor, patient, asking, given.validated_data["answer"])
        return Response(serializers.FileOut(selectors.file_of(self.actor, patient, asking)).data, status=202)


class Findings(MendlyView):
    @extend_schema(responses=serializers.FindingOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        findings = selectors.findings_of(self.actor, patient)
        rows = [
            {
                "gene": gene,
                "from_lab": finding.from_lab,
                "result": finding.result.to_json(),
                "other": finding.other.to_json() if finding.other else None,
            }
            for gene, finding in sorted(findings.items())
        ]
        return Response(serializers.FindingOut(rows, many=True).data)


class LabResults(MendlyView):
    @extend_schema(request=serializers.LabResultIn, responses={201: serializers.LabResultOut})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.LabResultIn)
        report = services.enter_lab_result(self.actor, patient, **given)
        return Response({"id": report.id}, status=201)


class WithdrawnLabResult(MendlyView):
    """Withdrawing is added to the record like the result itself: nothing is deleted."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, lab_result: UUID) -> Response:
        services.withdraw_lab_result(self.actor, patient, lab_result)
        return Response(status=204)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(STREAM_CHUNK):
        yield chunk
