"""The index: put, replace, remove, grow, compact."""

from __future__ import annotations

import dataclasses

import pytest

from matching.engine.bench import scan_ratio
from matching.engine.profile import Profile
from matching.engine.score import rank
from matching.engine.table import Index
from matching.engine.together import warm_up


def test_replacing_and_removing_equals_building_anew(world, model) -> None:
    reports, remains, _ = world
    index = Index("am", reports[:400])
    for profile in reports[:50]:
        index.put(dataclasses.replace(profile, sex="f", names=()))
    for profile in reports[100:150]:
        assert index.remove(profile.ref)
    for profile in (*reports[400:], *reports[:50]):
        index.put(profile)
    for profile in reports[100:150]:
        assert profile.ref not in index
        index.put(profile)
    fresh = Index("am", reports)
    assert len(index) == len(fresh) == len(reports)
    for probe in remains[:10]:
        one, other = rank(probe, index, "am-pm", 40, model), rank(probe, fresh, "am-pm", 40, model)
        assert one.refs == other.refs
        assert one.scores == pytest.approx(other.scores, abs=1e-9)


def test_a_removed_record_is_not_found_and_leaves_no_value_in_its_row(world, model) -> None:
    reports, remains, _ = world
    index = Index("am", reports[:30])
    row = index.row(reports[3].ref)
    assert index.remove(reports[3].ref)
    assert not index.remove(reports[3].ref)
    assert not index.codes.low[:, row].any()
    assert reports[3].ref not in rank(remains[0], index, "am-pm", 30, model).refs


def test_compacting_drops_values_nobody_has(world, model) -> None:
    reports, remains, _ = world
    index = Index("am", reports)
    for profile in reports[10:]:
        index.remove(profile.ref)
    small = index.compact()
    assert sorted(small) == sorted(r.ref for r in reports[:10])
    assert max(len(batch) for batch in small.batches) <= 10
    assert rank(remains[0], small, "am-pm", 10, model).refs == rank(remains[0], index, "am-pm", 10, model).refs


def test_an_empty_index_answers(model) -> None:
    ranking = rank(Profile("MRR-1", "pm", sex="m"), Index("am"), "am-pm", 5, model)
    assert ranking.refs == ()
    assert ranking.considered == 0


def test_the_other_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="MRR-1"):
        Index("am").put(Profile("MRR-1", "pm"))


def test_a_record_takes_dozens_of_bytes(am_index) -> None:
    codes = am_index.codes
    assert 2 * (len(codes.low) + len(codes.high)) <= 72


def test_warming_up_needs_nothing_but_a_model(bare) -> None:
    warm_up(bare)


def test_the_scan_beats_a_python_loop_and_equals_it() -> None:
    found = scan_ratio(50_000)
    assert found["ratio"] > found["one_ratio"] >= 80
    assert found["largest_difference"] < 1e-4
    assert found["largest_step"] < 1e-2
