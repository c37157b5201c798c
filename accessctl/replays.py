"""A request that a partner system sends again because it heard no answer: done once, answered twice.

The key that the system chose is kept in the transaction of what it did, so both are there or neither.  Kept are
digests and the reference of what was made; the answer is drawn anew, through the door.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accessctl.models import ApiClient, Replay
from registry.lib.errors import Conflict, Invalid

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT = timedelta(days=7)


class KeyReused(Conflict):
    code = "key_reused"
    template = _("This Idempotency-Key was used for another request. Use a new key for each new request.")


class KeyTooLong(Invalid):
    code = "key_too_long"
    template = _("An Idempotency-Key has at most 200 characters.")


def once(request: Request, make: Callable[[], str], *, row: int = 0, body: Any = None) -> str:
    """The reference of what `make` makes; of what it made the first time, if the request is a replay.

    row: which of many in one request, counted from 1.  body: what it says, where that is not the data of the request.

    A second request with the same key waits until the first is through.  Raises KeyReused, KeyTooLong.
    """
    key, client = request.headers.get(HEADER, ""), request.auth
    if not key or not isinstance(client, ApiClient):
        return make()
    if len(key) > LONGEST_KEY:
        raise KeyTooLong()
    said = request.data if body is None else body
    asked = _digest(json.dumps([request.method, request.get_full_path(), said], sort_keys=True).encode())
    key = f"{key}\0{row}" if row else key
    with transaction.atomic():
        held, is_new = Replay.objects.get_or_create(client=client, key=_digest(key.encode()), defaults={"asked": asked})
        if is_new:
            held.ref = make()
            held.save(update_fields=["ref"])
        elif held.asked != asked:
            raise KeyReused()
        return held.ref


def purge() -> int:
    """Forget keys that no system sends any more."""
    forgotten, _per_model = Replay.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return forgotten


def _digest(data: bytes) -> str:
    """SECURITY: keyed, because a plain digest of a request can be compared with guesses of what was in it."""
    return salted_hmac("accessctl.replays", data, algorithm="sha256").hexdigest()
