from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.care import access_log, emergencies, selectors, services
from mendly.care.api import serializers


class Invitations(MendlyView):
    """A provider invites a person into care; the answer never tells whether the person is known."""

    @extend_schema(request=serializers.InvitationIn, responses={202: None})
    def post(self, request: Request) -> Response:
        services.invite_patient(self.actor, email=self.checked(serializers.InvitationIn)["email"])
        return Response(status=202)


class Acceptances(MendlyView):
    @extend_schema(request=serializers.AcceptIn, responses={201: serializers.RelationshipOut})
    def post(self, request: Request) -> Response:
        relationship = services.accept_care(self.actor, self.checked(serializers.AcceptIn)["token"])
        return Response(serializers.RelationshipOut(relationship).data, status=201)


class Relationships(MendlyView):
    @extend_schema(responses=serializers.RelationshipOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        rows = selectors.relationships_of(self.actor, patient)
        return Response(serializers.RelationshipOut(rows, many=True).data)


class EndRelationship(MendlyView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, relationship: UUID) -> Response:
        services.end_care(self.actor, patient, relationship)
        return Response(status=204)


class Proxies(MendlyView):
    @extend_schema(responses=serializers.ProxyOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(serializers.ProxyOut(selectors.proxies_of(self.actor, patient), many=True).data)

    @extend_schema(request=serializers.ProxyIn, responses={202: None})
    def post(self, request: Request, patient: UUID) -> Response:
        services.invite_proxy(self.actor, patient, **self.checked(serializers.ProxyIn))
        return Response(status=202)


class Proxy(MendlyView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, proxy: UUID) -> Response:
        services.end_proxy(self.actor, patient, proxy)
        return Response(status=204)


class ProxyInvitations(MendlyView):
    """Letters to helpers that wait for an answer."""

    @extend_schema(responses=serializers.ProxyInvitationOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        rows = selectors.proxy_invitations_of(self.actor, patient)
        return Response(serializers.ProxyInvitationOut(rows, many=True).data)


class ProxyInvitation(MendlyView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, invitation: UUID) -> Response:
        services.withdraw_proxy_invitation(self.actor, patient, invitation)
        return Response(status=204)


class Children(MendlyView):
    """A guardian makes the record of somebody who is not of age."""

    @extend_schema(request=serializers.ChildIn, responses={201: serializers.RecordOut})
    def post(self, request: Request) -> Response:
        patient = services.make_child_record(self.actor, **self.checked(serializers.ChildIn))
        return Response({"patient": patient.id}, status=201)


class Guardians(MendlyView):
    """A young person, or a guardian of theirs, asks a (second) guardian."""

    @extend_schema(request=serializers.GuardianIn, responses={202: None})
    def post(self, request: Request, patient: UUID) -> Response:
        services.invite_guardian(self.actor, patient, **self.checked(serializers.GuardianIn))
        return Response(status=202)


class HandOvers(MendlyView):
    """A guardian sends the young person the link that makes the record their own."""

    @extend_schema(request=serializers.InvitationIn, responses={202: None})
    def post(self, request: Request, patient: UUID) -> Response:
        services.send_key(self.actor, patient, **self.checked(serializers.InvitationIn))
        return Response(status=202)


class TakenOver(MendlyView):
    """The young person says: this is my record."""

    @extend_schema(request=serializers.AcceptIn, responses={201: serializers.RecordOut})
    def post(self, request: Request) -> Response:
        patient = services.take_over(self.actor, self.checked(serializers.AcceptIn)["token"])
        return Response({"patient": patient}, status=201)


class AccessLog(MendlyView):
    """Who looked at this patient's data, when, what kind and why; 50 at a time, the newest first.

    A `Link` header names the next page.
    """

    @extend_schema(parameters=[serializers.LookWish], responses=serializers.LookOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        wish = self.checked(serializers.LookWish, request.query_params)
        page = access_log.looks_page(self.actor, patient, **wish)
        answer = Response(serializers.LookOut(page.looks, many=True).data)
        if page.before is not None:
            asked = {**request.query_params.dict(), "before": page.before.isoformat()}
            answer["Link"] = f'<{request.path}?{urlencode(asked)}>; rel="next"'
        return answer


class Emergencies(MendlyView):
    """A provider opens one record in an emergency, for an hour. The answer never tells who has a record."""

    @extend_schema(request=serializers.EmergencyIn, responses={201: serializers.OpenedOut})
    def post(self, request: Request) -> Response:
        opening = services.open_in_emergency(self.actor, **self.checked(serializers.EmergencyIn))
        return Response(serializers.OpenedOut(opening).data, status=201)


class Openings(MendlyView):
    """Who opened this record in an emergency, and why."""

    @extend_schema(responses=serializers.OpeningOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        rows = emergencies.openings_of(self.actor, patient)
        return Response(serializers.OpeningOut(rows, many=True).data)
