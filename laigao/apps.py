"""Connects the newsroom's bell to Celery, in every process: web, worker, poller and command line."""

from django.apps import AppConfig


class LaigaoConfig(AppConfig):
    name = "laigao"

    def ready(self) -> None:
        from newsroom import bell
        from workers import queues, ringing

        bell.connect(ringing.ring, queues.lengths)
