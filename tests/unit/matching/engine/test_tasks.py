"""Two sets of remains, and missing persons against lists of the living: the same lines, other questions."""

from __future__ import annotations

import pytest

from matching.engine.changes import Changes
from matching.engine.compare import Outcome
from matching.engine.compare.parts import clash
from matching.engine.model import Model
from matching.engine.profile import Mark, Name, Place, Profile
from matching.engine.reference import Reference
from matching.engine.score import DUPLICATE_ELEMENT, explain, rank
from matching.engine.table import Index
from matching.engine.together import rank_many

DAY = 737_000
ALL = ("hd", "nk", "tr", "ul", "ll")


def pm(ref: str, **facts) -> Profile:
    return Profile(ref, "pm", **facts)


def line(name: str, left: Profile, right: Profile, model: Model, task: str = "pm-pm"):
    return next(x for x in explain(left, right, task, model).lines if x.name == name)


def alive(ref: str, **facts) -> Profile:
    return Profile(ref, "alive", **facts)


def test_nobody_has_two_left_femora() -> None:
    assert clash(("femur@l", "rib"), ("femur@l",))
    assert clash(("skull",), ("skull", "tibia@r"))
    assert not clash(("femur@l",), ("femur@r",))
    assert not clash(("rib",), ("rib",))
    assert not clash(("body",), ("body",))


def test_a_part_found_twice_excludes_but_is_explained(bare: Model) -> None:
    probe = pm("MRR-A", elements=("femur@l",), found_earliest=DAY, found_latest=DAY)
    twice = pm("MRR-B", elements=("femur@l",), found_earliest=DAY, found_latest=DAY)
    other = pm("MRR-C", elements=("femur@r",), found_earliest=DAY, found_latest=DAY)
    ranking = rank(probe, Index("pm", [probe, twice, other]), "pm-pm", 10, bare)
    assert ranking.refs == ("MRR-C",)
    assert ranking.excluded == 1
    explained = explain(probe, twice, "pm-pm", bare)
    assert explained.excluded == DUPLICATE_ELEMENT
    assert sum(x.log10_lr for x in explained.lines) == pytest.approx(explained.total, abs=1e-9)


def test_a_part_found_twice_excludes_though_the_line_of_parts_weighs_nothing() -> None:
    weightless = Model(Reference(), Changes(weights={"parts": 0.0}).applied())
    probes = [pm(f"MRR-{n}", elements=("femur@l",), sex="m") for n in range(2)]
    records = [*probes, pm("MRR-B", elements=("femur@l",), sex="m"), pm("MRR-C", elements=("femur@r",), sex="m")]
    index = Index("pm", records)
    together = rank_many(probes, index, "pm-pm", 10, weightless)
    for probe, ranking in zip(probes, together, strict=True):
        alone = rank(probe, index, "pm-pm", 10, weightless)
        assert (alone.refs, alone.excluded) == (ranking.refs, ranking.excluded) == (("MRR-C",), 2)
        listed = {r.ref for r in records if r is not probe and not explain(probe, r, "pm-pm", weightless).excluded}
        assert listed == set(alone.refs)


def test_a_body_and_a_part_go_together_sooner_than_two_bodies(bare: Model) -> None:
    body, part = pm("MRR-A", elements=("body",)), pm("MRR-B", elements=("femur@l",))
    assert line("parts", body, part, bare).log10_lr > 0.5
    assert line("parts", body, pm("MRR-C", elements=("body",)), bare).log10_lr < -1


def test_parts_lie_near_one_another_and_are_found_near_in_time(bare: Model) -> None:
    one = pm("MRR-A", place=Place(32.0, -112.5, 1.0), found_earliest=DAY, found_latest=DAY, condition="d6")
    near = pm("MRR-B", place=Place(32.0, -112.5, 1.0), found_earliest=DAY, found_latest=DAY, condition="d6")
    far = pm("MRR-C", place=Place(37.3, 27.2, 1.0), found_earliest=DAY + 2000, found_latest=DAY + 2000, condition="d1")
    assert line("place", one, near, bare).log10_lr > 1
    assert line("place", one, far, bare).log10_lr < -0.5
    assert line("lag", one, near, bare).log10_lr > 1
    assert line("lag", one, far, bare).log10_lr < -1


