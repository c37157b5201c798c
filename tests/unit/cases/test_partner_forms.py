"""Partners' forms: every item is over a field of ours or says why not, and what is counted is what is declared."""

from __future__ import annotations

import csv
import io

import pytest
from django.apps import apps

from accessctl.declare import declaration
from cases import handing
from cases.partner_forms import FORMS, Form
from cases.partner_forms.arranging import arranged, place_of
from cases.partner_forms.coverage import IN_NO_FORM, side_by_side
from cases.partner_forms.declare import APPS, About
from families.exchange.catalogue import ITEMS
from tests.cast import Cast
from tests.plugins.site import ClientFor

EVERY = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
# Fields that are nobody's answer, and yet what a form asks for: references, numbers, days, codes of layer 1.
OWN = {
    "Case.ref", "Remains.ref", "CaseOrigin.number", "CaseName.latn", "CaseBelonging.worn_or_carried",
    "RemainsBelonging.worn_or_carried", "RemainsAttachment.kind", "CaseSearchAction.asked_on",
}  # fmt: skip


def test_no_two_tables_have_one_name() -> None:
    names = [table.__name__ for app in APPS for table in apps.get_app_config(app).get_models()]
    assert len(names) == len(set(names))


@EVERY
def test_an_item_points_at_declared_fields_or_says_why_it_is_not_held(form: Form) -> None:
    assert len({section.number for section in form.sections}) == len(form.sections)
    for item in form.items:
        assert bool(item.paths) != bool(item.missing), item.words
        for field in item.fields:
            is_asked = declaration(field.column) is not None or field.path in OWN
            assert is_asked or form.about is About.INCIDENT, field.path
            assert field.ring in item.rings
    words = [(section.number, item.words) for section in form.sections for item in section.items]
    assert len(words) == len(set(words))


def test_every_column_of_the_catalogue_is_in_a_form_or_kept_out_on_purpose() -> None:
    placed = {path for form in FORMS.values() for path in form.paths()}
    asked = {f"{item.table.__name__}.{item.field}" for item in ITEMS.values()}
    assert asked - placed == IN_NO_FORM
    assert not placed & IN_NO_FORM


@EVERY
def test_whatever_is_handed_over_stands_in_a_form_once(form: Form) -> None:
    facts = [(one.name, str(one.label), f"<{one.name}>") for one in handing.ANSWERS]
    found = arranged(form, facts)
    told = [value for _section, rows in found.sections for _words, value in rows] + [v for _label, v in found.further]
    assert sorted("; ".join(told).split("; ")) == sorted(value for _name, _label, value in facts)
    if form.about is About.CASE:  # whom a form is about, it has a place for
        assert {place_of(form, name) for name in ("name", "sex", "last_contact")} & {None} == set()


@pytest.mark.django_db
def test_the_page_says_what_is_declared(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    page = client.get("/forms/").content.decode()
    for form in FORMS.values():
        assert f"{len(form.held)} ({form.percent} %)" in page
        assert len(form.held) + len(form.not_held) == len(form.items)
        items = client.get(f"/forms/?form={form.code}").content.decode()
        assert items.count(" *<") == sum(item.is_general for item in form.items)
        for item in form.not_held:
            assert str(item.missing and item.missing.label) in items
    assert client.get("/forms/?form=nothing").status_code == 404
    table = list(csv.DictReader(io.StringIO(client.get("/forms/?as=csv").content.decode("utf-8-sig"))))
    assert [list(row.values()) for row in table] == side_by_side()[1:]
