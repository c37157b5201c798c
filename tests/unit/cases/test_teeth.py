"""A dental chart as it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.codes import ToothMaterial, ToothNumbering, ToothStatus
from cases.forms.teeth import ALL, ToothChartField, Typed
from cases.vocabulary.numbering import MILK, PERMANENT, fdi_of, written_in
from cases.vocabulary.teeth import Tooth, parse_chart, spell, surfaces_of, vanished
from registry.lib.errors import Invalid


def test_a_chart_has_one_spelling_whatever_the_order() -> None:
    teeth = parse_chart(" 46 MAM\n36 fil om AMA; 11 sou, 55 dec")
    assert teeth == (Tooth("11", "sou"), Tooth("36", "fil", "MO", "ama"), Tooth("46", "mam"), Tooth("55", "dec"))
    assert spell(teeth) == "11 sou; 36 fil MO ama; 46 mam; 55 dec"
    assert parse_chart(spell(teeth)) == teeth
    assert parse_chart("") == ()
    assert spell(parse_chart("21 crw gol; 18s ano")) == "18s ano; 21 crw gol"


@pytest.mark.parametrize(
    "written",
    ["19 sou", "56 dec", "11", "11 xyz", "11 fil MX", "11 fil MO ama more", "eleven sou", "1 1 sou", "11 fil ama MO"],
)
def test_what_cannot_be_read_is_named(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_chart(f"12 sou; {written}")
    assert "teeth" in refused.value.fields


def test_a_tooth_is_charted_once() -> None:
    with pytest.raises(Invalid):
        parse_chart("11 sou; 11 mam")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("49 sou", "There is no tooth 49"),
        ("11 fil O ama", "Tooth 11 has no surface O"),
        ("36 fil I", "Tooth 36 has no surface I"),
        ("13 fil MO; 55 sou; 15 sou; 15 mam; 99 sou", "Teeth 55 and 15 cannot stand in one place"),
        ("13 fil MO; 55 sou; 15 sou; 15 mam; 99 sou", "There is no tooth 99"),
    ],
)
def test_what_no_mouth_holds_is_told_with_everything_else(written: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_chart(written)
    assert any(said in message for message in refused.value.fields["teeth"])


def test_a_milk_tooth_stands_where_its_successor_is_not_seen() -> None:
    assert parse_chart("15 une; 55 sou; 16 sou; 65 mam; 25 sou")


def test_what_does_not_heal_is_asked_about() -> None:
    before = parse_chart("11 sou; 16 fil MO; 26 crw; 36 mam; 46 mam; 47 fil; 48 une")
    after = parse_chart("11 mam; 16 sou; 26 crw gol; 36 prs; 46 mpm; 47 prs; 48 sou")
    assert vanished(before, after) == ("16", "36")
    assert vanished(after, after) == ()


@st.composite
def charts(draw: st.DrawFn) -> tuple[Tooth, ...]:
    """Charts that may be: permanent or milk teeth, each with surfaces that it has."""
    numbers = draw(st.lists(st.sampled_from(draw(st.sampled_from([PERMANENT, MILK]))), unique=True))
    return tuple(
        Tooth(
            fdi,
            draw(st.sampled_from(ToothStatus.values)),
            "".join(x for x in "MOIDBL" if x in surfaces_of(fdi) and draw(st.booleans())),
            draw(st.sampled_from(["", *ToothMaterial.values])),
            " ".join(draw(st.text('ab"; ,éس', max_size=12)).split()),
        )
        for fdi in sorted(numbers)
    )


@given(charts(), st.sampled_from(ToothNumbering.values))
def test_every_chart_comes_out_of_its_form_as_it_went_in(chart: tuple[Tooth, ...], numbering: str) -> None:
    """As text in any numbering, and as the plain fields that the page draws for each tooth."""
    field, text = ToothChartField(required=False), spell(chart)
    own = spell(tuple(replace(tooth, fdi=written_in(tooth.fdi, numbering)) for tooth in chart))
    data = {
        f"t_{tooth.fdi}_{part}": getattr(tooth, part)
        for tooth in chart
        for part in ("status", "surfaces", "material", "note")
    }
    by_tooth = field.widget.value_from_datadict(data | {"chart_numbering": numbering}, {}, "t")
    assert field.clean(by_tooth) == field.clean(Typed(own, numbering=numbering)) == text
    assert field.clean(replace(by_tooth, text=own)) == text  # told twice alike is told once
    assert parse_chart(text) == chart
    assert not field.has_changed(text, by_tooth)


@pytest.mark.parametrize("numbering", ToothNumbering.values)
def test_a_tooth_has_one_number_in_each_numbering(numbering: str) -> None:
    own = [written_in(f"{fdi}{beside}", numbering) for fdi in ALL for beside in ("", "s")]
    assert len({*own}) == len(own) == 104
    assert [fdi_of(number.lower(), numbering) for number in own] == [f"{fdi}{s}" for fdi in ALL for s in ("", "s")]


def test_numbers_are_those_that_dentists_use() -> None:
    numbers = {
        "18": ("1", "UR8"), "11": ("8", "UR1"), "21": ("9", "UL1"), "28": ("16", "UL8"), "38": ("17", "LL8"),
        "31": ("24", "LL1"), "41": ("25", "LR1"), "48": ("32", "LR8"), "36": ("19", "LL6"), "55": ("A", "URE"),
        "65": ("J", "ULE"), "75": ("K", "LLE"), "85": ("T", "LRE"), "84s": ("Ss", "LRDs"), "18s": ("1s", "UR8s"),
    }  # fmt: skip
    assert {fdi: tuple(written_in(fdi, way) for way in ("universal", "palmer")) for fdi in numbers} == numbers
    assert [fdi_of(signed, "palmer") for signed in ("6┘", "└6", "┌6", "6┐", "└A")] == ["16", "26", "36", "46", "61"]


@pytest.mark.parametrize(
    ("numbering", "written", "said"),
    [
        ("universal", "33 sou", "There is no tooth 33. Universal"),
        ("universal", "U sou", "There is no tooth U. Universal"),
        ("universal", "19 fil I", "Tooth 36 (19) has no surface I"),
        ("universal", "19 sou; 19 mam", "Tooth 36 (19) is charted twice"),
        ("palmer", "UR9 sou", "There is no tooth UR9. Palmer"),
        ("palmer", "36 sou", "“36 sou” is not a charted tooth"),
        ("fdi", f'36 sou "{"x" * 101}"', "The note on tooth 36 is too long"),
    ],
)
def test_a_tooth_that_a_numbering_lacks_is_told_in_its_words(numbering: str, written: str, said: str) -> None:
    assert said in _refusal(ToothChartField(), Typed(written, numbering=numbering))


def test_the_others_are_said_in_one_answer() -> None:
    found = parse_chart(ToothChartField().clean(Typed("46 mam; 18s ano", rest="28")))
    assert len([tooth for tooth in found if tooth.status == "sou"]) == 27
    assert "75" not in {tooth.fdi for tooth in found}
    mixed = parse_chart(ToothChartField().clean(Typed("75 sou", rest="32")))
    assert {tooth.fdi for tooth in mixed} == {*PERMANENT, "75"} - {"35"}


def test_a_filling_that_vanished_is_taken_after_a_second_look() -> None:
    field = ToothChartField()
    field.compare_with("36 fil MO ama")
    for said in ("36 sou", "36 fil MO ama", "36 mam"):
        assert (said == "36 sou") is bool(_refusal(field, Typed(said)))
    assert field.clean(Typed("36 sou", sure=True)) == "36 sou"
    drawn = field.widget.render("teeth", Typed("36 sou; 11 fil O", teeth=(("47", ("", "X", "ama", "")),)))
    assert 'name="teeth_sure"' in drawn
    assert drawn.count('aria-invalid="true"') == 2  # the state and the surfaces of 11
    assert 'value="X"' in drawn  # what was typed stands there again
    assert "36 sou; 11 fil O" in drawn
    assert all(f'name="teeth_{fdi}_status"' in drawn for fdi in ALL)


def _refusal(field: ToothChartField, typed: Typed) -> str:
    try:
        field.clean(typed)
    except ValidationError as error:
        return str(error)
    return ""
