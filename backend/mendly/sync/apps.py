from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "mendly.sync"

    def ready(self) -> None:
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category
        from mendly.sync import subscriptions  # noqa: F401

        register_patient_kind("sync", Category.PROFILE)
