"""The bell: Celery and the poller's loop. They start each step and decide nothing."""
