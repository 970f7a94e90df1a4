"""How a request of the API proves who it is: a phone's bearer token, or the browser's session with CSRF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from mendly.accounts import tokens
from mendly.accounts.actors import actor_of_user

if TYPE_CHECKING:
    from mendly.accounts.models import Device, User


class DeviceTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` of a paired phone. `request.auth` is its `Device`."""

    def authenticate(self, request: Request) -> tuple[User, Device] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        device = tokens.device_of_access_token(token.strip())
        if device is None:
            raise AuthenticationFailed
        request._request.actor = actor_of_user(  # type: ignore[attr-defined]
            device.user, second_factor=device.second_factor, via="phone"
        )
        return device.user, device

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BrowserSessionAuthentication(SessionAuthentication):
    """The portal's own session; unsafe methods need the CSRF token. `request._request.actor` is set already."""

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
