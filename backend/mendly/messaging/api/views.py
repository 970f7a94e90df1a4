from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.messaging import selectors, services
from mendly.messaging.api import serializers


class Conversations(MendlyView):
    @extend_schema(responses=serializers.ConversationOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        lines = selectors.conversations_of(self.actor, patient)
        return Response(serializers.ConversationOut(lines, many=True).data)

    @extend_schema(request=serializers.NewConversation, responses={201: serializers.StartedOut})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.NewConversation)
        conversation, message = services.start_conversation(
            self.actor,
            patient,
            subject=given["subject"],
            body=given["body"],
            conversation_id=given.get("id"),
        )
        return Response({"conversation": conversation.id, "message": message.id}, status=201)


class Messages(MendlyView):
    @extend_schema(parameters=[serializers.After], responses=serializers.MessageOut(many=True))
    def get(self, request: Request, patient: UUID, conversation: UUID) -> Response:
        after = self.checked(serializers.After, request.query_params)["after"]
        lines = selectors.messages_of(self.actor, patient, conversation, after=after)
        return Response(serializers.MessageOut(lines, many=True).data)

    @extend_schema(
        request=serializers.NewMessage, responses={201: serializers.MessageOut, 200: serializers.MessageOut}
    )
    def post(self, request: Request, patient: UUID, conversation: UUID) -> Response:
        given = self.checked(serializers.NewMessage)
        message, created = services.send_message(
            self.actor, patient, conversation, message_id=given["id"], body=given["body"]
        )
        line = selectors.lines_of(self.actor, patient, [message])[0]
        return Response(serializers.MessageOut(line).data, status=201 if created else 200)


class Read(MendlyView):
    @extend_schema(request=serializers.ReadMark, responses={204: None})
    def post(self, request: Request, patient: UUID, conversation: UUID) -> Response:
        services.mark_read(self.actor, patient, conversation, self.checked(serializers.ReadMark)["message"])
        return Response(status=204)
