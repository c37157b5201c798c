"""Every code the engine can give has words, and the facts it reads come from the right columns."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from accessctl.rings import Ring
from cases.models import Case, CaseName, CaseSearchFile
from cases.vocabulary.place import Place
from matching import facts
from matching.codes import Band, Decision, PairState, ReviewRole, Verdict
from matching.engine.compare import LINES, SIDES
from matching.engine.weights import DEFAULT
from matching.shown_lines import Holder, Range, Row
from matching.templatetags.matching_words import band_marks, share_words
from matching.wording import reasons, strengths, values
from registry.lib.dates import parse_edtf


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_line_has_a_name_and_a_sentence_for_each_way_it_reads(line: Any) -> None:
    assert line.name in reasons.LINES
    possible = {"reporter": ["contradict"], "paper": ["agree", "contradict"], "things": ["agree", "partial"]}.get(
        line.name, ["agree", "partial", "contradict"]
    )
    for outcome in possible:
        assert f"{line.name}_{outcome}" in reasons.REASONS


def test_a_missing_fact_says_on_which_side() -> None:
    assert "missing person" in str(reasons.sentence("stature_absent_am"))
    assert "remains" in str(reasons.sentence("stature_absent_pm"))
    assert "either" in str(reasons.sentence("stature_absent_both"))
    assert "cannot be compared" in str(reasons.sentence("stature_incomparable"))


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("marks", "marks_not_asked", "Ask the family about scars"),
        ("marks", "marks_not_examined", "Record where the skin"),
        ("sex", "sex_undetermined_pm", "by DNA"),
        ("stature", "stature_absent_both", "Ask the family"),
    ],
)
def test_what_is_missing_says_what_to_do(line: str, code: str, words: str) -> None:
    assert words in str(reasons.need(line, code))


def test_every_band_of_the_engine_has_words() -> None:
    assert {row.level for row in DEFAULT.levels("band")} == set(Band.values)


def test_no_label_presumes_a_death_or_identifies() -> None:
    labels = [str(code.label).lower() for codes in (Band, Decision, PairState, ReviewRole) for code in codes]
    alike = [words for sentences in reasons.OF_KIND.values() for words in sentences.values()]
    labels += [str(words).lower() for words in (*reasons.REASONS.values(), *reasons.NEEDS.values(), *alike)]
    for word in ("death", "dead", "deceased", "victim", "suspect", "match", "hit", "illegal"):
        assert not [label for label in labels if word in label.split()], word


def test_shares_are_words_and_never_percentages() -> None:
    assert [str(share_words(share)) for share in (None, 0.0, 0.3, 0.5, 0.7, 1.0)] == [
        "Very little", "Very little", "About a quarter", "About half", "About three quarters", "Nearly all",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "burial", "expected"),
    [
        ("open_sea", None, "submerged"),
        ("shore", "surface", "submerged"),
        ("desert", None, "surface"),
        ("desert", "mass_grave", "buried"),
        ("clandestine_grave", None, "buried"),
        (None, "surface", "surface"),
        (None, None, None),
    ],
)
def test_where_remains_lay(setting: str | None, burial: str | None, expected: str | None) -> None:
    assert facts.deposition(setting, burial) == expected


class Rows:
    """Opened rows of one record, as the door gives them."""

    def __init__(self, **tables: list[Any]) -> None:
        self._tables = tables

    def rows(self, record: Any, model: type[Any]) -> list[Any]:
        return self._tables.get(model.__name__, [])

    def one(self, record: Any, model: type[Any]) -> Any:
        return next(iter(self.rows(record, model)), None)


def search_file(**columns: Any) -> SimpleNamespace:
    empty = {field.name: None for field in CaseSearchFile._meta.concrete_fields}
    return SimpleNamespace(**empty | columns)


def case_name(**columns: Any) -> SimpleNamespace:
    empty = {field.name: None for field in CaseName._meta.concrete_fields}
    return SimpleNamespace(**empty | {"kind": "main"} | columns)


def test_a_case_becomes_evidence_in_the_units_of_the_engine() -> None:
    file = search_file(
        age_low=20, age_high=25, height_class="tall", date_last_contact=parse_edtf("2021-06"),
        last_proof_of_life=parse_edtf("2021-05-30"),
        place_last_contact=Place(as_said="Zuwara", country="LBY", lat=32.9, lon=12.1, radius_m=5000),
    )  # fmt: skip
    name = case_name(full_original="Yonas Tesfay", latn="YONAS TESFAY", translit_scheme="machine", father_name="Tesfay")
    rings: Any = {Ring.SEARCH: Rows(CaseSearchFile=[file], CaseName=[name])}
    profile = facts.of_case(Case(ref="MMR-X", sex="2", route_code="cmed", nationalities=["ERI"]), rings)
    assert (profile.sex, profile.routes, profile.nationalities) == ("f", ("cmed",), ("ERI",))
    assert (profile.stature_low, profile.stature_high, profile.stature_basis) == (172, 182, "guess")
    assert profile.last_contact_latest is not None
    assert profile.last_contact_earliest is not None
    assert profile.last_contact_latest - profile.last_contact_earliest == 29
    assert profile.place is not None
    assert profile.place.radius_km == 5
    assert [(one.text, one.role) for one in profile.names] == [("Yonas Tesfay", "self"), ("Tesfay", "father")]
    assert profile.documents == ()
    assert profile.marks_asked is None


def test_a_ring_that_was_not_opened_leaves_its_values_out() -> None:
    shown = values.of(Case(ref="MMR-X", sex="1", nationalities=["ERI"]), {}, {})
    assert shown["sex"] == ["Male"]
    assert shown["origin"] == ["Eritrea"]
    assert shown["name"] == shown["paper"] == shown["marks"] == shown["lag"] == []


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (0.0, "about as well supported"),
        (-0.1, "about as well supported"),
        (0.3, "somewhat less supported, two or three times"),
        (-1.2, "clearly better supported, about ten times"),
        (2.6, "much less supported, about a thousand times"),
        (5.95, "far less supported, about a million times"),
        (-40.0, "far better supported, many million times"),
    ],
)
def test_a_rival_is_compared_in_words_and_round_numbers(orders: float, words: str) -> None:
    assert str(reasons.rival(orders)) == f"It is {words}."


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (0.0, "As likely for one person as for two."),
        (-0.03, "As likely for one person as for two."),
        (0.2046, "1.6 times likelier if they are the same person."),
        (-0.301, "2 times likelier if they are two different people."),
        (1.4, "25 times likelier if they are the same person."),
        (2.557, "360 times likelier if they are the same person."),
        (3.2, "About a thousand times likelier if they are the same person."),
        (5.9542, "A million times likelier, or more, if they are the same person."),
        (-3.0, "About a thousand times likelier if they are two different people."),
        (-9.0, "Ten thousand times likelier, or more, if they are two different people."),
    ],
)
def test_a_size_is_a_figure_while_small_and_round_words_when_great(orders: float, words: str) -> None:
    assert str(strengths.likelier(orders)) == words


def test_a_missing_fact_moves_the_evidence_in_words_where_figures_would_boast() -> None:
    assert str(strengths.move(0.3)) == "Known, it would make the evidence about 2 times stronger or weaker."
    assert str(strengths.move(0.0)) == "Known, it would make the evidence about 1 time stronger or weaker."
    assert str(strengths.move(3.1)) == "Known, it would make the evidence about a thousand times stronger or weaker."
    assert "ten thousand times" in str(strengths.move(5.95))


@pytest.mark.parametrize(
    ("outcome", "log_lr", "expected"),
    [
        ("missing", 0.0, "not_comparable"),
        ("agree", 0.4, "agree"),
        ("partial", -0.2, "compatible"),
        ("contradict", -0.31, "weak_conflict"),
        ("contradict", -1.0, "weak_conflict"),
        ("contradict", -1.01, "conflict"),
    ],
)
def test_a_line_reads_as_one_of_five_verdicts(outcome: str, log_lr: float, expected: str) -> None:
    assert strengths.verdict(outcome, log_lr, DEFAULT) == expected


def test_what_reads_otherwise_for_two_records_of_one_kind_is_said_so() -> None:
    for kind, sentences in reasons.OF_KIND.items():
        assert kind in SIDES
        for code in sentences:
            assert code in reasons.REASONS
            assert reasons.sentence(code, kind) != reasons.sentence(code, "am-pm")
    assert reasons.sentence("teeth_agree", "am-am") == reasons.sentence("teeth_agree")


def test_conflicts_stand_first_then_agreements_then_what_is_held_back_or_not_comparable() -> None:
    rows = [
        Row("held", "", holders=[Holder("Institute")]),
        Row("teeth", "", Verdict.NOT_COMPARABLE),
        Row("sex", "", Verdict.COMPATIBLE, size=Range(-0.2)),
        Row("marks", "", Verdict.AGREE, size=Range(4.0)),
        Row("age", "", Verdict.WEAK_CONFLICT, size=Range(-0.5)),
        Row("name", "", Verdict.CONFLICT, size=Range(-1.9)),
    ]
    ordered = [row.key for row in sorted(rows, key=lambda row: row.order)]
    assert ordered == ["name", "age", "marks", "sex", "held", "teeth"]
    assert [row.held for row in rows] == [True, False, False, False, False, False]
    assert {row.outcome for row in rows} == {"for", "against", "nothing"}


@pytest.mark.parametrize(
    ("band", "looks"),
    [
        ("against_strong", "against against against track track track track track"),
        ("against_slight", "track track against track track track track track"),
        ("none", "track track track track track track track track"),
        ("moderate", "track track track for for track track track"),
        ("very_strong", "track track track for for for for for"),
    ],
)
def test_a_band_is_drawn_in_steps_from_the_middle(band: str, looks: str) -> None:
    marks = band_marks(band)
    assert [look for _x, look in marks] == looks.split()
    assert all(second - first >= 10 for (first, _), (second, _) in pairwise(marks))
