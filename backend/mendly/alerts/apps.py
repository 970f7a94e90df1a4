from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "mendly.alerts"

    def ready(self) -> None:
        from mendly.alerts import subscriptions  # noqa: F401
        from mendly.alerts.escalation import still_unanswered
        from mendly.live.kinds import register_patient_kind
        from mendly.notify.kinds import Kind, register_still_wanted
        from mendly.policy import Category

        register_patient_kind("alert", Category.READINGS)
        register_still_wanted(Kind.ALERT, still_unanswered)
