"""A whole invented registry: as large as planned, as incomplete as designed, and telling nothing of its truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cases.codes import (
    Build,
    EventKind,
    HairColour,
    ItemClass,
    MarkSite,
    MarkType,
    MedicalKind,
    Motif,
    NameKind,
    Route,
    Side,
    Smile,
)
from cases.codes import DocumentType as DocumentTypes
from cases.vocabulary.looks import LOOKS
from cases.vocabulary.medical import SITES
from cases.vocabulary.teeth import parse_chart
from families.codes import Relationship
from registry.site.invented import files
from registry.site.invented.profiles import case_profile, days, to_profiles
from registry.site.invented.rates import Rates
from registry.site.invented.records import AliveRecord, CaseRecord, IncidentRecord, Invented, RemainsRecord
from registry.site.invented.world_of import Plan, invent
from remains.codes import (
    AgeMethod,
    Completeness,
    Condition,
    Finder,
    OriginIndicatorKind,
    Setting,
    SexEstimate,
    SexMethod,
    StatureMethod,
)

AS_OF = date(2025, 12, 31)


@pytest.fixture(scope="module")
def invented() -> Invented:
    return invent(Plan.bench(4_000, seed=11, as_of=AS_OF))


@pytest.fixture(scope="module")
def demo() -> Invented:
    return invent(Plan.demo(seed=5, as_of=AS_OF))


def share(values: list[bool]) -> float:
    return float(np.mean(values))


def test_the_same_seed_invents_the_same_registry(demo: Invented) -> None:
    again = invent(Plan.demo(seed=5, as_of=AS_OF))
    other = invent(Plan.demo(seed=6, as_of=AS_OF))
    assert again.cases == demo.cases
    assert again.remains == demo.remains
    assert again.alive == demo.alive
    assert other.cases != demo.cases


def test_bodies_change_nothing_else_of_a_registry(demo: Invented) -> None:
    plain = invent(replace(Plan.demo(seed=5, as_of=AS_OF), bodies=False))
    told = dict.fromkeys(("build", "eye_colour", "smile")) | dict.fromkeys(
        ("medical", "teeth", "belongings", "looks"), ()
    )
    assert tuple(replace(case, **told) for case in demo.cases) == plain.cases
    for found, without in zip(demo.remains, plain.remains, strict=True):
        assert (found.key, found.found_on, found.marks, found.names) == (
            without.key, without.found_on, without.marks, without.names,
        )  # fmt: skip
    for name in ("build", "eye_colour", "smile", "medical", "teeth", "belongings", "looks"):
        assert any(getattr(case, name) for case in demo.cases), name
        assert any(getattr(found, name) for found in demo.remains), name


def test_what_the_body_says_is_in_its_list(demo: Invented) -> None:
    for record in (*demo.cases, *demo.remains):
        assert {m.kind for m in record.medical} <= {*MedicalKind.values}
        assert {m.site for m in record.medical} <= {*SITES}
        assert {*(record.smile or ())} <= {*Smile.values}
        assert record.build in {None, *Build.values}
        assert all(code in LOOKS[name].values for name, code in record.looks)
        assert {i.item_class for i in record.belongings} <= {*ItemClass.values}
        assert parse_chart("; ".join(" ".join(tooth) for tooth in record.teeth)) or not record.teeth


def test_the_demonstration_has_its_size(demo: Invented) -> None:
    assert [len(t) for t in (demo.cases, demo.remains, demo.alive, demo.incidents)] == [400, 150, 30, 40]


def test_a_benchmark_has_its_proportions(invented: Invented) -> None:
    reported = [bool(v) for v in invented.true_cases().values()]
    assert len(invented.cases) == 4_000
    assert sum(reported) == pytest.approx(0.16 * 4_000, abs=25)
    assert 1 - share(reported) == pytest.approx(0.05 / 1.05, abs=0.02)
    people = list(invented.truth.case_person.values())
    assert len(people) - len(set(people)) == 320
    living = set(invented.truth.alive_person.values()) & set(people)
    assert len(living) == pytest.approx(0.06 * 4_000, abs=2)
    parts = list(invented.truth.remains_person.values())
    assert (len(parts) - len(set(parts))) / len(parts) == pytest.approx(0.03, abs=0.002)


def test_what_is_missing_is_missing_as_often_as_designed(invented: Invented) -> None:
    r, cases = Rates().report, invented.cases
    assert share([c.date_of_birth is None for c in cases]) == pytest.approx(r.birth_missing, abs=0.03)
    assert share([c.height_cm is None for c in cases]) == pytest.approx(r.height_missing, abs=0.03)
    assert share([c.date_last_contact is None for c in cases]) == pytest.approx(r.contact_missing, abs=0.02)
    assert share([c.route_code is None for c in cases]) == pytest.approx(r.route_missing, abs=0.03)
    assert share([c.nationality is None for c in cases]) == pytest.approx(r.nationality_missing, abs=0.01)
    assert share([not c.marks_asked for c in cases]) == pytest.approx(r.marks_not_asked, abs=0.03)
    assert share([not c.photo for c in cases]) == pytest.approx(r.photo_missing, abs=0.03)
    without_birth = [c.age_at_last_contact is None for c in cases if c.date_of_birth is None]
    assert share(without_birth) == pytest.approx(r.age_missing, abs=0.02)


def test_remains_lack_what_their_condition_takes(invented: Invented) -> None:
    stages = {"d0": 0, "d1": 0, "d2": 1, "d3": 1, "d4": 1, "d5": 2, "d6": 2, "d7": 2}
    f = Rates().find
    for condition in range(3):
        group = [r for r in invented.remains if stages[r.condition] == condition]
        assert share([r.age_low is None for r in group]) == pytest.approx(f.age_missing[condition], abs=0.07)
        assert share([r.stature_low is None for r in group]) == pytest.approx(f.height_missing[condition], abs=0.08)
        assert share([bool(r.names) for r in group]) == pytest.approx(f.name_clue[condition], abs=0.07)
        assert share([not r.regions for r in group]) == pytest.approx(f.marks_hidden[condition], abs=0.07)


def test_group_events_hold_a_quarter_of_the_people(invented: Invented) -> None:
    people = invented.truth.people.values()
    assert share([p.event is not None for p in people if p.id < 3_000]) == pytest.approx(0.24, abs=0.04)


def test_nothing_is_dated_after_the_day_it_is_seen_on(invented: Invented) -> None:
    texts = [c.date_last_contact for c in invented.cases] + [r.found_on for r in invented.remains]
    texts += [a.seen_on for a in invented.alive] + [i.day for i in invented.incidents]
    assert max(t for t in texts if t) <= AS_OF.isoformat()
    assert min(t for t in texts if t) > "2019"
    for case in invented.cases:
        if case.date_of_birth and case.date_last_contact:
            assert case.date_of_birth < case.date_last_contact


def test_order_and_keys_tell_nothing(invented: Invented) -> None:
    for who in (invented.truth.case_person, invented.truth.remains_person):
        numbers = np.array([who[key] for key in sorted(who)], float)
        assert abs(np.corrcoef(np.arange(len(numbers)), numbers)[0, 1]) < 0.06


def test_every_code_is_in_its_list(invented: Invented, demo: Invented) -> None:
    for case in (*invented.cases, *demo.cases):
        assert case.route_code is None or case.route_code in Route.values
        assert case.hair_colour is None or case.hair_colour in HairColour.values
        assert case.enquirer_relationship in Relationship.values
        assert {n.kind for n in (*case.name_other, *case.parent_name)} <= set(NameKind.values)
        assert case.id_document is None or case.id_document.kind in DocumentTypes.values
        for mark in case.marks:
            assert mark.type in MarkType.values
            assert mark.site in MarkSite.values
            assert mark.side in Side.values
            assert mark.motif == "" or mark.motif in Motif.values
    for incident in (*invented.incidents, *demo.incidents):
        assert incident.event_kind in EventKind.values


def test_every_code_of_remains_is_in_its_list(invented: Invented) -> None:
    lists = {
        "setting": Setting, "finder": Finder, "condition": Condition, "completeness": Completeness,
        "sex_estimated": SexEstimate, "sex_method": SexMethod, "age_method": AgeMethod,
        "stature_method": StatureMethod,
    }  # fmt: skip
    for name, codes in lists.items():
        held = {getattr(r, name) for r in invented.remains} - {None}
        assert held <= set(codes.values), name
    assert {i.kind for r in invented.remains for i in r.indicators} <= set(OriginIndicatorKind.values)


def test_intervals_are_intervals(invented: Invented) -> None:
    for r in invented.remains:
        for low, high in ((r.age_low, r.age_high), (r.stature_low, r.stature_high), (r.pmi_low, r.pmi_high)):
            assert (low is None) == (high is None)
            assert low is None or high is None or 0 <= low <= high


def test_profiles_say_what_the_records_say(invented: Invented) -> None:
    reports, remains = to_profiles(invented)
    assert [p.ref for p in reports] == [c.key for c in invented.cases]
    assert [p.found_latest for p in remains] == [date.fromisoformat(r.found_on).toordinal() for r in invented.remains]
    case = next(c for c in invented.cases if c.marks and c.place_last_contact and c.height_cm)
    profile = case_profile(case)
    assert len(profile.marks) == len(case.marks)
    assert profile.place is not None
    assert profile.place.radius_km == 5.0
    assert profile.names[0].text == case.name_as_given


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_partial_dates_are_intervals(text: str, first: date, last: date) -> None:
    assert days(text) == (first.toordinal(), last.toordinal())


def test_no_record_names_a_person_of_the_truth(tmp_path: Path, demo: Invented) -> None:
    files.write(demo, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        "reports.csv", "remains.csv", "found_alive.csv", "incidents.csv", "truth",
    }  # fmt: skip
    for table in tmp_path.glob("*.csv"):
        header = table.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert not {"person", "tradition", "event"} & set(header)


def test_files_are_read_back_as_they_were_written(tmp_path: Path, demo: Invented) -> None:
    files.write(demo, tmp_path)
    assert tuple(files.read(tmp_path, CaseRecord)) == demo.cases
    assert tuple(files.read(tmp_path, RemainsRecord)) == demo.remains
    assert tuple(files.read(tmp_path, AliveRecord)) == demo.alive
    assert tuple(files.read(tmp_path, IncidentRecord)) == demo.incidents


def test_shifted_rates_are_worse_everywhere_and_never_certain() -> None:
    plain, shifted = Rates(), Rates().shifted(1.5)
    assert shifted.report.route_missing == pytest.approx(0.42)
    assert shifted.report.mark_told == pytest.approx(1 - 0.25 * 1.5)
    assert shifted.find.sex_wrong[2] == pytest.approx(0.0795)
    assert shifted.find.marks_hidden[2] == 0.95
    assert shifted.find.name_clue[0] == pytest.approx(0.2)
    assert shifted.find.age_sd[0] == pytest.approx(7.5)
    assert shifted.report.duplicate == plain.report.duplicate


def test_the_shifted_registry_has_people_nobody_was_tuned_for() -> None:
    shifted = invent(Plan.bench(1_000, seed=3, as_of=AS_OF, shifted=True))
    assert any(c.nationality == "VNM" for c in shifted.cases)
    assert any(c.route_code == "chan" for c in shifted.cases)
