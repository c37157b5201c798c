"""Inviting somebody from outside to say what they know: a code and a PIN that fill one draft in, once.

Nothing becomes a case by it: what is sent is a draft in the queue, and who works on it speaks with them about risks and
consent before anything is registered.  Whatever is wrong with a code, the answer is the same and costs the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import Organisation
from accessctl.rings import Ring
from accessctl.services import drafts
from cases.services import on_paper
from families import paper_codes
from families.briefing import Wording
from families.codes import OUTSIDE, IntakeWay
from families.models import InvitationCode, RegistrationDraft
from families.paper_codes import WRONG_PINS, digest, digest_of_code
from registry.lib.errors import Invalid, NotFound

JOB = "families.invited"
PART = "invited"
VALID_FOR = timedelta(days=14)
FORM_LASTS = timedelta(hours=2)


@dataclass(frozen=True)
class Invitation:
    """What is handed over and never shown again: the code, and the PIN to be told by another way."""

    code: str
    pin: str
    until: datetime


@dataclass(frozen=True)
class Form:
    """A form that lies open: its token, the organisation it goes to, and the words they read before."""

    token: str
    organisation: Organisation
    language: str
    text: str


@transaction.atomic
def invite(*, actor: Actor, way: IntakeWay, wording: Wording) -> Invitation:
    """Make a draft that waits to be filled in from outside, with its code.  Raises Forbidden, Invalid."""
    if way not in OUTSIDE:
        raise Invalid()
    told = {"version": wording.version, "language": wording.language, "text": wording.text}
    draft = drafts.begin_draft(actor, RegistrationDraft, {PART: told}, came_by=way)
    new = paper_codes.new_code()
    row = InvitationCode.objects.create(
        draft=draft, digest=new.digest, pin_hash=new.pin_hash, created_by=actor.account,
        expires_at=timezone.now() + VALID_FOR,
    )  # fmt: skip
    journal.record(actor, "invitation.made", draft)
    return Invitation(new.code, new.pin, row.expires_at)


@transaction.atomic
def take_back(*, actor: Actor, ref: str) -> None:
    """End an invitation that was not used, and its draft with it.  Raises NotFound, Forbidden."""
    draft = drafts.draft_for_change(actor, RegistrationDraft, ref)
    if not InvitationCode.objects.filter(draft=draft, sent_at=None).exists():
        raise NotFound()
    journal.record(actor, "invitation.ended", draft)
    drafts.delete_draft(actor, RegistrationDraft, ref)


def enter(*, code: str, pin: str, address: str) -> Form | None:
    """The form that a code opens, or None: it does not open, for whatever reason."""
    bare, spent = on_paper.bare(code), paper_codes.has_spent(address)
    with transaction.atomic():
        row = InvitationCode.objects.select_for_update(of=("self",)).filter(digest=digest_of_code(bare)).first()
        right = paper_codes.is_right(bare, pin, row.pin_hash if row else None)
        if row and right and not spent and _stands(row):
            token = secrets.token_urlsafe(32)
            row.wrong, row.visit_digest = 0, digest("invited", token)
            row.visit_until = timezone.now() + FORM_LASTS
            row.save(update_fields=["wrong", "visit_digest", "visit_until", "updated_at"])
            return _form(row, token)
        if row and not right and not spent:
            _count_wrong(row)
    paper_codes.count_try(address)
    return None


def form_of(token: str) -> Form | None:
    """The form that a token names, while it lasts."""
    row = _open(token).first() if token else None
    return _form(row, token) if row is not None and _stands(row) else None


@transaction.atomic
def send(*, token: str, parts: Mapping[str, Any]) -> bool:
    """Put what they wrote into the queue; False if the form no longer lies open.  A code is used once."""
    row = _open(token).select_for_update(of=("self",)).first() if token else None
    if row is None or not _stands(row):
        return False
    actor = _job()
    drafts.save_draft(actor, RegistrationDraft, row.draft.ref, parts)
    row.sent_at, row.visit_digest, row.visit_until = timezone.now(), None, None
    row.save(update_fields=["sent_at", "visit_digest", "visit_until", "updated_at"])
    journal.record(actor, "invitation.sent", row.draft)
    return True


def _open(token: str) -> Any:
    rows = InvitationCode.objects.filter(visit_digest=digest("invited", token), visit_until__gt=timezone.now())
    return rows.select_related("draft__owner")


def _form(row: InvitationCode, token: str) -> Form | None:
    draft = row.draft
    held = door.open(_job(), draft, Ring.SEARCH).one(draft, RegistrationDraft)
    told = held.payload.get(PART, {}) if held is not None else {}
    return Form(token, draft.owner, told.get("language", ""), told.get("text", ""))


def _stands(row: InvitationCode) -> bool:
    open_now = row.sent_at is None and row.expires_at > timezone.now() and row.wrong < WRONG_PINS
    return open_now and row.draft.owner.may_take_part


def _count_wrong(row: InvitationCode) -> None:
    InvitationCode.objects.filter(pk=row.pk).update(wrong=F("wrong") + 1)
    if row.wrong + 1 == WRONG_PINS:
        journal.record(_job(), "invitation.locked", row.draft)


def _job() -> Actor:
    return Actor.system_job(JOB)
