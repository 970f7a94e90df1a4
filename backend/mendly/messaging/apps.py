from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig

from mendly.policy import Action, Actor, Category, may


class MessagingConfig(AppConfig):
    name = "mendly.messaging"

    def ready(self) -> None:
        from mendly.live.kinds import register_kind

        register_kind("message", _may_see_conversation)
        register_kind("receipt", _may_see_conversation)


def _may_see_conversation(actor: Actor, ids: dict[str, str]) -> bool:
    return may(actor, Action.VIEW, UUID(ids["patient"]), Category.MESSAGES)
