"""Background work. A task carries a primary key and nothing else; a sweep over rows finds what got lost."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mendly.settings")
app = Celery("mendly")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=300,
    task_soft_time_limit=240,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    worker_soft_shutdown_timeout=20,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    timezone="UTC",
)
if app.conf.broker_url == "memory://":
    app.conf.update(broker_transport_options={"polling_interval": 0.05}, worker_enable_remote_control=False)
else:
    app.conf.update(broker_transport_options={"visibility_timeout": 900})
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "work over rows": {"task": "mendly.ops.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
}
