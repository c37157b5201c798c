"""Changes of the table of rates: what may be changed, every fault by row and value, and what a change does."""

from __future__ import annotations

import json

import pytest

from matching.engine import trial
from matching.engine.changes import FIXED, FIXED_LINES, SHARES, BadWeights, Changes, Rule
from matching.engine.compare import AM_PM
from matching.engine.model import Model
from matching.engine.reference import Reference
from matching.engine.score import explain, rank
from matching.engine.table import Index
from matching.engine.weights import DEFAULT
from tests.unit.matching.engine import people


def faults(text: str) -> list[tuple[str, str, Rule]]:
    with pytest.raises(BadWeights) as caught:
        Changes.from_text(text).applied()
    return [tuple(fault) for fault in caught.value.faults]


def test_shares_that_must_add_up_do_so_as_released() -> None:
    for line, levels in SHARES:
        assert sum(DEFAULT.m(line, level) for level in levels) == pytest.approx(1, abs=1e-9), line


def test_changes_make_another_table_and_come_back_from_json() -> None:
    changes = Changes.from_text('{"rates": {"build/same": 0.6, "build/far": 0.15, "name/close": [0.1, 0.004]},'
                                ' "weights": {"place": 0.8, "age": 1}}')  # fmt: skip
    rates = changes.applied()
    assert (rates.m("build", "same"), rates.u("name", "close"), rates.weight("place")) == (0.6, 0.004, 0.8)
    assert (rates.m("build", "next"), rates.weight("age"), rates.weight("sex")) == (0.25, 1.0, 1.0)
    assert rates.version != DEFAULT.version
    assert Changes.from_json(json.loads(json.dumps(changes.to_json()))).applied().version == rates.version
    assert Changes().applied().version == DEFAULT.version


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"rates": {"name/exact": 0}}', [("name/exact", "0", Rule.PROBABILITY)]),
        ('{"rates": {"name/exact": 1}}', [("name/exact", "1", Rule.PROBABILITY)]),
        ('{"rates": {"name/close": [0.1, 0]}}', [("name/close", "0", Rule.PROBABILITY)]),
        ('{"rates": {"name/exact": [0.5, 0.1]}}', [("name/exact", "0.1", Rule.PROBABILITY)]),
        ('{"rates": {"name/exact": NaN}}', [("name/exact", "nan", Rule.NUMBER)]),
        ('{"rates": {"stature/reported_sd": Infinity}}', [("stature/reported_sd", "inf", Rule.NUMBER)]),
        ('{"rates": {"population/male_share": 1.5}}', [("population/male_share", "1.5", Rule.PROBABILITY)]),
        ('{"rates": {"stature/reported_sd": 0}}', [("stature/reported_sd", "0", Rule.POSITIVE)]),
        ('{"rates": {"name/exact": "much"}}', [("name/exact", "much", Rule.NUMBER)]),
        ('{"rates": {"name/exact": true}}', [("name/exact", "True", Rule.NUMBER)]),
        ('{"rates": {"nose/long": 0.5}}', [("nose/long", "0.5", Rule.UNKNOWN_RATE)]),
        ('{"rates": {"band/strong": 2}}', [("band/strong", "2", Rule.FIXED)]),
        ('{"rates": {"name/exact": 1e-300}}', [("name/exact", "1e-300", Rule.FAR)]),
        ('{"rates": {"sex/skeletal": 0.999999}}', [("sex/skeletal", "0.999999", Rule.FAR)]),
        ('{"rates": {"name/close": [0.1, 1e-12]}}', [("name/close", "1e-12", Rule.FAR)]),
        ('{"rates": {"cap/total": 300}}', [("cap/total", "300", Rule.FAR)]),
        ('{"rates": {"lag_mean/skeletal": -9}}', [("lag_mean/skeletal", "-9", Rule.FAR)]),
        ('{"rates": {"age/adult": 5000, "stature/reported_sd": 1e-6}}',
         [("age/adult", "5000", Rule.FAR), ("stature/reported_sd", "1e-06", Rule.FAR)]),
        ('{"rates": {"clue_parent/document": 7}}',
         [("clue_parent/document", "7", Rule.PROBABILITY),
          ("clue_own/document + clue_parent/document", "7.85", Rule.PROBABILITY)]),
        ('{"rates": {"clue_own/tattoo": 0.9}}',
         [("clue_own/tattoo + clue_parent/tattoo", "1.1", Rule.PROBABILITY)]),
        ('{"weights": {"nose": 0.5}}', [("nose", "0.5", Rule.UNKNOWN_LINE)]),
        ('{"weights": {"place": -1, "age": 4}}', [("place", "-1", Rule.WEIGHT), ("age", "4", Rule.WEIGHT)]),
        ('{"rates": {"build/same": 0.9}}', [("build/same + build/next + build/far", "1.2", Rule.SHARES)]),
        ('{"rates": {"name/exact": 2, "place/stay": 0.5}}',
         [("name/exact", "2", Rule.PROBABILITY),
          ("place/stay + place/downstream + place/elsewhere", "0.8", Rule.SHARES)]),
    ],
)  # fmt: skip
def test_every_fault_names_its_row_and_value(text: str, expected: list[tuple[str, str, Rule]]) -> None:
    assert faults(text) == expected


