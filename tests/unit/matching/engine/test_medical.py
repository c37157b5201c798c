"""Worked pairs of what stays in the body: healed fractures, implants, serial numbers."""

from __future__ import annotations

import dataclasses

import pytest

from matching.engine.compare.body import REGIONS
from matching.engine.compare.elements import part_level, region
from matching.engine.compare.medical import serial_level
from matching.engine.model import Model
from matching.engine.profile import Medical, Profile, merge
from matching.engine.reference import Reference
from matching.engine.score import explain

PLATE = Medical("plate_screw", "femur", "l")


def line(left: Profile, right: Profile, model: Model, task: str = "am-pm"):
    return next(row for row in explain(left, right, task, model).lines if row.name == "medical")


def am(*items: Medical, asked: bool | None = True, ref: str = "MMR-A") -> Profile:
    return Profile(ref, "am", medical=items, medical_asked=asked)


def pm(*items: Medical, looked=REGIONS) -> Profile:
    return Profile("MRR-B", "pm", medical=items, medical_observable=looked)


def weight(left: Profile, right: Profile, model: Model) -> float:
    return line(left, right, model).log10_lr


def test_the_same_implant_counts_by_kind_part_and_side(bare) -> None:
    same = weight(am(PLATE), pm(PLATE), bare)
    assert same > 1.5
    assert weight(am(PLATE), pm(dataclasses.replace(PLATE, site="ll_thigh")), bare) == pytest.approx(same)
    assert same > weight(am(PLATE), pm(dataclasses.replace(PLATE, kind="rod_nail")), bare) > 0
    assert same > weight(am(PLATE), pm(dataclasses.replace(PLATE, side="r")), bare)
    assert same > weight(am(PLATE), pm(dataclasses.replace(PLATE, site="tibia")), bare)


def test_a_serial_number_can_name_a_person(bare) -> None:
    left = am(dataclasses.replace(PLATE, serial="ab-123 456"))

    def read(serial: str) -> float:
        return weight(left, pm(dataclasses.replace(PLATE, serial=serial)), bare)

    assert read("AB123456") > 6
    assert read("AB123456") > read("AB128456") > 4
    assert read("AB123456") > read("") > read("ZZ999999")
    assert serial_level("12", "12") is None


def test_absence_counts_only_where_it_was_looked_for(bare) -> None:
    absent = weight(am(PLATE), pm(), bare)
    assert -1.75 < absent < -0.5
    assert weight(am(PLATE), pm(looked=("hd", "ul")), bare) > 0 > absent
    assert weight(am(), pm(PLATE), bare) < 0  # the family was asked and told nothing
    assert weight(am(), pm(), bare) > 0
    for left, right, reason in (
        (am(asked=None), pm(PLATE), "medical_not_asked"),
        (am(PLATE), pm(looked=None), "medical_not_examined"),
        (am(PLATE), pm(looked=()), "medical_not_observable"),
    ):
        found = line(left, right, bare)
        assert (found.log10_lr, found.reason) == (0.0, reason)


def test_a_fresh_injury_is_nothing_that_a_family_could_tell(bare) -> None:
    fresh = Medical("fracture_unhealed", "femur", "l")
    assert weight(am(), pm(fresh), bare) == pytest.approx(weight(am(), pm(), bare))


def test_words_outside_the_lists_count_by_how_often_they_are_used() -> None:
    common, rare = Medical("shrapnel", "left leg"), Medical("glass eye", "left leg")
    reports = [
        Profile(f"MMR-{i}", "am", medical=(rare if i == 0 else common,) if i % 2 == 0 else (), medical_asked=True)
        for i in range(600)
    ]
    model = Model(Reference.build(reports))
    assert weight(am(rare), pm(rare), model) > weight(am(common), pm(common), model) + 0.5
    assert weight(am(common), pm(common), model) > 0 > weight(am(rare, PLATE), pm(), model)


def test_two_reports_agree_the_same_way_round(bare) -> None:
    other = am(Medical("rod_nail", "ll_thigh", "l"), ref="MMR-C")
    one = line(am(PLATE), other, bare, "am-am").log10_lr
    assert one == pytest.approx(line(other, am(PLATE), bare, "am-am").log10_lr)
    assert one > 0


def test_it_lives_in_the_forensic_file(bare) -> None:
    found = line(am(PLATE), pm(PLATE), bare)
    assert (found.ring_left, found.ring_right) == ("3f", "3f")
    whole = pm(PLATE, looked=())
    parts = whole.split()
    assert parts["2"].medical == ()
    assert parts["3f"].medical_observable == ()
    assert merge(Profile.from_json(part.to_json()) for part in parts.values()) == whole


def test_parts_of_the_body_stand_in_their_region() -> None:
    assert [REGIONS[region(site)] for site in ("cranium", "c3", "rib7", "ulna", "ll_shin")] == [*REGIONS]
    assert region("left leg") == region("unknown") == -1
    assert [part_level("tibia", site) for site in ("ll_calf", "femur", "ulna", "unknown")] == [
        "same", "region", "other", None,
    ]  # fmt: skip
    assert part_level("left leg", "left leg") == "same"
    assert part_level("left leg", "left arm") == "other"
