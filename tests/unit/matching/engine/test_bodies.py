"""Worked pairs of looks, smiles, dental charts and things."""

from __future__ import annotations

import dataclasses

import pytest

from matching.engine.compare.teeth import TEETH, impossible, transitions
from matching.engine.model import Model
from matching.engine.profile import Item, Profile, Tooth
from matching.engine.reference import Reference
from matching.engine.score import explain
from matching.engine.shares import Shares
from matching.engine.weights import DEFAULT


def am(**facts) -> Profile:
    return Profile("MMR-A", "am", **facts)


def pm(**facts) -> Profile:
    return Profile("MRR-B", "pm", **{"condition": "d0", **facts})


def line(name: str, left: Profile, right: Profile, model: Model, task: str = "am-pm"):
    return next(row for row in explain(left, right, task, model).lines if row.name == name)


def weight(name: str, left: Profile, right: Profile, model: Model) -> float:
    return line(name, left, right, model).log10_lr


# -- hair, eyes, build


def test_a_rare_colour_says_more_than_one_that_everybody_has(bare) -> None:
    def value(told: str, seen: str) -> float:
        return weight("looks", am(hair=told), pm(hair=seen), bare)

    assert value("red", "red") > 1 > value("blk", "blk") > 0
    assert value("dbr", "blk") == value("blk", "blk")  # one class
    assert value("bro", "blk") > value("bln", "blk") > -1.75
    assert line("looks", am(hair="dye"), pm(hair="blk"), bare).reason == "looks_absent_am"


def test_hair_and_eyes_are_one_table(bare) -> None:
    fair = am(hair="bln", eyes="blu")
    both = weight("looks", fair, pm(hair="bln", eyes="blu"), bare)
    apart = weight("looks", fair, pm(hair="bln"), bare) + weight("looks", fair, pm(eyes="blu"), bare)
    assert 0 < both <= apart + 0.1
    together = [Profile(f"MMR-{i}", "am", hair="bln", eyes="blu") if i < 100 else Profile(f"MMR-{i}", "am", hair="blk",
                eyes="dbr") for i in range(1000)]  # fmt: skip
    model = Model(Reference.build(together))
    hair = weight("looks", fair, pm(hair="bln"), model)
    # Where fair eyes always go with fair hair, the eyes add nothing to it.
    assert weight("looks", fair, pm(hair="bln", eyes="blu"), model) == pytest.approx(hair, abs=0.2)
    assert line("looks", am(hair="bln"), pm(eyes="blu"), bare).reason == "looks_incomparable"


def test_hair_greys_with_the_years(bare) -> None:
    def value(days: int) -> float:
        left = am(hair="blk", last_contact_earliest=733_000, last_contact_latest=733_000)
        return weight("looks", left, pm(hair="gry", found_earliest=733_000 + days, found_latest=733_000 + days), bare)

    assert value(4000) > value(1500) > value(0)


def test_colours_that_change_after_death_are_not_read(bare) -> None:
    red = am(hair="red", eyes="blu")
    for changed in (
        {"altered": True}, {"deposition": "buried", "condition": "d6"},
        {"deposition": "submerged", "pmi_low": 60, "condition": "d3"},
        {"condition": "d3", "hair": None},
    ):  # fmt: skip
        found = line("looks", red, pm(**{"hair": "blk", "eyes": "dbr", **changed}), bare)
        assert (found.log10_lr, found.reason) == (0.0, "looks_changed_pm")
    assert weight("looks", red, pm(hair="blk", deposition="submerged", pmi_low=5), bare) < 0


def test_build_says_little_and_nothing_of_bones(bare) -> None:
    assert 0.1 < weight("build", am(build="thin"), pm(build="slim"), bare) < 0.5
    assert weight("build", am(build="thin"), pm(build="obese"), bare) < 0
    swollen = weight("build", am(build="thin"), pm(build="obese", condition="d3"), bare)
    assert weight("build", am(build="thin"), pm(build="obese"), bare) < swollen < 0
    assert line("build", am(build="thin"), pm(build="thin", condition="d6"), bare).reason == "build_changed_pm"
    assert line("build", am(build="thin"), pm(build="thin"), bare).ring_right == "3f"


# -- teeth


def test_a_gold_tooth_told_and_seen(bare) -> None:
    def value(told, seen, **facts) -> float:
        return weight("smile", am(smile=told), pm(smile=seen, **facts), bare)

    assert value(("gold",), ("gold",)) > 1
    assert value(("grill",), ("grill",)) > value(("crooked",), ("crooked",))
    assert value(("gold",), ()) < 0 < value((), ())
    # Front teeth are lost after death: seeing a gap that nobody told of says nothing.
    assert value((), ("front_missing",)) > value((), ("gold",))
    assert line("smile", am(), pm(smile=("gold",)), bare).log10_lr == 0.0


def chart(**changed: str) -> tuple[Tooth, ...]:
    """A mouth that is sound but for t36="fil" and the like."""
    state = {fdi: "une" if fdi[1] == "8" else "sou" for fdi in TEETH} | {n[1:]: s for n, s in changed.items()}
    return tuple(Tooth(fdi, status) for fdi, status in state.items())


