"""How the API's schema speaks: the two ways to sign in, the one shape of a refusal, each view's own words."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

PROBLEM = {
    "type": "object",
    "description": "Why something was refused, and what to do (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"description": "The sentences for each field that was wrong."},
    },
    "required": ["type", "title", "status", "detail"],
}
REFUSED = {
    "description": "Refused; nothing has changed.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class OwnWords(AutoSchema):
    """Describes an operation by the words of its own view only, never by those of the class all views share."""

    def get_description(self) -> str:
        return cleandoc(type(self.view).__dict__.get("__doc__") or "")


def with_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Every operation can be refused, always in the same shape."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["4XX"] = REFUSED
    return result


class PhoneToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mendly.accounts.api.authentication.DeviceTokenAuthentication"
    name = "phone"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "Access token of a paired phone."}


class BrowserSession(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mendly.accounts.api.authentication.BrowserSessionAuthentication"
    name = "browser"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": "The portal's own session.",
        }
