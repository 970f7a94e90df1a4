from django.apps import AppConfig


class VitalsConfig(AppConfig):
    name = "mendly.vitals"

    def ready(self) -> None:
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category

        register_patient_kind("samples", Category.READINGS)
        register_patient_kind("observation", Category.READINGS)
