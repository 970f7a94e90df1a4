from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.core.signals import got_request_exception

from mendly import policy
from mendly.ops.logs import log_unexpected_error


class OpsConfig(AppConfig):
    name = "mendly.ops"

    def ready(self) -> None:
        from mendly import celery  # noqa: F401  (every thread's tasks go to this app)

        got_request_exception.connect(log_unexpected_error, dispatch_uid="mendly.errors")
        register(every_rule_has_its_predicates)


def every_rule_has_its_predicates(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Start-up refuses to run while a rule of the policy asks a question that no room answers."""
    return [
        Error(f"the policy asks {name}, which no room answers", id="mendly.E001")
        for name in sorted(policy.unanswered_names())
    ]
