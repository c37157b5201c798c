"""Where a sample stands: whether its donor agrees now, and who must destroy what is left."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from remains.models import Sample, SampleOfDonor, SampleStep, StoragePlace
from remains.samples.codes import NOTES

# How long after a donor took their consent back the rest of a sample may be kept, to be destroyed with proof.
DESTROY_WITHIN = timedelta(days=30)


def is_agreed(sample: Sample) -> bool:
    """Whether it may be tested: of remains, always; of a donor, while they agree."""
    found = SampleOfDonor._default_manager.filter(sample=sample).values_list("donor__tests_until", flat=True)
    return all(until is not None and until > timezone.now() for until in found)


def stopped_at(sample: Sample) -> datetime | None:
    """Since when its donor wants it destroyed."""
    found = SampleOfDonor._default_manager.filter(sample=sample)
    return found.values_list("donor__stopped_at", flat=True).first()


def last_moves() -> QuerySet[SampleStep]:
    """The last step of each chain that moved the sample: it says where it is."""
    moves = SampleStep._default_manager.filter(sample=OuterRef("sample")).exclude(kind__in=NOTES)
    last = Subquery(moves.order_by("-number").values("pk")[:1])
    return SampleStep._default_manager.alias(last=last).filter(pk=F("last"))


def stored_in(place: StoragePlace) -> QuerySet[SampleStep]:
    """The last steps of the samples that are in a storage place now."""
    return last_moves().filter(place=place)
