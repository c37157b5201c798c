"""What came of an event's remains, in counts: by what people were identified, where the remains are now, what was
sampled, how long it took.

SECURITY: counts are of remains whose forensic file the reader reaches, less the parts that agreements keep closed, and
of pairs that they see; nothing names anybody.  That these files were read is journalled.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils.functional import Promise

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.closing import closed_parts
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import DviEvent
from families.codes import IdMethod
from matching import event_board
from matching.identification.codes import Conclusion
from matching.identification.selectors import PART as IDENTIFIED
from matching.models import CandidatePair, Identification
from remains.custody.codes import STATE_AFTER, CustodyKind, CustodyState
from remains.custody.selectors import PART as CUSTODY
from remains.custody.standing import last_moves
from remains.models import CustodyEvent, GeneticProfile, PostMortemProfile, Remains, Sample, SampleOfRemains, SampleTest
from remains.samples.selectors import PART as SAMPLES

Count = tuple[str, str | Promise, int]


@dataclass(frozen=True)
class Outcomes:
    """read: remains whose forensic file was counted; 0: nothing here is known to the reader.

    methods: how often each stands under an identification, which may rest on several; states: where remains are now;
    days: from finding to identification, median and longest, None where no day of finding is known.
    """

    read: int = 0
    identified: int = 0
    methods: list[Count] = field(default_factory=list)
    states: list[Count] = field(default_factory=list)
    samples_taken: int = 0
    samples_pending: int = 0
    samples_reported: int = 0
    days_median: int | None = None
    days_longest: int | None = None


def outcomes(actor: Actor, event: DviEvent) -> Outcomes:
    """The counts, as far as the reader may open the forensic files of the event's remains."""
    reached = door.visible(actor, Remains, ring=Ring.FORENSIC).values("pk")
    read = list(event_board.remains_of(actor, event).filter(pk__in=reached))
    if not read:
        return Outcomes()
    journal.record_reading(
        actor, read, Ring.FORENSIC,
        [table.__name__ for table in (Identification, CustodyEvent, SampleOfRemains, SampleTest, GeneticProfile)],
    )  # fmt: skip
    closed = closed_parts(Reach(actor), read, Ring.FORENSIC)

    def open_in(part: str) -> list[Remains]:
        return [row for row in read if part not in closed.get(row.pk, ())]

    standing = _identifications(actor, open_in(IDENTIFIED))
    used = Counter(code for one in standing for code in one.methods)
    now = _states(open_in(CUSTODY))
    samples = set(
        door.visible(actor, Sample, ring=Ring.FORENSIC)
        .filter(pk__in=SampleOfRemains._default_manager.filter(remains__in=open_in(SAMPLES)).values("sample"))
        .values_list("pk", flat=True)
    )
    tests = SampleTest._default_manager.filter(sample__in=samples)
    done = set(GeneticProfile._default_manager.filter(sample__in=samples).values_list("test", flat=True))
    waiting = {sample for test, sample in tests.values_list("pk", "sample") if test not in done}
    reported = set(tests.filter(pk__in=done).values_list("sample", flat=True))
    took = _days(actor, standing)
    return Outcomes(
        len(read), len(standing), [(one.value, one.label, used[one.value]) for one in IdMethod],
        [(one.value, one.label, now[one]) for one in CustodyState], len(samples), len(waiting), len(reported),
        round(median(took)) if took else None, max(took, default=None),
    )  # fmt: skip


def _identifications(actor: Actor, remains: list[Remains]) -> list[Any]:
    """Those that stand, of pairs that the reader sees."""
    return list(
        Identification._default_manager.filter(
            remains__in=remains, conclusion=Conclusion.ESTABLISHED, issued_at__isnull=False, revoked_at=None,
            pair__in=door.visible(actor, CandidatePair),
        ).select_related("remains")
    )  # fmt: skip


def _states(remains: list[Remains]) -> Counter[CustodyState]:
    """How many are where, by the last step that moved each."""
    moves = last_moves().filter(remains__in=remains).values_list("kind", flat=True)
    found = Counter(STATE_AFTER[CustodyKind(kind)] for kind in moves)
    found[CustodyState.NONE] = len(remains) - found.total()
    return found


def _days(actor: Actor, standing: list[Any]) -> list[int]:
    """Days from finding to the conclusion, of those whose day of finding is known; each opening is journalled."""
    rows = [one.remains for one in standing]
    opened = door.open(actor, rows, Ring.SEARCH, tables=[PostMortemProfile], fields=["found_at"], within_reach=True)
    found = []
    for one in standing:
        profile = opened.one(one.remains, PostMortemProfile)
        day = profile.found_at if profile is not None else None
        if day is not None and day.earliest == day.latest:
            found.append(max(0, (one.established_on - day.earliest).days))
    return found
