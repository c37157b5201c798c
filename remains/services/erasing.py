"""What hangs on remains outside their own rings, counted before they are erased."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accessctl import vault
from accessctl.actor import Actor
from accessctl.models import Record
from remains.models import PartJoin, RemainsIncident, Sample, SampleOfRemains
from remains.skeleton.codes import JoinState


def count_links(actor: Actor, record: Record) -> int:
    """Links to incidents."""
    return RemainsIncident.objects.filter(remains=record.pk).count()


def count_samples(_actor: Actor, record: Record) -> int:
    """Samples that were taken of them."""
    return SampleOfRemains.objects.filter(remains=record.pk).count()


def drop_samples(_actor: Actor, records: Sequence[Record]) -> None:
    """Delete the samples with their way and what laboratories said; their keys once that is committed."""
    samples = list(SampleOfRemains.objects.filter(remains__in=_keys(records)).values_list("sample", flat=True))
    Sample.objects.filter(pk__in=samples).delete()
    for sample in samples:
        transaction.on_commit(partial(vault.destroy, sample))


def _keys(records: Sequence[Record]) -> list[UUID]:
    return [record.pk for record in records]


def is_joined(remains: Record) -> bool:
    """Whether a confirmed joining names these remains, as the part or as what it was joined to."""
    ends = Q(remains=remains.pk) | Q(to=remains.pk)
    return PartJoin.objects.filter(ends, state=JoinState.CONFIRMED).exists()
