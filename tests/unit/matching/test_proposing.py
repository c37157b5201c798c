"""Which places of a list are worth a pair without anybody asking."""

from __future__ import annotations

import math

from matching.codes import Task
from matching.engine.score import Ranking
from matching.services.rankings import worth_proposing


def listed(*scores: float, considered: int, rest: float = 0.0) -> Ranking:
    """A list of these scores, best first.  rest: sum of the likelihood ratios of those not listed."""
    return Ranking(
        probe="MRR-1", task="am-pm", refs=tuple(f"MMR-{place}" for place in range(len(scores))), scores=scores,
        capped=scores, version="v", considered=considered, excluded=0,
        log10_sum=math.log10(sum(10.0**score for score in scores) + rest),
    )  # fmt: skip


def proposed(one: Ranking) -> list[str]:
    return [place.ref for place in worth_proposing(one, Task.PM_AM)]


def test_moderate_evidence_is_worth_a_pair_among_few_and_not_among_many() -> None:
    assert proposed(listed(1.5, considered=400)) == ["MMR-0"]
    assert proposed(listed(1.5, considered=100_000)) == []
    assert proposed(listed(4.5, considered=100_000)) == ["MMR-0"]


def test_one_of_many_that_fit_as_well_is_worth_no_pair() -> None:
    assert proposed(listed(2.0, considered=400, rest=1e5)) == []


def test_what_stands_far_below_the_first_is_worth_none() -> None:
    assert proposed(listed(5.0, 4.0, 1.2, considered=400)) == ["MMR-0", "MMR-1"]


def test_nothing_below_the_floor_is_proposed_however_few_there_are() -> None:
    assert proposed(listed(0.9, considered=1)) == []
