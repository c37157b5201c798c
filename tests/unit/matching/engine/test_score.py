"""The scan against the readable definition, and what must hold for every pair."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from matching.engine import score, together
from matching.engine.columns import Codes
from matching.engine.compare import LINES, Outcome, lines_of
from matching.engine.kernels import rest_kernel, scan_kernel
from matching.engine.model import Model
from matching.engine.plain_kernels import lanes_numpy, rest_numpy, scan_numpy
from matching.engine.posterior import of_ranking
from matching.engine.profile import Profile
from matching.engine.reference import Reference
from matching.engine.score import explain, rank, scan
from matching.engine.table import Index
from matching.engine.together import rank_many
from tests.unit.matching.engine.people import invent


def by_hand(probe, others, task, model):
    """The reference scorer: one explained pair after the other."""
    found = [(explain(probe, other, task, model), other.ref) for other in others if other.ref != probe.ref]
    return sorted(((-e.total, ref, e.capped) for e, ref in found if e.excluded is None))


@pytest.mark.parametrize("task", ["am-pm", "am-am"])
def test_the_scan_equals_the_scalar_scorer(task) -> None:
    reports, remains, _ = invent(700, 60, seed=3)
    model = Model(Reference.build([*reports, *remains]))
    index = Index("am", reports)
    for probe in remains[:2] if task == "am-pm" else reports[:1]:
        ranking, expected = rank(probe, index, task, 50, model), by_hand(probe, reports, task, model)
        assert ranking.considered == len(expected)
        assert list(ranking.refs) == [ref for _, ref, _ in expected[:50]]
        assert ranking.scores == pytest.approx([-total for total, _, _ in expected[:50]], abs=1e-4)
        assert ranking.capped == pytest.approx([capped for _, _, capped in expected[:50]], abs=1e-4)


def test_a_report_ranks_remains_by_the_same_scores(world, model, pm_index) -> None:
    reports, remains, _ = world
    for probe in reports[:6]:
        ranking, expected = rank(probe, pm_index, "am-pm", 50, model), by_hand(probe, remains, "am-pm", model)
        assert list(ranking.refs) == [ref for _, ref, _ in expected[:50]]
        assert ranking.scores == pytest.approx([-total for total, _, _ in expected[:50]], abs=1e-6)


def test_without_a_compiler_the_ranking_is_the_same(world, model, am_index, monkeypatch) -> None:
    probe = world[1][0]
    compiled = rank(probe, am_index, "am-pm", 50, model)
    monkeypatch.setattr(score, "scan_kernel", scan_numpy)
    monkeypatch.setattr(score, "rest_kernel", rest_numpy)
    plain = rank(probe, am_index, "am-pm", 50, model)
    assert dataclasses.replace(plain, log10_sum=0) == dataclasses.replace(compiled, log10_sum=0)
    assert plain.log10_sum == pytest.approx(compiled.log10_sum, abs=1e-4)


def test_both_scans_fill_the_same_scores() -> None:
    rng = np.random.default_rng(2)
    codes, wide = rng.integers(0, 50, (9, 5000)), rng.integers(0, 70_000, 5000)
    codes[8] = wide & 0xFFFF
    tables = rng.normal(size=8 * 50 + 70_000).astype(np.float32)
    tables[7] = -np.inf
    high = (wide >> 16)[None, :].astype(np.uint16)
    columns, beyond = np.arange(9), np.array([-1] * 8 + [0])
    args = codes.astype(np.uint16), high, columns, beyond, tables, columns * 50, rng.random(5000) < 0.9, 3
    results = []
    for one in (scan_kernel, scan_numpy):
        scores, heap, rows = np.empty(5000, np.float32), np.empty(100, np.float32), np.empty(100, np.int64)
        size, considered = one(*args, scores, heap, rows)
        results.append((scores, sorted(rows[:size]), considered))
    assert np.array_equal(results[0][0], results[1][0])
    assert results[0][1:] == results[1][1:]
    assert not np.isfinite(results[0][0][3])
    summed = [rest(results[0][0], 1.5, 2.0) for rest in (rest_kernel, rest_numpy)]
    assert summed[0] == pytest.approx(summed[1], rel=1e-4)


@pytest.mark.parametrize("task", ["am-pm", "am-am", "pm-pm"])
def test_ranking_together_is_ranking_one_by_one(world, model, am_index, pm_index, task, monkeypatch) -> None:
    """The same lists to the last digit; what is believed of everybody together is as rough as two bytes are."""
    reports, remains, _ = world
    kind = "am" if task == "am-am" else "pm"
    probes = [*(reports if task == "am-am" else remains)[:5], Profile("X", kind)]
    index = pm_index if task == "pm-pm" else am_index
    each = [rank(probe, index, task, 50, model) for probe in probes]
    compiled = rank_many(probes, index, task, 50, model)
    monkeypatch.setattr(together, "lanes_kernel", lanes_numpy)
    plain = rank_many(probes, index, task, 50, model)
    for one, *others in zip(each, compiled, plain, strict=True):
        for other in others:
            assert dataclasses.replace(other, log10_sum=one.log10_sum) == one
            assert other.log10_sum == pytest.approx(one.log10_sum, abs=1e-3)


def test_the_sum_over_everybody_is_that_of_the_scores(world, model, am_index) -> None:
    """It is what "none of these" rests on: to a hundredth of an order of magnitude."""
    _reports, remains, _ = world
    for probe in remains[:5]:
        scores = scan(probe, am_index, "am-pm", model).astype(float)
        ranking = rank(probe, am_index, "am-pm", 10, model)
        believed = np.minimum(scores, model.rates.m("cap", "total"))
        believed[[am_index.row(ref) for ref in ranking.refs]] = ranking.capped
        assert ranking.log10_sum == pytest.approx(np.log10(np.sum(10.0**believed)), abs=1e-4)


def test_a_column_of_many_values_takes_four_bytes_and_keeps_its_codes() -> None:
    codes = Codes(2)
    codes.reserve(400)
    for row, code in ((0, 5), (1, 70_000), (2, 65_535), (3, 65_536)):
        codes.put(1, row, code)
    assert (codes.beyond(0), codes.beyond(1)) == (-1, 0)
    codes.put(1, 1, 7)
    codes.clear(3)
    codes.reserve(1000)
    assert codes.of(1, slice(4)).tolist() == [5, 7, 65_535, 0]


@pytest.mark.parametrize("kinds", ["am-pm", "am-am"])
def test_lines_add_up_and_missing_is_nothing(world, model, kinds) -> None:
    reports, remains, _ = world
    rights = remains if kinds == "am-pm" else reports
    for left, right in zip(reports[:60], rights[60:120], strict=True):
        e = explain(left, right, kinds, model)
        assert abs(sum(line.log10_lr for line in e.lines) - e.total) < 1e-9
        assert [line.name for line in e.lines] == [line.name for line in lines_of(kinds)]
        assert e.capped <= 6.0 + 1e-12
        assert 0.0 <= e.evidence_coverage <= 1.0 + 1e-9
        for line in e.lines:
            assert np.isfinite(line.log10_lr)
            assert line.reason
            if line.outcome is Outcome.MISSING:
                assert line.log10_lr == 0.0
                assert line.coverage == 0.0


@pytest.mark.parametrize("task", ["am-pm", "am-am"])
def test_the_shares_of_a_whole_list_and_of_none_come_to_one(world, model, task) -> None:
    """Also where a group stands at its cap: what is believed of a candidate is what is shown of it."""
    reports, remains, _ = world
    index, capped = Index("am", reports[:40]), 0
    for probe in remains if task == "am-pm" else [dataclasses.replace(r, ref=f"{r.ref}-2") for r in reports[:40]]:
        ranking = rank(probe, index, task, 40, model)
        posterior = of_ranking(ranking, "pm-am" if task == "am-pm" else task, model.rates)
        capped += any(shown < min(score, 6.0) for shown, score in zip(ranking.capped, ranking.scores, strict=True))
        if ranking.considered:
            assert len(ranking.refs) == ranking.considered
            assert sum(posterior.shares) + posterior.none == pytest.approx(1.0, abs=1e-6)
    assert capped


def test_two_empty_records_say_nothing(model) -> None:
    e = explain(Profile("MMR-A", "am"), Profile("MRR-B", "pm"), "am-pm", model)
    assert (e.total, e.capped, e.band, e.evidence_coverage) == (0.0, 0.0, "none", 0.0)
    assert {line.outcome for line in e.lines} == {Outcome.MISSING}


def test_an_explanation_does_not_depend_on_which_side_is_given_first(world, model) -> None:
    reports, remains, _ = world
    for a, b in zip(reports[:20], remains[:20], strict=True):
        assert explain(a, b, "am-pm", model) == explain(b, a, "am-pm", model)
    for a, b in zip(reports[:40], reports[40:80], strict=True):
        one, other = explain(a, b, "am-am", model), explain(b, a, "am-am", model)
        assert [x.log10_lr for x in one.lines] == pytest.approx([x.log10_lr for x in other.lines], abs=1e-9)


def test_the_order_of_records_does_not_matter(world, model) -> None:
    reports, remains, _ = world
    shuffled = list(reports)
    random.Random(4).shuffle(shuffled)
    one, other = Index("am", reports), Index("am", shuffled)
    for probe in (*remains[:5], Profile("MRR-X", "pm"), Profile("MRR-Y", "pm", sex="m", condition="d0")):
        a, b = rank(probe, one, "am-pm", 30, model), rank(probe, other, "am-pm", 30, model)
        assert a.refs == b.refs
        assert a.scores == pytest.approx(b.scores, abs=1e-9)


def test_the_reference_does_not_depend_on_order(world) -> None:
    reports, remains, _ = world
    every = [*reports, *remains]
    assert Reference.build(every).key == Reference.build(reversed(every)).key
    assert Reference.build(every[1:]).key != Reference.build(every).key


def test_no_soft_line_rules_a_pair_out(world, model) -> None:
    reports, remains, _ = world
    floor = {"sex": -3.0, "name": -2.0, "marks": -2.0, "lag": -2.01, "place": -2.01, "incident": -1.0}
    for left, right in zip(reports[:200], remains[:200], strict=True):
        for line in explain(left, right, "am-pm", model).lines:
            assert line.log10_lr >= floor.get(line.name, -1.75), line


def test_groups_are_capped(world, model) -> None:
    reports, remains, truth = world
    seen = 0.0
    for right in remains:
        left = next(r for r in reports if r.ref == truth[right.ref])
        e = explain(left, right, "am-pm", model)
        groups: dict[str, float] = {}
        for line in e.lines:
            groups[line.group] = groups.get(line.group, 0.0) + line.log10_lr
        caps = {"biology": 2, "time_place": 3, "marks": 4, "name": 5, "objects": 4, "origin": 2, "dental": 6}
        assert e.capped == pytest.approx(min(sum(min(v, caps[g]) for g, v in groups.items()), 6.0))
        seen = max(seen, e.total)
    assert seen > 6.0


def test_found_before_the_last_proof_of_life_is_excluded_and_listable(model) -> None:
    left = Profile("MMR-A", "am", sex="m", last_contact_earliest=737_000, last_proof_of_life=737_000)
    right = Profile("MRR-B", "pm", sex="m", condition="d0", found_earliest=736_950, found_latest=736_999)
    assert explain(left, right, "am-pm", model).excluded == "found_before_proof_of_life"
    assert rank(right, Index("am", [left]), "am-pm", 5, model).excluded == 1
    assert rank(left, Index("pm", [right]), "am-pm", 5, model).refs == ()
    later = dataclasses.replace(right, found_latest=737_000)
    assert explain(left, later, "am-pm", model).excluded is None


def test_a_record_is_never_its_own_duplicate(world, model, am_index) -> None:
    probe = world[0][0]
    ranking = rank(probe, am_index, "am-am", 50, model)
    assert probe.ref not in ranking.refs
    assert ranking.considered == len(am_index) - 1


def test_a_duplicate_stands_first(world, model) -> None:
    reports = world[0]
    first = 0
    for probe in reports[:40]:
        again = dataclasses.replace(probe, ref="MMR-AGAIN", reported_by="someone else")
        first += rank(again, Index("am", reports), "am-am", 1, model).refs == (probe.ref,)
    assert first >= 36


def test_the_wrong_kind_is_refused(world, model, am_index) -> None:
    with pytest.raises(ValueError, match="cannot compare"):
        rank(world[0][0], am_index, "am-pm", 5, model)
    with pytest.raises(ValueError, match="Unknown task"):
        rank(world[0][0], am_index, "am-nobody", 5, model)


def test_evidence_that_agrees_never_lowers(model) -> None:
    """Each fact of a plausible pair, taken away from either side, leaves the sum no higher."""
    reports, remains, truth = invent(60, 200, seed=9)
    people = {r.ref: r for r in reports}
    for right in remains:
        left = people[truth[right.ref]]
        for line in explain(left, right, "am-pm", model).lines:
            facts = next(c.facts for c in LINES if c.name == line.name)
            if line.outcome is Outcome.AGREE:
                blank = {f: () if isinstance(getattr(right, f), tuple) else None for f in facts if hasattr(right, f)}
                without = explain(left, dataclasses.replace(right, **blank), "am-pm", model)
                assert next(x for x in without.lines if x.name == line.name).log10_lr <= line.log10_lr


def test_true_reports_stand_high(world, model, am_index) -> None:
    _, remains, truth = world
    found = [truth[p.ref] in rank(p, am_index, "am-pm", 20, model).refs for p in remains]
    assert np.mean(found) > 0.75
