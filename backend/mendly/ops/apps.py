from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register

from mendly import policy


class OpsConfig(AppConfig):
    name = "mendly.ops"

    def ready(self) -> None:
        from mendly import celery  # noqa: F401  (every thread's tasks go to this app)

        register(every_rule_has_its_predicates)


def every_rule_has_its_predicates(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Start-up refuses to run while a rule of the policy asks a question that no room answers."""
    return [Error(f"the policy asks {name}, which no room answers", id="mendly.E001") for name in sorted(policy.unanswered_names())]
