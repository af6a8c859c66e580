"""The broker's queues: how long they are. Only the 运维 page asks; nothing is decided by it."""

from __future__ import annotations

import redis
from django.conf import settings

#: By weight: office, PDF and archive mails go to `documents`, so that one .doc never holds up the poems.
QUEUES = ("mail", "documents", "replies")


def lengths() -> dict[str, int] | None:
    """Messages waiting by queue, or None when the broker does not answer within half a second."""
    client = redis.Redis.from_url(settings.BROKER_URL, socket_connect_timeout=0.5, socket_timeout=0.5)
    try:
        with client.pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.llen(queue)
            return dict(zip(QUEUES, pipe.execute(), strict=True))
    except redis.RedisError:
        return None
    finally:
        client.close()
