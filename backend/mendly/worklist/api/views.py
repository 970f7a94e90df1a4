from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.worklist import selectors, services
from mendly.worklist.api import serializers


class Queue(MendlyView):
    @extend_schema(responses=serializers.QueueLineOut(many=True))
    def get(self, request: Request) -> Response:
        lines = selectors.queue_for(self.actor)
        return Response(serializers.QueueLineOut(lines, many=True).data)


class Counts(MendlyView):
    @extend_schema(responses=serializers.CountsOut)
    def get(self, request: Request) -> Response:
        return Response(serializers.CountsOut(selectors.counts_for(self.actor)).data)


class Claim(MendlyView):
    """Of two people at once one gets it; the other is answered 409."""

    @extend_schema(request=serializers.Seen, responses=serializers.ItemOut)
    def post(self, request: Request, item: UUID) -> Response:
        given = self.checked(serializers.Seen)
        return _answer(services.claim(self.actor, item, version=given["version"]))


class Assign(MendlyView):
    @extend_schema(request=serializers.AssignIn, responses=serializers.ItemOut)
    def post(self, request: Request, item: UUID) -> Response:
        given = self.checked(serializers.AssignIn)
        return _answer(services.assign(self.actor, item, to=given["to"], version=given["version"]))


class Snooze(MendlyView):
    @extend_schema(request=serializers.SnoozeIn, responses=serializers.ItemOut)
    def post(self, request: Request, item: UUID) -> Response:
        given = self.checked(serializers.SnoozeIn)
        return _answer(services.snooze(self.actor, item, until=given["until"], version=given["version"]))


class Done(MendlyView):
    @extend_schema(request=serializers.Seen, responses=serializers.ItemOut)
    def post(self, request: Request, item: UUID) -> Response:
        given = self.checked(serializers.Seen)
        return _answer(services.finish(self.actor, item, version=given["version"]))


class Reopen(MendlyView):
    @extend_schema(request=serializers.Seen, responses=serializers.ItemOut)
    def post(self, request: Request, item: UUID) -> Response:
        given = self.checked(serializers.Seen)
        return _answer(services.reopen(self.actor, item, version=given["version"]))


class Panel(MendlyView):
    @extend_schema(responses=serializers.PanelLineOut(many=True))
    def get(self, request: Request) -> Response:
        lines = selectors.panel_for(self.actor)
        return Response(serializers.PanelLineOut(lines, many=True).data)


def _answer(item: object) -> Response:
    return Response(serializers.ItemOut(item).data)