def test_the_released_table_and_what_pairs_may_teach_lie_within_the_bounds() -> None:
    released = Changes({f"{row.line}/{row.level}": row.m for row in DEFAULT.table if row.line not in FIXED_LINES})
    rows = {name: value for name, value in released.rates.items() if name not in FIXED}
    assert Changes(rows).applied().m("name", "exact") == DEFAULT.m("name", "exact")
    taught = {"stature/bias_m": 0.01, "stature/reported_sd": 1.0, "lag_mean/skeletal": 7.3, "lag_sd/skeletal": 0.2,
              "sex/skeletal": 1e-4, "incident/same": 0.02, "incident/other": 0.98}  # fmt: skip
    assert Changes(taught).applied().m("lag_sd", "skeletal") == 0.2


def test_a_table_that_scores_nothing_finite_fails_its_trial() -> None:
    assert "pm-pm: lag" in set(trial.failures(DEFAULT.changed("lag_mean", "decomposed", m=5e8)))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "{", "7", '{"rates": 3}', '{"rates": [1]}', '{"colour": {}}', "\x00", "[" * 100_000,
             '{"weights": {"age": 1, "age": 2}}', '{"rates": {"name/exact": ' + "9" * 5000 + "}}"],
)  # fmt: skip
def test_what_is_no_table_of_weights_is_said_to_be_none(text: str) -> None:
    assert faults(text)[0][2] is Rule.UNREADABLE


def test_a_weighed_line_counts_so_many_times_in_lists_and_in_pairs() -> None:
    reports, remains, truth = people.invent(20, 5)
    found = remains[0]
    report = next(one for one in reports if one.ref == truth[found.ref])
    reference = Reference.build([*reports, *remains])
    plain, weighed = (
        Model(reference, rates) for rates in (DEFAULT, Changes(weights={"lag": 0.5, "sex": 0.0}).applied())
    )
    whole, halved = (explain(report, found, AM_PM, model) for model in (plain, weighed))
    factors = {"lag": 0.5, "sex": 0.0}
    for one, other in zip(whole.lines, halved.lines, strict=True):
        assert other.log10_lr == pytest.approx(one.log10_lr * factors.get(one.name, 1.0))
    assert sum(line.log10_lr for line in halved.lines) == pytest.approx(halved.total, abs=1e-9)
    ranked = rank(found, Index("am", [report]), AM_PM, 1, weighed)
    assert ranked.scores[0] == pytest.approx(halved.total, abs=1e-9)
    assert whole.total != halved.total
