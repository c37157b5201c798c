"""The markup of forms: every input has a label, its hint and error are tied to it, nothing runs inline."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.utils import translation

from accessctl.forms import FilterForm, NameField
from accessctl.forms.renderer import RegistryBoundField
from registry.lib.errors import Conflict, Invalid
from tests.unit.accessctl.forms.sample import Sample

pytestmark = pytest.mark.usefixtures("static_files")  # the map of a place names its files

INPUTS = frozenset({"input", "select", "textarea"})


class Page(HTMLParser):
    """Ids, labels and inputs of a piece of markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.inputs: list[dict[str, str]] = []
        self.described: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.attributes |= set(found)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "label":
            self.labels.add(found["for"])
        if tag in INPUTS and found.get("type") != "hidden":
            self.inputs.append(found)
        self.described |= set(found.get("aria-describedby", "").split())


@pytest.fixture(params=["en", "ar"])
def empty(request: pytest.FixtureRequest) -> Page:
    with translation.override(request.param):
        return Page(str(Sample()))


def test_every_input_has_its_label(empty: Page) -> None:
    assert [item for item in empty.inputs if item["id"] not in empty.labels] == []


def test_ids_are_unique_and_described_ids_exist(empty: Page) -> None:
    assert len(empty.ids) == len(set(empty.ids))
    assert empty.described <= set(empty.ids)


def test_nothing_is_inline_or_bound_to_a_placeholder(empty: Page) -> None:
    assert not {name for name in empty.attributes if name.startswith("on") or name in ("style", "placeholder")}


def test_the_reason_for_asking_is_tied_to_the_input() -> None:
    html = str(Sample()["name"].as_field_group())
    assert "Why we ask:" in html
    assert "So we look for the right person" in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    form = Sample()
    assert "(optional)" in form["story"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


def test_conditions_are_not_called_optional() -> None:
    class Conditions(FilterForm):
        name = NameField(label="Name", required=False)

    assert "(optional)" not in str(Conditions())


def test_errors_stand_beside_their_field_and_values_stay() -> None:
    form = Sample(QueryDict("name=%3Cb%3E&born_day=30&born_month=2&born_year=1990&born_calendar=gregory&age_low=9"), {})
    page = Page(html := str(form))
    assert not form.is_valid()
    assert {"id_name_error", "id_born_error", "id_explained_error"} <= page.described <= set(page.ids)
    assert 'value="30"' in html
    assert 'value="&lt;b&gt;"' in html
    assert 'value="9"' in html
    assert re.search(r'<input type="text" name="name"[^>]*aria-invalid="true"', html)


def test_an_error_summary_can_link_to_every_field() -> None:
    page = Page(str(form := Sample()))
    bound = [form[name] for name in form.fields]
    assert {field.anchor for field in bound if isinstance(field, RegistryBoundField)} <= set(page.ids)
    assert all(isinstance(field, RegistryBoundField) for field in bound)


def test_a_service_s_refusal_lands_at_its_fields() -> None:
    form = Sample(QueryDict(""), {})
    form.is_valid()
    form.add_errors_of(Invalid(fields={"story": ["Too vague."], "": ["Both together."]}))
    form.add_errors_of(Conflict())
    assert form.errors["story"] == ["Too vague."]
    assert form.non_field_errors()[0] == "Both together."
    assert "Load it again" in form.non_field_errors()[1]


def test_the_whole_form_cleans_to_typed_values() -> None:
    data = QueryDict("name=Amina&born_absent=unknown&height_cm=170&explained=on&sex=2&nationality=SEN&glasses=no")
    form = Sample(data, {})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["nationality"] == ["SEN"]
    assert form.cleaned_data["names"] == []
