from __future__ import annotations

from rest_framework import serializers

from mendly.messaging.services import LONGEST_BODY, LONGEST_SUBJECT


class NewConversation(serializers.Serializer):
    id = serializers.UUIDField(required=False)
    subject = serializers.CharField(max_length=LONGEST_SUBJECT)
    body = serializers.CharField(max_length=LONGEST_BODY)


class NewMessage(serializers.Serializer):
    id = serializers.UUIDField(help_text="Made by the sender; repeating it sends nothing twice.")
    body = serializers.CharField(max_length=LONGEST_BODY)


class ReadMark(serializers.Serializer):
    message = serializers.UUIDField()


class After(serializers.Serializer):
    after = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)


class ConversationOut(serializers.Serializer):
    id = serializers.UUIDField()
    subject = serializers.CharField()
    last_message_at = serializers.DateTimeField()
    last_body = serializers.CharField()
    unread = serializers.IntegerField()


class MessageOut(serializers.Serializer):
    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    number = serializers.IntegerField()
    author = serializers.UUIDField()
    author_name = serializers.CharField()
    mine = serializers.BooleanField()
    body = serializers.CharField()
    sent_at = serializers.DateTimeField()
    read_by_other_side = serializers.BooleanField()


class StartedOut(serializers.Serializer):
    conversation = serializers.UUIDField()
    message = serializers.UUIDField()
