"""Health: alive without asking anyone, ready when the databases and Valkey answer."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PATIENCE_SECONDS = 1.0


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing is looked up, so a lost database does not restart it."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Which parts answer.  Valkey is a doorbell: without it the registry works, only later, so it is "slow"."""
    parts = {alias: _database(alias) for alias in settings.DATABASES} | {"valkey": _valkey()}
    lost = [name for name, up in parts.items() if not up and name != "valkey"]
    status = "lost" if lost else "ok" if parts["valkey"] else "slow"
    return JsonResponse({"status": status, "parts": parts}, status=503 if lost else 200)


def _database(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _valkey() -> bool:
    client = redis.Redis.from_url(
        settings.VALKEY_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
