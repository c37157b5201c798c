"""What erasing a record does to its comparison: profiles, lists, pairs, decisions; and what the other side reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accessctl import door, effects, journal
from accessctl.actor import Actor
from accessctl.erasure.burial import owe_keys
from accessctl.keystore.models import digest_of
from accessctl.models import Effect, Record, Tombstone
from cases.models import Whereabouts
from matching import counts
from matching.codes import OPEN_KINDS, PAIR_COLUMNS, PairState, Task
from matching.identification.codes import Conclusion
from matching.models import (
    NOTES,
    CandidatePair,
    CodedTable,
    Compared,
    EndedPair,
    EvidenceLine,
    FamilyPlacing,
    Identification,
    KeptDecision,
    KinshipLine,
    PeerDecision,
    PeerHit,
    PeerQuestion,
    Ranking,
    Review,
)
from matching.models.endings import SHOWN_FOR
from matching.peers.services import hits as peer_hits
from matching.services import rankings
from matching.services.owing import KINSHIP
from matching.sides import MODELS, Side, about, column_of, of_pairs, tasks_of
from remains.models import Remains, SampleOfDonor, SampleOfRemains

WORKED_ON = (PairState.HYPOTHESIS, PairState.LAB_REQUESTED)


def pairs_of(record: Record) -> QuerySet[CandidatePair]:
    """Every pair of a record, of every kind, in one order."""
    return CandidatePair.objects.filter(of_pairs([record.pk])).select_related(*PAIR_COLUMNS).order_by("pk")


def told_pairs_of(actor: Actor, record: Record) -> QuerySet[CandidatePair]:
    """Those that may be counted to who erases the record: a case says nothing of people found alive, and they nothing
    of a case that is closed to the reader.
    """
    if isinstance(record, Whereabouts):
        return door.visible(actor, CandidatePair).filter(of_pairs([record.pk]))
    return pairs_of(record).filter(kind__in=OPEN_KINDS)


def is_identified(record: Record) -> bool:
    """Whether an identification rests on the record, or rested: whoever erases it, and whatever they may see."""
    mine = pairs_of(record).filter(kind__in=OPEN_KINDS)
    issued = Identification.objects.filter(pair__in=mine, conclusion=Conclusion.ESTABLISHED).exclude(issued_at=None)
    return issued.exists()


def count_profiles(actor: Actor, record: Record) -> int:
    """Profiles and lists."""
    mine = about([record.pk])
    lists = Ranking.objects.filter(mine).exclude(task=Task.AM_ALIVE)
    return Compared.objects.filter(mine).count() + lists.count()


def drop_profiles(actor: Actor, records: Sequence[Record]) -> None:
    """The lists of records go and they are struck from those of others; profiles go with the records' rows.

    What they alone had is among the counts, which are made anew.
    """
    sides = [record for record in records if isinstance(record, Side)]
    rankings.forget(sides, tasks_of(sides[0]))
    counts.forget()  # after the lists are locked, as who writes a chunk locks
    Compared.objects.filter(about(record.pk for record in sides)).delete()


def count_worked_on(actor: Actor, record: Record) -> int:
    return told_pairs_of(actor, record).filter(state__in=WORKED_ON).count()


def count_pairs(actor: Actor, record: Record) -> int:
    return told_pairs_of(actor, record).exclude(state__in=WORKED_ON).count()


def count_decisions(actor: Actor, record: Record) -> int:
    return Review.objects.filter(pair__in=told_pairs_of(actor, record)).count()


def count_standing(actor: Actor, record: Record) -> int:
    issued = Identification.objects.filter(conclusion=Conclusion.ESTABLISHED).exclude(issued_at=None)
    return told_pairs_of(actor, record).filter(pk__in=issued.values("pair")).count()


def end_pairs(actor: Actor, records: Sequence[Record]) -> None:
    """Delete the pairs with their evidence; keep decisions without a link; tell the other side of what it worked on."""
    for record in paired(records):
        _end_pairs(actor, record)


def paired(records: Sequence[Record]) -> list[Record]:
    """Those of the records that are in a pair."""
    keys = {record.pk for record in records}
    ends = CandidatePair.objects.filter(of_pairs(keys)).values_list(*PAIR_COLUMNS)
    held = {key for row in ends for key in row} & keys
    return [record for record in records if record.pk in held]


def _end_pairs(actor: Actor, record: Record) -> None:
    pairs = list(pairs_of(record).select_for_update(of=("self",)))
    told = [pair for pair in pairs if pair.kind in OPEN_KINDS]
    reviews = Review.objects.filter(pair__in=told).select_related("pair")
    KeptDecision.objects.bulk_create(
        KeptDecision(
            kind=review.pair.kind, role=review.role, decision=review.decision, month=review.decided_at.replace(day=1)
        )
        for review in reviews
    )
    worked_on = [pair for pair in told if pair.state in WORKED_ON]
    EndedPair.objects.bulk_create(_notice(pair, record) for pair in worked_on)
    for pair in worked_on:
        journal.record(actor, "pair.ended", _left(pair, record), pair.ref)
    _renew_words(record, pairs)
    Effect.objects.filter(payload__ref__in=[pair.ref for pair in pairs]).delete()
    EvidenceLine.objects.filter(pair__in=pairs).delete()
    CandidatePair.objects.filter(pk__in=[pair.pk for pair in pairs]).delete()


def _renew_words(record: Record, pairs: Iterable[CandidatePair]) -> None:
    """Reasons for a pair lie in the ring of one of its records: if that one stays, its key has to be another."""
    stone, gone = Tombstone.objects.get(digest=digest_of(record.pk)), list(pairs)
    for table in dict.fromkeys(NOTES.values()):
        notes = table._default_manager.filter(review__pair__in=gone).exclude(**{table.RECORD: record.pk})
        for left in MODELS[table.RECORD]._default_manager.filter(pk__in=notes.values(table.RECORD)):
            owe_keys(stone, left, table.RING)
    drawn = Identification.objects.filter(pair__in=gone).exclude(remains=record.pk)
    weighed = KinshipLine.objects.filter(pair__in=gone).exclude(remains=record.pk)
    together = _weighed_together(record, gone).exclude(remains=record.pk)
    written = Q(pk__in=drawn.values("remains")) | Q(pk__in=weighed.values("remains"))
    for remains in Remains.objects.filter(written | Q(pk__in=together.values("remains"))):
        owe_keys(stone, remains, Identification.RING)
    again = set(together.values_list("pair__case__ref", flat=True)) - {record.ref, None}
    effects.owe_all(KINSHIP, {f"kinship:{ref}:{stone.pk}": {"ref": ref} for ref in again})
    together.delete()


def _weighed_together(record: Record, pairs: Iterable[CandidatePair]) -> QuerySet[FamilyPlacing]:
    """What was weighed of a family with samples of the record: it is weighed again without them."""
    own = FamilyPlacing.objects.filter(pair__in=[pair.pk for pair in pairs])
    samples = {sample for row in own.values_list("samples", flat=True) for sample in row}
    mine = (
        SampleOfRemains.objects.filter(sample__in=samples, remains=record).values_list("sample", flat=True)
        if isinstance(record, Remains)
        else SampleOfDonor.objects.filter(sample__in=samples).values_list("sample", flat=True)
    )
    return FamilyPlacing.objects.filter(samples__overlap=list(mine))


def _left(pair: CandidatePair, record: Record) -> Side:
    return pair.right if pair.left.pk == record.pk else pair.left


def _notice(pair: CandidatePair, record: Record) -> EndedPair:
    left = _left(pair, record)
    return EndedPair(pair_ref=pair.ref, **{column_of(left): left}, laboratory=pair.state == PairState.LAB_REQUESTED)


def count_asked(actor: Actor, record: Record) -> int:
    """Questions to other registries about the record, questions of theirs that met it, and answers to hits."""
    mine = about_either([record.pk])
    tables = (PeerQuestion, PeerHit, PeerDecision)
    return sum(table._default_manager.filter(mine).count() for table in tables)


def drop_asked(actor: Actor, records: Sequence[Record]) -> None:
    """The questions go, and the tables of codes that records are in: what was given out of them is worth nothing."""
    keys = [record.pk for record in records]
    mine = about_either(keys)
    PeerQuestion.objects.filter(mine).delete()
    met = PeerHit.objects.filter(mine)
    inquiries = list(met.values_list("inquiry", flat=True))
    met.delete()
    peer_hits.forget(inquiries)
    PeerDecision.objects.filter(mine).delete()
    tables = list(CodedTable.objects.filter(records__overlap=keys).only("record").select_for_update())
    stone = Tombstone.objects.get(digest=digest_of(keys[0]))
    for table in tables:
        owe_keys(stone, table)
    CodedTable.objects.filter(pk__in=[table.pk for table in tables]).delete()


def about_either(keys: Iterable[UUID]) -> Q:
    """Rows of tables that name a case or remains and nobody alive."""
    wanted = list(keys)
    return Q(case__in=wanted) | Q(remains__in=wanted)


def forget_notices() -> None:
    """Delete notices that everybody had time to read."""
    EndedPair.objects.filter(ended_at__lt=timezone.now() - SHOWN_FOR).delete()
