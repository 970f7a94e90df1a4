"""Uploads of samples, parsed and checked in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any

import msgspec
from rest_framework.parsers import BaseParser

from mendly.accounts.api.bodies import read_capped
from mendly.errors import BadInput
from mendly.vitals.batches import LARGEST_BODY, SampleBatch, SampleUpload

_DECODER = msgspec.json.Decoder(SampleUpload)


@dataclass(frozen=True, slots=True)
class ParsedUpload:
    """What a body said, and the SHA-256 (hex) that knows it again."""

    batches: tuple[SampleBatch, ...]
    digest: str


class SampleUploadParser(BaseParser):
    """JSON, packed or not (`Content-Encoding: gzip`). What does not fit raises before anything happens."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, ParsedUpload]:
        headers = parser_context["request"].headers if parser_context else {}
        body = read_capped(stream, LARGEST_BODY, is_gzip=headers.get("Content-Encoding", "") == "gzip")
        try:
            upload = _DECODER.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadInput(f"We could not read this upload: {_in_short(error)}.") from error
        return {"upload": ParsedUpload(upload.batches, sha256(body).hexdigest())}


def _in_short(error: Exception) -> str:
    """The place and the kind of the mistake; never a value of the body."""
    return str(error) if isinstance(error, msgspec.ValidationError) else "it is not valid JSON"