def test_two_examinations_of_one_person_agree(bare: Model) -> None:
    one = pm("MRR-A", sex="f", condition="d1", age_low=60, age_high=66, stature_low=148, stature_high=152,
             marks=(Mark("tattoo", "ul_arm", "l", ("heart",)),), marks_observable=ALL)  # fmt: skip
    like = pm("MRR-B", sex="f", condition="d6", age_low=58, age_high=70, stature_low=146, stature_high=154,
              marks=(Mark("tattoo", "ul_arm", "l", ("heart",)),), marks_observable=("ul",))  # fmt: skip
    unlike = pm("MRR-C", sex="m", condition="d1", age_low=18, age_high=22, stature_low=178, stature_high=182,
                marks_observable=ALL)  # fmt: skip
    for name in ("sex", "age", "stature", "marks"):
        assert line(name, one, like, bare).log10_lr > 0.2, name
        assert line(name, one, unlike, bare).log10_lr < -0.2, name
        assert line(name, one, like, bare).log10_lr == pytest.approx(line(name, like, one, bare).log10_lr), name


def test_a_list_of_the_living_is_searched_by_name_birth_and_time() -> None:
    reports = [
        Profile("MMR-A", "am", sex="m", names=(Name("Tesfaye Berhane"),), birth_earliest=DAY - 9000,
                birth_latest=DAY - 9000, nationalities=("ERI",), last_contact_earliest=DAY, last_contact_latest=DAY),
        Profile("MMR-B", "am", sex="m", names=(Name("Mohamed Ali"),), age_low=24, age_high=24, nationalities=("SDN",),
                last_contact_earliest=DAY + 300, last_contact_latest=DAY + 300),
    ]  # fmt: skip
    seen = alive("AL-1", sex="m", names=(Name("Tesfai Berhane"),), birth_earliest=DAY - 9000,
                 birth_latest=DAY - 9000, nationalities=("ERI",), found_earliest=DAY + 40,
                 found_latest=DAY + 40)  # fmt: skip
    model = Model(Reference.build([*reports, seen]))
    ranking = rank(seen, Index("am", reports), "am-alive", 5, model)
    assert ranking.refs[0] == "MMR-A"
    assert rank(reports[0], Index("alive", [seen]), "am-alive", 5, model).scores[0] == pytest.approx(ranking.scores[0])
    before = explain(seen, reports[1], "am-alive", model)
    assert before.left == "MMR-B"
    assert next(x for x in before.lines if x.name == "lag").log10_lr < -0.5
    with pytest.raises(ValueError, match="cannot compare"):
        rank(seen, Index("alive", [seen]), "am-alive", 5, model)


def test_words_for_places_are_learnt_from_the_records() -> None:
    finds = [pm(f"MRR-{area}{i}", area=area, place=Place(lat, 10.0, 1.0))
             for area, lat in (("north", 40.0), ("middle", 38.0), ("south", 20.0)) for i in range(20)]  # fmt: skip
    reports = [Profile(f"MMR-{area}{i}", "am", area=area, nationalities=("SYR" if area == "north" else "SDN",))
               for area in ("north", "middle", "south", "nowhere") for i in range(20)]  # fmt: skip
    model = Model(Reference.build([*finds, *reports]))

    def place(report: Profile, find: Profile) -> float:
        return line("place", report, find, model, "am-pm").log10_lr

    here, beside, far = (place(reports[0], finds[i]) for i in (0, 20, 40))
    assert here > 0.2 > beside > far
    assert place(reports[-1], finds[0]) == pytest.approx(0.0, abs=0.15)  # no find names its area
    by_position = pm("MRR-X", place=Place(40.0, 10.0, 1.0))
    assert place(reports[0], by_position) > 0.2
    of_nation = Profile("MMR-Y", "am", nationalities=("SYR",))
    assert place(of_nation, finds[0]) > 0.1
    learnt = Model(model.reference.learnt({("nowhere", "south"): 60.0}, {}))
    assert line("place", reports[-1], finds[40], learnt, "am-pm").log10_lr > 0.3
    assert learnt.key != model.key


