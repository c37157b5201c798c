"""Remains in a real browser: logged with the keyboard alone, drafts that save themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from remains import selectors, services
from remains.models import Remains, RemainsDraft
from tests.cast import Cast
from tests.factories.remains import some_remains
from tests.plugins.browser import OpenPage, Watch

MOST_TABS = 75


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} with the keyboard")


@pytest.mark.slow
def test_remains_are_logged_with_the_keyboard_alone(open_page: OpenPage, cast: Cast) -> None:
    page = open_page("/remains/", cast.analyst.account)
    tab_to(page, "a.btn-primary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log remains")
    page.wait_for_load_state()
    tab_to(page, "main button.btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".reference")).to_have_text(re.compile(r"^MRR-\w{5}-\w{5}-\w$"))
    page.wait_for_load_state()
    reserved = page.locator(".reference").inner_text()
    tab_to(page, "[name=found_place_as_said]")
    page.keyboard.type("the harbour of Zarzis")
    tab_to(page, "[name=found_place_country]")
    page.keyboard.type("Tunisia")
    tab_to(page, "[name=found_at_year]")
    page.keyboard.type("2021")
    tab_to(page, "[name=sex_estimated]")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    tab_to(page, "[name=marks-0-mark_type]")
    page.keyboard.type("Tattoo")
    tab_to(page, "[name=marks-0-inscription]")
    page.keyboard.type("MARTA")
    tab_to(page, "#description .savebar button.btn-primary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(reserved)
    file = selectors.remains_file(cast.analyst.actor, Remains.objects.get().ref)
    assert file.entry is not None
    assert file.remains.ref == reserved
    assert (file.remains.found_country, file.entry.sex_estimated) == ("TUN", "m")
    assert file.entry.marks[0].inscription == "MARTA"


def test_what_was_typed_is_there_after_closing_the_page(open_page: OpenPage, cast: Cast) -> None:
    draft = services.reserve(actor=cast.analyst.actor)
    page = open_page(f"/remains/new/{draft.ref}/", cast.analyst.account)
    page.get_by_label("Where, in words").fill("a beach")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.close()
    again = open_page(f"/remains/new/{draft.ref}/", cast.analyst.account)
    expect(again.get_by_label("Where, in words")).to_have_value("a beach")
    assert RemainsDraft.objects.count() == 1


def test_a_refused_form_leads_to_the_field(open_page: OpenPage, cast: Cast, watch: Watch) -> None:
    watch.allow("422")
    draft = services.reserve(actor=cast.analyst.actor)
    page = open_page(f"/remains/new/{draft.ref}/", cast.analyst.account)
    page.locator("[name=found_at_year]").fill("2091")
    page.get_by_role("button", name="Log these remains").click()
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").filter(has_text="future").click()
    expect(page.locator("#id_found_at_group")).to_be_focused()
    expect(page.locator("[name=found_at_year]")).to_have_value("2091")


def test_the_map_shows_the_place_of_finding(open_page: OpenPage, cast: Cast) -> None:
    remains = some_remains(cast)
    page = open_page(f"/remains/{remains.ref}/", cast.analyst.account)
    page.locator("#found-map").scroll_into_view_if_needed()
    expect(page.locator("#found-map .leaflet-container")).to_be_visible()
