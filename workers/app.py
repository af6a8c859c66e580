"""The Celery app. Tasks are bells: what is to be done stands in rows, so a message lost or heard twice does no harm."""

from __future__ import annotations

from celery import Celery
from django.conf import settings

READ_SECONDS = int(settings.LIMITS.mail_seconds) + 60

app = Celery("laigao", broker=settings.BROKER_URL, include=["workers.tasks"])
app.conf.update(
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="mail",
    # a worker that dies gives its message back; the row's lease keeps two from doing it at once
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # a killed worker's messages come back after this long, if the sweep has not rung for their rows before
    broker_transport_options={
        "visibility_timeout": settings.LEASE_SECONDS + READ_SECONDS,
        "unacked_restore_limit": 200,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
        "socket_keepalive": True,
        "retry_on_timeout": False,
        "max_retries": 0,
    },
    broker_connection_timeout=2,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=700_000,  # KB
    timezone=settings.TIME_ZONE,
)
