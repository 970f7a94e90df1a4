from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from mendly.accounts import selectors, services, tokens
from mendly.accounts.api import serializers
from mendly.accounts.api.base import MendlyView
from mendly.errors import DomainError, NotFound


class BrowserOnly(DomainError):
    """A phone cannot vouch for another phone."""

    status = 403
    code = "browser-only"


class Pair(MendlyView):
    """A phone trades the code that the portal shows for its tokens."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "pairing"

    @extend_schema(request=serializers.PairingIn, responses={201: serializers.TokensOut})
    def post(self, request: Request) -> Response:
        given = self.checked(serializers.PairingIn)
        pair = services.pair_device(
            given["code"], device_name=given["device_name"], platform=given["platform"]
        )
        return Response(_tokens_out(pair), status=201)


class Refresh(MendlyView):
    """A phone trades its refresh token for the next pair."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "refresh"

    @extend_schema(request=serializers.RefreshIn, responses=serializers.TokensOut)
    def post(self, request: Request) -> Response:
        return Response(_tokens_out(tokens.refresh(self.checked(serializers.RefreshIn)["refresh_token"])))


class PairingCodes(MendlyView):
    @extend_schema(request=None, responses={201: serializers.PairingCodeOut})
    def post(self, request: Request) -> Response:
        if request.auth is not None:
            raise BrowserOnly("Please make the code in the portal.")
        text, code = services.make_pairing_code(self.actor)
        return Response({"code": text, "expires_at": code.expires_at}, status=201)


class Devices(MendlyView):
    @extend_schema(responses=serializers.DeviceOut(many=True))
    def get(self, request: Request) -> Response:
        return Response(serializers.DeviceOut(selectors.devices_of(request.user), many=True).data)


class Device(MendlyView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, device: UUID) -> Response:
        if not tokens.revoke_device(request.user, device):
            raise NotFound
        return Response(status=204)


class Me(MendlyView):
    @extend_schema(responses=serializers.MeOut)
    def get(self, request: Request) -> Response:
        return Response(serializers.MeOut(selectors.own_account(request.user)).data)

    @extend_schema(request=serializers.PreferencesIn, responses=serializers.MeOut)
    def patch(self, request: Request) -> Response:
        services.set_preferences(request.user, **self.checked(serializers.PreferencesIn))
        request.user.refresh_from_db()
        return Response(serializers.MeOut(selectors.own_account(request.user)).data)


class Profile(MendlyView):
    @extend_schema(responses=serializers.ProfileOut)
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(serializers.ProfileOut(selectors.profile_of(self.actor, patient)).data)

    @extend_schema(request=serializers.ProfileIn, responses=serializers.ProfileOut)
    def put(self, request: Request, patient: UUID) -> Response:
        services.change_profile(self.actor, patient, **self.checked(serializers.ProfileIn))
        return Response(serializers.ProfileOut(selectors.profile_of(self.actor, patient)).data)


class Colleagues(MendlyView):
    @extend_schema(request=serializers.ColleagueIn, responses={202: None})
    def post(self, request: Request) -> Response:
        services.invite_colleague(self.actor, **self.checked(serializers.ColleagueIn))
        return Response(status=202)


def _tokens_out(pair: tokens.TokenPair) -> dict[str, object]:
    user = pair.device.user
    values = {
        "device": pair.device.id,
        "access_token": pair.access,
        "access_expires_at": pair.access_expires_at,
        "refresh_token": pair.refresh,
        "refresh_expires_at": pair.refresh_expires_at,
        "user": user.id,
        "patient": selectors.patient_of_user(user.id),
        "language": user.language,
        "zone": user.zone,
    }
    return cast(dict[str, object], serializers.TokensOut(values).data)
