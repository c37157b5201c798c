"""How far the runs over all records have come, for who runs the registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accessctl import door, effects
from accessctl.actor import Actor
from accessctl.models import Effect
from matching import weighing
from matching.codes import RematchState, RematchStep
from matching.models import Canary, CanaryCheck, Rematch
from matching.services.rematching import CHUNK

SHOWN = 20  # runs that are over
CHECKS = 8  # of known pairs


@dataclass(frozen=True)
class RunProgress:
    """How far a run has come.  left: seconds that its present step still takes, None while nobody can say."""

    run: Rematch
    left: int | None
    given_up: int  # chunks that wait for people
    is_of_now: bool  # begun with the weights that score now

    @property
    def is_running(self) -> bool:
        return bool(self.run.state == RematchState.RUNNING)

    @property
    def minutes(self) -> int | None:
        return None if self.left is None else -(-self.left // 60)

    @property
    def number(self) -> int:
        """Of the step."""
        return 1 + list(RematchStep).index(RematchStep(self.run.step))


def open_run(actor: Actor) -> RunProgress | None:
    """The run that is not over, if there is one."""
    run = door.visible(actor, Rematch).filter(is_open=True).first()
    if run is None:
        return None
    given_up = effects.unfinished(CHUNK, "ref", run.ref).filter(state=Effect.State.PARKED).count()
    return RunProgress(run, _seconds_left(run, timezone.now()), given_up, run.version == weighing.active().version)


@dataclass(frozen=True)
class KnownPair:
    """One known pair: its number, whether its people are invented, and the ranks of its last checks, newest first."""

    number: int
    is_invented: bool
    ranks: list[int | None]

    @property
    def is_lost(self) -> bool:
        return bool(self.ranks) and self.ranks[0] is None and any(rank is not None for rank in self.ranks)


@dataclass(frozen=True)
class KnownPairs:
    """How many known pairs the last check found, and each over time."""

    pairs: list[KnownPair]
    checked_at: datetime | None

    @property
    def checked(self) -> int:
        return sum(bool(pair.ranks) for pair in self.pairs)

    @property
    def found(self) -> int:
        return sum(bool(pair.ranks) and pair.ranks[0] is not None for pair in self.pairs)

    @property
    def lost(self) -> int:
        return sum(pair.is_lost for pair in self.pairs)


def known_pairs(actor: Actor) -> KnownPairs:
    """For who runs the registry; nothing of a record."""
    checks = door.visible(actor, CanaryCheck)
    moments = list(checks.order_by("-checked_at").values_list("checked_at", flat=True).distinct()[:CHECKS])
    ranks: dict[object, list[int | None]] = {}
    for row in checks.filter(checked_at__in=moments).order_by("-checked_at"):
        ranks.setdefault(row.canary_id, []).append(row.rank)
    planted = door.visible(actor, Canary).order_by("pk")
    pairs = [
        KnownPair(number, canary.invented is not None, ranks.get(canary.pk, []))
        for number, canary in enumerate(planted, start=1)
    ]
    return KnownPairs(pairs, moments[0] if moments else None)


def _seconds_left(run: Rematch, now: datetime) -> int | None:
    """By the pace since the step began or the run went on."""
    since, done = (now - run.step_at).total_seconds(), run.done - run.step_from
    if run.state != RematchState.RUNNING or done <= 0:
        return None
    return round(max(run.records - run.done, 0) * since / done)


def past_runs(actor: Actor) -> list[Rematch]:
    """The latest runs that are over, newest first."""
    return list(door.visible(actor, Rematch).filter(is_open=False).order_by("-began_at")[:SHOWN])
