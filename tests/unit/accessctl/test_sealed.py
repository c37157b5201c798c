"""Sealed fields print nothing, pickle nothing, compare nothing, and take no query but `isnull`."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.serializers import serialize
from django.db.models import F

from accessctl.clear import Clear
from accessctl.consent import AudienceSpec
from accessctl.models import Audience
from accessctl.sealed import Plain, Sealed, SealedBytes, SealedJSON, SealedText, SealedValue
from registry.lib.errors import Invalid

SECRET = AudienceSpec(firewall_states=frozenset({"ERI"}))


@pytest.fixture
def row() -> Audience:
    return Audience(pk=1, spec=SECRET)


def test_no_plaintext_sits_bare_on_a_row(row: Audience) -> None:
    assert type(row.__dict__["spec"]) is Plain
    assert type(row.spec) is Plain


@pytest.mark.parametrize("show", [repr, str, lambda value: f"{value}", lambda value: f"{value:>40}".strip()])
def test_sealed_values_print_alike(row: Audience, show: Any) -> None:
    assert show(row.spec) == "<sealed>"
    assert show(Sealed(None, Audience._meta.get_field("spec"), b"\x01ERI")) == "<sealed>"


def test_rows_and_sealed_values_are_not_pickled(row: Audience) -> None:
    for value in (row, row.spec, Clear(row, {"spec": SECRET})):
        with pytest.raises(TypeError):
            pickle.dumps(value)


def test_json_and_serialisers_refuse_them(row: Audience) -> None:
    with pytest.raises(TypeError):
        json.dumps(row.spec)
    with pytest.raises(TypeError):
        json.dumps(Clear(row, {"spec": SECRET}))
    with pytest.raises(TypeError):
        serialize("json", [row])


@pytest.mark.parametrize("lookup", ["exact", "in", "contains", "startswith", "gt", "regex"])
def test_they_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError):
        str(Audience.objects.filter(**{f"spec__{lookup}": [b"x"]}).query)


def test_whether_there_is_a_value_may_be_asked() -> None:
    assert "IS NULL" in str(Audience.objects.filter(spec__isnull=True).query)


@pytest.mark.parametrize("value", ["text", b"bytes", SECRET, Plain(Audience(), SealedText(), "x"), F("record")])
def test_nothing_but_an_envelope_goes_to_the_database(value: Any) -> None:
    with pytest.raises(TypeError):
        SealedText().get_prep_value(value)


def test_a_row_in_clear_shows_its_values_and_prints_none(row: Audience) -> None:
    clear = Clear(row, {"spec": SECRET})
    assert clear.spec == SECRET
    assert clear.pk == 1
    assert "ERI" not in repr(clear) + str(clear) + f"{clear}"


@pytest.mark.parametrize("name", ["save", "delete", "refresh_from_db"])
def test_a_row_in_clear_writes_nothing(row: Audience, name: str) -> None:
    clear = Clear(row, {"spec": SECRET})
    with pytest.raises(AttributeError):
        getattr(clear, name)
    with pytest.raises(AttributeError):
        clear.spec = AudienceSpec()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (SealedText(max_length=20), "Ամինա امينة"),
        (SealedJSON(), {"a": [1, None, "é"]}),
        (SealedBytes(), b"\x00\xff"),
        (SealedValue(codec=AudienceSpec), SECRET),
    ],
)
def test_values_survive_their_encoding(field: Any, value: Any) -> None:
    assert field.decode(field.encode(value)) == value


def test_text_that_is_too_long_names_the_field_and_not_the_text() -> None:
    field = SealedText(max_length=3)
    field.set_attributes_from_name("surname")
    with pytest.raises(Invalid) as caught:
        field.encode("Amina")
    assert list(caught.value.fields) == ["surname"]
    assert "Amina" not in str(caught.value.as_dict())


@pytest.mark.parametrize(("field", "value"), [(SealedText(), 5), (SealedValue(codec=AudienceSpec), {"a": 1})])
def test_a_value_of_the_wrong_kind_is_refused_without_repeating_it(field: Any, value: Any) -> None:
    with pytest.raises(TypeError) as caught:
        field.encode(value)
    assert "5" not in str(caught.value)
    assert "{" not in str(caught.value)
