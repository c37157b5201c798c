"""What a missing fact could change: the averages by hand, and what must hold whatever the registry."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.columns import Batch
from matching.engine.compare import LINES, Outcome
from matching.engine.model import Model
from matching.engine.posterior import odds
from matching.engine.profile import Profile
from matching.engine.prospects import Prospects
from matching.engine.reference import Reference
from matching.engine.score import explain
from matching.engine.table import Index
from matching.engine.weights import DEFAULT
from tests.unit.matching.engine.people import invent

SEX = next(line for line in LINES if line.name == "sex")
LARGE = 60


@pytest.fixture(scope="module")
def prospects(am_index, pm_index, model):
    return Prospects(am_index, pm_index, "am-pm", model)


def moves(prospects: Prospects, left: Profile, right: Profile):
    return prospects.of(left, right, explain(left, right, prospects.task, prospects.model))


def usual(line: str) -> float:
    """The line's share of what a pair can come to: what is expected where nothing is known."""
    whole = sum(DEFAULT.m("coverage", one.name) for one in LINES if "am-pm" in one.tasks)
    return 6.0 * DEFAULT.m("coverage", line) / whole


def test_the_sex_of_remains_by_hand() -> None:
    """Sixty reports, forty of men; the remains are a man's, the report does not say."""
    reports = [Profile(f"MMR-{i:03d}", "am", sex="m" if i < LARGE * 2 // 3 else "f") for i in range(LARGE)]
    remains = [Profile("MRR-000", "pm", sex="m", condition="d0")]
    model = Model(Reference.build([*reports, *remains]))
    silent = Profile("MMR-X", "am")
    found = moves(Prospects(Index("am", reports), Index("pm", remains), "am-pm", model), silent, remains[0])["sex"]
    one = Batch(SEX.width, [SEX.value(remains[0])])
    man, woman = (float(SEX.log_lr(model, "am-pm", Batch(SEX.width, [SEX.value(reports[i])]), one)[0]) for i in (0, -1))
    different = 2 / 3 * abs(man) + 1 / 3 * abs(woman)
    agreeing = np.array([2 / 3 * 10**man, 1 / 3 * 10**woman])
    alike = float(agreeing @ [abs(man), abs(woman)] / agreeing.sum())
    believed = odds(0.0, LARGE, 0.5)
    same = believed / (1 + believed)
    known = LARGE / (LARGE + 50)
    expected = known * (same * alike + (1 - same) * different) + (1 - known) * usual("sex")
    assert found == pytest.approx(expected, rel=1e-9)


def test_a_registry_that_knows_nothing_falls_back_on_the_weight_of_the_lines(bare) -> None:
    empty = Prospects(Index("am"), Index("pm"), "am-pm", bare)
    found = moves(empty, Profile("MMR-X", "am"), Profile("MRR-X", "pm"))
    assert found == pytest.approx({name: usual(name) for name in found})
    assert sum(found.values()) <= 6.0 + 1e-9
    assert max(found, key=found.__getitem__) == "name"


def test_only_lines_that_lack_a_fact_are_named(world, prospects) -> None:
    for left, right in zip(world[0][:60], world[1][:60], strict=True):
        lines = {line.name: line for line in explain(left, right, "am-pm", prospects.model).lines}
        values = {line.name: (line.value(left), line.value(right)) for line in LINES if line.name in lines}
        assert set(moves(prospects, left, right)) == {
            name for name, line in lines.items() if line.outcome is Outcome.MISSING and None in values[name]
        }


def test_every_move_is_finite_and_within_what_a_pair_can_come_to(world, prospects) -> None:
    for left, right in zip(world[0][:100], world[1][:100], strict=True):
        for name, move in moves(prospects, left, right).items():
            assert 0.0 <= move <= 12.0, name


def test_it_does_not_depend_on_the_order_of_records_or_sides(world, model) -> None:
    reports, remains, _ = world
    one = Prospects(Index("am", reports), Index("pm", remains), "am-pm", model)
    other = Prospects(Index("am", reports[::-1]), Index("pm", remains[::-1]), "am-pm", model)
    for left, right in zip(reports[:20], remains[:20], strict=True):
        explained = explain(left, right, "am-pm", model)
        assert one.of(left, right, explained) == pytest.approx(other.of(right, left, explained), rel=1e-9)


def test_a_name_says_more_than_a_height(prospects) -> None:
    """The remains have a name on a paper and a measured height; the family was asked for neither."""
    clue = next(p for p in invent(200, 200, seed=11)[1] if p.names and p.stature_low is not None)
    found = moves(prospects, Profile("MMR-X", "am"), clue)
    assert found["name"] > 0
    assert found["stature"] < 0.6


def test_a_group_at_its_cap_can_hardly_move() -> None:
    """Nothing beyond two is counted for biology: where three lines reach it, a fourth can only take away."""
    reports, remains, _ = invent(400, 100, seed=5)
    model = Model(Reference.build([*reports, *remains]))
    there = Prospects(Index("am", reports), Index("pm", remains), "am-pm", model)
    child = Profile("MMR-X", "am", age_low=3, age_high=3, last_contact_earliest=737_000, last_contact_latest=737_000)
    found = Profile("MRR-X", "pm", sex="f", condition="d0", age_low=3, age_high=3)
    explained = explain(child, found, "am-pm", model)
    free = there.of(child, found, explained)["sex"]
    full = dataclasses.replace(
        explained,
        lines=tuple(dataclasses.replace(x, log10_lr=3.0) if x.name == "age" else x for x in explained.lines),
    )
    assert there.of(child, found, full)["sex"] < free


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_average_is_that_of_the_lines_own_weights(seed: int) -> None:
    """With one report known and weighing as much as the default allows, the move is that of its one value."""
    reports, remains, _ = invent(1, 6, seed=seed)
    model = Model(Reference())
    there = Prospects(Index("am", reports), Index("pm", remains), "am-pm", model)
    blank = Profile("MMR-X", "am")
    for right in remains:
        for name, move in moves(there, blank, right).items():
            line = next(one for one in LINES if one.name == name)
            value, other = line.value(reports[0]), line.value(right)
            if value is None or other is None:
                continue
            log = float(np.nan_to_num(line.log_lr(model, "am-pm", Batch(line.width, [value]),
                                                  Batch(line.width, [other]))[0]))  # fmt: skip
            cap = DEFAULT.m("cap", line.group)
            assert move == pytest.approx((abs(min(log, cap)) + 50 * usual(name)) / 51, rel=1e-9)


def test_two_reports_are_sampled_from_the_reports(world, model, am_index) -> None:
    there = Prospects(am_index, am_index, "am-am", model)
    found = moves(there, Profile("MMR-X", "am"), world[0][0])
    missing = {"name", "place", "contact_day", "marks", "origin"} & set(found)
    assert missing
    assert all(found[name] > 0 for name in missing)
