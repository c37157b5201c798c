"""How an organisation read the columns of a partner's tables the last time, so that it says so once."""

from __future__ import annotations

from accessctl.actor import Actor
from families.models import ColumnMapping


def remembered(actor: Actor, system: str) -> dict[str, str]:
    """Our columns -> the partner's headings, as they were read the last time."""
    row = ColumnMapping.objects.filter(organisation=actor.organisation_id, system=system).first()
    return dict(row.columns) if row else {}


def remember(actor: Actor, system: str, columns: dict[str, str]) -> None:
    """Keep how the columns of a partner's table were read."""
    if actor.organisation is not None:
        ColumnMapping.objects.update_or_create(
            organisation=actor.organisation, system=system, defaults={"columns": dict(columns)}
        )
