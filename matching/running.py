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
from matching.models import Rematch
from matching.services.rematching import CHUNK

SHOWN = 20  # runs that are over


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


def _seconds_left(run: Rematch, now: datetime) -> int | None:
    """By the pace since the step began or the run went on."""
    since, done = (now - run.step_at).total_seconds(), run.done - run.step_from
    if run.state != RematchState.RUNNING or done <= 0:
        return None
    return round(max(run.records - run.done, 0) * since / done)


def past_runs(actor: Actor) -> list[Rematch]:
    """The latest runs that are over, newest first."""
    return list(door.visible(actor, Rematch).filter(is_open=False).order_by("-began_at")[:SHOWN])
