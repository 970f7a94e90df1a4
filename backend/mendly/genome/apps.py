from django.apps import AppConfig


class GenomeConfig(AppConfig):
    name = "mendly.genome"

    def ready(self) -> None:
        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category

        register_patient_kind("genome", Category.GENES)
        register_patient_kind("tumour", Category.TUMOURS)
