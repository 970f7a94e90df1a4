from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "mendly.worklist"

    def ready(self) -> None:
        from mendly.live.kinds import register_kind
        from mendly.worklist import subscriptions  # noqa: F401
        from mendly.worklist.access import may_see

        register_kind("worklist", may_see)
