"""The desk: what is kept and decided. Django and Wagtail; knows nothing of Celery or IMAP."""
