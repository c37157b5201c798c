"""Taking lines of kinship away, of pairs and of families, and telling of it in the ring where they lay."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from accessctl import journal
from accessctl.erasure import burial
from accessctl.rings import Ring
from matching.kinship import family
from matching.models import CandidatePair, FamilyPlacing, KinshipLine


@transaction.atomic
def forget(lines: Iterable[KinshipLine | FamilyPlacing], *, told: bool = True, still: Iterable[UUID] = ()) -> None:
    """Take lines away.  still: samples that the line in place of it rests on.

    SECURITY: what rested on a sample that may be compared no more opens in no old copy either: the ring has a new key.
    """
    for line in lines:
        pair = CandidatePair.objects.select_related("case", "remains").get(pk=line.pair_id)
        line.delete()
        if pair.remains is not None and not set(line.samples) <= set(still):
            burial.renew_keys(pair.remains, KinshipLine.RING)
        if told:
            tell("kinship.removed", pair)


def tell(action: str, pair: CandidatePair) -> None:
    """In the ring of the line: a history tells of it to nobody else."""
    records = [record for record in (pair.case, pair.remains) if record is not None]
    journal.record(family.job(), action, *records, pair.ref, ring=Ring.FORENSIC)
