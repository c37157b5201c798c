"""What a partner's system sends without a mandate to register: a draft in the queue of who may, and nothing more.

Nobody is searched for by it.  Who takes it on speaks with the enquirer about risks and consent before it is a case; the
partner reads nothing of it again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Agreement, JournalEntry, Organisation
from accessctl.permits import Operation, admit
from accessctl.rings import Ring
from accessctl.services import drafts
from families.codes import IntakeWay
from families.models import RegistrationDraft
from registry.lib.errors import Forbidden, Invalid, TooMany

JOB = "families.partners"
MOST = 200  # drafts of one system to one organisation in a day: people have to speak with each enquirer
DAY = timedelta(days=1)


class TooManyDrafts(TooMany):
    code = "too_many_drafts"
    template = gettext_lazy(
        "This system sent as many drafts as it may in a day. What was sent is kept; go on tomorrow, or speak with them."
    )


@transaction.atomic
def take_in(*, actor: Actor, receiver: str, parts: dict[str, Any]) -> RegistrationDraft:
    """Put what a partner's system sends into a queue: its own organisation's, or of one that an agreement lets be told.

    receiver: reference of an organisation, "" for the own; parts: as the steps of a registration keep them.
    Raises Forbidden, Invalid, TooManyDrafts.
    """
    may_write = admit(actor.permits, Operation.WRITE, Ring.SEARCH.layer, Purpose.SHARE_SEARCH)
    if actor.client is None or actor.organisation is None or not may_write:
        raise Forbidden()
    to = _receiver(actor, actor.organisation, receiver)
    _ensure_within_budget(actor, to)
    draft = drafts.begin_draft(Actor.system_job(JOB), RegistrationDraft, parts, came_by=IntakeWay.SYSTEM, owner=to)
    journal.record(actor, "draft.received", draft)
    return draft


def _ensure_within_budget(actor: Actor, to: Organisation) -> None:
    """SECURITY: a system that is out of hand may not fill another organisation's queue (FW-BULK)."""
    sent = JournalEntry.objects.filter(action="draft.received", actor=actor.pseudonym, owners__contains=[to.pk])
    if sent.filter(at__gt=Now() - DAY).count() >= MOST:
        raise TooManyDrafts(retry_after=int(DAY.total_seconds()))


def _receiver(actor: Actor, own: Organisation, ref: str) -> Organisation:
    """SECURITY: one sentence for an organisation that is absent, shut out, or not to be told."""
    if ref in ("", own.ref):
        return own
    found = door.visible(actor, Organisation).filter(ref=ref).first()
    if found is not None and found.may_take_part:
        shares = Agreement.objects.shares(found.pk, Purpose.SHARE_SEARCH)
        if any(own.pk in share.providers for share in shares):
            return found
    raise Invalid(fields={"receiver": [_("No agreement lets you tell this organisation. Name another, or none.")]})
