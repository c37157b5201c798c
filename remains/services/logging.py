"""Logging remains: root, profile, forensic file and every row, in one transaction."""

from __future__ import annotations

from django.db import transaction

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.consent import FULL_MASK, ConsentEffect
from remains.models import ForensicFile, PostMortemProfile, Remains
from remains.services import rows, validate
from remains.services.entry import RemainsEntry

# No family's consent stands over remains: agreements alone decide who is shown them.
OPEN_TO_AGREEMENTS = ConsentEffect(masks={1: FULL_MASK, 2: FULL_MASK, 3: FULL_MASK})


@transaction.atomic
def log_remains(*, actor: Actor, entry: RemainsEntry, ref: str = "") -> Remains:
    """Log remains.  `ref`: a reference printed on a label beforehand.  Raises Invalid, Forbidden."""
    door.ensure_writes(actor, PostMortemProfile.RING)
    validate.check(entry)
    if not door.writes(actor, ForensicFile.RING):
        validate.refuse_forensic(entry)
    remains = Remains(ref=ref, **rows.common_columns(entry))
    access.create_record(actor, remains, action="remains.logged", effect=OPEN_TO_AGREEMENTS)
    source = rows.source_of(remains, entry, actor.account)
    source.save(force_insert=True)
    common = {"remains": remains, "source": source, "created_by": actor.account}
    PostMortemProfile.objects.create(**common, **rows.profile_columns(entry))
    ForensicFile.objects.create(**common, **rows.forensic_columns(entry))
    access.insert_rows(rows.list_rows(remains, entry, source, actor.account))
    return remains
