from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "mendly.care"

    def ready(self) -> None:
        from mendly.care import predicates, subscriptions  # noqa: F401
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category

        register_patient_kind("relationship", Category.SHARING)
        register_patient_kind("emergency", Category.ACCESS_LOG)
