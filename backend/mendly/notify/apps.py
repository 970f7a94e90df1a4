from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "mendly.notify"

    def ready(self) -> None:
        from mendly.notify import subscriptions  # noqa: F401
