"""Images of a case, for a comparison with remains: kept where the family agreed to one, and taken away again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal, pictures
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import NumberedImage
from accessctl.pictures import ImageEntry
from accessctl.rings import Ring
from cases import images as selectors
from cases import pictured
from cases.codes import WrongImage
from cases.models import Case, CaseImage, CaseSource
from registry.lib.errors import Invalid, NotFound


class NotForComparison(Invalid):
    code = "not_for_comparison"
    template = _("The family has not agreed to a comparison with remains. Ask for their consent first.")


@transaction.atomic
def keep_image(*, actor: Actor, ref: str, entry: ImageEntry, given_by: UUID | None = None) -> NumberedImage:
    """Keep an image in the forensic file.  given_by: the source of a relative who gave it.

    Raises NotFound, Forbidden, NotForComparison, Invalid.
    """
    case = _writable(actor, ref)
    if Purpose.FORENSIC_COMPARISON not in case.purposes:
        raise NotForComparison()
    if given_by is not None and not CaseSource.objects.filter(case=case, pk=given_by).exists():
        raise NotFound()
    pictured.ensure_listed(selectors.items_of(actor, case), entry.shows)
    row = pictures.keep(actor, case, CaseImage, entry, source_id=given_by)
    journal.record(actor, "image.kept", case, ring=Ring.FORENSIC, number=row.number, kind=row.kind)
    return row


@transaction.atomic
def tell_image(*, actor: Actor, ref: str, number: int, shows: str) -> None:
    """Say to what an image belongs: the name of an item of the record, "" for none of them.

    Raises NotFound, Forbidden, Invalid.
    """
    case = _writable(actor, ref)
    pictured.ensure_listed(selectors.items_of(actor, case), shows)
    row = pictures.tell(case, CaseImage, number, shows)
    journal.record(actor, "image.told", case, ring=Ring.FORENSIC, number=number, kind=row.kind)


@transaction.atomic
def remove_image(*, actor: Actor, ref: str, number: int, reason: WrongImage) -> None:
    """Delete an image that should not be there; backups keep it for their time.  Raises NotFound, Forbidden."""
    case = _writable(actor, ref)
    pictures.take_away(case, CaseImage, number)
    journal.record(actor, "image.removed", case, ring=Ring.FORENSIC, number=number, reason=reason)


def _writable(actor: Actor, ref: str) -> Case:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.FORENSIC, case)
    return case
