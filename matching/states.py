"""The states of a candidate pair (CL-MATCH): what the standing decisions of its reviewers amount to.

Pure: decisions in, state out; who may decide is the door's business, what is stored the services'.  Nothing excludes
or confirms by itself, and `confirmed` is out of reach here: it takes an identification by a competent authority,
signed by two people (`matching.services.identifying`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from uuid import UUID

from matching.codes import FORENSIC_ROLES, Decision, PairState, ReviewRole

STRONG_CHANGE = 1.5  # log10: an excluded pair comes back only if one line moved by as much
SLIGHT_CHANGE = 0.3  # log10: below this the evidence reads the same

S = PairState
# From -> to, apart from `stale` and `void_consent`, which any state may become.
TRANSITIONS: dict[PairState, frozenset[PairState]] = {
    S.PROPOSED: frozenset({S.QUEUED, S.IN_REVIEW, S.NEEDS_DATA, S.EXCLUDED}),
    S.QUEUED: frozenset({S.PROPOSED, S.IN_REVIEW, S.NEEDS_DATA, S.EXCLUDED}),
    S.IN_REVIEW: frozenset({S.QUEUED, S.NEEDS_DATA, S.EXCLUDED, S.INCONCLUSIVE, S.HYPOTHESIS}),
    S.NEEDS_DATA: frozenset({S.QUEUED, S.IN_REVIEW, S.EXCLUDED, S.HYPOTHESIS, S.INCONCLUSIVE}),
    S.INCONCLUSIVE: frozenset({S.QUEUED, S.IN_REVIEW, S.NEEDS_DATA, S.EXCLUDED, S.HYPOTHESIS}),
    S.EXCLUDED: frozenset({S.QUEUED, S.IN_REVIEW, S.NEEDS_DATA, S.INCONCLUSIVE, S.PROPOSED}),
    S.HYPOTHESIS: frozenset(
        {S.CONFIRMED, S.LAB_REQUESTED, S.QUEUED, S.IN_REVIEW, S.NEEDS_DATA, S.INCONCLUSIVE, S.EXCLUDED}
    ),
    S.LAB_REQUESTED: frozenset({S.HYPOTHESIS, S.EXCLUDED, S.CONFIRMED, S.IN_REVIEW, S.NEEDS_DATA, S.INCONCLUSIVE}),
    # Taken back, a pair is what it was before; that there was an identification is told by its own row.
    S.CONFIRMED: frozenset({S.REVOKED, S.HYPOTHESIS, S.LAB_REQUESTED}),
    S.REVOKED: frozenset({S.PROPOSED}),
    S.STALE: frozenset({S.PROPOSED}),
    S.VOID_CONSENT: frozenset({S.PROPOSED}),
}
SETTLED = frozenset({S.CONFIRMED, S.REVOKED})


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Standing:
    """The one decision of a reviewer that counts: their last that was not taken back.  `sides` they may speak for."""

    reviewer: UUID
    role: ReviewRole
    decision: Decision
    sides: frozenset[Side]


POSITIVE = frozenset({Decision.HYPOTHESIS, Decision.CONFIRM})
FAVOURABLE = POSITIVE | {Decision.SUPPORT}


def may_become(current: PairState, new: PairState) -> bool:
    """Whether the state machine has this arrow."""
    if new in (S.STALE, S.VOID_CONSENT):
        return current not in SETTLED or new is S.VOID_CONSENT
    return new is current or new in TRANSITIONS[current]


def state_of(standing: Sequence[Standing], current: PairState) -> PairState:
    """The state that the standing decisions amount to.

    One reviewer may exclude, unless another speaks for the pair: then it stays in review until they agree or a
    reviewer of each side excludes it.  A hypothesis takes one reviewer of each side, and two persons.
    """
    voices = [one for one in standing if one.decision is not Decision.ABSTAIN]
    if not voices:
        return S.QUEUED if standing or current is not S.PROPOSED else current
    against = _with(voices, {Decision.EXCLUDE})
    if against and (not _with(voices, FAVOURABLE) or both_sides(against)):
        return S.EXCLUDED
    if against and current is S.LAB_REQUESTED and any(one.role in FORENSIC_ROLES for one in against):
        return S.EXCLUDED  # the laboratory's answer, entered by who examined
    if against:
        return S.IN_REVIEW
    if _with(voices, {Decision.NEEDS_DATA}):
        return S.NEEDS_DATA
    if both_sides(_with(voices, POSITIVE)):
        return S.LAB_REQUESTED if current is S.LAB_REQUESTED else S.HYPOTHESIS
    if not _with(voices, FAVOURABLE) and both_sides(voices):
        return S.INCONCLUSIVE
    return S.IN_REVIEW


def both_sides(voices: Iterable[Standing]) -> bool:
    """Whether two different persons speak for the two sides."""
    return any(
        Side.LEFT in one.sides and Side.RIGHT in other.sides for one, other in permutations(voices, 2)
    )  # fmt: skip


@dataclass(frozen=True)
class Lacking:
    """What a confirmation still waits for."""

    persons: int
    roles: int
    sides: frozenset[Side]
    authority: bool = True

    @property
    def reviewers_agree(self) -> bool:
        return not self.persons and not self.roles


def lacking(standing: Sequence[Standing]) -> Lacking:
    """What is missing for `confirmed`: two different persons from at least two roles, then the authority's act."""
    confirming = _with(standing, {Decision.CONFIRM})
    spoken = {side for one in _with(standing, POSITIVE) for side in one.sides}
    return Lacking(
        persons=max(0, 2 - len({one.reviewer for one in confirming})),
        roles=max(0, 2 - len({one.role for one in confirming})),
        sides=frozenset(Side) - spoken,
    )


def after_change(
    current: PairState, *, above_floor: bool, before: Mapping[str, float], after: Mapping[str, float]
) -> PairState:
    """The state of a pair whose records changed.

    before and after: log10 LR by line; `before` of a pair that was decided on is what was decided on.  An excluded
    pair stays excluded until strong evidence arrives and the pair stands above the floor.
    """
    if current in SETTLED:
        return current
    if current is S.EXCLUDED:
        return S.PROPOSED if above_floor and strong_news(before, after) else S.EXCLUDED
    if current in (S.PROPOSED, S.QUEUED, S.STALE):
        return (S.PROPOSED if current is S.STALE else current) if above_floor else S.STALE
    if current is S.VOID_CONSENT:
        return S.PROPOSED if above_floor else S.STALE
    # Somebody worked on it: it is never dropped, and comes back to them when the evidence reads differently.
    if largest_change(before, after) < SLIGHT_CHANGE:
        return current
    return S.IN_REVIEW


def strong_news(before: Mapping[str, float], after: Mapping[str, float]) -> bool:
    """Whether one line moved by STRONG_CHANGE in favour, or became as strong as that either way.

    Evidence that only went away is no news: the pair was excluded even with it.
    """
    for name in before.keys() | after.keys():
        now = after.get(name, 0.0)
        move = now - before.get(name, 0.0)
        if move >= STRONG_CHANGE or (move <= -STRONG_CHANGE and now <= -STRONG_CHANGE):
            return True
    return False


def largest_change(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """The greatest difference of one line, in log10; a missing line counts as 0."""
    names = before.keys() | after.keys()
    return max((abs(after.get(name, 0.0) - before.get(name, 0.0)) for name in names), default=0.0)


def _with(voices: Iterable[Standing], decisions: Iterable[Decision]) -> list[Standing]:
    wanted = set(decisions)
    return [one for one in voices if one.decision in wanted]
