from django.apps import AppConfig


class GenomeConfig(AppConfig):
    name = "mendly.genome"

    def ready(self) -> None:
        from pathlib import Path

        from django.conf import settings

        from mendly.live.kinds import register_patient_kind
        from mendly.policy import Category
        from mendly.settings.env import SettingRefused
        from mendly_core.knowledge_pack import use_knowledge
        from mendly_core.packs import DamagedPack

        register_patient_kind("genome", Category.GENES)
        if settings.KNOWLEDGE_DIR:
            try:
                use_knowledge(Path(settings.KNOWLEDGE_DIR))
            except DamagedPack as error:
                raise SettingRefused(f"MENDLY_KNOWLEDGE_DIR: {error}") from None
        register_patient_kind("tumour", Category.TUMOURS)
