"""Tombstones outside the database: a file that a restored backup does not take back in time.

A line is a tombstone as JSON and its signature by a key of the journal, so that nobody can have records erased by
adding a line.  It holds a digest of an id and codes, no reference: whoever finds the file learns a number of erasures.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils import timezone

from accessctl.models import Tombstone
from accessctl.transparency import signing

_PURPOSE = b"tombstone\n"  # so that a signature made for something else signs no tombstone


class Unsigned(Exception):
    """A line that no key of this registry signed; its number is the message."""


@dataclass(frozen=True)
class Noted:
    """A tombstone as the file holds it."""

    digest: str
    kind: str
    reason: str
    told: str
    at: str

    @classmethod
    def of(cls, stone: Tombstone) -> Noted:
        return cls(stone.digest, stone.kind, stone.reason, stone.told, stone.erased_at.isoformat())

    @property
    def erased_at(self) -> datetime:
        return datetime.fromisoformat(self.at)

    def line(self) -> str:
        said = json.dumps(asdict(self), sort_keys=True)
        return f"{said} {base64.b64encode(signing.current().sign(_PURPOSE + said.encode())).decode()}\n"


def path() -> Path | None:
    """Where the file is, or None when none is kept."""
    return Path(settings.TOMBSTONES_FILE) if settings.TOMBSTONES_FILE else None


def read(*, unsigned: bool = False) -> list[Noted]:
    """Every tombstone of the file; `unsigned`: those too that no key here signed.

    Raises Unsigned, OSError, ValueError, KeysUnavailable.
    """
    found = path()
    if found is None or not found.exists():
        return []
    keys = None if unsigned else signing.public_keys()
    lines = found.read_text(encoding="utf-8").splitlines()
    return [_verified(line, number, keys) for number, line in enumerate(lines, 1) if line.strip()]


def digests() -> set[str]:
    """The digests in the file, whether signed or not: cheap, for the look at the start."""
    return {noted["digest"] for noted in _loosely()}


def write_new() -> int:
    """Append the tombstones that are not in the file yet; returns how many."""
    found = path()
    waiting = list(Tombstone.objects.filter(written_at=None).order_by("erased_at"))
    if found is None or not waiting:
        return 0
    known = digests()
    descriptor = os.open(found, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for stone in waiting:
            if stone.digest not in known:
                file.write(Noted.of(stone).line())
        file.flush()
        os.fsync(file.fileno())
    Tombstone.objects.filter(pk__in=[stone.pk for stone in waiting]).update(written_at=timezone.now())
    return len(waiting)


def forget(before: datetime) -> None:
    """Write the file anew without the tombstones of before a time."""
    found = path()
    if found is None or not found.exists():
        return
    lines = found.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if datetime.fromisoformat(_body(line)["at"]) >= before]
    if len(kept) == len(lines):
        return
    descriptor, name = tempfile.mkstemp(dir=found.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(kept)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(found)


def _loosely() -> Iterator[dict[str, str]]:
    found = path()
    if found is not None and found.exists():
        yield from (_body(line) for line in found.read_text(encoding="utf-8").splitlines() if line.strip())


def _body(line: str) -> dict[str, str]:
    body: dict[str, str] = json.loads(line.rpartition(" ")[0])
    return body


def _verified(line: str, number: int, keys: list[Ed25519PublicKey] | None) -> Noted:
    said, _space, signature = line.rpartition(" ")
    if keys is None:
        return Noted(**json.loads(said))
    for key in keys:
        try:
            key.verify(base64.b64decode(signature, validate=True), _PURPOSE + said.encode())
        except (InvalidSignature, ValueError):
            continue
        return Noted(**json.loads(said))
    raise Unsigned(str(number))
