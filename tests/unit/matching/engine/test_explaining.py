"""Pairs explained together are explained as each by itself."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from matching.engine.explaining import explain_all
from matching.engine.score import explain


@pytest.mark.parametrize("by", ["case", "remains"])
@pytest.mark.parametrize("task", ["am-pm", "am-am"])
def test_many_at_once_are_as_one_by_one(world, model, task: str, by: str) -> None:
    reports, remains, _ = world
    others = remains if task == "am-pm" else reports[100:]
    wide, narrow = (12, 3) if by == "remains" else (3, 12)
    pairs = [(left, right) for left in reports[:wide] for right in others[:narrow]]
    for found, (left, right) in zip(explain_all(pairs, task, model), pairs, strict=True):
        alone = explain(left, right, task, model)
        assert found.total == pytest.approx(alone.total, abs=1e-9)
        assert found.total == pytest.approx(sum(line.log10_lr for line in found.lines), abs=1e-9)
        assert [astuple(line)[:3] + astuple(line)[5:] for line in found.lines] == [
            astuple(line)[:3] + astuple(line)[5:] for line in alone.lines
        ]
        assert (found.left, found.right, found.band, found.excluded, found.version) == (
            alone.left, alone.right, alone.band, alone.excluded, alone.version
        )  # fmt: skip


def test_sides_in_the_wrong_order_are_refused(world, model) -> None:
    report, found = world[0][0], world[1][0]
    with pytest.raises(ValueError, match="in this order"):
        explain_all([(report, found), (found, report)], "am-pm", model)
    assert explain_all([], "am-pm", model) == []
