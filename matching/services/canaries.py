"""Planting known pairs and checking whether the comparison finds them: after each run over all, and once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from matching import extract, weighing
from matching.codes import PairKind, Task
from matching.engine.profile import Profile
from matching.index import memory
from matching.models import Canary, CanaryCheck, CandidatePair, Rematch
from matching.services import calibrating, judging, rankings
from registry.lib.errors import Conflict, NotFound
from registry.lib.ids import normalise_ref

EVERY = timedelta(hours=24)
MADE_FOR = {PairKind.AM_PM: Task.PM_AM, PairKind.AM_AM: Task.AM_AM}  # whose list a known pair is looked for in


class NotEstablished(Conflict):
    code = "pair_not_established"
    template = _("This pair was not established by fingerprints, teeth or DNA, so nobody knows that it is one person.")


@transaction.atomic
def plant(*, actor: Actor, ref: str) -> Canary:
    """Make a known pair of one that was established.  Raises NotFound, NotEstablished."""
    pair = CandidatePair.objects.filter(ref=normalise_ref(ref) or "").first()
    if pair is None:
        raise NotFound()
    if not any(one.key == pair.ref and one.same for one in calibrating.judged_pairs()):
        raise NotEstablished()
    held = Canary.objects.filter(pair=pair).first()
    return held or _kept(actor, Canary(kind=pair.kind, pair=pair))


@transaction.atomic
def plant_invented(*, actor: Actor, kind: PairKind, left: Profile, right: Profile) -> Canary:
    """Make a known pair of two invented records.  Raises NotFound."""
    profiles = {"left": left.to_json(), "right": right.to_json()}
    return _kept(actor, Canary(kind=kind, invented=profiles))


def _kept(actor: Actor, canary: Canary) -> Canary:
    canary.save(force_insert=True)
    if not door.can(actor, door.Action.CREATE, canary):
        raise NotFound()
    journal.record(actor, "matching.canary_planted", str(canary.pk))
    return canary


def check_when_due() -> int:
    """Check all known pairs if a run ended since the last time, or a day went by.  Returns how many were checked."""
    last = CanaryCheck.objects.order_by("-checked_at").values_list("checked_at", flat=True).first()
    is_fresh = last is not None and last > timezone.now() - EVERY
    if is_fresh and not Rematch.objects.filter(ended_at__gt=last).exists():
        return 0
    return len(check())


def check() -> list[CanaryCheck]:
    """Look for every known pair.  One that stood in a list and does no longer is in the journal."""
    canaries = list(Canary.objects.select_related("pair__case", "pair__remains", "pair__other_case").order_by("pk"))
    if not canaries:
        return []
    memory.refresh()
    version, now = weighing.active().version, timezone.now()
    found = []
    for canary in canaries:
        if canary.pair is None and memory.shard.of > 1:  # an index in parts has no rank of who is not in it
            continue
        try:
            rank = rank_of(canary)
        except ValueError:  # invented for another version of the engine: to be planted anew
            continue
        found.append(CanaryCheck(canary=canary, rank=rank, version=version, checked_at=now))
    with transaction.atomic():
        lost = _lost(found)
        CanaryCheck.objects.bulk_create(found)
        if lost:
            journal.record(extract.matcher(), "matching.canary_lost", *(str(one.canary_id) for one in lost))
    return found


def rank_of(canary: Canary) -> int | None:
    """The place of a known pair in the list of the one among all others; None if it is not listed."""
    if canary.pair is not None:
        return judging.place_of(canary.pair)
    kind = PairKind(canary.kind)
    left, right = (Profile.from_json(canary.invented[side]) for side in ("left", "right"))
    listed = memory.rank(right, MADE_FOR[kind], rankings.LISTED)
    explained = memory.explain(left, right, kind)
    rank = 1 + sum(score > explained.total for score in listed.scores)
    return rank if explained.excluded is None and rank <= rankings.LISTED else None


def _lost(found: Sequence[CanaryCheck]) -> list[CanaryCheck]:
    """Those that stood in a list when they were last checked, and do not now."""
    before: dict[object, int | None] = {}
    for row in CanaryCheck.objects.order_by("checked_at"):
        before[row.canary_id] = row.rank
    return [one for one in found if one.rank is None and before.get(one.canary_id) is not None]
