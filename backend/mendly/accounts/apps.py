from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mendly.accounts"

    def ready(self) -> None:
        from mendly.accounts import predicates, signals  # noqa: F401
        from mendly.accounts.api import schema  # noqa: F401
