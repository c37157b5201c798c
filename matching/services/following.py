"""What follows from an identification outside its file: for the remains, once the family was told, and for the family,
once more is found.  The apps below know nothing of identifications: they call what is handed to them here.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accessctl import journal
from accessctl.actor import Actor
from families.findings import services as findings
from matching.identification.codes import Conclusion
from matching.models import Identification
from remains.codes import RemainsStatus
from remains.models import Remains
from remains.services.joining import follow_parts, hold_apart

JOB = "matching.identification"  # whoever told the family answers for no remains


def set_status(remains: Remains, status: str) -> None:
    """Write the status and nothing else, not even the time of change: what is taken back leaves no trace here."""
    Remains.objects.filter(pk=remains.pk).update(status=status)


def follow_telling(basis: UUID) -> None:
    """The family was told of an identification: now the remains are identified for everybody who sees them."""
    row = Identification.objects.select_for_update().filter(pk=basis).first()
    if row is None or not row.stands or row.remains_before is not None:
        return
    remains = Remains.objects.select_for_update().get(pk=row.remains_id)
    row.remains_before = remains.status
    row.save(update_fields=["remains_before", "updated_at"])
    set_status(remains, RemainsStatus.IDENTIFIED)
    journal.record(Actor.system_job(JOB), "remains.identified", remains)


def is_settling(remains: Remains) -> bool:
    """Whether an identification of remains stands, or waits for signatures."""
    rows = Identification.objects.filter(remains=remains, withdrawn_at=None, revoked_at=None)
    return rows.filter(Q(issued_at=None) | Q(conclusion=Conclusion.ESTABLISHED)).exists()


def follow_part(remains: Remains, at: datetime | None) -> None:
    """Let the family's file know since when more is found of who was identified; what was joined before is no news."""
    rows = Identification.objects.filter(remains=remains, conclusion=Conclusion.ESTABLISHED, revoked_at=None)
    row = rows.exclude(issued_at=None).first()
    if row is not None and row.issued_at is not None:
        findings.note_more_found(row.pk, at if at is not None and at >= row.issued_at else None)


findings.heed_told(follow_telling)
hold_apart(is_settling)
follow_parts(follow_part)
