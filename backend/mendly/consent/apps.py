from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "mendly.consent"

    def ready(self) -> None:
        from mendly.consent import predicates  # noqa: F401
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category

        register_patient_kind("consent", Category.SHARING)
