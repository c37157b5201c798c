"""What of a record its owner may hand to an organisation, part by part, and why the rest stays.

Consent, safeguards and sanctions are the policy's own `admitted`, parts kept closed those of the agreements in force:
the rules of the door, asked about somebody who does not come through it.  Where no family's consent stands behind a
record, an agreement has to open it.  Nothing is handed over or written down here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import outward
from accessctl.actor import Actor
from accessctl.closing import closed_parts
from accessctl.codes import Purpose
from accessctl.deciding import flagged
from accessctl.disclosure.ledger import COPIES_LAST, kept_for
from accessctl.models import Organisation, Record
from accessctl.policy import RecordPolicy, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring

ADMITTED = "admitted"


class HeldBack(models.TextChoices):
    """Why a part stays.  One answer for a refusal, a safeguard and a consent that ended: who fears whom is not told."""

    NOT_AGREED = "not_agreed", _("The family has not agreed to this, or a safeguard forbids it")
    AGREEMENT = "agreement", _("An agreement with them keeps it closed")
    NO_AGREEMENT = "no_agreement", _("No agreement opens it to them for this use, or a safeguard forbids it")
    OUTWARD = "outward", _("This registry passes things on for the search alone")


_UNOPENED = {True: HeldBack.NOT_AGREED, False: HeldBack.NO_AGREEMENT}


@dataclass(frozen=True)
class Let:
    """parts: codes that may go; held: code of each other part asked about -> why not; until: how long a copy lasts."""

    parts: frozenset[str]
    held: dict[str, HeldBack]
    until: datetime


def let_go(
    records: Sequence[Record], receiver: Organisation, *, purpose: Purpose, ring: Ring, parts: Iterable[str]
) -> dict[UUID, Let]:
    """Which of these parts of a ring may go to an organisation for a purpose, by record of one kind."""
    asked = frozenset(parts)
    if not records:
        return {}
    model = type(records[0])
    policy = policy_of(model)
    if not isinstance(policy, RecordPolicy):
        raise TypeError(f"{model.__name__} has no rules of records")
    reach = Reach(Actor(organisation=receiver, purpose=purpose))
    rule = policy.admitted(reach, ring) & ~policy.closed()
    if not policy.needs_consent:
        rule &= policy.agreed(reach, ring)
    admitted = flagged(model, [row.pk for row in records], {ADMITTED: rule})
    closed = closed_parts(reach, records, ring, handed_over=policy.needs_consent)
    lasting = kept_for(receiver, purpose, ring)
    found = {}
    for row in records:
        may = receiver.may_take_part and admitted.get(row.pk, {}).get(ADMITTED, False)
        shut = asked & closed.get(row.pk, frozenset()) if may else asked
        why = HeldBack.AGREEMENT if may else _UNOPENED[policy.needs_consent]
        if not outward.admits(purpose):
            shut, why = asked, HeldBack.OUTWARD
        until = timezone.now() + lasting.get(row.owner_id, COPIES_LAST)
        found[row.pk] = Let(asked - shut, dict.fromkeys(sorted(shut), why), until)
    return found
