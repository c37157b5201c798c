"""Opening a pair that no list proposed: somebody wants to compare two records side by side."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accessctl import door, effects, journal
from accessctl.actor import Actor
from matching.codes import PairKind, PairState
from matching.models import CandidatePair, EvidenceLine
from matching.services import evidence, owing
from matching.sides import MODELS, Side, column_of, column_of_ref
from registry.lib.errors import Forbidden, Invalid, NotFound
from registry.lib.ids import normalise_ref


@transaction.atomic
def open_pair(*, actor: Actor, left_ref: str, right_ref: str) -> CandidatePair:
    """The pair of two records, made if there is none; the matcher adds the evidence within seconds.

    The actor must see layer 1 of both and be a reviewer of one.  Raises NotFound, Forbidden, Invalid.
    """
    left, right = _record(actor, left_ref), _record(actor, right_ref)
    ends = sorted((column_of(left), column_of(right)))
    kind = next((kind for kind in PairKind if sorted(kind.ends) == ends), None)
    if left.pk == right.pk or kind is None:
        raise Invalid()
    pair = evidence.new_pair(kind, left, right)
    pair.opened_by = actor.account
    CandidatePair.objects.bulk_create([pair], ignore_conflicts=True)
    both = {column: getattr(pair, column) for column in kind.columns}
    held = door.visible(actor, CandidatePair).filter(kind=kind, **both).first()
    if held is None:  # no reviewer of either, or the consent to this comparison is not given
        raise Forbidden()
    if held.state == PairState.STALE:  # dropped by the matcher, wanted by a person
        held.state, held.opened_by = PairState.PROPOSED, actor.account
        held.save(update_fields=["state", "opened_by"])
    if held.pk == pair.pk:
        journal.record(actor, "pair.opened", *held.told_of, held.ref)
    if held.evidence_at is None:
        effects.owe(owing.EXPLAIN, f"explain:{held.ref}:{held.round}", ref=held.ref)
        journal.ring_after_commit()
    return held


def want_ranges(pair: CandidatePair, lines: Iterable[EvidenceLine]) -> bool:
    """Whether the ranges of the lines are yet to be worked out; then the matcher does, once for this evidence."""
    is_wanted = pair.evidence_at is not None and pair.state != PairState.STALE
    if not is_wanted or all(line.down is not None for line in lines if line.is_compared):
        return False
    effects.owe(owing.EXPLAIN, f"range:{pair.ref}:{pair.evidence_at:%Y%m%d%H%M%S%f}", ref=pair.ref)
    journal.ring_after_commit()
    return True


def _record(actor: Actor, ref: str) -> Side:
    known = normalise_ref(ref) or ""
    column = column_of_ref(known)
    if column is None:
        raise NotFound()
    return door.fetch(actor, MODELS[column], ref=known)
