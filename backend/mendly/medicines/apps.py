from django.apps import AppConfig


class MedicinesConfig(AppConfig):
    name = "mendly.medicines"

    def ready(self) -> None:
        from mendly.live.kinds import register_patient_kind
        from mendly.medicines import subscriptions  # noqa: F401
        from mendly.medicines.reminders import still_needs_help, still_open
        from mendly.medicines.stock_notices import still_low
        from mendly.notify.kinds import Kind, register_still_wanted
        from mendly.policy import Category

        register_patient_kind("medicine", Category.MEDICINES)
        register_patient_kind("intake", Category.MEDICINES)
        register_patient_kind("course", Category.MEDICINES)
        register_patient_kind("side_effect", Category.MEDICINES)
        register_still_wanted(Kind.DOSE, still_open)
        register_still_wanted(Kind.HELP, still_needs_help)
        register_still_wanted(Kind.STOCK, still_low)
