from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mendly.accounts"

    def ready(self) -> None:
        from mendly.accounts import predicates, signals  # noqa: F401
