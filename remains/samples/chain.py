"""Reading a sample's chain of steps: where it has come to, what may follow, whether it was changed.  Pure.

The database refuses what must not follow (`sample_follows`); this says so before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC
from typing import Any, TypeVar

from remains.custody import chain
from remains.samples.codes import FOLLOWS, NOTES, SampleStepKind

TEXTS = ("to_person", "seal_no", "note")
_PLAIN = ("number", "kind", "proof", "nonce", "previous")
_KEYS = ("sample_id", "organisation_id", "place_id", "to_org_id")

StepT = TypeVar("StepT", bound=Any)


def last_move(steps: Sequence[StepT]) -> StepT | None:
    """The step that says where the sample is."""
    return next((step for step in reversed(steps) if step.kind not in NOTES), None)


def next_kinds(steps: Sequence[Any]) -> frozenset[SampleStepKind]:
    """What may be written next."""
    last = last_move(steps)
    return FOLLOWS[last.kind if last else ""]


def waiting(steps: Sequence[StepT]) -> StepT | None:
    """The hand-over that waits for whoever receives."""
    last = last_move(steps)
    return last if last is not None and last.kind == SampleStepKind.SENT else None


def holder(steps: Sequence[Any]) -> Any:
    """The organisation that answers for the sample: who took, stored or received it last."""
    held = [step for step in steps if step.kind not in (*NOTES, SampleStepKind.LOST)]
    return held[-1].organisation_id if held else None


def digest(step: Any) -> str:
    """Of everything written in a step, and of the digest of the step before."""
    said: dict[str, Any] = {name: getattr(step, name) for name in (*_PLAIN, *TEXTS)}
    said |= {name: str(key) if (key := getattr(step, name)) else None for name in _KEYS}
    said["at"] = step.at.astimezone(UTC).isoformat()
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def is_whole(steps: Sequence[Any]) -> bool:
    """Whether no step was changed, exchanged or taken out since it was written."""
    return chain.is_whole(steps, digest)
