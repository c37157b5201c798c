"""Columns of codes: what migrations see of them, and why a field may be without a value."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from cases.codes import Absence, MarkType, Sex
from cases.vocabulary.coded import (
    CodeField,
    CodesField,
    CountriesField,
    CountryField,
    absence,
    all_of,
    one_of,
    ordered,
    within,
)


def test_migrations_see_a_plain_column_without_labels() -> None:
    _name, path, _args, kwargs = CodeField("Sex", codes=Sex).deconstruct()
    assert path == "django.db.models.CharField"
    assert "choices" not in kwargs
    assert "codes" not in kwargs


def test_migrations_see_a_plain_array() -> None:
    _name, path, _args, kwargs = CodesField("Marks", codes=MarkType).deconstruct()
    assert path == "django.contrib.postgres.fields.ArrayField"
    assert kwargs["base_field"].deconstruct()[1] == "django.db.models.CharField"


def test_forms_see_the_labels() -> None:
    assert dict(CodeField(codes=Sex).flatchoices)["2"] == "Female"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValidationError):
        CodeField(codes=Sex).clean("3", None)
    with pytest.raises(ValidationError):
        CodesField(codes=MarkType).clean(["scar", "curse"], None)


def test_countries_are_codes_with_names() -> None:
    assert dict(CountryField().flatchoices)["ETH"] == "Ethiopia"
    assert CountriesField().clean(["ETH", "ERI"], None) == ["ETH", "ERI"]
    with pytest.raises(ValidationError):
        CountryField().clean("XXB", None)


def test_constraints_are_named_after_table_and_field() -> None:
    assert [constraint.name for constraint in one_of("%(class)s", sex=Sex)] == ["%(class)s_sex_code"]
    assert [constraint.name for constraint in all_of("case", marks=MarkType)] == ["case_marks_codes"]
    assert [constraint.name for constraint in ordered("case", ("low", "high"))] == ["case_low_order"]
    assert [constraint.name for constraint in within("case", age=(0, 120))] == ["case_age_bounds"]


def test_nothing_recorded_means_not_asked() -> None:
    row = SimpleNamespace(absences={"destination_country": "declined"})
    assert absence(row, "destination_country") is Absence.DECLINED
    assert absence(row, "route_code") is Absence.NOT_ASKED
