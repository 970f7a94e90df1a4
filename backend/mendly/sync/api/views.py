from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.accounts.selectors import patient_of_user
from mendly.clock import now
from mendly.errors import NotFound
from mendly.sync import selectors, services
from mendly.sync.api import serializers


class SyncView(MendlyView):
    """The phone syncs the record of the person who signed it in."""

    @property
    def patient_id(self) -> UUID:
        patient = patient_of_user(self.actor.user_id)
        if patient is None:
            raise NotFound
        return patient


class Events(SyncView):
    @extend_schema(request=serializers.BatchIn, responses=serializers.BatchOut)
    def post(self, request: Request) -> Response:
        given = self.checked(serializers.BatchIn)["events"]
        results = services.apply_events(self.actor, self.patient_id, [services.EventIn(**e) for e in given])
        return Response(serializers.BatchOut({"server_time": now(), "results": results}).data)


class Changes(SyncView):
    @extend_schema(parameters=[serializers.ChangesIn], responses=serializers.ChangesOut)
    def get(self, request: Request) -> Response:
        given = self.checked(serializers.ChangesIn, request.query_params)
        page = selectors.changes_since(self.actor, self.patient_id, given["cursor"], limit=given["limit"])
        return Response(serializers.ChangesOut(page).data)
