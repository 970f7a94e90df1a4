from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "mendly.leaving"

    def ready(self) -> None:
        from mendly.leaving import predicates  # noqa: F401
