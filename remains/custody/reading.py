"""Reading the chain of steps of a sample or a belonging: where it is, what may follow, whether it is whole.  Pure.

The database refuses what must not follow; this says so before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Generic, TypeVar
from uuid import UUID

from remains.custody import chain

StepT = TypeVar("StepT", bound=Any)
KindT = TypeVar("KindT", bound=str)


@dataclass(frozen=True)
class Rules(Generic[KindT]):
    """How chains of one sort are read.

    follows: last step that moved the thing ("" before the first) -> what may be written next; notes: steps that leave
    it where it is; sent, lost: the hand-over, and that it was not found; said: the columns a digest is drawn from.
    """

    follows: Mapping[str, frozenset[KindT]]
    notes: frozenset[str]
    sent: str
    lost: str
    said: tuple[str, ...]

    def last_move(self, steps: Sequence[StepT]) -> StepT | None:
        """The step that says where it is."""
        return next((step for step in reversed(steps) if step.kind not in self.notes), None)

    def next_kinds(self, steps: Sequence[Any]) -> frozenset[KindT]:
        """What may be written next."""
        last = self.last_move(steps)
        return self.follows[last.kind if last else ""]

    def waiting(self, steps: Sequence[StepT]) -> StepT | None:
        """The hand-over that waits for whoever receives."""
        last = self.last_move(steps)
        return last if last is not None and last.kind == self.sent else None

    def holder(self, steps: Sequence[Any]) -> UUID | None:
        """The organisation that answers for it: who took, stored or received it last."""
        held = [step for step in steps if step.kind not in (*self.notes, self.lost)]
        return held[-1].organisation_id if held else None

    def digest(self, step: Any) -> str:
        """Of everything written in a step, and of the digest of the step before."""
        said: dict[str, Any] = {name: getattr(step, name) for name in self.said}
        said = {name: str(value) if isinstance(value, UUID) else value for name, value in said.items()}
        said["at"] = step.at.astimezone(UTC).isoformat()
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def is_whole(self, steps: Sequence[Any]) -> bool:
        """Whether no step was changed, exchanged or taken out since it was written."""
        return chain.is_whole(steps, self.digest)
