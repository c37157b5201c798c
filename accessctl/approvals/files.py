"""What exactly was asked: its digest, and its sealed part where references and codes would tell too much.

A sealed part says what the act is about under `ABOUT`, such as the reference of a record, so that the page of that
thing finds what waits for it.  It holds a random number, or its digest could be tried out.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import Approval, ApprovalFile
from accessctl.services.records import create_record

ABOUT = "about"
NONCE = "nonce"
KEPT = timedelta(days=30)  # after the last day on which it could be answered

Sealed = Mapping[str, Any]


def sealed(said: Sealed) -> Sealed:
    """The sealed part of a new act, with the number that nobody can guess."""
    return {**said, NONCE: secrets.token_hex(16)}


def write(actor: Actor, row: Approval, said: Sealed) -> None:
    """Keep the sealed part of an act that was just asked."""
    file = ApprovalFile(approval=row, owner=row.organisation, payload={**said}, purge_at=row.expires_at + KEPT)
    create_record(actor, file, action="approval.asked")


def of(row: Approval) -> dict[str, Any]:
    """The sealed part of an act that its reader may see; empty where there is none, or none any more."""
    return next(iter(of_each([row]).values()), {})


def of_each(rows: Iterable[Approval]) -> dict[Any, dict[str, Any]]:
    """The sealed parts of several acts, by the key of the act."""
    files = list(ApprovalFile.objects.filter(approval__in=list(rows)))
    return {clear.approval_id: clear.payload for clear in reveal(files, "payload")}


def digest(row: Approval, said: Sealed) -> str:
    """Of everything that was asked, by whom, and until when."""
    asked = {
        "kind": row.kind, "organisation": str(row.organisation_id), "by": str(row.asked_by_id), "refs": row.refs,
        "detail": row.detail, "until": row.expires_at.isoformat(), "sealed": said,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def is_as_asked(row: Approval) -> bool:
    """Whether the act is still, to the letter, what was asked."""
    return secrets.compare_digest(digest(row, of(row)), row.digest)
