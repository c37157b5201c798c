""" "We do not know" is an answer: it satisfies a required field, and excludes a value."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accessctl.forms import Absence, CodeField, CodesField, HeightField, Interval, OrAbsent, YesNoField
from accessctl.forms.absence import Answer

CHOICES = [("blk", "black"), ("bro", "brown")]


def height(*, required: bool = True) -> OrAbsent:
    return OrAbsent(HeightField(label="Height", required=required))


def codes(field: CodeField) -> list[str]:
    return [code for code, _label in field.offered]


def test_we_do_not_know_satisfies_a_required_field() -> None:
    assert height().clean(Answer({}, ["unknown"])) is Absence.UNKNOWN


def test_a_required_field_with_neither_value_nor_reason_is_refused() -> None:
    with pytest.raises(ValidationError, match="We do not know"):
        height().clean(Answer({}))


def test_an_optional_field_may_stay_empty() -> None:
    assert height(required=False).clean(Answer({})) is None


def test_a_value_and_a_reason_for_none_are_two_answers() -> None:
    with pytest.raises(ValidationError, match="more than one answer"):
        height().clean(Answer({"cm": "170"}, ["unknown"]))


def test_two_reasons_are_two_answers() -> None:
    with pytest.raises(ValidationError, match="more than one answer"):
        height().clean(Answer({}, ["unknown", "declined"]))


@pytest.mark.parametrize("code", ["masked", "erased", "not_asked", "<b>"])
def test_a_reason_that_was_not_offered_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="boxes offered"):
        height().clean(Answer({}, [code]))


def test_the_inner_value_passes_through() -> None:
    assert height().clean(Answer({"cm": "170"})) == Interval(170, 170, "cm", "170")


def test_an_absence_and_a_value_are_drawn_again() -> None:
    assert height().prepare_value(Absence.DECLINED) == Answer(None, ["declined"])
    assert height().prepare_value(Interval(170, 170, "cm", "170")) == Answer({"cm": 170})


def test_changed_is_judged_by_the_cleaned_value() -> None:
    field = height()
    assert not field.has_changed(Absence.UNKNOWN, Answer({}, ["unknown"]))
    assert field.has_changed(Absence.UNKNOWN, Answer({"cm": "170"}))
    assert field.has_changed(Absence.UNKNOWN, Answer({"cm": "tall"}))


def test_a_code_list_offers_its_codes_and_the_absences() -> None:
    field = CodeField(choices=CHOICES)
    assert codes(field) == ["", "blk", "bro", "unknown", "declined"]
    assert field.clean("bro") == "bro"
    assert field.clean("unknown") is Absence.UNKNOWN


def test_a_list_with_its_own_unknown_keeps_it_as_a_code() -> None:
    field = CodeField(choices=[*CHOICES, ("unknown", "not visible")])
    assert codes(field).count("unknown") == 1
    assert type(field.clean("unknown")) is str


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValidationError):
        CodeField(choices=CHOICES).clean("pink")


def test_radios_have_no_empty_choice() -> None:
    assert codes(CodeField(choices=CHOICES, radios=True, absences=())) == ["blk", "bro"]


def test_several_codes_up_to_the_limit() -> None:
    field = CodesField(choices=CHOICES, absences=(Absence.UNKNOWN,), most=1, required=False)
    assert field.clean(["blk"]) == ["blk"]
    assert field.clean(["unknown"]) is Absence.UNKNOWN
    with pytest.raises(ValidationError, match="at most 1"):
        field.clean(["blk", "bro"])
    with pytest.raises(ValidationError, match="Keep the choices"):
        field.clean(["blk", "unknown"])


def test_yes_no_or_not_known() -> None:
    field = YesNoField()
    assert (field.clean("yes"), field.clean("unknown")) == ("yes", Absence.UNKNOWN)
