"""What is learnt from pairs that nobody labelled."""

from __future__ import annotations

import numpy as np

from matching.engine.model import Model
from matching.engine.profile import Name, Place, Profile
from matching.engine.reference import Reference
from matching.engine.table import Index
from matching.engine.weights import DEFAULT
from matching.evaluation.lags import Lags
from matching.evaluation.learning import learn

DAY = 737_000


def test_lags_follow_the_pairs_and_stay_where_there_are_none() -> None:
    rng = np.random.default_rng(4)
    reports = [
        Profile(f"A{i}", "am", last_contact_earliest=DAY + 3 * i, last_contact_latest=DAY + 3 * i) for i in range(200)
    ]
    lags = Lags(reports)
    for i, days in enumerate(np.exp(rng.normal(np.log(80), 0.5, 200)) + rng.exponential(6, 200)):
        found = DAY + 3 * i + int(days)
        lags.add(Profile("P", "pm", condition="d3", found_earliest=found, found_latest=found), np.eye(200)[i])
    lags.add(Profile("Q", "pm", condition="d6"), np.ones(200) / 200)  # no day: nothing is learnt
    rates = lags.fitted(DEFAULT, DEFAULT)
    assert abs(rates.m("lag_mean", "decomposed") - np.log(80)) < 0.3
    assert rates.m("lag_sd", "decomposed") < DEFAULT.m("lag_sd", "decomposed")
    assert rates.m("lag_mean", "skeletal") == DEFAULT.m("lag_mean", "skeletal")


def test_moves_between_areas_are_learnt_without_a_truth() -> None:
    """Everybody of `here` is found in `there`: rare names say so, once they are seen often enough."""
    rng = np.random.default_rng(6)
    words = ["".join(rng.choice(list("bdfgklmnrst")) + rng.choice(list("aeiou")) for _ in range(3)) for _ in range(160)]
    reports, remains = [], []
    for i in range(80):
        name, area, day = f"{words[2 * i]} {words[2 * i + 1]}", ("here", "elsewhere")[i % 2], DAY + 20 * i
        reports.append(Profile(f"A{i}", "am", area=area, names=(Name(name),), last_contact_earliest=day,
                               last_contact_latest=day))  # fmt: skip
        found = "there" if area == "here" else area
        remains.append(Profile(f"P{i}", "pm", area=found, names=(Name(name, "document"),), condition="d1",
                               place=Place(10.0 + 20 * (found == "there"), 10.0), found_earliest=day + 5,
                               found_latest=day + 5))  # fmt: skip
    model = Model(Reference.build([*reports, *remains]))
    learnt = learn("am-pm", remains, reports, Index("am", reports), model, 0.5)
    before, after = (m.places.areas for m in (model, learnt.model))
    at, to = before.last.index("here"), before.found.index("there")
    assert before.to_found[at, to] < 0.6 < after.to_found[at, to]
    stay = after.to_found[after.last.index("elsewhere"), after.found.index("elsewhere")]
    assert stay > 0.6
    assert learnt.registered > 0.8
    nothing = learn("am-pm", [], reports, Index("am", reports), model, 0.5)
    assert nothing.model is model
