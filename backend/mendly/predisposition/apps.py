from django.apps import AppConfig


class PredispositionConfig(AppConfig):
    name = "mendly.predisposition"

    def ready(self) -> None:
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category
        from mendly.predisposition import subscriptions  # noqa: F401

        register_patient_kind("finding", Category.GENES)
