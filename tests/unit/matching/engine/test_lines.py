"""Each evidence line on cases a reader can judge, the tables of rates, and the words for a list."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from matching.engine import posterior, routes
from matching.engine.compare import LINES, Outcome
from matching.engine.compare.body import site_level
from matching.engine.compare.lag import kernel, twice_summed, window_mean
from matching.engine.kernels import fallback
from matching.engine.line_kernels import window_kernel
from matching.engine.model import Model
from matching.engine.plain_kernels import window_numpy
from matching.engine.profile import Document, Indicator, Mark, Name, Phone, Place, Profile, Serial
from matching.engine.reference import Reference
from matching.engine.score import Ranking, band, explain
from matching.engine.weights import DEFAULT, TABLE, Rates

DAY = 737_000


def am(**facts) -> Profile:
    return Profile("MMR-A", "am", **facts)


def pm(**facts) -> Profile:
    return Profile("MRR-B", "pm", **facts)


def line(name, left, right, model, task="am-pm"):
    return next(x for x in explain(left, right, task, model).lines if x.name == name)


# -- rates


def test_every_rate_has_a_source_and_is_a_probability_where_it_says_so() -> None:
    assert all(row.source for row in TABLE)
    assert all(row.u is None or 0 < row.u <= 1 for row in TABLE)
    assert all(0 < row.m <= 1 for row in TABLE if row.u is not None)


def test_a_changed_rate_is_another_version() -> None:
    changed = DEFAULT.changed("eps", "age", m=0.03)
    assert changed.m("eps", "age") == 0.03
    assert changed.version != DEFAULT.version
    assert Rates().version == DEFAULT.version
    with pytest.raises(ValueError, match="twice"):
        Rates((*TABLE, TABLE[0]))
    with pytest.raises(KeyError):
        DEFAULT.u("eps", "age")


def test_every_line_has_a_weight_in_the_coverage() -> None:
    assert all(DEFAULT.m("coverage", x.name) >= 0 for x in LINES)


# -- biology


def test_sex_of_fleshed_remains_says_more_than_of_bones(bare) -> None:
    def value(left: str, right: str, stage: str) -> float:
        return line("sex", am(sex=left), pm(sex=right, condition=stage), bare).log10_lr

    assert value("f", "f", "d0") > value("f", "f", "d6") > value("f", "f?", "d6") > 0
    assert value("m", "f", "d0") < value("m", "f", "d6") < value("m", "f?", "d6") < 0
    unclear = line("sex", am(sex="m"), pm(sex="ind"), bare)
    assert (unclear.log10_lr, unclear.outcome, unclear.reason) == (0.0, Outcome.MISSING, "sex_undetermined_pm")


def test_age_is_counted_from_the_birth_date(bare) -> None:
    born = am(birth_earliest=DAY - 9131, birth_latest=DAY - 9131, last_contact_earliest=DAY)
    stated = am(age_low=25, age_high=25)
    seen = pm(age_low=22, age_high=28, condition="d0", found_earliest=DAY + 10)
    assert line("age", born, seen, bare).log10_lr > line("age", stated, seen, bare).log10_lr > 0.2
    without_day = dataclasses.replace(born, last_contact_earliest=None)
    expected = line("age", born, seen, bare).log10_lr
    assert line("age", without_day, seen, bare).log10_lr == pytest.approx(expected, abs=0.02)
    assert line("age", without_day, pm(age_low=22, age_high=28), bare).reason == "age_without_date"


def test_birth_date_or_age_never_both(bare) -> None:
    one = am(birth_earliest=727_000, birth_latest=727_000, last_contact_earliest=DAY)
    e = explain(one, dataclasses.replace(one, ref="MMR-B"), "am-am", bare)
    by_name = {x.name: x for x in e.lines}
    assert by_name["age"].outcome is Outcome.MISSING
    assert by_name["age"].reason == "age_counted_as_birth_date"
    assert by_name["birth"].log10_lr > 3


def test_usual_slips_of_birth_dates_are_no_clash(bare) -> None:
    def value(a: str, b: str) -> float:
        days = [np.datetime64(x).astype(int) + 719163 for x in (a, b)]
        two = [am(birth_earliest=int(d), birth_latest=int(d)) for d in days]
        return line("birth", two[0], dataclasses.replace(two[1], ref="MMR-B"), bare, "am-am").log10_lr

    swapped, january = value("1990-03-07", "1990-07-03"), value("1990-03-07", "1990-01-01")
    other = value("1990-03-07", "1979-05-21")
    assert value("1990-03-07", "1990-03-07") > swapped > january > 0 > other
    assert value("1990-03-07", "1991-02-11") > 0
    assert value("1990-03-07", "1982-11-11") > 0


def test_stature_is_compared_within_a_sex(bare) -> None:
    tall = pm(stature_low=180, stature_high=184, stature_basis="measured", sex="m", condition="d0")
    assert line("stature", am(sex="m", stature_low=183, stature_high=183), tall, bare).outcome is Outcome.AGREE
    assert line("stature", am(sex="m", stature_low=165, stature_high=165), tall, bare).outcome is Outcome.CONTRADICT


def test_a_height_with_an_open_end_is_a_range(bare) -> None:
    tall = pm(stature_low=188, stature_high=192, stature_basis="measured", sex="m", condition="d0")

    def value(**said: float) -> float:
        return line("stature", am(sex="m", **said), tall, bare).log10_lr

    assert value(stature_low=170) > 0 > value(stature_high=170)
    assert value(stature_low=170) > value(stature_low=170, stature_high=170)
    assert value(stature_low=190, stature_high=190) > value(stature_low=170)


def test_the_height_of_a_child_does_not_say_its_age_again(bare) -> None:
    child = pm(stature_low=108, stature_high=112, age_low=4, age_high=7, condition="d3")
    said = line("stature", am(stature_low=110, stature_high=110, age_low=5, age_high=5), child, bare).log10_lr
    of_unknown_age = dataclasses.replace(child, age_low=None, age_high=None)
    alone = line("stature", am(stature_low=110, stature_high=110), of_unknown_age, bare).log10_lr
    assert 0 < said < 0.6 < alone < 3


# -- time and place


def test_the_lag_kernel_is_a_distribution() -> None:
    cases = (("fleshed", 0, None), (None, 0, None), ("skeletal", 1, (3.0, 5.0)), ("decomposed", 2, None))
    for state, deposition, pmi in cases:
        whole = kernel(DEFAULT, state, deposition, pmi)
        assert whole.sum() == pytest.approx(1.0, abs=0.01)
        assert (whole >= 0).all()


def test_windows_are_integrated_exactly() -> None:
    lag = kernel(DEFAULT, "fleshed", 0, None)
    sums = twice_summed(lag)[None, :]
    args = [np.array([float(x)]) for x in (DAY, DAY + 6, DAY + 10, DAY + 13)]
    expected = np.mean([lag[64 + f - c] for c in range(DAY, DAY + 7) for f in range(DAY + 10, DAY + 14)])
    assert window_mean(sums, np.array([0]), *args)[0] == pytest.approx(expected, rel=1e-6)


def test_windows_are_the_same_without_a_compiler() -> None:
    sums = np.array([twice_summed(kernel(DEFAULT, state, 0, None)) for state in ("fleshed", "skeletal")])
    finds = np.array([DAY - 90.0, DAY - 3.0, DAY + 4.0, DAY + 900.0, DAY + 90_000.0])
    args = sums, np.array([0, 1, 0, 1, 0]), np.array([DAY - 1.0]), np.array([DAY + 2.0]), finds, finds + 5, 64
    for window in (window_kernel, fallback(window_kernel)):
        found, plain = np.empty((2, len(finds)))
        window(*args, found)
        window_numpy(*args, plain)
        assert found == pytest.approx(plain, rel=1e-9)


def test_the_state_of_the_remains_says_how_long(bare) -> None:
    def value(days: int, stage: str, **facts) -> float:
        left = am(last_contact_earliest=DAY, last_contact_latest=DAY)
        return line("lag", left, pm(found_earliest=DAY + days, condition=stage, **facts), bare).log10_lr

    assert value(8, "d0") > 1 > value(8, "d6")
    assert value(300, "d6") > value(300, "d0")
    assert value(-60, "d0") == pytest.approx(-2.0, abs=0.05)
    assert value(-10, "d0") > value(-60, "d0")
    assert value(100, "d3", pmi_low=70, pmi_high=120) > value(100, "d3")


def test_the_place_line_follows_the_route(bare) -> None:
    arizona = pm(place=Place(32.0, -112.4, 0.1), condition="d6")
    altar, zuwara = am(place=Place(31.3, -111.9, 5.0)), am(place=Place(32.9, 12.1, 5.0))
    by_route = line("place", am(routes=("usmx",)), arizona, bare).log10_lr
    assert line("place", altar, arizona, bare).log10_lr > by_route > 0.3
    assert line("place", zuwara, arizona, bare).outcome is Outcome.CONTRADICT
    sea = pm(place=Place(34.9, 12.8, 1.0), condition="d3")
    downstream = line("place", zuwara, sea, bare).log10_lr
    assert downstream > 0.5
    assert line("place", am(place=Place(country="LBY")), sea, bare).log10_lr > 0
    assert line("place", am(), sea, bare).reason == "place_absent_am"


def test_a_nationality_stands_in_for_an_unknown_route() -> None:
    known = [Profile(f"MMR-{i}", "am", routes=("usmx",), nationalities=("GTM",)) for i in range(300)]
    model = Model(Reference.build(known))
    found = pm(place=Place(32.0, -112.4, 0.1))
    assert line("place", am(nationalities=("GTM",)), found, model).log10_lr > 0.2
    assert abs(line("place", am(nationalities=("SYR",)), found, model).log10_lr) < 0.1


def test_the_sectors_form_a_graph() -> None:
    for i, sector in enumerate(routes.SECTORS):
        assert set(sector.onward.split()) <= set(routes.CODES)
        assert i in routes.reach(i)
        at = routes.sector_of(np.array([sector.lat]), np.array([sector.lon]), 1200.0)[0]
        assert at == i
    assert routes.known_routes(("unk", "none", "cmed", "cmed")) == ("cmed",)
    half = routes.distance_km(*(np.array([degrees]) for degrees in (0.0, 0.0, 0.0, 180.0)))
    assert half[0] == pytest.approx(20015, abs=1)


def test_a_shared_event_is_evidence_and_another_event_a_little_against(bare) -> None:
    left = am(incidents=("MIN-1",))
    assert line("incident", left, pm(incidents=("MIN-1",)), bare).log10_lr > 1
    assert -1 < line("incident", left, pm(incidents=("MIN-2",)), bare).log10_lr < 0


# -- marks

ARM = Mark("tattoo", "ul_arm", "l", ("heart",))
ALL = ("hd", "nk", "tr", "ul", "ll")


def test_marks_are_weighed_by_rarity_and_absence_only_where_skin_was_seen(bare) -> None:
    left = am(marks=(ARM,), marks_asked=True)

    def value(*marks: Mark, seen=ALL) -> float:
        return line("marks", left, pm(marks=marks, marks_observable=seen), bare).log10_lr

    assert value(ARM) > value(dataclasses.replace(ARM, side="r")) > 0
    assert value(ARM) > value(dataclasses.replace(ARM, site="ul_forearm")) > value()
    assert value() < -1
    assert value(seen=("hd", "ll")) > 0
    assert value(ARM, Mark("scar", "ll_shin", "r")) < value(ARM)
    assert value(dataclasses.replace(ARM, text="ANA")) == pytest.approx(value(ARM))


def test_words_in_a_mark_make_it_rarer(bare) -> None:
    left = am(marks=(dataclasses.replace(ARM, text="Ana 1990"),))
    right = pm(marks=(dataclasses.replace(ARM, text="ANA  1990"),), marks_observable=ALL)
    plain = line("marks", am(marks=(ARM,)), pm(marks=(ARM,), marks_observable=ALL), bare).log10_lr
    assert line("marks", left, right, bare).log10_lr > plain + 1.5


def test_silence_about_marks_has_its_reason(bare) -> None:
    assert line("marks", am(), pm(marks_observable=ALL), bare).reason == "marks_not_asked"
    assert line("marks", am(marks=(ARM,)), pm(), bare).reason == "marks_not_examined"
    assert line("marks", am(marks=(ARM,)), pm(marks_observable=()), bare).reason == "marks_not_observable"


def test_silence_of_both_sides_is_not_called_a_mark_in_common(bare):
    shown = pm(marks=(ARM,), marks_observable=ALL)
    assert line("marks", am(marks=(ARM,)), shown, bare).reason == "marks_agree"
    quiet = line("marks", am(marks_asked=True), pm(marks_observable=ALL), bare)
    assert (quiet.outcome, quiet.reason) == (Outcome.AGREE, "marks_quiet")


def test_site_levels() -> None:
    assert [site_level("ul_arm", s) for s in ("ul_arm", "ul_elbow", "ul_ring", "ll_shin", "unknown")] == [
        "same", "neighbour", "region", "other", None,
    ]  # fmt: skip


# -- origin, names, numbers


def test_origin_indicators_never_rule_out(bare) -> None:
    def value(nation: str, *indicators: Indicator) -> float:
        return line("origin", am(nationalities=(nation,)), pm(indicators=indicators), bare).log10_lr

    paper, coin = Indicator("document", "ERI", 3), Indicator("currency", "ERI", 2)
    assert value("ERI", paper) > value("ERI", coin) > 0 > value("MEX", coin) > value("MEX", paper) > -1.75
    assert value("ETH", paper) > value("MEX", paper)
    assert value("ERI", coin, Indicator("currency", "SDN", 2)) < value("ERI", coin)
    assert value("ERI", coin, coin) == value("ERI", coin)


def names(text: str, *clues: Name, model, **more) -> float:
    return line("name", am(names=(Name(text),), **more), pm(names=clues), model).log10_lr


def test_names_agree_across_order_spelling_script_and_a_missing_word(bare) -> None:
    clue = Name("Mohamed Abdi Farah", "document")
    exact = names("Mohamed Abdi Farah", clue, model=bare)
    assert exact > 3
    assert exact > names("Farah Abdi Mohamed", clue, model=bare) > 3
    assert exact > names("Muhammad Abdi Farah", clue, model=bare) > 3
    assert exact > names("محمد عبدي فرح", clue, model=bare) > 1.5
    assert exact > names("Mohamed Farah", clue, model=bare) > 2
    assert names("Jose Garcia Lopez", Name("Pepe Garcia", "document"), model=bare) > 2


def test_a_clash_of_names_says_little_because_papers_travel(bare) -> None:
    value = names("Mohamed Abdi Farah", Name("Jose Garcia Lopez", "document"), model=bare)
    assert -0.9 < value < -0.5
    assert names("Mohamed Abdi", Name("Maria", "tattoo"), model=bare) == pytest.approx(0.0, abs=0.15)


def test_a_tattooed_name_may_be_a_parents(bare) -> None:
    left = am(names=(Name("Juan Garcia"), Name("Guadalupe Hernandez", role="mother")))
    assert line("name", left, pm(names=(Name("Guadalupe", "tattoo"),)), bare).log10_lr > 0.5


def test_a_rare_name_weighs_more_than_a_frequent_one() -> None:
    reports = [Profile(f"MMR-{i}", "am", names=(Name("Ahmed Ali" if i % 3 else f"Zuberi{i} Ali"),)) for i in range(900)]
    model = Model(Reference.build(reports))
    rare, common = Name("Zuberi3", "document"), Name("Ahmed", "document")
    assert names("Zuberi3 Ali", rare, model=model) > names("Ahmed Ali", common, model=model) + 1


def test_siblings_are_not_one_person(bare) -> None:
    brother = dataclasses.replace(am(names=(Name("Hassan Abdi Warsame"),)), ref="MMR-B")
    found = line("name", am(names=(Name("Omar Abdi Warsame"),)), brother, bare, "am-am")
    assert found.log10_lr <= 0
    assert found.reason == "name_possible_sibling"


def test_numbers_match_with_one_slip_and_differ_without_weight(bare) -> None:
    phone, watch = Serial("49015420323751"), Serial("SN471108")
    left = am(documents=(Document("P12345678"),), phones=(Phone("+212 661 234567"),), serials=(phone, watch))

    def value(**facts) -> float:
        return line("paper", left, pm(**facts), bare).log10_lr

    assert value(documents=(Document("p-1234 5678"),)) > value(documents=(Document("P12345670"),)) > 3
    assert value(phones=(Phone("0661234567"),)) > 5
    assert value(serials=(Serial("49015420323751"),)) > value(serials=(Serial("49015420323750"),)) > 3
    assert value(serials=(Serial("35000000000000"), Serial("SN471108"))) > 5
    assert value(serials=(Serial("35000000000000"),)) == 0.0, "people own several phones"
    assert value(documents=(Document("49015420323751"),)) == 0.0, "a paper is no phone"
    assert value(documents=(Document("X00000000"),)) == 0.0
    other = line("paper", left, pm(documents=(Document("X00000000"),)), bare)
    assert (other.outcome, other.reason) == (Outcome.PARTIAL, "paper_no_common_number")


@pytest.mark.parametrize("number", ["UNKNOWN", "ILLEGIBLE", "SMG991B", "CASIOF91W", "1234567", "UNKNOWN12345"])
def test_a_word_or_a_model_in_the_place_of_a_serial_number_finds_nobody(bare, number: str) -> None:
    both = am(serials=(Serial(number),)), pm(serials=(Serial(number),))
    assert line("paper", *both, bare).outcome is Outcome.MISSING


def test_rings_are_those_of_the_facts_compared(bare) -> None:
    left = am(documents=(Document("P12345678"),), names=(Name("Omar"), Name("Omar", "doc", ring="3")))
    right = pm(documents=(Document("P12345678", ring="3f"),), names=(Name("Omar", "document", ring="3f"),))
    assert (line("paper", left, right, bare).ring_left, line("paper", left, right, bare).ring_right) == ("3", "3f")
    assert line("name", left, right, bare).ring_left == "3"
    assert line("sex", left, right, bare).ring_left == "2"


def test_an_enquirer_who_says_they_are_two_people_is_believed(bare) -> None:
    left = am(reported_by="r1", known_different=("MMR-B",))
    right = dataclasses.replace(am(reported_by="r1"), ref="MMR-B")
    assert line("reporter", left, right, bare, "am-am").log10_lr == pytest.approx(-2.0)
    assert line("reporter", right, left, bare, "am-am").log10_lr == pytest.approx(-2.0)


# -- words for a list


def test_bands_follow_the_verbal_scale() -> None:
    words = {-3.0: "against_strong", -1.5: "against", -0.5: "against_slight", 0.0: "none", 0.5: "slight",
             1.5: "moderate", 2.5: "moderately_strong", 3.5: "strong", 5.9: "very_strong"}  # fmt: skip
    assert {value: band(value, DEFAULT) for value in words} == words


def ranking(*scores: float, n: int = 1000) -> Ranking:
    total = float(np.log10(sum(10**s for s in scores) + 0.1 * n))
    refs = tuple(f"MMR-{i}" for i in range(len(scores)))
    return Ranking("MRR-B", "am-pm", refs, scores, scores, "v", n, 0, total)


def test_a_list_may_hold_none_of_them() -> None:
    weak, strong = (posterior.of_ranking(ranking(*s), "pm-am", DEFAULT) for s in ((0.5, 0.4), (5.0, 1.0)))
    assert weak.none_band in {"leading", "dominant"}
    assert strong.bands[0] == "dominant"
    assert sum(strong.shares) + strong.none < 1
    nobody = Ranking("x", "am-pm", (), (), (), "v", 0, 0, 0.0)
    assert posterior.of_ranking(nobody, "am-pm", DEFAULT).none == 1.0
    with pytest.raises(ValueError, match="prior"):
        posterior.open_world([1.0], 1.0, 0, 0.5)


def test_the_best_rival_is_named_with_its_distance() -> None:
    assert posterior.best_rival(ranking(4.0, 2.4, 1.0), "MMR-0") == ("MMR-1", pytest.approx(1.6))
    assert posterior.best_rival(ranking(4.0, 2.4), "MMR-1") == ("MMR-0", pytest.approx(-1.6))
    assert posterior.best_rival(ranking(4.0), "MMR-0") is None
    assert posterior.times(1.6) == 40
    assert posterior.times(0.3) == 2


def test_an_open_age_is_wide_and_no_point(bare) -> None:
    adult, exact = pm(age_low=18, condition="d6"), pm(age_low=18, age_high=18, condition="d6")
    for age in (25, 35, 60):
        assert abs(line("age", am(age_low=age, age_high=age), adult, bare).log10_lr) < 0.5
    assert line("age", am(age_low=35, age_high=35), exact, bare).log10_lr < -1
    child = pm(age_high=12, condition="d6")
    assert line("age", am(age_low=40, age_high=40), child, bare).log10_lr < -1
    assert line("age", am(age_low=6, age_high=6), child, bare).log10_lr > 0.3


def test_a_mark_at_a_site_outside_the_lists_counts_though_no_region_is_named(bare) -> None:
    seen, told = pm(marks=(Mark("tattoo", "forearm"),)), am(marks=(Mark("tattoo", "forearm"),), marks_asked=True)
    assert line("marks", told, seen, bare).log10_lr > 1
    assert line("marks", told, pm(), bare).reason == "marks_not_examined"


def test_birth_dates_centuries_apart_contradict(bare) -> None:
    one = am(birth_earliest=500_000, birth_latest=500_364)
    other = am(birth_earliest=700_000, birth_latest=700_364)
    assert line("birth", one, other, bare, "am-am").log10_lr < -1


def test_having_looked_and_seen_nothing_is_in_the_ring_of_the_fact() -> None:
    medical = next(x for x in LINES if x.name == "medical")
    assert medical.ring(pm(medical_observable=())) == "3f"
    assert medical.ring(pm()) == "2"
