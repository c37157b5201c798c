"""Rows: blank ones are no answer, numbers may have holes, a wrong row is named."""

from __future__ import annotations

from django.http import QueryDict

from accessctl.forms import CodeField, RegistryForm, RowsField
from tests.unit.accessctl.forms.sample import NameRow


class Names(RegistryForm):
    names = RowsField(NameRow, label="Names", required=False, most=2)


def test_blank_rows_are_no_answer() -> None:
    form = Names(QueryDict("names-0-kind=&names-0-original=&names-4-kind=nick&names-4-original=Mimi"))
    assert form.is_valid()
    assert form.cleaned_data["names"] == [{"kind": "nick", "original": "Mimi"}]


def test_a_blank_row_of_a_form_with_a_needed_answer_is_blank() -> None:
    class Mark(RegistryForm):
        kind = CodeField(label="Kind", choices=[("scar", "scar")])

    class Marks(RegistryForm):
        marks = RowsField(Mark, label="Marks", required=False)

    form = Marks(QueryDict("marks-0-kind=&marks-1-kind=scar"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["marks"] == [{"kind": "scar"}]


def test_a_wrong_row_is_named_and_its_own_message_drawn() -> None:
    form = Names(QueryDict("names-0-original=Mimi&names-1-original=%3Cb%3E"))
    assert form.errors["names"] == ["Row 2 needs another look."]
    assert "cannot hold" in str(form)
    assert 'value="Mimi"' in str(form)


def test_more_rows_than_allowed_are_refused() -> None:
    form = Names(QueryDict("names-0-original=A&names-1-original=B&names-2-original=C"))
    assert form.errors["names"] == ["Keep at most 2 rows."]


def test_rows_that_are_there_are_drawn_with_one_blank_more() -> None:
    html = str(Names(initial={"names": [{"kind": "nick", "original": "Mimi"}]}))
    assert 'name="names-0-original"' in html
    assert 'name="names-1-original"' in html
    assert 'name="names-2-original"' not in html
    assert 'name="names-__i__-original"' in html


def test_a_stored_draft_reads_like_a_browser() -> None:
    assert Names({"names-0-kind": "nick", "names-0-original": "Mimi"}).is_valid()
