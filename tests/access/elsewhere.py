"""Places where nobody's words belong whoever reads them: log lines, the broker's memory, mails."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import redis
from django.core import mail

from tests.access.reading import words_in
from tests.plugins.layout import LAYOUT


def spilt(lines: list[str]) -> set[str]:
    """The planted words that lie there."""
    return words_in("\n".join([*lines, *mails()]).encode()) | words_in(b"\n".join(broker()))


def mails() -> Iterator[str]:
    return (str(message.message()) for message in mail.outbox)


def broker() -> Iterator[bytes]:
    """Every name and value that the broker holds; the bodies of messages are base64."""
    valkey = redis.Redis(unix_socket_path=str(LAYOUT.valkey_socket))
    for key in valkey.scan_iter():
        yield key
        for value in _values(valkey, key):
            yield value
            yield _body(value)


def _values(valkey: redis.Redis, key: bytes) -> list[bytes]:
    kind = valkey.type(key)
    if kind == b"list":
        return list(valkey.lrange(key, 0, -1))
    if kind == b"hash":
        return [part for pair in valkey.hgetall(key).items() for part in pair]
    if kind == b"set":
        return list(valkey.smembers(key))
    if kind == b"zset":
        return list(valkey.zrange(key, 0, -1))
    return [valkey.dump(key) or b""]


def _body(value: bytes) -> bytes:
    try:
        return base64.b64decode(json.loads(value)["body"])
    except (ValueError, KeyError, TypeError):
        return b""
