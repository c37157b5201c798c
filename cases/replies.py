"""A bell between who asks and the job that answers: PostgreSQL holds the answer, Valkey only says "now".

The key holds the reference of a question, such as a stored search, and nothing else.  Without Valkey nobody is rung,
and who asked looks again by itself.
"""

from __future__ import annotations

from functools import cache

import redis
from django.conf import settings

KEPT_SECONDS = 60


def ring(ref: str) -> None:
    """Say that a question is answered; call after the commit."""
    try:
        pipe = _client().pipeline()
        pipe.lpush(_key(ref), "1")
        pipe.expire(_key(ref), KEPT_SECONDS)
        pipe.execute()
    except redis.RedisError:
        return


def wait(ref: str, seconds: float) -> bool:
    """Whether it was answered within that time, once for each answer."""
    try:
        return _client().blpop([_key(ref)], timeout=seconds) is not None
    except redis.RedisError:
        return False


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.VALKEY_URL, socket_timeout=1.0, socket_connect_timeout=0.3)


def _key(ref: str) -> str:
    return f"answered:{ref}"