def teeth(before, after, model: Model, **facts) -> float:
    return weight("teeth", am(teeth=before, **facts), pm(teeth=after), model)


def test_a_restored_mouth_says_more_than_a_sound_one(bare) -> None:
    restored = chart(t36="fil", t46="mam", t11="crw")
    assert teeth(restored, restored, bare) > teeth(chart(), chart(), bare) > 0
    assert teeth(restored, restored, bare) <= 1.8  # no charts are known: no pattern is rarer than one in fifty


def test_teeth_change_one_way(bare) -> None:
    before, after = chart(t36="fil"), chart(t36="mam")
    assert teeth(before, after, bare) > teeth(after, before, bare)
    found = line("teeth", am(teeth=after), pm(teeth=before), bare)
    assert (found.reason, found.log10_lr > -1.75) == ("teeth_impossible", True)
    assert impossible(am(teeth=after), pm(teeth=before)) == ["36"]
    assert impossible(am(teeth=before), pm(teeth=after)) == []


def test_a_poorer_record_errs_more(bare) -> None:
    gone, there = (Tooth("36", "mam"),), (Tooth("36", "sou"),)
    values = [teeth(gone, there, bare, chart_basis=basis) for basis in ("radiograph", "dentist_chart", "photo_smile")]
    assert values == sorted(values)
    assert values[0] < values[2]
    for basis in ("radiograph", "family_description"):
        table = transitions(DEFAULT, basis)
        assert table[1:6, 1:6].sum(axis=1) == pytest.approx([1.0] * 5)


def test_a_tooth_that_is_not_named_or_was_lost_after_death_says_nothing(bare) -> None:
    left = am(teeth=chart(t36="fil"))
    assert line("teeth", left, pm(teeth=(Tooth("36", "mpm"), Tooth("37", "mun"))), bare).reason == "teeth_absent_pm"
    assert line("teeth", am(teeth=(Tooth("36", "fil"),)), pm(teeth=(Tooth("46", "fil"),)), bare).log10_lr == 0.0


def test_a_pattern_is_as_rare_as_the_charts_show() -> None:
    usual, rare = chart(t36="fil", t46="fil"), chart(t15="crw", t25="crw", t34="mam")
    reports = [Profile(f"MMR-{i}", "am", teeth=rare if i == 0 else usual) for i in range(800)]
    model = Model(Reference.build(reports))
    assert teeth(rare, rare, model) > teeth(usual, usual, model) + 1
    assert teeth(usual, usual, model) < 0.3


def test_one_view_of_teeth_is_enough(bare) -> None:
    both = {"smile": ("gold",), "teeth": chart()}
    assert line("smile", am(**both), pm(**both), bare).reason == "smile_counted_as_chart"
    assert weight("smile", am(**both), pm(smile=("gold",)), bare) > 1


# -- things


def test_things_support_and_never_contradict(bare) -> None:
    jeans = Item("jeans", ("blu",))

    def value(*found: Item, told=jeans) -> float:
        return weight("things", am(items=(told,)), pm(items=found), bare)

    assert value(jeans) > value(dataclasses.replace(jeans, colours=("red",)))
    assert value(jeans) > value(Item("trousers", ("blu",))) > -0.3
    assert value(Item("cap", ("red",)), Item("ring"), Item("boots")) > -0.3
    named = dataclasses.replace(jeans, brand="Adidos", size="32")
    assert value(dataclasses.replace(named, brand="ADIDOS "), told=named) > value(jeans) + 1
    assert line("things", am(items=(Item("other"),)), pm(items=(jeans,)), bare).log10_lr == 0.0


def test_what_everybody_wears_says_little() -> None:
    common, rare = Item("jeans", ("blu",)), Item("sari", ("grn",))
    reports = [Profile(f"MMR-{i}", "am", items=(rare if i == 0 else common,)) for i in range(900)]
    model = Model(Reference.build(reports))
    values = [weight("things", am(items=(one,)), pm(items=(one,)), model) for one in (common, rare)]
    assert values[1] > values[0] + 1


def test_two_reports_are_compared_the_same_way_round(bare) -> None:
    left = am(hair="red", eyes="blu", build="thin", smile=("gold",), items=(Item("jeans", ("blu",)), Item("cap")))
    right = dataclasses.replace(
        am(hair="bro", build="medium", smile=("gold", "gap_mid"), items=(Item("jeans", ("blk",)),)), ref="MMR-C"
    )
    for name in ("looks", "build", "smile", "things"):
        one, other = (line(name, *pair, bare, "am-am").log10_lr for pair in ((left, right), (right, left)))
        assert one == pytest.approx(other), name


def test_shares_leave_room_for_what_nobody_has_named() -> None:
    def level(a: str, b: str) -> str:
        return "same" if a == b else "other"

    shares = Shares({"a": 90, "b": 10}, level, size=10, strength=50)
    assert shares.at("a", "same") > shares.at("b", "same") > shares.at("new", "same") > 0
    assert shares.at("a", "same") + shares.at("a", "other") == pytest.approx(1.0)
    assert Shares({}, level, size=10, strength=50).at("x", "other") == pytest.approx(1.0)
