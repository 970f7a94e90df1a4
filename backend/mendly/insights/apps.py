from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "mendly.insights"

    def ready(self) -> None:
        from mendly.insights import subscriptions  # noqa: F401
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category

        register_patient_kind("insight", Category.DRUG_RESPONSE)
