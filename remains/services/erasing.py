"""What hangs on remains outside their own rings, counted before they are erased."""

from __future__ import annotations

from accessctl.actor import Actor
from accessctl.models import Record
from remains.models import RemainsIncident


def count_links(actor: Actor, record: Record) -> int:
    """Links to incidents."""
    return RemainsIncident.objects.filter(remains=record.pk).count()
