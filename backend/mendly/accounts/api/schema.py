"""How the API's schema names the two ways to sign in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


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
