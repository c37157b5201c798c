"""Facts that cannot be or that nobody can read: neutral, never a crash, never a silent low score."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np
import pytest

from matching.engine.model import Model
from matching.engine.profile import Mark, Name, Profile
from matching.engine.reference import Reference
from matching.engine.score import FOUND_BEFORE_PROOF, explain, rank
from matching.engine.table import Index

DAY = 737_000
ALL = ("hd", "nk", "tr", "ul", "ll")
LONG = " ".join(f"Name{i}" for i in range(40))


def am(**facts) -> Profile:
    return Profile("MMR-A", "am", **facts)


def pm(**facts) -> Profile:
    return Profile("MRR-B", "pm", **facts)


def value(name: str, left: Profile, right: Profile, model: Model, task: str = "am-pm") -> float:
    return next(x for x in explain(left, right, task, model).lines if x.name == name).log10_lr


@pytest.mark.parametrize("said", [17.0, 1.7, 5.6, 0.0, -3.0, 1700.0])
def test_a_height_in_metres_or_feet_says_nothing(bare: Model, said: float) -> None:
    seen = pm(stature_low=168, stature_high=172)
    assert value("stature", am(stature_low=said, stature_high=said), seen, bare) == 0.0
    assert value("stature", am(stature_low=170, stature_high=170), pm(stature_low=said, stature_high=said), bare) == 0.0


@pytest.mark.parametrize("said", [{"age_low": 180, "age_high": 180}, {"age_low": -5, "age_high": -5}, {"age_low": 18}, {
    "birth_earliest": DAY + 4000, "birth_latest": DAY + 4000, "last_contact_earliest": DAY, "last_contact_latest": DAY,
}])  # fmt: skip
def test_an_age_that_nobody_has_says_nothing(bare: Model, said: dict[str, float]) -> None:
    assert value("age", am(**said), pm(age_low=20, age_high=30), bare) == 0.0


def test_an_estimate_beyond_life_says_nothing(bare: Model) -> None:
    assert value("age", am(age_low=25, age_high=25), pm(age_low=20, age_high=300), bare) == 0.0


def test_a_mark_on_a_site_of_no_list_agrees_by_its_kind_alone(bare: Model) -> None:
    told = am(marks=(Mark("tattoo", "left of the sun", "unknown", ("heart",)),), marks_asked=True)
    seen = pm(marks=(Mark("tattoo", "ul_arm", "l", ("heart",)),), marks_observable=ALL)
    assert value("marks", told, seen, bare) > 0
    assert value("marks", told, pm(marks=told.marks, marks_observable=ALL), bare) > value("marks", told, seen, bare)


def test_sexes_that_contradict_lower_and_never_exclude(bare: Model) -> None:
    explained = explain(am(sex="f"), pm(sex="m", condition="d0", sex_method="DNA_amel"), "am-pm", bare)
    assert explained.excluded is None
    assert -3 < explained.total < -1


def test_a_find_before_the_last_proof_of_life_is_excluded_and_says_so(bare: Model) -> None:
    proven = am(last_proof_of_life=DAY)
    early = pm(found_earliest=DAY - 40, found_latest=DAY - 40)
    assert explain(proven, early, "am-pm", bare).excluded == FOUND_BEFORE_PROOF
    assert rank(proven, Index("pm", [early]), "am-pm", 5, bare).excluded == 1
    perhaps_later = replace(early, found_latest=DAY + 2)
    assert explain(proven, perhaps_later, "am-pm", bare).excluded is None


def test_sixty_reports_of_one_name_share_it_alike() -> None:
    reports = [Profile(f"MMR-{i:02}", "am", names=(Name("Mohamed Ahmed Ali"),)) for i in range(60)]
    model = Model(Reference.build(reports))
    probe = replace(reports[0], ref="MMR-X")
    ranking = rank(probe, Index("am", reports), "am-am", 60, model)
    assert len(set(ranking.scores)) == 1
    assert len(ranking.refs) == 60
    assert ranking.scores[0] < 1.5  # everybody has it


@pytest.mark.parametrize("text", [
    "Ali", LONG, "Haji", "Sheikh bin", "Абdуl علي", "Ma\0ria", unicodedata.normalize("NFD", "José Muñoz"), "...", "٣",
    "\u202eAli", "X",
])  # fmt: skip
def test_odd_names_rank_without_a_crash_and_their_own_record_first(text: str) -> None:
    odd = Profile("MMR-O", "am", names=(Name(text),))
    others = [Profile(f"MMR-{i}", "am", names=(Name(name),)) for i, name in enumerate(("Omar Farah", "Ana Diaz"))]
    model = Model(Reference.build([odd, *others]))
    probe = pm(names=(Name(text, "document"),))
    ranking = rank(probe, Index("am", [*others, odd]), "am-pm", 3, model)
    assert np.isfinite(ranking.scores).all()
    own = dict(zip(ranking.refs, ranking.scores, strict=True))["MMR-O"]
    assert own >= 0.0
    assert own == max(ranking.scores)


def test_one_letter_in_two_forms_is_one_name(bare: Model) -> None:
    composed, apart = (unicodedata.normalize(form, "José Muñoz") for form in ("NFC", "NFD"))
    assert value("name", am(names=(Name(composed),)), pm(names=(Name(apart, "document"),)), bare) == pytest.approx(
        value("name", am(names=(Name(composed),)), pm(names=(Name(composed, "document"),)), bare)
    )
