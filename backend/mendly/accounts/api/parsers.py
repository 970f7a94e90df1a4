"""JSON bodies that cannot hurt: of bounded size, packed or not, and whatever does not parse is a plain problem."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from mendly.accounts.api.bodies import read_capped


class BoundedJSONParser(BaseParser):
    """The default of every view. The framework's own parser reads a body of any size into memory."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        headers = parser_context["request"].headers if parser_context else {}
        is_gzip = headers.get("Content-Encoding", "") == "gzip"
        body = read_capped(stream, settings.DATA_UPLOAD_MAX_MEMORY_SIZE, is_gzip=is_gzip)
        try:
            return json.loads(body.decode(), parse_constant=_not_a_number)
        except (ValueError, RecursionError):
            raise ParseError from None


def _not_a_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
