"""The codes that open a family's own page: made by who works on the case, shown once, ended at any time.

Whatever is wrong with what somebody typed, the answer is the same and costs the same: an unknown code, a wrong PIN, a
code that ended, was revoked or locked, a case that was withdrawn, an address that tried too often.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor, Subject
from accessctl.rings import Ring
from accessctl.signin import stepup
from cases.models import Case
from cases.services import on_paper
from families import paper_codes
from families.models import PageCode, Relative
from families.paper_codes import WRONG_PINS, digest, digest_of_code
from families.services.fetching import case_with_family, row_of
from registry.lib.errors import NotFound

VALID_FOR = timedelta(days=365)
VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Sheet:
    """What is handed over on paper and never shown again."""

    code: str
    pin: str
    until: datetime


@dataclass(frozen=True)
class Visit:
    """Somebody whom a code let in: who they are to the door, the case, and until when."""

    actor: Actor
    case_ref: str
    until: datetime


@transaction.atomic
def make_code(*, actor: Actor, case_ref: str, token: str) -> Sheet:
    """Give a relative a code, which ends those they had.  Raises NotFound, Forbidden, ProofNeeded."""
    case = case_with_family(actor, case_ref)
    relative = row_of(case, Relative, token)
    stepup.demand(actor)
    _end(PageCode.objects.filter(relative=relative, revoked_at=None))
    new = paper_codes.new_code()
    row = PageCode.objects.create(
        case=case, relative=relative, digest=new.digest, pin_hash=new.pin_hash, created_by=actor.account,
        expires_at=timezone.now() + VALID_FOR,
    )  # fmt: skip
    journal.record(actor, "page_code.made", case, ring=Ring.KIN)
    return Sheet(new.code, new.pin, row.expires_at)


@transaction.atomic
def revoke_codes(*, actor: Actor, case_ref: str, token: str) -> None:
    """End every code of a relative, and the visit that one may have open.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    if not _end(PageCode.objects.filter(relative=row_of(case, Relative, token), revoked_at=None)):
        raise NotFound()
    journal.record(actor, "page_code.revoked", case, ring=Ring.KIN)


def enter(*, code: str, pin: str, address: str) -> str | None:
    """The token of a visit that begins, or None: it does not open, for whatever reason."""
    bare, spent = on_paper.bare(code), paper_codes.has_spent(address)
    with transaction.atomic():
        row = PageCode.objects.select_for_update(of=("self",)).filter(digest=digest_of_code(bare)).first()
        right = paper_codes.is_right(bare, pin, row.pin_hash if row else None)
        if row and right and not spent and _stands(row) and _reaches(row):
            token = secrets.token_urlsafe(32)
            row.wrong, row.used_at = 0, timezone.now()
            row.visit_digest, row.visit_until = digest("visit", token), row.used_at + VISIT
            row.save(update_fields=["wrong", "used_at", "visit_digest", "visit_until", "updated_at"])
            return token
        if row and not right and not spent:
            _count_wrong(row)
    paper_codes.count_try(address)
    return None


def visit_of(token: str) -> Visit | None:
    """The visit that a cookie names, while it lasts and the code stands."""
    now = timezone.now()
    rows = PageCode.objects.filter(visit_digest=digest("visit", token), visit_until__gt=now)
    row = rows.select_related("case", "relative").first() if token else None
    if row is None or row.visit_until is None or not _stands(row):
        return None
    return Visit(_actor(row), row.case.ref, row.visit_until)


def leave(token: str) -> None:
    """End a visit."""
    PageCode.objects.filter(visit_digest=digest("visit", token)).update(visit_digest=None, visit_until=None)


def _stands(row: PageCode) -> bool:
    return row.revoked_at is None and row.expires_at > timezone.now() and row.wrong < WRONG_PINS


def _reaches(row: PageCode) -> bool:
    """Whether the door lets them see the case: not one that was withdrawn."""
    return door.visible(_actor(row), Case).filter(pk=row.case_id).exists()


def _actor(row: PageCode) -> Actor:
    subject = Subject(row.case_id, row.relative_id, row.relative.source_id)
    return Actor.of_subject(subject, proved_at=row.used_at or row.created_at)


def _count_wrong(row: PageCode) -> None:
    PageCode.objects.filter(pk=row.pk).update(wrong=F("wrong") + 1)
    if row.wrong + 1 == WRONG_PINS:
        journal.record(_actor(row), "page_code.locked", row.case, ring=Ring.KIN)


def _end(rows: object) -> int:
    ended: int = rows.update(revoked_at=timezone.now(), visit_digest=None, visit_until=None)  # type: ignore[attr-defined]
    return ended
