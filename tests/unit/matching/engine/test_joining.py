"""Ranking shard by shard and joining is ranking everything at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.engine.joining import joined
from matching.engine.model import Model
from matching.engine.profile import Profile
from matching.engine.reference import Reference
from matching.engine.score import rank
from matching.engine.table import Index

K = 20


def shards(profiles: list[Profile], count: int, kind: str) -> list[Index]:
    return [Index(kind, profiles[place::count]) for place in range(count)]


@pytest.mark.parametrize("task", ["am-pm", "am-am"])
@pytest.mark.parametrize("count", [2, 3, 7])
def test_three_shards_rank_as_one(world, model, task: str, count: int) -> None:
    reports, remains, _ = world
    everything = Index("am", reports)
    parts = shards(reports, count, "am")
    for probe in (remains if task == "am-pm" else reports)[:25]:
        whole = rank(probe, everything, task, K, model)
        both = joined([rank(probe, part, task, K, model) for part in parts], K, model.rates)
        assert (both.refs, both.scores, both.capped) == (whole.refs, whole.scores, whole.capped)
        assert (both.considered, both.excluded, both.version) == (whole.considered, whole.excluded, whole.version)
        assert both.log10_sum == pytest.approx(whole.log10_sum, abs=1e-5)


def test_equal_scores_stand_by_reference_in_whatever_shard_they_are() -> None:
    twins = [Profile(f"C{number}", "am", sex="m") for number in range(9)]
    model, probe = Model(Reference()), Profile("R", "pm", sex="m")
    parts = [rank(probe, part, "am-pm", 4, model) for part in shards(twins[::-1], 3, "am")]
    assert joined(parts, 4, model.rates).refs == ("C0", "C1", "C2", "C3")


def test_an_empty_shard_adds_nothing(world, model) -> None:
    reports, remains, _ = world
    whole, empty = (rank(remains[0], Index("am", some), "am-pm", K, model) for some in (reports, []))
    assert joined([whole, empty], K, model.rates).refs == whole.refs
    assert joined([empty, empty], K, model.rates) == empty
    assert joined([whole], K, model.rates) is whole


def test_parts_of_different_references_are_not_joined(world, model) -> None:
    part = rank(world[1][0], Index("am", world[0]), "am-pm", K, model)
    with pytest.raises(ValueError, match="one ranking"):
        joined([part, replace(part, version="other")], K, model.rates)
