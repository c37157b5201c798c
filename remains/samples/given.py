"""What a donor gave, as their own copy tells it: what was taken, when, who was asked to test it, and what became of it.

What a test came to is not among it: that is told by people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import RingRow
from accessctl.rings import Ring
from cases.models import Donor
from remains.models import Sample, SampleFile, SampleOfDonor, SampleStep, SampleTest

JOB = "remains.copies"  # a relative has no account, and may read no sample but as what they gave
TABLES = (SampleFile, SampleTest, SampleStep)


def given_by(donors: Sequence[UUID]) -> dict[type[RingRow], Sequence[Any]]:
    """The samples of these donors with their tests and their way, in clear and journalled."""
    job = Actor.system_job(JOB)
    codes = list(door.visible(job, Donor, ring=Ring.FORENSIC).filter(pk__in=donors))
    origins = door.open(job, codes, Ring.FORENSIC, tables=[SampleOfDonor])
    taken: list[Any] = [row for code in codes for row in origins.rows(code, SampleOfDonor)]
    samples = list(door.visible(job, Sample, ring=Ring.FORENSIC).filter(pk__in=[row.sample_id for row in taken]))
    opened = door.open(job, samples, Ring.FORENSIC, tables=TABLES)
    return {
        SampleOfDonor: taken,
        **{table: [row for one in samples for row in opened.rows(one, table)] for table in TABLES},
    }
