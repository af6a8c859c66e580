"""The door: bytes of a mail in, a `Reading` out. Plain Python: no Django, no Celery, no database."""