def test_a_find_known_by_its_year_says_less_than_one_known_by_its_day(bare: Model) -> None:
    def lag(window: int, later: int = 0) -> float:
        one = pm("MRR-A", found_earliest=DAY, found_latest=DAY + window)
        other = pm("MRR-B", found_earliest=DAY + later, found_latest=DAY + later + window)
        return line("lag", one, other, bare).log10_lr

    assert lag(0) > 2 > lag(30) > lag(364) > 0
    assert lag(0) - lag(364) > 1
    assert lag(364, later=3000) < lag(364)


def test_a_mark_in_no_known_region_counts_only_where_both_were_seen_all_over(bare: Model) -> None:
    tattoo = (Mark("tattoo"),)
    one, part = pm("MRR-A", marks_observable=ALL), pm("MRR-B", marks=tattoo, marks_observable=("ul", "ll"))
    for a, b in ((one, part), (part, one)):
        assert line("marks", a, b, bare).log10_lr == pytest.approx(
            line("marks", one, pm("MRR-C", marks_observable=("ul", "ll")), bare).log10_lr
        )
    whole = pm("MRR-D", marks=tattoo, marks_observable=ALL)
    assert line("marks", one, whole, bare).log10_lr < 0
    assert line("marks", whole, one, bare).log10_lr == pytest.approx(line("marks", one, whole, bare).log10_lr)


@pytest.mark.parametrize("kind", ["am", "pm"])
def test_two_records_of_one_kind_stand_as_they_are_given(bare: Model, kind: str) -> None:
    one, other = (
        Profile(ref, kind, marks=(Mark("tattoo", "ul_arm", ring=ring),)) for ref, ring in (("A", "2"), ("B", "3"))
    )
    explained = explain(one, other, f"{kind}-{kind}", bare)
    assert (explained.left, explained.right) == ("A", "B")
    assert next((x.ring_left, x.ring_right) for x in explained.lines if x.name == "marks") == ("2", "3")


def test_two_finds_without_a_position_are_compared_by_the_words_for_their_areas() -> None:
    finds = [pm(f"MRR-{area}{i}", area=area) for area, n in (("rare", 2), ("busy", 60)) for i in range(n)]
    model = Model(Reference.build(finds))

    def place(a: Profile, b: Profile) -> float:
        return line("place", a, b, model).log10_lr

    assert place(finds[0], finds[1]) > 1 > place(finds[2], finds[3]) > 0
    assert place(finds[0], finds[2]) < -0.3
    assert place(finds[0], finds[2]) == pytest.approx(place(finds[2], finds[0]))
    nowhere = next(
        x for x in explain(finds[0], pm("MRR-X", place=Place(country="LBY")), "pm-pm", model).lines if x.name == "place"
    )
    assert (nowhere.outcome, nowhere.log10_lr) == (Outcome.MISSING, 0.0)


def test_two_areas_of_last_contact_are_seen_from_both() -> None:
    reports = [Profile(f"MMR-{area}{i}", "am", area=area)
               for area, n in (("rare", 2), ("busy", 60)) for i in range(n)]  # fmt: skip
    model = Model(Reference.build([*reports, pm("MRR-A", area="busy")]))
    there, back = (line("place", a, b, model, "am-am").log10_lr for a, b in (reports[1:3], reports[2:0:-1]))
    assert there == pytest.approx(back)
    assert there < 0 < line("place", reports[0], reports[1], model, "am-am").log10_lr
