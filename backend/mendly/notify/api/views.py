from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.errors import NotFound
from mendly.notify import selectors, services
from mendly.notify.api import serializers


class Subscriptions(MendlyView):
    @extend_schema(
        request=serializers.Subscription, responses={201: serializers.Endpoint, 200: serializers.Endpoint}
    )
    def post(self, request: Request) -> Response:
        given = self.checked(serializers.Subscription)
        subscription, created = services.subscribe(self.actor, endpoint=given["endpoint"], **given["keys"])
        return Response({"endpoint": subscription.endpoint}, status=201 if created else 200)

    @extend_schema(request=serializers.Endpoint, responses={204: None})
    def delete(self, request: Request) -> Response:
        services.unsubscribe(self.actor, endpoint=self.checked(serializers.Endpoint)["endpoint"])
        return Response(status=204)


class PublicKey(MendlyView):
    @extend_schema(responses=serializers.PublicKey)
    def get(self, request: Request) -> Response:
        key = selectors.push_public_key()
        if key is None:
            raise NotFound("This server sends no notifications to browsers.")
        return Response({"key": key})
