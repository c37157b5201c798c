"""What sources state differently: every statement counts, in the scan as in the explanation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.engine.columns import Batch, Several
from matching.engine.compare import AM_AM, AM_PM, lines_of
from matching.engine.compare.base import several
from matching.engine.model import Model
from matching.engine.profile import Alternative, Place, Profile, merge
from matching.engine.reference import Reference
from matching.engine.score import explain, rank
from matching.engine.table import Index
from matching.engine.weights import DEFAULT

DAY = date(2021, 3, 14).toordinal()
TOLD = Profile(
    ref="A", kind="am", sex="m", stature_low=165, stature_high=165, stature_basis="measured",
    birth_earliest=date(1999, 5, 3).toordinal(), birth_latest=date(1999, 5, 3).toordinal(), hair="blk", eyes="dbr",
    last_contact_earliest=DAY, last_contact_latest=DAY, place=Place(33.0, 13.0, 20.0, "LBY"),
)  # fmt: skip
TALL = Alternative((("stature_low", 185.0), ("stature_high", 185.0), ("stature_basis", "measured")))
LATER = Alternative((("last_contact_earliest", DAY + 200), ("last_contact_latest", DAY + 200)))
ELSEWHERE = Alternative((("place", Place(20.9, -17.0, 5.0, "MRT")),))
OLDER = Alternative((
    ("birth_earliest", date(1985, 1, 1).toordinal()), ("birth_latest", date(1985, 12, 31).toordinal()),
    ("birth_basis", None), ("age_low", None), ("age_high", None),
))  # fmt: skip
EVERY = (TALL, LATER, ELSEWHERE, OLDER)
BOTH = replace(TOLD, alternatives=EVERY)
FOUND = Profile(
    ref="B", kind="pm", sex="m", sex_method="external", age_low=20, age_high=30, stature_low=184, stature_high=186,
    stature_basis="measured", condition="d1", deposition="surface", hair="blk", eyes="dbr",
    found_earliest=DAY + 210, found_latest=DAY + 210, place=Place(21.0, -17.1, 5.0, "MRT"),
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(Reference.build([TOLD, FOUND]), DEFAULT)


def line(left: Profile, right: Profile, name: str, model: Model, task: str = AM_PM) -> float:
    return next(one.log10_lr for one in explain(left, right, task, model).lines if one.name == name)


def test_a_line_is_the_mean_of_what_each_source_states(model: Model) -> None:
    short, tall = (line(one, FOUND, "stature", model) for one in (TOLD, TALL.applied(TOLD)))
    mixed = line(replace(TOLD, alternatives=(TALL,)), FOUND, "stature", model)
    assert mixed == pytest.approx(np.log10((10**short + 10**tall) / 2), abs=1e-12)
    assert short < 0 < mixed < tall


def test_sources_are_mixed_over_all_they_tell_together(model: Model) -> None:
    """Age at last contact follows of two topics: each birth goes with each day."""
    tellings = [TOLD, LATER.applied(TOLD), OLDER.applied(TOLD), OLDER.applied(LATER.applied(TOLD))]
    values = {one.value(tell): 10 ** line(tell, FOUND, "age", model) for tell in tellings for one in lines_of(AM_PM)
              if one.name == "age"}  # fmt: skip
    assert line(replace(TOLD, alternatives=(LATER, OLDER)), FOUND, "age", model) == pytest.approx(
        np.log10(np.mean(list(values.values()))), abs=1e-12
    )


def test_lines_add_up_and_the_scan_says_the_same(model: Model) -> None:
    """From either side, and beside records of one source."""
    told = explain(BOTH, FOUND, AM_PM, model)
    assert sum(one.log10_lr for one in told.lines) == pytest.approx(told.total, abs=1e-9)
    missing = [BOTH, replace(TOLD, ref="C"), replace(BOTH, ref="D", alternatives=(TALL,))]
    from_remains = rank(FOUND, Index("am", missing), AM_PM, 5, model)
    for ref, score in zip(from_remains.refs, from_remains.scores, strict=True):
        probe = next(one for one in missing if one.ref == ref)
        assert score == pytest.approx(explain(probe, FOUND, AM_PM, model).total, abs=1e-9)
        (other,) = rank(probe, Index("pm", [FOUND]), AM_PM, 5, model).scores
        assert other == pytest.approx(score, abs=1e-9)


def test_two_reports_of_several_sources_score_alike_from_both_sides(model: Model) -> None:
    other = replace(TOLD, ref="E", stature_low=180.0, stature_high=180.0, alternatives=(TALL, ELSEWHERE))
    there, back = (explain(a, b, AM_AM, model).total for a, b in ((BOTH, other), (other, BOTH)))
    assert there == pytest.approx(back, abs=1e-9)
    (ranked,) = rank(BOTH, Index("am", [other]), AM_AM, 5, model).scores
    assert ranked == pytest.approx(there, abs=1e-9)


def test_one_statement_taken_out_leaves_what_was(model: Model) -> None:
    assert explain(replace(BOTH, alternatives=()), FOUND, AM_PM, model) == explain(TOLD, FOUND, AM_PM, model)


def test_the_same_said_twice_counts_once() -> None:
    assert several([(1.0,), None, (1.0,)]) == (1.0,)
    assert several([None, None]) is None
    assert several([(1.0,), (2.0,)]) == Several([(1.0,), (2.0,)])


def test_what_nobody_can_compare_says_nothing(model: Model) -> None:
    """Hair of one source, of whom the remains tell nothing, beside eyes that they do."""
    blank = replace(FOUND, hair=None, eyes=None)
    assert line(replace(BOTH, alternatives=(Alternative((("hair", "red"),)),)), blank, "looks", model) == 0.0


def test_a_stored_profile_keeps_every_statement() -> None:
    kept = Profile.from_json(BOTH.to_json())
    assert kept == BOTH
    assert merge(BOTH.split().values()) == BOTH


def test_an_index_without_what_was_left_behind_is_the_same(model: Model) -> None:
    index = Index("am", [BOTH, replace(TOLD, ref="C")])
    index.remove("C")
    assert rank(FOUND, index.compact(), AM_PM, 5, model) == rank(FOUND, index, AM_PM, 5, model)


def test_a_batch_gives_back_what_it_was_given() -> None:
    batch = Batch(1)
    both = Several([(1.0,), (2.0,)])
    assert [batch.value(batch.code(value)) for value in ((3.0,), both, None)] == [(3.0,), both, None]
    assert batch.array.tolist() == [[3.0], [1.0]]
