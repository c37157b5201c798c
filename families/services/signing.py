"""Papers that somebody of a family signed: a picture kept as proof that they were asked, and taken away again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accessctl import journal, pictures
from accessctl.actor import Actor
from accessctl.models import NumberedImage
from accessctl.pictures import ImageEntry
from accessctl.rings import Ring
from cases.codes import WrongImage
from cases.models import CaseSource
from families.models import SignedPaper
from families.services.fetching import case_with_family
from registry.lib.errors import NotFound


@transaction.atomic
def keep_paper(*, actor: Actor, case_ref: str, entry: ImageEntry, signed_by: UUID | None = None) -> NumberedImage:
    """Keep the picture of a paper.  signed_by: the source of the relative whose it is.

    Raises NotFound, Forbidden, Invalid.
    """
    case = case_with_family(actor, case_ref)
    if signed_by is not None and not CaseSource.objects.filter(case=case, pk=signed_by).exists():
        raise NotFound()
    row = pictures.keep(actor, case, SignedPaper, entry, source_id=signed_by)
    journal.record(actor, "image.kept", case, ring=Ring.KIN, number=row.number, kind=row.kind)
    return row


@transaction.atomic
def remove_paper(*, actor: Actor, case_ref: str, number: int, reason: WrongImage) -> None:
    """Delete a picture that should not be there; backups keep it for their time.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    pictures.take_away(case, SignedPaper, number)
    journal.record(actor, "image.removed", case, ring=Ring.KIN, number=number, reason=reason)
